"""Groups of people"""

import sqlalchemy as sa
from alembic import op


revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def in_code_order(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation='C'), 'postgresql')


def upgrade() -> None:
    op.create_table(
        'groups',
        sa.Column('id', _ID, nullable=False),
        sa.Column('name', sa.String(length=40), nullable=False),
        sa.Column('name_key', in_code_order(200), nullable=False),
        sa.Column('name_look', sa.String(length=200), nullable=False),
        sa.Column('display_name', sa.String(length=80), nullable=False),
        sa.Column('search_text', sa.String(length=500), nullable=False),
        sa.Column('created_by', _ID, nullable=False),
        sa.Column('created_at', sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_groups')),
        sa.UniqueConstraint('name_key', name=op.f('uq_groups_name_key')),
        sa.UniqueConstraint('name_look', name=op.f('uq_groups_name_look')),
        sqlite_autoincrement=True,
    )
    op.create_table(
        'group_members',
        sa.Column('group_id', _ID, nullable=False),
        sa.Column('user_id', _ID, nullable=False),
        sa.ForeignKeyConstraint(['group_id'], ['groups.id'], name=op.f('fk_group_members_group_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_group_members_user_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('group_id', 'user_id', name=op.f('pk_group_members')),
    )
    op.create_index(op.f('ix_group_members_user_id'), 'group_members', ['user_id'])
    op.create_table(
        'taken_names',
        sa.Column('form', in_code_order(210), nullable=False),
        sa.PrimaryKeyConstraint('form', name=op.f('pk_taken_names')),
    )
    op.create_table(
        'group_calls',
        sa.Column('room_id', _ID, nullable=False),
        sa.Column('seq', sa.BigInteger(), nullable=False),
        sa.Column('group_id', _ID, nullable=False),
        sa.ForeignKeyConstraint(['group_id'], ['groups.id'], name=op.f('fk_group_calls_group_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['room_id'], ['rooms.id'], name=op.f('fk_group_calls_room_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('room_id', 'seq', 'group_id', name=op.f('pk_group_calls')),
    )
    op.create_index(op.f('ix_group_calls_group_id'), 'group_calls', ['group_id'])


def downgrade() -> None:
    op.drop_table('group_calls')
    op.drop_table('taken_names')
    op.drop_table('group_members')
    op.drop_table('groups')
