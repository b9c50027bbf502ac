"""Polls, and what people chose"""

import sqlalchemy as sa
from alembic import op


revision = '0037'
down_revision = '0036'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('messages', sa.Column('poll', sa.Text(), nullable=True))
    op.create_table('poll_ends',
    sa.Column('message_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('ends_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['messages.id'], name=op.f('fk_poll_ends_message_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('message_id', name=op.f('pk_poll_ends')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_poll_ends_ends_at'), 'poll_ends', ['ends_at'])
    op.create_table('poll_votes',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('message_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('option', sa.Integer(), nullable=False),
    sa.Column('voter', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['message_id'], ['messages.id'], name=op.f('fk_poll_votes_message_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_poll_votes_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_poll_votes')),
    sa.UniqueConstraint('message_id', 'voter', 'option', name=op.f('uq_poll_votes_message_id_voter_option')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_poll_votes_message_id_option_id'), 'poll_votes', ['message_id', 'option', 'id'])


def downgrade() -> None:
    op.drop_index(op.f('ix_poll_votes_message_id_option_id'), table_name='poll_votes')
    op.drop_table('poll_votes')
    op.drop_index(op.f('ix_poll_ends_ends_at'), table_name='poll_ends')
    op.drop_table('poll_ends')
    op.drop_column('messages', 'poll')
