"""Emojis that people used lately; and the version of the team's"""

import sqlalchemy as sa
from alembic import op


revision = '0041'
down_revision = '0040'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('users', sa.Column('recent_emojis', sa.Text(), nullable=True))
    op.add_column('team', sa.Column('emoji_version', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))


def downgrade() -> None:
    # No batch: on SQLite it copies the table, and what hangs on the old one goes with it.
    op.drop_column('team', 'emoji_version')
    op.drop_column('users', 'recent_emojis')
