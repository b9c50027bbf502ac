"""One folded form of names and texts, by which both databases search and order alike

Messages that are there already get theirs little by little (weconnect/messages/backfill.py): a
large table is not held up by an upgrade.
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from weconnect.engine.i18n.folding import fold


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

CHUNK = 1000


def in_code_order(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation='C'), 'postgresql')


users = sa.table('users', *map(sa.column, ('id', 'username', 'display_name', 'search_text')))
rooms = sa.table('rooms', *map(sa.column, ('id', 'name', 'topic', 'folded')))


def upgrade() -> None:
    op.add_column('rooms', sa.Column('folded', in_code_order(7000), server_default=sa.text("''"), nullable=False))
    if op.get_bind().dialect.name == 'postgresql':
        op.alter_column('users', 'username_key', type_=sa.String(200, collation='C'))
    fill(users, ('username', 'display_name'), folded_user)
    fill(rooms, ('name', 'topic'), folded_room)
    # Last, as the whole table is locked from here on.
    op.add_column('messages', sa.Column('folded', sa.Text(), nullable=True))


def folded_user(username: str, display_name: str) -> dict[str, str]:
    return {'search_text': f'{fold(username)} {fold(display_name)}'[:500]}


def folded_room(name: str, topic: str) -> dict[str, str]:
    return {'folded': f'{fold(name)}\n{fold(topic)}'}


def fill(
    table: sa.TableClause, names: tuple[str, str], folded: Callable[[str, str], dict[str, str]]
) -> None:
    """Give each row what `folded` makes of the columns `names`."""
    connection = op.get_bind()
    after = 0
    while rows := connection.execute(
        sa.select(table.c.id, *(table.c[name] for name in names))
        .where(table.c.id > after)
        .order_by(table.c.id)
        .limit(CHUNK)
    ).all():
        for row_id, *texts in rows:
            connection.execute(sa.update(table).where(table.c.id == row_id).values(folded(*texts)))
        after = rows[-1].id


def downgrade() -> None:
    op.drop_column('messages', 'folded')
    if op.get_bind().dialect.name == 'postgresql':
        op.alter_column('users', 'username_key', type_=sa.String(200, collation='default'))
    op.drop_column('rooms', 'folded')
