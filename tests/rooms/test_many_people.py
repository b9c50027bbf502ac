"""A room of thousands: a bounded part of its people for whoever comes in, all of them in pages."""

import json
import random
from collections.abc import Callable
from itertools import chain
from typing import Any

import pytest

from tests.harness.clock import Clock
from tests.harness.many import Many
from tests.harness.stage import Stage
from tests.harness.team import Team
from weconnect.auth.accounts.actor import Actor
from weconnect.chat.room_entry import enter, enter_json
from weconnect.engine.concurrency import rounds
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.rooms import members, news, service
from weconnect.wire.errors import Forbidden, NotFound
from weconnect.wire.rooms import EditRoom, MemberSearch, RoomKind

CROWD = 1200


def pages(
    actor: Actor, room: int, between: Callable[[], object] = lambda: None, **wish: Any
) -> list[list[int]]:
    """The ids on each page of a room's people, until there is no more."""
    found, after = [], 0
    while True:
        page = members.list_members(actor, room, MemberSearch(after=after, **wish))
        assert len(page.members) <= wish.get("limit", 100)
        found.append([one.id for one in page.members])
        if page.next is None:
            return found
        after = page.next
        between()


def test_all_of_them_in_pages_while_people_come_and_go(team: Team, many: Many):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    crowd = many.people(room, CROWD)
    chance = random.Random(7)
    leaving = chance.sample(crowd, 30)
    staying = {ann.id, bo.id, *crowd} - set(leaving)
    coming = team.crowd(30, "late")

    def come_and_go():
        if leaving and coming:
            service.remove_member(ann, room, leaving.pop())
            service.join_room(coming.pop(), room)

    seen = list(chain.from_iterable(pages(ann, room, come_and_go, limit=37)))
    assert len(seen) == len(set(seen)), "nobody stands there twice"
    assert staying <= set(seen), "whoever was there all the while is found"


def test_whoever_comes_in_is_given_a_bounded_part(team: Team, many: Many, stage: Stage):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, kind="private")
    many.people(room, CROWD)
    for late in ("bo", "cy"):
        service.add_member(ann, room, late)
    stage.connect(bo, room)
    for actor in (ann, bo, cy):
        answer = json.loads(enter_json(actor, room).text)
        shown = {one["id"]: one["state"] for one in answer["members"]}
        assert len(shown) == len(answer["members"]) == 100
        assert len(json.dumps(answer["members"])) < 25_000
        assert (answer["memberCount"], answer["hereCount"]) == (CROWD + 3, 1)
        assert actor.id in shown, "oneself in any case"
        assert shown[bo.id] == "online", "and who is here"
        entered = enter(actor, room).dump()
        for field in ("members", "memberCount", "hereCount"):
            assert entered[field] == answer[field], "the page and the socket tell the same"
        assert [one["displayName"].casefold() for one in answer["members"]] == sorted(
            one["displayName"].casefold() for one in answer["members"]
        )


def test_in_a_small_room_everybody_is_shown(team: Team):
    ann, bo = team.people("ann", "bo")
    crowd = team.crowd(98)
    room = team.room(ann, bo)
    for one in crowd:
        service.join_room(one, room)
    answer = json.loads(enter_json(bo, room).text)
    assert {one["id"] for one in answer["members"]} == {ann.id, bo.id, *(one.id for one in crowd)}
    assert answer["memberCount"] == 100
    page = members.list_members(bo, room)
    assert (len(page.members), page.next) == (100, None)


def test_those_of_a_name_and_those_who_are_here(team: Team, many: Many, stage: Stage):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann)
    crowd = many.people(room, CROWD)
    service.add_member(ann, room, "bo")
    for wanted in ("BO", "bo", "Bo"):
        found = members.list_members(ann, room, MemberSearch(q=wanted))
        assert ([one.id for one in found.members], found.next) == ([bo.id], None)
        assert found.member_count == CROWD + 2
    assert members.list_members(ann, room, MemberSearch(q="no such")).members == []
    expected = [one for one in crowd if "99" in str(one)]
    assert sorted(chain.from_iterable(pages(ann, room, q="99", limit=3))) == expected

    for actor in (ann, bo):
        stage.connect(actor)
    here = members.list_members(ann, room, MemberSearch(state="here"))
    assert {one.id: one.state for one in here.members} == {ann.id: "online", bo.id: "online"}
    assert here.here_count == 2
    assert pages(ann, room, state="here", limit=1) == [[ann.id], [bo.id]]
    assert pages(ann, room, state="here", q="bo") == [[bo.id]]


@pytest.mark.parametrize(("kind", "refusal"), [("private", NotFound), ("public", Forbidden)])
def test_only_members_are_given_any(team: Team, many: Many, kind: RoomKind, refusal: type):
    ann, eve, former = team.people("ann", "eve", "former")
    room = team.room(ann, former, kind=kind)
    many.people(room, CROWD)
    service.remove_member(ann, room, former.id)
    for actor in (eve, former):
        for wish in ({}, {"q": "many"}, {"state": "here"}, {"after": 5, "limit": 1}):
            with pytest.raises(refusal):
                members.list_members(actor, room, MemberSearch(**wish))
        with pytest.raises(refusal):
            enter_json(actor, room)


def test_how_many_are_here_is_told_to_those_who_are_not_shown_everybody(
    team: Team, many: Many, stage: Stage, clock: Clock
):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room, small = team.room(ann, bo), team.room(ann, bo)
    many.people(room, CROWD)
    looking, beside = stage.connect(ann, room), stage.connect(ann, small)
    clock.advance(5)
    stage.clear()

    tab = stage.connect(bo)
    clock.advance(5)
    assert stage.of("peopleCounted", looking) == [
        {"room": room, "memberCount": CROWD + 2, "hereCount": 2}
    ]
    stage.disconnect(tab)
    clock.advance(5)
    assert [one["hereCount"] for one in stage.of("peopleCounted", looking)] == [2, 1]
    service.join_room(cy, room)
    clock.advance(5)
    assert stage.of("membersChanged", looking)[-1]["memberCount"] == CROWD + 3
    assert stage.of("peopleCounted", beside) == []


def test_no_event_names_more_than_a_hundred_and_nobody_is_forgotten(
    team: Team, stage: Stage, clock: Clock
):
    ann = team.person("ann")
    crowd = team.crowd(230)
    room = team.room(ann)
    looking = stage.connect(ann, room)
    clock.advance(5)
    stage.clear()

    for one in crowd:
        service.join_room(one, room)
    tabs = [stage.connect(one, room) for one in crowd]
    clock.advance(10)
    everybody = {one.id for one in crowd}
    for event, key in (("membersChanged", "members"), ("userJoined", "users")):
        named = [[one["id"] for one in data[key]] for data in stage.of(event, looking)]
        assert max(map(len, named)) <= 100, event
        assert {one for ids in named for one in ids} >= everybody, event
    assert _states(stage, looking) == dict.fromkeys(everybody, "online")

    stage.clear()
    for tab in tabs:
        stage.disconnect(tab)
    clock.advance(10)
    assert _states(stage, looking) == dict.fromkeys(everybody, "offline")
    left = [[one["id"] for one in data["users"]] for data in stage.of("userLeft", looking)]
    assert max(map(len, left)) <= 100
    assert {one for ids in left for one in ids} == everybody


def _states(stage: Stage, connection: Connection) -> dict[int, str]:
    """What a socket knows at last of the people whose state it was told."""
    told = stage.of("presence", connection)
    assert max(len(one["users"]) for one in told) <= 100
    return {user["id"]: user["state"] for one in told for user in one["users"]}


def test_a_new_name_is_told_to_each_with_their_own_role(team: Team, many: Many, stage: Stage):
    ann, bo, cy, eve = team.people("ann", "bo", "cy", "eve")
    room = team.room(ann, bo, guest=cy)
    many.people(room, CROWD)
    sockets = {who: stage.connect(who) for who in (ann, bo, cy, eve)}
    stage.clear()
    service.edit_room(ann, room, EditRoom(name="Another"))
    told = {who.username: stage.of("roomChanged", one) for who, one in sockets.items()}
    roles = {who: [(one["name"], one["role"]) for one in events] for who, events in told.items()}
    assert roles == {
        "ann": [("Another", "owner")],
        "bo": [("Another", "member")],
        "cy": [("Another", "guest")],
        "eve": [],
    }


def test_of_two_new_names_everybody_hears_the_later_one_last(
    team: Team, stage: Stage, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(news, "WINDOW", 1)
    everybody = team.people("ann", "bo", "cy")
    room = team.room(*everybody)
    sockets = [stage.connect(who) for who in everybody]
    stage.clear()
    later = iter(["Second"])

    def others_turn() -> None:
        for name in later:
            service.edit_room(everybody[0], room, EditRoom(name=name))

    monkeypatch.setattr(rounds, "rest", others_turn)
    service.edit_room(everybody[0], room, EditRoom(name="First"))

    last = {stage.of("roomChanged", one)[-1]["name"] for one in sockets}
    assert last == {"Second"}


def test_the_longest_serving_of_thousands_inherits(team: Team, many: Many, stage: Stage):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    many.people(room, CROWD)
    service.leave_room(ann, room)
    assert members.get_member(bo, room, bo.id).role == "owner"
    tab = stage.connect(bo, room)
    service.delete_room(bo, room)
    assert stage.of("roomRemoved", tab) == [{"room": room}]
