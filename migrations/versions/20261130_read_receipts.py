"""Who has read up to where, and who wants that"""

import sqlalchemy as sa
from alembic import op


revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('memberships', sa.Column('read_at', sa.DateTime(), nullable=True))
    op.add_column('rooms', sa.Column('without_receipts', sa.Boolean(), nullable=True))
    op.add_column('users', sa.Column('hides_reading', sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column('users', 'hides_reading')
    op.drop_column('rooms', 'without_receipts')
    op.drop_column('memberships', 'read_at')
