"""The newest page of a room, as JSON: what everybody gets who comes in.

Kept under the room's version, which counts up with whatever changes in it. The names of authors
who have left the room change without it.
"""

import time
from collections import OrderedDict
from typing import NamedTuple, cast

from flask import Flask

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.app_state import Key
from weconnect.rooms.access import RoomRow
from weconnect.wire.auth import UserChanged
from weconnect.wire.base import Event, RawJson
from weconnect.wire.messages import HistoryPage

from .history import page
from .parts import concerns, is_personal, seen_page

# How many newest pages are kept, and how many characters of them all together. A page has about
# 20,000; where people write as much as they may, ten times that.
KEPT = 1000
KEPT_CHARS = 16_000_000
# A page is read anew after so long: another server may have changed an author's name.
KEPT_S = 60.0


# A room, and the seq from which on somebody sees it, where that cuts its newest page; else 0.
Place = tuple[int, int]


class CacheEntry(NamedTuple):
    """A page, and the versions of the room and of its people for which it holds."""

    versions: tuple[int, int]
    json: RawJson[HistoryPage]
    authors: frozenset[int]
    read_at: float
    # The seq of its first message; 0 if there is none.
    first_seq: int
    # The page itself, if some people see it in another way.
    page: HistoryPage | None = None


_CACHE: "Key[OrderedDict[Place, CacheEntry]]" = Key("weconnect_newest")


def newest_json(actor: Actor, room: RoomRow, visible_from: int) -> RawJson[HistoryPage]:
    """The newest page, of what the actor sees: from the seq `visible_from` on.

    Whoever calls has checked that this may be seen.
    """
    kept = _kept(room, 0)
    if visible_from and visible_from >= kept.first_seq:
        # A part of it is not for them, nor for others who came when they did.
        kept = _kept(room, visible_from)
    if kept.page is not None and concerns(actor, kept.page):
        return RawJson.of(seen_page(actor, kept.page))
    return kept.json


def _kept(room: RoomRow, visible_from: int) -> CacheEntry:
    """The newest page as it is now, of what was said from a seq on."""
    cache = _cache()
    key = room.id, visible_from
    versions = room.version, room.members_version
    kept = cache.get(key)
    now = time.monotonic()
    if kept is None or kept.versions != versions or kept.read_at < now - KEPT_S:
        found = page(room.id, visible_from)
        json = RawJson.of(seen_page(None, found))
        authors = frozenset(one.sender.id for one in found.messages)
        first_seq = found.messages[0].seq if found.messages else 0
        personal = found if is_personal(found) else None
        kept = CacheEntry(versions, json, authors, now, first_seq, personal)
        cache[key] = kept
        cache.move_to_end(key)
        _make_room(cache)
    else:
        cache.move_to_end(key)
    return kept


def _make_room(cache: "OrderedDict[Place, CacheEntry]") -> None:
    """Forget pages that nobody asked for in the longest time, until the others fit."""
    size = sum(len(kept.json.text) for kept in cache.values())
    while cache and (len(cache) > KEPT or size > KEPT_CHARS):
        _, oldest = cache.popitem(last=False)
        size -= len(oldest.json.text)


def author_changed(event: Event) -> None:
    """A person's name or picture changed: what they wrote is shown with the new one."""
    user_id = cast(UserChanged, event).user.id
    cache = _cache()
    for key in [key for key, kept in cache.items() if user_id in kept.authors]:
        del cache[key]


def _cache() -> "OrderedDict[Place, CacheEntry]":
    return _CACHE.here()


def init_app(app: Flask) -> None:
    """Give `app` its memory of newest pages."""
    _CACHE.keep(app, OrderedDict())
