"""In which skin tone people write, and what they used lately: the same on all their devices."""

import json
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select, update

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import User
from weconnect.auth.sign_in import throttles
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.limits import rate_limit
from weconnect.engine.limits.rate_limit import counted
from weconnect.engine.realtime.hub.audience import people
from weconnect.engine.realtime.hub.publish import publish
from weconnect.wire import emoji as wire

from . import lookup
from .models import emoji_version, recent_emojis, skin_tone

# Pages gather what is used for two seconds.
USES = rate_limit.rule("60 per minute", often=True)


class Own(NamedTuple):
    """How somebody uses emojis, and the version of the team's."""

    tone: int
    recent: list[wire.UsedEmoji]
    version: int


def of_actor(actor: Actor) -> Own:
    """How the actor uses emojis."""
    version = select(func.coalesce(func.max(emoji_version), 0)).scalar_subquery()
    asked = select(skin_tone, recent_emojis, version).where(User.id == actor.id)
    row = db.session.execute(asked).first()
    if row is None:
        return Own(0, [], 0)
    return Own(row[0] or 0, _there(_read(row[1])), row[2])


def page_state(actor: Actor) -> dict[str, Any]:
    """What the page of a room knows of it."""
    own = of_actor(actor)
    return {
        "skinTone": own.tone,
        "recentEmojis": [one.dump() for one in own.recent],
        "emojiVersion": own.version,
    }


@counted(throttles.PROFILE_CHANGES, "profile")
@transaction
def choose_tone(actor: Actor, wish: wire.ChooseSkinTone) -> wire.ChooseSkinTone:
    """Choose that. Raises RateLimited."""
    chosen = {skin_tone: wish.skin_tone or None}
    db.session.execute(update(User).where(User.id == actor.id).values(chosen))
    _tell(actor)
    return wish


@counted(USES, "emojis used")
@transaction
def use(actor: Actor, wish: wire.UseEmojis) -> wire.OwnEmojis:
    """Remember that the actor used these, the last one first; of all the last few are kept.

    Raises RateLimited.
    """
    mine = User.id == actor.id
    # As a change of it does: the person's next message, which refers to the row, does not wait.
    held = select(recent_emojis).where(mine).with_for_update(key_share=True)
    before = _read(db.session.scalar(held))
    at = max([_milliseconds(now()), *(used + 1 for _, used in before)]) + len(wish.emojis)
    times = dict(before)
    times.update((emoji, at - place) for place, emoji in reversed([*enumerate(wish.emojis)]))
    last = sorted(times.items(), key=lambda one: -one[1])[: wire.MOST_RECENT]
    text = json.dumps(last, ensure_ascii=False, separators=(",", ":"))
    db.session.execute(update(User).where(mine).values({recent_emojis: text}))
    return _tell(actor)


def _tell(actor: Actor) -> wire.OwnEmojis:
    own = of_actor(actor)
    told = wire.OwnEmojisChanged(skin_tone=own.tone, recent=own.recent)
    publish(told, to=people([actor.id]))
    return wire.OwnEmojis(**dict(told))


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _read(text: str | None) -> list[tuple[str, int]]:
    return [(emoji, at) for emoji, at in json.loads(text or "[]")]


def _there(recent: list[tuple[str, int]]) -> list[wire.UsedEmoji]:
    """Those of them that there are."""
    of_team = {emoji[1:-1] for emoji, _ in recent if emoji.startswith(":")}
    gone = of_team - lookup.named(of_team).keys() if of_team else set()
    return [
        wire.UsedEmoji(emoji=emoji, at=datetime.fromtimestamp(at / 1000, UTC))
        for emoji, at in recent
        if emoji[1:-1] not in gone
    ]
