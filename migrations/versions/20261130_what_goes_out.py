"""What goes out"""

import sqlalchemy as sa
from alembic import op


revision = '0045'
down_revision = '0044'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'egress_destinations',
        sa.Column('host', sa.String(length=253), nullable=False),
        sa.Column('purpose', sa.String(length=30), nullable=False),
        sa.Column('sent', sa.BigInteger(), nullable=False),
        sa.Column('failed', sa.BigInteger(), nullable=False),
        sa.Column('refused', sa.BigInteger(), nullable=False),
        sa.Column('last_at', sa.DateTime(), nullable=False),
        sa.Column('last_why', sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint('host', 'purpose', name=op.f('pk_egress_destinations')),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f('ix_egress_destinations_last_at'), 'egress_destinations', ['last_at'])


def downgrade() -> None:
    op.drop_table('egress_destinations')
