"""What people store, counted for each"""

import sqlalchemy as sa
from alembic import op


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

# Messages that are added up by one statement.
CHUNK = 50_000
# As in weconnect/auth/accounts/usage.py when this was written.
ROW = 256


def upgrade() -> None:
    op.create_table('usage',
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('day', sa.Integer(), server_default='0', nullable=False),
    sa.Column('day_bytes', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('total_bytes', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('day_limit', sa.BigInteger(), nullable=True),
    sa.Column('total_limit', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_usage_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', name=op.f('pk_usage'))
    )
    connection = op.get_bind()
    size = 'length(CAST(content AS BLOB))' if connection.dialect.name == 'sqlite' else 'octet_length(content)'
    # WHERE true: otherwise SQLite takes the ON of ON CONFLICT for that of a join.
    add = (
        'INSERT INTO usage (user_id, total_bytes) {} ON CONFLICT (user_id)'
        ' DO UPDATE SET total_bytes = usage.total_bytes + excluded.total_bytes'
    )
    messages = sa.text(add.format(
        f'SELECT sender_id, sum({size}) + {ROW} * count(*) FROM messages'
        ' WHERE id > :after AND id <= :last GROUP BY sender_id'
    ))
    newest = connection.execute(sa.text('SELECT coalesce(max(id), 0) FROM messages')).scalar_one()
    for after in range(0, newest, CHUNK):
        connection.execute(messages, {'after': after, 'last': after + CHUNK})
    connection.execute(sa.text(add.format(
        'SELECT user_id, sum(length(data)) FROM avatars WHERE true GROUP BY user_id'
    )))


def downgrade() -> None:
    op.drop_table('usage')
