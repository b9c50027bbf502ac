"""Sum up reactions in their message: a page costs the same however many people react"""

import json
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

# Reactions that are read by one question.
CHUNK = 20_000
# As in weconnect/reactions/summary.py when this was written.
LISTED = 50


def upgrade() -> None:
    op.add_column('messages', sa.Column('reactions', sa.Text(), nullable=True))
    connection = op.get_bind()
    question = sa.text(
        'SELECT id, message_id, emoji, user_id FROM reactions'
        ' WHERE message_id > :after ORDER BY message_id, id LIMIT :chunk'
    )
    rest = sa.text(
        'SELECT id, message_id, emoji, user_id FROM reactions'
        ' WHERE message_id = :message ORDER BY id'
    )
    change = sa.text('UPDATE messages SET reactions = :reactions WHERE id = :message')
    after = 0
    while rows := connection.execute(question, {'after': after, 'chunk': CHUNK}).all():
        for message, found in groupby(rows, itemgetter(1)):
            own: Sequence[Any] = list(found)
            if message == rows[-1][1]:
                own = connection.execute(rest, {'message': message}).all()
            connection.execute(change, {'message': message, 'reactions': summary(own)})
        after = rows[-1][1]


def summary(rows: Sequence[Any]) -> str:
    emojis: dict[str, list[int]] = {}
    for _, _, emoji, user_id in rows:
        emojis.setdefault(emoji, []).append(user_id)
    return json.dumps(
        [[emoji, len(users), users[:LISTED]] for emoji, users in emojis.items()],
        ensure_ascii=False,
        separators=(',', ':'),
    )


def downgrade() -> None:
    # No batch: on SQLite it copies the table, and what hangs on the old one goes with it.
    op.drop_column('messages', 'reactions')
