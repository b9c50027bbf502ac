"""The people in a room: a part of them for whoever comes in, all of them in pages.

A crowd that comes into one room asks for the same list again and again. So what the database says
of those who are shown is kept, under the number that the room's row counts up whenever its people
change; only who is online is looked up each time. However many belong to a room, the list for
whoever comes in has at most `SHOWN` of them, and a page of all of them at most as many as are asked
for.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, cast

from flask import Flask
from sqlalchemy import bindparam, func, select

from weconnect.auth.accounts.actor import Actor, avatar_path
from weconnect.auth.accounts.models import User
from weconnect.engine.app_state import Key
from weconnect.engine.concurrency import rounds
from weconnect.engine.database.prepared import Prepared, read
from weconnect.engine.database.transactions import among, db
from weconnect.engine.i18n.folding import fold
from weconnect.engine.realtime.hub.engine import realtime
from weconnect.wire import rooms as wire
from weconnect.wire.errors import NotFound

from . import access
from .access import RoomRow
from .models import Membership, Room

# So many people of a room are shown to whoever comes in; of a larger one, those who are here first.
SHOWN = 100
# Rooms whose shown people are kept; 100 people have about 20 kB.
KEPT = 500
# The people that are looked through by one question, while somebody is searched for.
WINDOW = 500

_ROOMS_OF = Prepared(select(Membership.room_id).where(Membership.user_id == bindparam("user")))
# Columns, not objects: it is read anew with each one of a crowd that becomes members.
_PEOPLE = select(User.id, User.username, User.display_name, User.avatar_id, Membership.role).join(
    Membership, Membership.user_id == User.id
)
_FIRST = (
    _PEOPLE.where(Membership.room_id == bindparam("room"))
    .order_by(Membership.user_id)
    .limit(SHOWN + 1)
)
_UP_TO = Prepared(
    select(func.count()).select_from(
        select(Membership.user_id)
        .where(Membership.room_id == bindparam("room"))
        .limit(bindparam("most"))
        .subquery()
    )
)
_COUNT = Prepared(select(func.count()).where(Membership.room_id == bindparam("room")))

Columns = tuple[int, str, str, str | None, str]


class Shown(NamedTuple):
    """A person in a room: what the database says, on the wire, and as JSON up to the state."""

    row: Columns
    member: wire.Member
    text: str

    @property
    def id(self) -> int:
        return self.row[0]


class CacheEntry(NamedTuple):
    """How many people a room has, and those who are shown, by their names.

    `first` are those who fill the list of a large room while few are here.
    """

    version: int
    total: int
    people: dict[int, Shown]
    first: tuple[Shown, ...]


_CACHE: "Key[OrderedDict[int, CacheEntry]]" = Key("weconnect_members")


class People(NamedTuple):
    """What whoever comes into a room is shown of its people: the part, and how many there are."""

    shown: list[Shown]
    member_count: int
    here_count: int


def rooms_of(user_id: int) -> list[int]:
    """The ids of all rooms of a person."""
    return [room_id for (room_id,) in read(_ROOMS_OF, {"user": user_id})]


def list_members(
    actor: Actor, room_id: int, wish: wire.MemberSearch | None = None
) -> wire.MemberList:
    """A page of the members of one of the actor's rooms, by name. Raises NotFound, Forbidden.

    Pages follow each other by the ids of people, which never change: whoever is there all the
    while stands on exactly one page, whatever others do meanwhile.
    """
    access.require_member(actor, room_id)
    return page_of(room_id, wish or wire.MemberSearch())


def page_of(room_id: int, wish: wire.MemberSearch) -> wire.MemberList:
    """The same; whoever calls has checked that the people may be seen."""
    here = realtime().present(room_id)
    if wish.state == "here":
        windows = _in_windows(sorted(one for one in here if one > wish.after))
    else:
        windows = _windows(room_id, wish.after, WINDOW if wish.q.strip() else wish.limit + 1)
    found: list[Shown] = []
    for number, ids in enumerate(windows):
        if number:
            rounds.rest()  # others have their turn
        found += _matching(room_id, ids, wish.q.strip())
        if len(found) > wish.limit:
            break
    page = found[: wish.limit]
    return wire.MemberList(
        members=as_they_are(room_id, page),
        member_count=count(room_id),
        here_count=len(here),
        next=page[-1].id if len(found) > wish.limit else None,
    )


def get_member(actor: Actor, room_id: int, user_id: int) -> wire.Member:
    """One member of one of the actor's rooms. Raises NotFound, Forbidden."""
    access.require_member(actor, room_id)
    found = members_among(room_id, [user_id])
    if not found:
        raise NotFound
    return found[0]


def members_among(room_id: int, user_ids: Collection[int]) -> list[wire.Member]:
    """Those of these people who belong to a room, by name. Whoever calls has checked that they
    may be seen."""
    return as_they_are(room_id, _matching(room_id, user_ids))


def count(room_id: int) -> int:
    """How many people belong to a room."""
    return cast(int, read(_COUNT, {"room": room_id})[0][0])


def are_more(room_id: int, than: int) -> bool:
    """Whether more people than that belong to a room: no more of them are counted."""
    return cast(int, read(_UP_TO, {"room": room_id, "most": than + 1})[0][0]) > than


def people_of(room: Room | RoomRow, actor: Actor, role: str) -> People:
    """The part of a room's people that the actor, a member, is shown on coming in.

    All of them where they are few; else those who are here, and the actor in any case.
    """
    kept = _kept(room)
    here = realtime().present(room.id)
    if kept.total <= SHOWN:
        return People(list(kept.people.values()), kept.total, len(here))
    kept = _choose(room, kept, here)
    shown = list(kept.people.values())
    if actor.id not in kept.people:
        shown[-1] = _show_user(actor, role)
    return People(sorted(shown, key=_by_name), kept.total, len(here))


def as_they_are(room_id: int, shown: Iterable[Shown]) -> list[wire.Member]:
    """These people of a room by name, each with their state at this moment."""
    state = _states_in(room_id)
    ordered = sorted(shown, key=_by_name)
    return [one.member.model_copy(update={"state": state(one.id)}) for one in ordered]


def people_json(room_id: int, people: People) -> str:
    """The fields `members`, `memberCount` and `hereCount` as JSON, without the outer braces.

    No `RawJson`, as they are no model of their own.
    """
    state = _states_in(room_id)
    listed = ",".join(f'{one.text}"{state(one.id)}"}}' for one in people.shown)
    return (
        f'"members":[{listed}],"memberCount":{people.member_count},"hereCount":{people.here_count}'
    )


def _states_in(room_id: int) -> Callable[[int], str]:
    engine = realtime()
    engine.ports.people_shown(room_id)
    return engine.state


def _by_name(one: Shown) -> tuple[str, int]:
    return fold(one.member.display_name), one.id


def _windows(room_id: int, after: int, size: int) -> Iterator[Sequence[int]]:
    """The ids of a room's people after `after`, in their order, `size` at a time."""
    mine = select(Membership.user_id).where(Membership.room_id == room_id)
    while True:
        ids = db.session.scalars(
            mine.where(Membership.user_id > after).order_by(Membership.user_id).limit(size)
        ).all()
        yield ids
        if len(ids) < size:
            return
        after = ids[-1]


def _in_windows(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + WINDOW] for start in range(0, len(ids), WINDOW))


def _matching(room_id: int, ids: Collection[int], search: str = "") -> list[Shown]:
    """Those of these people who belong to a room, by their ids; with `search` in their names."""
    if not ids:
        return []
    query = _PEOPLE.where(Membership.room_id == room_id, among(Membership.user_id, ids))
    if search:
        query = query.where(User.search_text.contains(fold(search), autoescape=True))
    return [_show(_columns(row)) for row in db.session.execute(query.order_by(Membership.user_id))]


def _kept(room: Room | RoomRow) -> CacheEntry:
    cache = _CACHE.here()
    kept = cache.get(room.id)
    if kept is None or kept.version != room.members_version:
        cache[room.id] = kept = _read(room, kept.people if kept else {})
        if len(cache) > KEPT:
            cache.popitem(last=False)
    cache.move_to_end(room.id)
    return kept


def _read(room: Room | RoomRow, known: dict[int, Shown]) -> CacheEntry:
    # When one comes in or goes, all the others are as they were.
    first = [
        _shown_before(_columns(row), known) for row in db.session.execute(_FIRST, {"room": room.id})
    ]
    if len(first) <= SHOWN:
        people = {one.id: one for one in sorted(first, key=_by_name)}
        return CacheEntry(room.members_version, len(first), people, ())
    again = _matching(room.id, known)
    people = {one.id: _shown_before(one.row, known) for one in again}
    return CacheEntry(room.members_version, count(room.id), people, tuple(first[:SHOWN]))


def _choose(room: Room | RoomRow, kept: CacheEntry, here: set[int]) -> CacheEntry:
    """Have those shown who are here; who was shown before stays, as long as they are here."""
    chosen = {one: shown for one, shown in kept.people.items() if one in here}
    if len(chosen) < min(SHOWN, len(here)):
        new = list(islice((one for one in here if one not in chosen), SHOWN - len(chosen)))
        chosen |= {one.id: one for one in _matching(room.id, new)}
    for one in kept.first:
        if len(chosen) >= SHOWN:
            break
        chosen.setdefault(one.id, one)
    cache = _CACHE.here()
    cache[room.id] = kept = kept._replace(people=chosen)
    return kept


def _shown_before(row: Columns, known: dict[int, Shown]) -> Shown:
    before = known.get(row[0])
    return before if before is not None and before.row == row else _show(row)


def _columns(row: Iterable[object]) -> Columns:
    return cast(Columns, tuple(row))


def _show(row: Columns) -> Shown:
    user_id, username, display_name, avatar_id, role = row
    member = wire.Member(
        id=user_id,
        username=username,
        display_name=display_name,
        avatar=avatar_path(avatar_id),
        role=cast(wire.Role, role),
        state="offline",
    )
    return _with_text(row, member)


def _show_user(actor: Actor, role: str) -> Shown:
    member = wire.Member(**dict(actor.user), role=cast(wire.Role, role), state="offline")
    return _with_text((actor.id, actor.username, actor.display_name, None, role), member)


def _with_text(row: Columns, member: wire.Member) -> Shown:
    # `state` is the last field: what stands before its value is the same each time.
    return Shown(row, member, member.model_dump_json(by_alias=True).removesuffix('"offline"}'))


def init_app(app: Flask) -> None:
    """Give `app` its memory of who is in which room."""
    _CACHE.keep(app, OrderedDict())
