"""How far the index of words goes, and what it does not know yet (weconnect/search/index)"""

import sqlalchemy as sa
from alembic import op


revision = '0044'
down_revision = '0043'
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('search_index',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('token', sa.String(length=32), nullable=False),
    sa.Column('counter', sa.BigInteger(), nullable=False),
    sa.Column('top', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_index')),
    sqlite_autoincrement=True
    )
    op.create_table('search_changes',
    sa.Column('id', BIG_ID, nullable=False),
    sa.Column('message_id', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_changes')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_search_changes_message_id'), 'search_changes', ['message_id'])


def downgrade() -> None:
    op.drop_table('search_changes')
    op.drop_table('search_index')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP SCHEMA IF EXISTS weconnect_search CASCADE')
