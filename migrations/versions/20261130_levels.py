"""What of rooms calls for people"""

import sqlalchemy as sa
from alembic import op


revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('memberships', sa.Column('notify', sa.String(length=10), nullable=True))
    op.add_column('memberships', sa.Column('muted', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('users', sa.Column('notify', sa.String(length=10), nullable=True))


def downgrade() -> None:
    op.drop_column('users', 'notify')
    op.drop_column('memberships', 'muted')
    op.drop_column('memberships', 'notify')
