"""Emojis of the team, skin tones of people, and one reaction for all tones of an emoji"""

import json

import sqlalchemy as sa
from alembic import op

from weconnect.wire.text import one_emoji, without_tone


revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None

# As in weconnect/reactions/summary.py when this was written.
LISTED = 50

reactions = sa.table('reactions', *map(sa.column, ('id', 'message_id', 'user_id', 'emoji', 'form')))
messages = sa.table('messages', sa.column('id'), sa.column('reactions'))


def upgrade() -> None:
    op.create_table('team_emojis',
        sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
        sa.Column('name', sa.String(length=32), nullable=False),
        sa.Column('key', sa.String(length=32), nullable=False),
        sa.Column('still', sa.LargeBinary(), nullable=False),
        sa.Column('moving', sa.LargeBinary(), nullable=True),
        sa.Column('animated', sa.Boolean(), nullable=False),
        sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
        sa.Column('created_at', sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_team_emojis')),
        sa.UniqueConstraint('name', name=op.f('uq_team_emojis_name')),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f('ix_team_emojis_key'), 'team_emojis', ['key'])
    op.add_column('users', sa.Column('skin_tone', sa.SmallInteger(), nullable=True))
    op.add_column('reactions', sa.Column('form', sa.String(length=64), nullable=True))
    connection = op.get_bind()
    emojis: dict[str, list[str]] = {}
    for emoji in connection.scalars(sa.select(reactions.c.emoji).distinct()):
        emojis.setdefault(plain(emoji), []).append(emoji)
    for emoji, forms in emojis.items():
        if forms != [emoji]:
            merge(connection, emoji, forms)


def merge(connection: sa.Connection, emoji: str, forms: list[str]) -> None:
    concerned = connection.scalars(
        sa.select(reactions.c.message_id).where(reactions.c.emoji.in_(forms)).distinct()
    ).all()
    # Of several of a person on a message the first stays, in its place.
    first = reactions.alias()
    connection.execute(
        sa.delete(reactions).where(
            reactions.c.emoji.in_(forms),
            sa.exists().where(
                first.c.message_id == reactions.c.message_id,
                first.c.user_id == reactions.c.user_id,
                first.c.emoji.in_(forms),
                first.c.id < reactions.c.id,
            ),
        )
    )
    toned = [form for form in forms if form != emoji]
    connection.execute(
        sa.update(reactions)
        .where(reactions.c.emoji.in_(toned))
        .values(form=reactions.c.emoji, emoji=emoji)
    )
    for message in concerned:
        connection.execute(
            sa.update(messages)
            .where(messages.c.id == message)
            .values(reactions=summary(connection, message))
        )


def summary(connection: sa.Connection, message: int) -> str:
    rows = connection.execute(
        sa.select(reactions.c.emoji, reactions.c.user_id, reactions.c.form)
        .where(reactions.c.message_id == message)
        .order_by(reactions.c.id)
    )
    users: dict[str, list[tuple[int, str | None]]] = {}
    for emoji, user_id, form in rows:
        users.setdefault(emoji, []).append((user_id, form))
    found: list[list[object]] = []
    for emoji, ids in users.items():
        listed = ids[:LISTED]
        toned = {str(user): form for user, form in listed if form}
        found.append([emoji, len(ids), [user for user, _ in listed], *([toned] if toned else [])])
    return json.dumps(found, ensure_ascii=False, separators=(',', ':'))


def plain(emoji: str) -> str:
    """What was taken before and is none stays as it is."""
    try:
        return without_tone(one_emoji(emoji))
    except ValueError:
        return emoji


def downgrade() -> None:
    connection = op.get_bind()
    is_toned = reactions.c.form.is_not(None)
    toned = connection.scalars(sa.select(reactions.c.message_id).where(is_toned).distinct()).all()
    connection.execute(
        sa.update(reactions).where(is_toned).values(emoji=reactions.c.form, form=sa.null())
    )
    # The version before reads no forms in what is summed up.
    for message in toned:
        connection.execute(
            sa.update(messages)
            .where(messages.c.id == message)
            .values(reactions=summary(connection, message))
        )
    # No batch: on SQLite it copies the table, and what hangs on the old one goes with it.
    op.drop_column('reactions', 'form')
    op.drop_column('users', 'skin_tone')
    op.drop_table('team_emojis')
