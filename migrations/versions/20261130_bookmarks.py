"""Messages that people saved for later"""

import sqlalchemy as sa
from alembic import op


revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

WAITS = sa.text('remind_at IS NOT NULL AND reminded_at IS NULL AND done_at IS NULL')


def upgrade() -> None:
    op.create_table('bookmarks',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('message_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('note', sa.String(length=300), server_default=sa.text("''"), nullable=False),
    sa.Column('saved_at', sa.DateTime(), nullable=False),
    sa.Column('remind_at', sa.DateTime(), nullable=True),
    sa.Column('reminded_at', sa.DateTime(), nullable=True),
    sa.Column('done_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['message_id'], ['messages.id'], name=op.f('fk_bookmarks_message_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_bookmarks_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bookmarks')),
    sa.UniqueConstraint('user_id', 'message_id', name=op.f('uq_bookmarks_user_id_message_id')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_bookmarks_message_id'), 'bookmarks', ['message_id'])
    op.create_index('ix_bookmarks_waiting', 'bookmarks', ['remind_at'], sqlite_where=WAITS, postgresql_where=WAITS)


def downgrade() -> None:
    op.drop_index('ix_bookmarks_waiting', table_name='bookmarks')
    op.drop_index(op.f('ix_bookmarks_message_id'), table_name='bookmarks')
    op.drop_table('bookmarks')
