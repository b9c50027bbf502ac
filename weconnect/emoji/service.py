"""Emojis of the team: who makes them, and what they are."""

import hashlib
import re
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, func, select, update

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.confusables import is_highly_restrictive, skeleton
from weconnect.auth.accounts.models import Team
from weconnect.auth.people import pictures
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.limits import rate_limit
from weconnect.engine.limits.rate_limit import counted
from weconnect.engine.pictures.process import Gone
from weconnect.engine.realtime.hub.audience import everybody, sockets
from weconnect.engine.realtime.hub.engine import realtime
from weconnect.engine.realtime.hub.publish import publish
from weconnect.formatting.emoji import standard
from weconnect.settings import Settings
from weconnect.wire import emoji as wire
from weconnect.wire.errors import BadRequest, Conflict, Forbidden, NotFound
from weconnect.wire.words import N_

from . import lookup, own
from .models import TeamEmoji, emoji_version

MIMETYPE = "image/webp"
CHANGES = rate_limit.rule("60 per minute", often=True)
PROGRAM = Path(__file__).with_name("shrink.py")
_KEY = re.compile(r"[0-9a-f]{32}")
# Said by `shrink.py`, which knows nothing of this module.
TOO_LARGE = N_("This picture is too large: 1 MB, 4 megapixels and 120 frames at most.")
UNKNOWN = N_("This is no picture that can be read. Please choose a PNG, GIF or WebP.")


def may_add(actor: Actor) -> bool:
    """Whether the actor may make emojis."""
    settings: Settings = current_app.config["WECONNECT"]
    return actor.is_admin or settings.emoji_by == "everybody"


def most_of(actor: Actor) -> int:
    """How many emojis the actor may have made: administrators as many as there may be."""
    settings: Settings = current_app.config["WECONNECT"]
    return wire.MOST if actor.is_admin else min(settings.emoji_per_person, wire.MOST)


def found(actor: Actor, known: int | None = None) -> wire.EmojiList:
    """All emojis of the team, unless its emojis are those of the version `known`; and what the
    actor chose.
    """
    # The version first: what is changed meanwhile is told again, and not missed.
    mine = own.of_actor(actor)
    emojis = None
    if known is None or known != mine.version:
        rows = db.session.scalars(select(TeamEmoji).order_by(TeamEmoji.name))
        emojis = [_described(actor, row) for row in rows]
    return wire.EmojiList(
        emojis=emojis,
        version=mine.version,
        may_add=may_add(actor),
        skin_tone=mine.tone,
        recent=mine.recent,
    )


def add(actor: Actor, name: str, upload: bytes, gone: Gone = lambda: False) -> wire.TeamEmoji:
    """Make an emoji of the picture in `upload`; `gone` tells whether nobody waits for it any more.

    Raises Forbidden, BadRequest, Conflict when the name is taken, or there are too many, of all or
    of the actor's, PictureRefused, RateLimited, Unavailable.
    """
    _check(actor, name)
    made = pictures.read_by(PROGRAM, actor, upload, gone)
    length = int.from_bytes(made[:4], "big")
    return _add(actor, name, made[4 : 4 + length], made[4 + length :])


@counted(CHANGES, "emojis")
@transaction
def _add(actor: Actor, name: str, still: bytes, moving: bytes) -> wire.TeamEmoji:
    _in_turn()
    _check(actor, name)
    row = TeamEmoji(
        name=name,
        key=hashlib.sha256(still + b"|" + moving).hexdigest()[:32],
        still=still,
        moving=moving or None,
        animated=bool(moving),
        created_by=actor.id,
    )
    db.session.add(row)
    db.session.flush()
    _tell(None, row)
    return _described(actor, row)


def _in_turn() -> None:
    """Within a transaction: one after the other, as two may take one name, or the last place."""
    db.session.execute(select(Team.id).with_for_update())


def _tell(gone: str | None, row: TeamEmoji | None) -> None:
    """Within a transaction that has its turn: everybody hears what became of an emoji."""
    raised = update(Team).values({emoji_version: func.coalesce(emoji_version, 0) + 1})
    version = db.session.scalar(raised.returning(emoji_version)) or 0
    there = None if row is None else _picture(row)
    publish(wire.EmojiChanged(version=version, gone=gone, emoji=there), to=everybody())


def missed() -> None:
    """This server's sockets may have missed a change: they hear which version there is now."""
    version = db.session.scalar(select(func.max(emoji_version)))
    if version:
        told = wire.EmojiChanged(version=version, gone=None, emoji=None)
        publish(told, to=sockets(realtime().connections))


def _check(actor: Actor, name: str) -> None:
    if not may_add(actor):
        raise Forbidden("Only administrators make emojis.")
    _check_name(name)
    if _count() >= wire.MOST:
        raise Conflict("There are {n} emojis. Please delete some first.", n=wire.MOST)
    if _count(TeamEmoji.created_by == actor.id) >= (most := most_of(actor)):
        raise Conflict(
            "You have made {n} emojis, as many as one person may. Please delete some first.",
            n=most,
        )


def _check_name(name: str, besides: str = "") -> None:
    """Of two names that can be taken for one another there is one, and none of Unicode's."""
    if not is_highly_restrictive(name):
        raise BadRequest("Please keep to the letters of one alphabet.")
    look = skeleton(name)
    names = db.session.scalars(select(TeamEmoji.name).where(TeamEmoji.name != besides))
    if look in standard() or look in map(skeleton, names):
        raise Conflict("There is an emoji of that name already.")


def _count(*of: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(TeamEmoji).where(*of)) or 0


@counted(CHANGES, "emojis")
@transaction
def rename(actor: Actor, name: str, wanted: str) -> wire.TeamEmoji:
    """Give an emoji another name: where it was used stands the one before. For who made it, and
    administrators.

    Raises NotFound, Forbidden, BadRequest, Conflict when the name is taken.
    """
    _in_turn()
    row = _require_own(actor, name)
    if wanted != row.name:
        _check_name(wanted, besides=name)
        row.name = wanted
        db.session.flush()
        _tell(name, row)
    return _described(actor, row)


@counted(CHANGES, "emojis")
@transaction
def remove(actor: Actor, name: str) -> None:
    """Delete an emoji: where it was used stands its name. For who made it, and administrators.

    Raises NotFound, Forbidden.
    """
    _in_turn()
    row = _require_own(actor, name)
    db.session.delete(row)
    db.session.flush()
    _tell(name, None)


def _require_own(actor: Actor, name: str) -> TeamEmoji:
    row = db.session.scalar(select(TeamEmoji).where(TeamEmoji.name == name))
    if row is None:
        raise NotFound
    if not _may_delete(actor, row):
        raise Forbidden("Only who made an emoji, and administrators, change it.")
    return row


def picture(key: str, *, still: bool) -> bytes:
    """The picture of this key, for people who are logged in. Raises NotFound."""
    if not _KEY.fullmatch(key):
        raise NotFound
    column: Any = TeamEmoji.still if still else func.coalesce(TeamEmoji.moving, TeamEmoji.still)
    data = db.session.scalar(select(column).where(TeamEmoji.key == key).limit(1))
    if data is None:
        raise NotFound
    return bytes(data)


def _picture(row: TeamEmoji) -> wire.EmojiPicture:
    moving, still = lookup.addresses(row.key, animated=row.animated)
    return wire.EmojiPicture(name=row.name, picture=moving, still=still)


def _described(actor: Actor, row: TeamEmoji) -> wire.TeamEmoji:
    return wire.TeamEmoji(**dict(_picture(row)), may_delete=_may_delete(actor, row))


def _may_delete(actor: Actor, row: TeamEmoji) -> bool:
    return actor.is_admin or (row.created_by == actor.id and may_add(actor))
