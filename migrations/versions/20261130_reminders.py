"""What people want to be reminded of"""

import sqlalchemy as sa
from alembic import op


revision = '0038'
down_revision = '0037'
branch_labels = None
depends_on = None

WAITS = sa.text('at IS NOT NULL')


def upgrade() -> None:
    op.create_table('reminders',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('client_id', sa.String(length=36), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.Column('room_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('local', sa.String(length=16), nullable=False),
    sa.Column('zone', sa.String(length=64), nullable=False),
    sa.Column('repeat', sa.String(length=10), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=True),
    sa.Column('due_at', sa.DateTime(), nullable=True),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['room_id'], ['rooms.id'], name=op.f('fk_reminders_room_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_reminders_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminders')),
    sa.UniqueConstraint('user_id', 'client_id', name=op.f('uq_reminders_user_id_client_id')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_reminders_room_id'), 'reminders', ['room_id'])
    op.create_index('ix_reminders_waiting', 'reminders', ['at'], sqlite_where=WAITS, postgresql_where=WAITS)


def downgrade() -> None:
    op.drop_index('ix_reminders_waiting', table_name='reminders')
    op.drop_index(op.f('ix_reminders_room_id'), table_name='reminders')
    op.drop_table('reminders')
