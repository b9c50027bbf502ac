"""Messages that are sent later"""

import sqlalchemy as sa
from alembic import op


revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None

WAITS = sa.text('problem IS NULL')
ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('scheduled_messages',
    sa.Column('id', ID, nullable=False),
    sa.Column('user_id', ID, nullable=False),
    sa.Column('room_id', ID, nullable=True),
    sa.Column('client_id', sa.String(length=36), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('reply_to', ID, nullable=True),
    sa.Column('thread_id', ID, nullable=True),
    sa.Column('in_room', sa.Boolean(), nullable=False),
    sa.Column('send_at', sa.DateTime(), nullable=False),
    sa.Column('local_time', sa.String(length=16), nullable=True),
    sa.Column('time_zone', sa.String(length=64), nullable=True),
    sa.Column('problem', sa.Text(), nullable=True),
    sa.Column('claimed_until', sa.DateTime(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['room_id'], ['rooms.id'], name=op.f('fk_scheduled_messages_room_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_scheduled_messages_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scheduled_messages')),
    sa.UniqueConstraint('user_id', 'client_id', name=op.f('uq_scheduled_messages_user_id_client_id')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_scheduled_messages_room_id'), 'scheduled_messages', ['room_id'])
    op.create_index('ix_scheduled_messages_due', 'scheduled_messages', ['send_at'], sqlite_where=WAITS, postgresql_where=WAITS)


def downgrade() -> None:
    op.drop_index('ix_scheduled_messages_due', table_name='scheduled_messages')
    op.drop_index(op.f('ix_scheduled_messages_room_id'), table_name='scheduled_messages')
    op.drop_table('scheduled_messages')
