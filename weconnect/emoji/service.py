"""Emojis of the team: who makes them, and what they are; in which skin tone people write."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import func, select, update

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import Team, User
from weconnect.auth.people import pictures
from weconnect.auth.people.pictures import Gone
from weconnect.auth.sign_in import throttles
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.limits import rate_limit
from weconnect.engine.limits.rate_limit import counted
from weconnect.formatting.emoji import standard
from weconnect.settings import Settings
from weconnect.wire import emoji as wire
from weconnect.wire.errors import Conflict, Forbidden, NotFound
from weconnect.wire.words import N_

from .models import TeamEmoji, skin_tone

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


def found(actor: Actor) -> wire.EmojiList:
    """All emojis of the team, and what the actor chose."""
    rows = db.session.scalars(select(TeamEmoji).order_by(TeamEmoji.name))
    emojis = [_described(actor, row) for row in rows]
    return wire.EmojiList(emojis=emojis, may_add=may_add(actor), skin_tone=tone(actor))


def named(names: Iterable[str] | None = None) -> Mapping[str, tuple[str, str]]:
    """Where the pictures of all that the team has are, or of those of these names, moving and
    still, by their names.
    """
    found = select(TeamEmoji.name, TeamEmoji.key, TeamEmoji.animated)
    if names is not None:
        found = found.where(TeamEmoji.name.in_(sorted(set(names))))
    rows = db.session.execute(found)
    return {name: addresses(key, animated=animated) for name, key, animated in rows}


def exists(name: str) -> bool:
    """Whether the team has an emoji of this name."""
    return bool(named([name]))


def add(actor: Actor, name: str, upload: bytes, gone: Gone = lambda: False) -> wire.TeamEmoji:
    """Make an emoji of the picture in `upload`; `gone` tells whether nobody waits for it any more.

    Raises Forbidden, Conflict when the name is taken or there are too many, PictureRefused,
    RateLimited, Unavailable.
    """
    _check(actor, name)
    made = pictures.read_by(PROGRAM, actor, upload, gone)
    length = int.from_bytes(made[:4], "big")
    return _add(actor, name, made[4 : 4 + length], made[4 + length :])


@counted(CHANGES, "emojis")
@transaction
def _add(actor: Actor, name: str, still: bytes, moving: bytes) -> wire.TeamEmoji:
    # One after the other: two may take one name, or the last place.
    db.session.execute(select(Team.id).with_for_update())
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
    return _described(actor, row)


def _check(actor: Actor, name: str) -> None:
    if not may_add(actor):
        raise Forbidden("Only administrators make emojis.")
    if name in standard():
        raise Conflict("There is an emoji of that name already.")
    if exists(name):
        raise Conflict("There is an emoji of that name already.")
    if (db.session.scalar(select(func.count()).select_from(TeamEmoji)) or 0) >= wire.MOST:
        raise Conflict("There are {n} emojis. Please delete some first.", n=wire.MOST)


@counted(CHANGES, "emojis")
@transaction
def remove(actor: Actor, name: str) -> None:
    """Delete an emoji: where it was used stands its name. For who made it, and administrators.

    Raises NotFound, Forbidden.
    """
    row = db.session.scalar(select(TeamEmoji).where(TeamEmoji.name == name))
    if row is None:
        raise NotFound
    if not _may_delete(actor, row):
        raise Forbidden("Only who made an emoji, and administrators, delete it.")
    db.session.delete(row)


def picture(key: str, *, still: bool) -> bytes:
    """The picture of this key, for people who are logged in. Raises NotFound."""
    if not _KEY.fullmatch(key):
        raise NotFound
    column: Any = TeamEmoji.still if still else func.coalesce(TeamEmoji.moving, TeamEmoji.still)
    data = db.session.scalar(select(column).where(TeamEmoji.key == key).limit(1))
    if data is None:
        raise NotFound
    return bytes(data)


def tone(actor: Actor) -> int:
    """In which skin tone the actor writes; 0: in none."""
    return db.session.scalar(select(skin_tone).where(User.id == actor.id)) or 0


def page_state(actor: Actor) -> dict[str, Any]:
    """What the page of a room knows of it."""
    return {"skinTone": tone(actor)}


@counted(throttles.PROFILE_CHANGES, "profile")
@transaction
def choose_tone(actor: Actor, wish: wire.ChooseSkinTone) -> wire.ChooseSkinTone:
    """Choose that. Raises RateLimited."""
    chosen = {skin_tone: wish.skin_tone or None}
    db.session.execute(update(User).where(User.id == actor.id).values(chosen))
    return wish


def addresses(key: str, *, animated: bool) -> tuple[str, str]:
    """Where a picture is, as it moves and as it stands still."""
    still = f"/emoji/pictures/{key}-still.webp"
    return (f"/emoji/pictures/{key}.webp" if animated else still), still


def _described(actor: Actor, row: TeamEmoji) -> wire.TeamEmoji:
    moving, still = addresses(row.key, animated=row.animated)
    return wire.TeamEmoji(
        name=row.name,
        picture=moving,
        still=still,
        may_delete=_may_delete(actor, row),
    )


def _may_delete(actor: Actor, row: TeamEmoji) -> bool:
    return actor.is_admin or (row.created_by == actor.id and may_add(actor))
