"""Threads"""

import sqlalchemy as sa
from alembic import op


revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
# By name: the table, its columns, and the condition as PostgreSQL writes it.
PARTIAL = {
    'ix_messages_thread_id_seq': ('messages', ['thread_id', 'seq'], 'thread_id IS NOT NULL'),
    'ix_messages_aside': ('messages', ['room_id', 'seq'], 'in_room IS false'),
    'ix_mentions_in_threads': ('mentions', ['user_id', 'room_id'], 'thread_read IS false'),
}


def upgrade() -> None:
    op.add_column('messages', sa.Column('thread_id', BIG_ID, nullable=True))
    op.add_column('messages', sa.Column('in_room', sa.Boolean(), nullable=True))
    op.add_column('messages', sa.Column('answers', sa.Text(), nullable=True))
    op.add_column('mentions', sa.Column('thread_read', sa.Boolean(), nullable=True))
    for name, (table, columns, condition) in PARTIAL.items():
        on_sqlite = sa.text(condition.replace('IS false', 'IS 0'))
        op.create_index(name, table, columns, sqlite_where=on_sqlite, postgresql_where=sa.text(condition))
    op.create_table(
        'thread_marks',
        sa.Column('user_id', BIG_ID, nullable=False),
        sa.Column('root_id', BIG_ID, nullable=False),
        sa.Column('room_id', BIG_ID, nullable=False),
        sa.Column('read_seq', sa.BigInteger(), nullable=False),
        sa.Column('following', sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ['room_id', 'user_id'],
            ['memberships.room_id', 'memberships.user_id'],
            name=op.f('fk_thread_marks_room_id_user_id'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['root_id'], ['messages.id'], name=op.f('fk_thread_marks_root_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('user_id', 'root_id', name=op.f('pk_thread_marks')),
    )
    op.create_index(op.f('ix_thread_marks_room_id_user_id'), 'thread_marks', ['room_id', 'user_id'])
    op.create_index(op.f('ix_thread_marks_root_id'), 'thread_marks', ['root_id'])


def downgrade() -> None:
    op.drop_table('thread_marks')
    for name, (table, _, _) in PARTIAL.items():
        op.drop_index(name, table_name=table)
    # No batch: on SQLite it copies the table, and what hangs on the old one goes with it.
    op.drop_column('mentions', 'thread_read')
    op.drop_column('messages', 'answers')
    op.drop_column('messages', 'in_room')
    op.drop_column('messages', 'thread_id')
