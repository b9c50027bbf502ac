"""The language that a person chose"""

import sqlalchemy as sa
from alembic import op


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('users', sa.Column('language', sa.String(length=35), nullable=True))


def downgrade() -> None:
    op.drop_column('users', 'language')
