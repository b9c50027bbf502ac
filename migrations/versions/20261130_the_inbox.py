"""The inbox"""

import sqlalchemy as sa
from alembic import op


revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'inbox',
        sa.Column('id', _ID, nullable=False),
        sa.Column('user_id', _ID, nullable=True),
        sa.Column('room_id', _ID, nullable=False),
        sa.Column('seq', sa.BigInteger(), nullable=False),
        sa.Column('kind', sa.String(length=10), nullable=False),
        sa.Column('actor_id', _ID, nullable=False),
        sa.Column('emoji', sa.String(length=64), nullable=True),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(['room_id'], ['rooms.id'], name=op.f('fk_inbox_room_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_inbox_user_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_inbox')),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f('ix_inbox_user_id_id'), 'inbox', ['user_id', 'id'])
    op.create_index(op.f('ix_inbox_room_id_seq'), 'inbox', ['room_id', 'seq'])
    op.create_index(op.f('ix_inbox_at'), 'inbox', ['at'])
    op.create_table(
        'inbox_states',
        sa.Column('user_id', _ID, nullable=False),
        sa.Column('entry_id', _ID, nullable=False),
        sa.Column('read', sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(['entry_id'], ['inbox.id'], name=op.f('fk_inbox_states_entry_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_inbox_states_user_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('user_id', 'entry_id', name=op.f('pk_inbox_states')),
    )
    op.create_index(op.f('ix_inbox_states_entry_id'), 'inbox_states', ['entry_id'])
    op.create_table(
        'inbox_marks',
        sa.Column('user_id', _ID, autoincrement=False, nullable=False),
        sa.Column('entry_id', _ID, nullable=False),
        sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_inbox_marks_user_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('user_id', name=op.f('pk_inbox_marks')),
    )


def downgrade() -> None:
    op.drop_table('inbox_marks')
    op.drop_table('inbox_states')
    op.drop_table('inbox')
