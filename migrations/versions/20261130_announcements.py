"""Messages that members are asked to confirm"""

import sqlalchemy as sa
from alembic import op


revision = '0039'
down_revision = '0038'
branch_labels = None
depends_on = None

ASKS = sa.text('confirm_by IS NOT NULL')


def upgrade() -> None:
    op.add_column('messages', sa.Column('confirm_by', sa.DateTime(), nullable=True))
    op.create_index('ix_messages_confirm', 'messages', ['confirm_by'], sqlite_where=ASKS, postgresql_where=ASKS)
    op.add_column('rooms', sa.Column('announcing', sa.String(length=10), nullable=True))
    op.create_table('confirmation_reminders',
    sa.Column('message_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('remind_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['messages.id'], name=op.f('fk_confirmation_reminders_message_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('message_id', name=op.f('pk_confirmation_reminders')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_confirmation_reminders_remind_at'), 'confirmation_reminders', ['remind_at'])
    op.create_table('confirmations',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('message_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['messages.id'], name=op.f('fk_confirmations_message_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_confirmations_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_confirmations')),
    sa.UniqueConstraint('message_id', 'user_id', name=op.f('uq_confirmations_message_id_user_id')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_confirmations_message_id_id'), 'confirmations', ['message_id', 'id'])


def downgrade() -> None:
    op.drop_index(op.f('ix_confirmations_message_id_id'), table_name='confirmations')
    op.drop_table('confirmations')
    op.drop_index(op.f('ix_confirmation_reminders_remind_at'), table_name='confirmation_reminders')
    op.drop_table('confirmation_reminders')
    op.drop_column('rooms', 'announcing')
    op.drop_index('ix_messages_confirm', table_name='messages')
    op.drop_column('messages', 'confirm_by')
