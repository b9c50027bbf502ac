"""One reaction for what looks the same: emojis in their one form, doubles merged"""

import json

import sqlalchemy as sa
from alembic import op

from weconnect.wire.text import one_emoji


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

# As in weconnect/reactions/summary.py when this was written.
LISTED = 50

reactions = sa.table('reactions', *map(sa.column, ('id', 'message_id', 'user_id', 'emoji')))
messages = sa.table('messages', sa.column('id'), sa.column('reactions'))


def upgrade() -> None:
    connection = op.get_bind()
    forms: dict[str, list[str]] = {}
    for emoji in connection.scalars(sa.select(reactions.c.emoji).distinct()):
        forms.setdefault(form_of(emoji), []).append(emoji)
    for form, emojis in forms.items():
        if emojis == [form]:
            continue
        concerned = connection.scalars(
            sa.select(reactions.c.message_id).where(reactions.c.emoji.in_(emojis)).distinct()
        ).all()
        # Of several of a person on a message the first stays, in its place.
        first = reactions.alias()
        connection.execute(
            sa.delete(reactions).where(
                reactions.c.emoji.in_(emojis),
                sa.exists().where(
                    first.c.message_id == reactions.c.message_id,
                    first.c.user_id == reactions.c.user_id,
                    first.c.emoji.in_(emojis),
                    first.c.id < reactions.c.id,
                ),
            )
        )
        connection.execute(
            sa.update(reactions).where(reactions.c.emoji.in_(emojis)).values(emoji=form)
        )
        for message in concerned:
            connection.execute(
                sa.update(messages)
                .where(messages.c.id == message)
                .values(reactions=summary(connection, message))
            )


def summary(connection: sa.Connection, message: int) -> str:
    rows = connection.execute(
        sa.select(reactions.c.emoji, reactions.c.user_id)
        .where(reactions.c.message_id == message)
        .order_by(reactions.c.id)
    )
    users: dict[str, list[int]] = {}
    for emoji, user_id in rows:
        users.setdefault(emoji, []).append(user_id)
    return json.dumps(
        [[emoji, len(ids), ids[:LISTED]] for emoji, ids in users.items()],
        ensure_ascii=False,
        separators=(',', ':'),
    )


def form_of(emoji: str) -> str:
    """What was taken before and is none stays as it is."""
    try:
        return one_emoji(emoji)
    except ValueError:
        return emoji


def downgrade() -> None:
    pass
