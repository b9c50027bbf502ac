"""Nobody is put into rooms without end, nor by somebody of whom they want nothing."""

import pytest

from tests.harness.questions import questions
from weconnect.auth.accounts.actor import Actor
from weconnect.auth.people import directory
from weconnect.auth.people.reach import list_blocks, set_reach
from weconnect.engine.database.transactions import transaction
from weconnect.engine.limits import rate_limit
from weconnect.messages.service import send_message  # noqa: F401 - the log is there
from weconnect.rooms import reach, service
from weconnect.rooms.reach import count_added
from weconnect.wire.auth import FindBlocks
from weconnect.wire.errors import Conflict, Forbidden, NotFound, RateLimited
from weconnect.wire.rooms import CreateRoom, Room, RoomKind


def make(actor: Actor, *others: Actor, kind: RoomKind = "private") -> Room:
    name = None if kind == "direct" else "Room"
    wish = CreateRoom(kind=kind, name=name, members=[one.username for one in others])
    return service.create_room(actor, wish)


def refused(actor: Actor, person: Actor) -> bool:
    """Whether a person can be added by none of the ways."""
    room = make(actor).id
    for add in (
        lambda: make(actor, person),
        lambda: make(actor, person, kind="direct"),
        lambda: service.add_member(actor, room, person.username),
    ):
        with pytest.raises(Forbidden):
            add()
    return True


def test_everybody_by_default(app, team):
    ann, bo = team.people("ann", "bo")
    assert make(ann, bo).id
    assert make(ann, bo, kind="direct").id


def test_known_people_alone(app, team):
    ann, bo, cy = team.people("ann", "bo", "cy")
    set_reach(bo, "known")
    public = service.create_room(bo, CreateRoom(kind="public", name="Hall"))
    service.join_room(ann, public.id)
    assert refused(ann, bo)

    make(bo, ann)
    assert make(ann, bo).id
    assert refused(cy, bo)


def test_many_people_are_asked_about_at_once(app, team):
    """However many are invited: the same number of questions to the database."""
    ann = team.person("ann")
    people = team.crowd(30)
    for one in people[::3]:
        make(one, ann)
        set_reach(one, "known")

    def asked_of(invited: list[Actor]) -> int:
        @transaction
        def ask():
            ids = {one.id for one in directory.require_people(one.username for one in invited)}
            reach.require_wanted(ann, ids)
            reach.require_unblocked(ann, ids)

        # SQLite is written in another thread, and what was gathered before may be told meanwhile.
        found = []
        for _ in range(3):
            with questions(of_all=True) as asked:
                ask()
            found.append(sum("FROM users" in one for one in asked))
        return min(found)

    assert asked_of(people) == asked_of(people[:1]) == 4
    set_reach(people[20], "nobody")
    with pytest.raises(Forbidden, match="person20 wants to be asked first"):
        make(ann, *people)
    with pytest.raises(NotFound):
        service.create_room(
            ann, CreateRoom(kind="private", name="Room", members=["person1", "nobody1"])
        )


def test_nobody(app, team):
    ann, bo = team.people("ann", "bo")
    make(bo, ann)
    set_reach(bo, "nobody")
    assert refused(ann, bo)
    public = service.create_room(ann, CreateRoom(kind="public", name="Hall"))
    assert service.join_room(bo, public.id).role == "member"


def test_a_block_ends_what_was_between_two(app, team):
    ann, bo, cy = team.people("ann", "bo", "cy")
    between = make(ann, bo, kind="direct").id
    team.say(ann, between, "hello")
    reach.block(bo, ann.id)
    reach.block(bo, ann.id)

    room = make(ann).id
    with pytest.raises(Forbidden):
        service.add_member(ann, room, "bo")
    with pytest.raises(Forbidden):
        make(ann, bo)
    with pytest.raises(Forbidden):
        make(ann, bo, cy, kind="direct")
    with pytest.raises(Forbidden):
        team.say(ann, between, "hello?")
    assert make(cy, bo).id

    reach.block(ann, bo.id)
    reach.unblock(bo, ann.id)
    with pytest.raises(Forbidden):
        team.say(ann, between, "hello?")
    reach.unblock(ann, bo.id)
    assert team.say(ann, between, "hello!").seq == 2
    assert make(ann, bo).id


def test_one_cannot_block_oneself_or_nobody(app, team):
    (ann,) = team.people("ann")
    for other in (ann.id, 4711):
        with pytest.raises(NotFound):
            reach.block(ann, other)


def test_rooms_of_a_person_are_bounded(app, team, monkeypatch):
    ann, bo = team.people("ann", "bo")
    monkeypatch.setattr(reach, "MOST_ROOMS", 3)
    for _ in range(3):
        make(ann, bo)
    with pytest.raises(Conflict):
        make(ann, bo)
    assert make(bo).id

    monkeypatch.setattr(reach, "MOST_OWN_ROOMS", 4)
    public = service.create_room(ann, CreateRoom(kind="public", name="Hall"))
    with pytest.raises(Conflict):
        make(bo)
    with pytest.raises(Conflict):
        service.join_room(bo, public.id)


def test_adding_is_counted_by_people_whatever_the_spelling(app, team, monkeypatch):
    ann, bo = team.people("ann", "bo")
    monkeypatch.setattr(reach, "ADDED_ONE", rate_limit.rule("3 per day"))
    monkeypatch.setattr(reach, "ADDED", rate_limit.rule("5 per hour"))
    for name in ("cy", "CY", "Cy"):
        count_added(ann, [name])
    with pytest.raises(RateLimited):
        count_added(ann, ["cy"])
    count_added(ann, ["di", "ann"])
    with pytest.raises(RateLimited):
        count_added(ann, ["ed", "fi"])
    count_added(bo, ["cy"])


def test_who_is_there_already_is_brought_in_as_often_as_one_likes(app, team, monkeypatch):
    ann, _, cy = team.people("ann", "bo", "cy")
    monkeypatch.setattr(reach, "ADDED_ONE", rate_limit.rule("2 per day"))
    wish = CreateRoom(kind="direct", members=["BO"])
    room = make(ann).id
    reach.count_wish(ann, wish)
    reach.count_member(ann, room, "bo")
    service.create_room(ann, wish)
    service.add_member(ann, room, "bo")
    for _ in range(5):
        reach.count_wish(ann, wish)
        reach.count_member(ann, room, "Bo")

    # Whoever is not in the room does not learn who is.
    for name in ("bo", "ann"):
        for _ in range(2):
            reach.count_member(cy, room, name)
        with pytest.raises(RateLimited):
            reach.count_member(cy, room, name)


def test_on_the_pages(shared_server):
    eve, vic = shared_server.person("eve-reach"), shared_server.person("vic-reach")
    page = vic.get(f"/people/{eve.id}")
    assert "Block" in page.text
    blocked = vic.post("/rooms/blocks", {"user": eve.id, "action": "block"})
    assert "Unblock" in blocked.text
    answer = eve.api("POST", "/rooms", {"kind": "direct", "members": ["vic-reach"]})
    assert answer.status_code == 403
    form = {"kind": "private", "name": "Trap"}
    room = eve.call_api("POST", "/rooms", form)["id"]
    assert eve.api("POST", f"/rooms/{room}/members", {"username": "vic-reach"}).status_code == 403
    page = eve.post(f"/rooms/{room}/settings", {"action": "invite", "username": "vic-reach"})
    assert "wants to be asked first" in page.text
    vic.post("/rooms/blocks", {"user": eve.id, "action": "unblock"})

    saved = vic.post("/profile", {"action": "reach", "reach": "nobody"})
    assert 'value="nobody" checked' in saved.text
    assert (
        eve.api("POST", "/rooms", {"kind": "direct", "members": ["vic-reach"]}).status_code == 403
    )
    assert vic.post("/profile", {"action": "reach", "reach": "x"}).status_code == 404
    assert vic.post("/rooms/blocks", {"user": "0"}).status_code == 404


def test_one_begins_nothing_with_somebody_whom_one_blocks(app, team):
    """They could answer."""
    ann, bo, cy = team.people("ann", "bo", "cy")
    reach.block(bo, ann.id)
    for others in ((ann,), (ann, cy)):
        with pytest.raises(Forbidden, match="You block ann"):
            make(bo, *others, kind="direct")
    reach.unblock(bo, ann.id)
    assert make(bo, ann, kind="direct").id


def test_blocks_come_in_pages_of_ones_own(app, team):
    ann, *others = team.people("ann", *(f"other{number}" for number in range(5)))
    for other in reversed(others):
        reach.block(ann, other.id)
    reach.block(others[0], ann.id)
    found: list[int] = []
    after: int | None = 0
    pages = 0
    while after is not None:
        page = list_blocks(ann, FindBlocks(after=after, limit=2))
        found += [user.id for user in page.users]
        after, pages = page.next, pages + 1
    assert (found, pages) == (sorted(one.id for one in others), 3)


def test_two_who_block_and_unblock_each_other_at_once(app, team):
    """Whatever the order, the conversation is open if neither blocks the other in the end."""
    ann, bo = team.people("ann", "bo")
    between = make(ann, bo, kind="direct").id
    for _ in range(5):
        reach.block(ann, bo.id)
        team.together(lambda: reach.unblock(ann, bo.id), lambda: reach.block(bo, ann.id))
        with pytest.raises(Forbidden):
            team.say(ann, between, "hello?")
        reach.block(ann, bo.id)
        team.together(lambda: reach.unblock(ann, bo.id), lambda: reach.unblock(bo, ann.id))
        assert team.say(ann, between, "hello!")
