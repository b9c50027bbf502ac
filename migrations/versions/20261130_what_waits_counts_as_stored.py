"""What waits to be sent, and drafts, count as stored"""

import sqlalchemy as sa
from alembic import op


revision = '0042'
down_revision = '0041'
branch_labels = None
depends_on = None

# As in weconnect/auth/accounts/usage.py when this was written.
ROW = 256


def upgrade() -> None:
    _add('')


def downgrade() -> None:
    _add('-')


def _add(sign: str) -> None:
    connection = op.get_bind()
    size = 'length(CAST({} AS BLOB))' if connection.dialect.name == 'sqlite' else 'octet_length({})'
    content, sealed = size.format('content'), size.format("coalesce(sealed, '')")
    for table, stored in (('scheduled_messages', content), ('drafts', f'{content} + {sealed}')):
        # WHERE true: otherwise SQLite takes the ON of ON CONFLICT for that of a join.
        connection.execute(sa.text(
            'INSERT INTO usage (user_id, total_bytes)'
            f' SELECT user_id, {sign}sum({stored} + {ROW}) FROM {table} WHERE true GROUP BY user_id'
            ' ON CONFLICT (user_id)'
            ' DO UPDATE SET total_bytes = usage.total_bytes + excluded.total_bytes'
        ))
