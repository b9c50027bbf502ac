"""What a person gets on coming into a room: the same for the page and for the socket."""

from datetime import datetime

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.column_types import now
from weconnect.messages.history import page, seq_before
from weconnect.messages.newest_page_cache import newest_json
from weconnect.messages.parts import seen_by, seen_page
from weconnect.rooms import access
from weconnect.rooms.describe import describe, described_json
from weconnect.rooms.members import as_they_are, people_json, people_of
from weconnect.wire import messages as wire
from weconnect.wire.base import RawJson, wire_time

# A page of a room shows so many messages at least, if there are as many in so many pages more.
ENOUGH = 20
MOST_PAGES = 5


def enter(
    actor: Actor,
    room_id: int,
    after: int | None = None,
    before: int | None = None,
    since: datetime | None = None,
) -> wire.JoinedRoom:
    """The room, a page of its messages and its people. Raises NotFound, Forbidden.

    The newest page; or with `after` what follows that seq, with `before` what precedes it, with
    `since` what was said from then on.
    """
    room, membership = access.require_member(actor, room_id)
    if since is not None:
        after = seq_before(room, since)
    limit = wire.PAGE if after is None else wire.MAX_PAGE
    visible_from = membership.visible_from_seq
    found = page(room_id, visible_from, after=after, before=before, limit=limit)
    found = _with_enough(room_id, visible_from, found, after)
    people = people_of(room, actor, membership.role)
    return wire.JoinedRoom(
        room=describe(room, membership.role, actor.id),
        messages=seen_by(actor, found.messages),
        complete=found.complete,
        last_seq=room.last_seq,
        read_seq=membership.read_seq,
        set_back=membership.set_back,
        visible_from_seq=visible_from,
        members=as_they_are(room_id, people.shown),
        member_count=people.member_count,
        here_count=people.here_count,
        now=now(),
    )


def _with_enough(
    room_id: int, visible_from: int, found: wire.HistoryPage, after: int | None
) -> wire.HistoryPage:
    """The page with more of what is older, until enough of it stands in the room and not in threads
    only; on pages of a thread after the other a part is enough."""
    for _ in range(MOST_PAGES):
        shown = sum(one.thread is None or bool(one.in_room) for one in found.messages)
        if after is not None or shown >= ENOUGH or found.complete:
            break
        more = page(room_id, visible_from, before=found.messages[0].seq, limit=wire.MAX_PAGE)
        found = wire.HistoryPage(messages=[*more.messages, *found.messages], complete=more.complete)
    return found


def enter_json(actor: Actor, room_id: int, after: int | None = None) -> RawJson[wire.JoinedRoom]:
    """The same as `enter` as JSON, put together from what is kept of the room.

    When a crowd comes in, all but the role, the mark and who is online is the same for everybody.
    """
    return entered_json(actor, access.require_membership(actor, room_id), after)


def entered_json(
    actor: Actor, membership: access.RoomMembershipRow, after: int | None = None
) -> RawJson[wire.JoinedRoom]:
    """The same for a membership of the actor's that is known already."""
    room, visible_from = membership.room, membership.visible_from_seq
    room_id = room.id
    if after is None:
        found = newest_json(actor, room, visible_from)
    else:
        missed = page(room_id, visible_from, after=after, limit=wire.MAX_PAGE)
        found = RawJson.of(seen_page(actor, missed))
    people = people_json(room_id, people_of(room, actor, membership.role))
    described = described_json(membership, actor.id)
    return RawJson(
        f'{{{found.fields},"room":{described.text},"lastSeq":{room.last_seq},'
        f'"readSeq":{membership.read_seq},"setBack":{membership.set_back},'
        f'"visibleFromSeq":{visible_from},'
        f'{people},"now":"{wire_time(now())}"}}'
    )
