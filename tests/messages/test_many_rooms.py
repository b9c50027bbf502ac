"""A list of thousands of rooms: what matters first, in pages, and right totals of it all."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from tests.harness.many import Many
from tests.harness.team import Team
from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, transaction
from weconnect.messages import room_list
from weconnect.messages.unread import mark_read
from weconnect.rooms import service as rooms
from weconnect.rooms.models import Room
from weconnect.wire.errors import BadRequest
from weconnect.wire.rooms import CreateRoom, EditRoom, RoomSearch

NUMBER = 700


def pages(
    actor: Actor, between: Callable[[], object] = lambda: None, **wish: Any
) -> list[list[int]]:
    """The ids on each page of a person's rooms, until there is no more."""
    found, cursor = [], ""
    while True:
        page = room_list.my_page(actor, RoomSearch(cursor=cursor, **wish))
        assert len(page.rooms) <= wish.get("limit", 100)
        found.append([one.id for one in page.rooms])
        if page.next is None:
            return found
        cursor = page.next
        between()


def test_all_in_pages_while_much_happens_in_them(team: Team, many: Many):
    ann, bo = team.people("ann", "bo")
    own = [team.room(ann, bo, name=f"Busy {number}") for number in range(3)]
    crowd = many.rooms(ann.id, NUMBER)
    old = [*own, *crowd]
    leaving = [crowd[number] for number in (5, 350, 690)]
    turn = iter(range(1000))

    def meanwhile():
        team.say(bo, own[next(turn) % 3], "@ann news")
        mark_read(ann, own[next(turn) % 3], 10**6)
        many.rooms(ann.id, 1)
        if leaving:
            rooms.leave_room(ann, leaving.pop())

    for limit in (100, 33):
        leaving_now = set(leaving)
        seen = [one for page in pages(ann, meanwhile, limit=limit) for one in page]
        assert len(seen) == len(set(seen)), "no room stands there twice"
        assert set(old) - leaving_now <= set(seen), "none that was there all the while is missing"
        old = [one for one in old if one not in leaving_now]


def test_what_matters_comes_first(team: Team, many: Many):
    ann, bo = team.people("ann", "bo")
    called, unread, direct, read, archived = (
        team.room(ann, bo, name="Called"),
        team.room(ann, bo, name="Unread"),
        team.direct(ann, bo),
        team.room(ann, bo, name="Read"),
        team.room(ann, bo, name="Archived"),
    )
    many.rooms(ann.id, NUMBER)
    team.say(bo, called, "@ann, look")
    for room in (unread, archived, direct):
        team.say(bo, room)
    team.say(ann, read)
    rooms.edit_room(ann, archived, EditRoom(archived=True))

    found = room_list.my_page(ann, RoomSearch())
    assert [one.id for one in found.rooms][:4] == [direct, called, unread, read]
    assert len(found.rooms) == 100
    assert archived not in {one.id for one in found.rooms}
    assert [one.id for one in room_list.my_rooms(ann)] == [one.id for one in found.rooms]
    assert found.totals
    assert found.totals.dump() == {
        "rooms": NUMBER + 4,
        "unread": 3,
        "mentions": 2,
        "threads": 0,
    }
    assert room_list.my_page(ann, RoomSearch(limit=2)).totals == found.totals
    mark_read(ann, called, 1)
    assert room_list.totals(ann).dump() == {
        "rooms": NUMBER + 4,
        "unread": 2,
        "mentions": 1,
        "threads": 0,
    }


def test_one_is_found_by_its_name_or_by_who_is_in_it(team: Team, many: Many):
    ann, bo, _ = team.people("ann", "bo", "cy")
    direct = team.direct(ann, bo)
    with_both = rooms.create_room(ann, CreateRoom(kind="direct", members=["bo", "cy"])).id
    den = team.room(ann, name="The Den of Bo")
    crowd = many.rooms(ann.id, NUMBER)
    others = many.rooms(bo.id, 20, prefix="other")
    assert {one for page in pages(ann, q="bO") for one in page} == {direct, with_both, den}
    assert {one for page in pages(ann, q="other") for one in page} == set()
    assert {one for page in pages(ann, q="many", limit=50) for one in page} == set(crowd)
    assert set(others) <= {one for page in pages(bo) for one in page}
    for room in (den, others[0]):
        assert (room_list.summary(ann, room) is None) == (room == others[0])


def test_a_cursor_shows_nothing_but_ones_own_rooms(team: Team, many: Many):
    ann, eve = team.people("ann", "eve")
    secret = team.room(ann, kind="private")
    many.rooms(eve.id, 3)
    forged = room_list.my_page(eve, RoomSearch(cursor=f"0.9.{secret}.{10**18}"))
    assert secret not in {one.id for one in forged.rooms}
    for wrong in ("1", "1.2." + ".".join("3" * 101), f"1.{2**63}"):
        with pytest.raises(BadRequest):
            room_list.my_page(eve, RoomSearch.model_construct(cursor=wrong, q="", limit=None))


def test_few_rooms_are_one_page(team: Team):
    ann = team.person("ann")
    expected = {team.room(ann, name=f"Room {number}") for number in range(7)}
    _archive(min(expected))
    found = room_list.my_page(ann, RoomSearch())
    assert ({one.id for one in found.rooms}, found.next) == (expected, None)
    assert found.rooms[-1].id == min(expected), "archived ones are the last"


@transaction
def _archive(room: int) -> None:
    db.session.execute(update(Room).where(Room.id == room).values(archived_at=now()))
