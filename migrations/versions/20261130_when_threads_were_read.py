"""When threads were read"""

import sqlalchemy as sa
from alembic import op


revision = '0043'
down_revision = '0042'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('thread_marks', sa.Column('read_at', sa.DateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column('thread_marks', 'read_at')
