"""Marks that go back"""

import sqlalchemy as sa
from alembic import op


revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('memberships', sa.Column('set_back', sa.BigInteger(), server_default='0', nullable=False))


def downgrade() -> None:
    op.drop_column('memberships', 'set_back')
