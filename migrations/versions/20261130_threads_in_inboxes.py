"""Threads in the inboxes of those who follow them"""

import sqlalchemy as sa
from alembic import op


revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None

_OF_THREAD = sa.text('thread_id IS NOT NULL')


def upgrade() -> None:
    op.add_column('inbox', sa.Column('thread_id', sa.BigInteger(), nullable=True))
    op.create_index('ix_inbox_of_thread', 'inbox', ['thread_id'], unique=True, sqlite_where=_OF_THREAD, postgresql_where=_OF_THREAD)


def downgrade() -> None:
    op.drop_index('ix_inbox_of_thread', 'inbox')
    op.execute("DELETE FROM inbox WHERE kind = 'thread'")
    op.drop_column('inbox', 'thread_id')
