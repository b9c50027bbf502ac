"""For how long people can take back what they send"""

import sqlalchemy as sa
from alembic import op


revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('users', sa.Column('undo_seconds', sa.SmallInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column('users', 'undo_seconds')
