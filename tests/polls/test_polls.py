"""Polls: one or several choices, changed until the end; who chose what, or nobody knows it."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.harness.stage import Stage
from tests.harness.team import Team, new_id, sealed
from weconnect.auth.accounts import usage
from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, end_reads, transaction
from weconnect.engine.jobs.models import Job
from weconnect.messages import history
from weconnect.messages.service import delete_message, send_message
from weconnect.polls import jobs, service, summary, voting
from weconnect.polls.jobs import end_polls
from weconnect.rooms import encryption
from weconnect.rooms import service as rooms
from weconnect.wire.body import TextBody
from weconnect.wire.errors import BadRequest, Conflict, Forbidden, NotFound, Unavailable
from weconnect.wire.messages import History, Message
from weconnect.wire.parts.polls import MAX_OPTIONS, NewPoll, Poll, Polls
from weconnect.wire.polls import VotersQuery
from weconnect.wire.rooms import EditRoom


def ask(actor: Actor, room: int, *options: str, client_id: str | None = None, **wish) -> Message:
    """A poll of the actor's."""
    poll = NewPoll(options=list(options or ("tea", "coffee", "soup")), **wish)
    body = TextBody(content="What do you take?")
    return send_message(actor, room, body, client_id or new_id(), extras={"poll": poll})


def poll_of(actor: Actor, message: int) -> Poll:
    found = Polls.of(history.message(actor, message)).poll
    assert found is not None
    return found


def standing(actor: Actor, message: int) -> tuple[list[int | None], int, list[int] | None]:
    """How many chose each option, how many voted, and what the actor chose."""
    poll = poll_of(actor, message)
    return [one.votes for one in poll.options], poll.voters, poll.mine


def voters(actor: Actor, message: int, option: int, **query) -> list[str]:
    page = service.voters(actor, message, VotersQuery(option=option, **query))
    return [one.username for one in page.people]


@transaction
def let_it_be_due(*ids: int) -> None:
    """The time of their ends has come."""
    past = now() - timedelta(seconds=1)
    db.session.execute(
        update(service.ends).where(service.ends.c.message_id.in_(ids)).values(ends_at=past)
    )


@pytest.fixture
def scene(team: Team):
    """Ann's private room with Bo and Cy."""
    ann, bo, cy = team.people("ann", "bo", "cy")
    return ann, bo, cy, team.room(ann, bo, cy, kind="private")


def test_each_has_one_choice_and_may_change_it(scene, stage: Stage):
    ann, bo, cy, room = scene
    tab, own = stage.connect(ann, room), stage.connect(bo)
    poll = ask(ann, room)
    voting.vote(bo, poll.id, [0])
    voting.vote(bo, poll.id, [0])
    voting.vote(cy, poll.id, [0])
    assert standing(bo, poll.id) == ([2, 0, 0], 2, [0])
    voting.vote(bo, poll.id, [2])
    assert standing(bo, poll.id) == ([1, 0, 1], 2, [2])
    assert standing(ann, poll.id) == ([1, 0, 1], 2, [])
    voting.vote(bo, poll.id, [])
    assert standing(bo, poll.id) == ([1, 0, 0], 1, [])
    # What is told to all says of nobody what they chose.
    told = stage.of("messageChanged", tab)
    assert [one["poll"]["voters"] for one in told] == [1, 2, 2, 1]
    assert not any("mine" in one["poll"] for one in told)
    assert [one["options"] for one in stage.of("voted", own)] == [[0], [2], []]
    assert stage.of("voted", tab) == []
    with pytest.raises(BadRequest):
        voting.vote(bo, poll.id, [0, 1])
    with pytest.raises(BadRequest):
        voting.vote(bo, poll.id, [3])


def test_several_choices(scene):
    ann, bo, cy, room = scene
    poll = ask(ann, room, multiple=True)
    voting.vote(bo, poll.id, [0, 2, 2])
    voting.vote(cy, poll.id, [2])
    voting.vote(bo, poll.id, [1, 2])
    assert standing(bo, poll.id) == ([0, 1, 2], 2, [1, 2])
    assert [voters(ann, poll.id, one) for one in range(3)] == [[], ["bo"], ["bo", "cy"]]


def test_who_chose_what_comes_in_pages(team: Team):
    ann, *crowd = team.crowd(12)
    room = team.room(ann, *crowd)
    poll = ask(ann, room)
    for one in crowd:
        voting.vote(one, poll.id, [1])
    found: list[str] = []
    after = None
    while True:
        page = service.voters(ann, poll.id, VotersQuery(option=1, after=after, limit=4))
        found += [one.username for one in page.people]
        after = page.next
        if after is None:
            break
    assert found == [one.username for one in crowd]


def test_a_crowd_that_votes_at_once(team: Team):
    crowd = team.crowd(30)
    room = team.room(crowd[0], *crowd[1:])
    poll = ask(crowd[0], room)
    team.together(
        *(
            lambda one=one, at=at: voting.vote(one, poll.id, [at % 3])
            for at, one in enumerate(crowd * 2)
        )
    )
    found = poll_of(crowd[0], poll.id)
    assert sum(one.votes or 0 for one in found.options) == found.voters == 30
    assert sorted(name for one in range(3) for name in voters(crowd[0], poll.id, one)) == sorted(
        one.username for one in crowd
    )


@pytest.fixture
def slowly(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who votes right after somebody else waits long enough for things to happen meanwhile."""
    monkeypatch.setattr(voting._BALLOTS.of(app), "_interval", 2.0)


def test_who_votes_at_once_is_told_of_together(team: Team, stage: Stage):
    crowd = team.crowd(30)
    room = team.room(crowd[0], *crowd[1:])
    poll = ask(crowd[0], room)
    tab, own = stage.connect(crowd[0], room), stage.connect(crowd[7])
    answers = team.together(
        *(
            lambda one=one, at=at: voting.vote(one, poll.id, [at % 3])
            for at, one in enumerate(crowd)
        )
    )
    # Each is answered when it is written, with what they chose themselves.
    found = [one for answer in answers if (one := Polls.of(answer).poll)]
    assert [one.mine for one in found] == [[at % 3] for at in range(30)]
    told = [one["poll"]["voters"] for one in stage.of("messageChanged", tab)]
    assert told[-1] == 30
    assert len(told) <= 5, "once at first, and then once for all in each third of a second"
    changes = team.changes(crowd[0], room, 0)
    assert changes.version == 1 + len(told), "each change is one version, and none is missing"
    assert [one["options"] for one in stage.of("voted", own)] == [[1]]


@pytest.mark.usefixtures("slowly")
def test_what_does_not_count_holds_up_no_other(team: Team):
    ann, bo, cy, dan, eve = team.people("ann", "bo", "cy", "dan", "eve")
    room = team.room(ann, bo, cy, dan, kind="private")
    poll = ask(ann, room)
    voting.vote(ann, poll.id, [0])
    answers = team.together(
        lambda: voting.vote(bo, poll.id, [1]),
        lambda: voting.vote(cy, poll.id, [7]),
        lambda: voting.vote(dan, poll.id, [0, 1]),
        lambda: voting.vote(eve, poll.id, [1]),
        lambda: voting.vote(bo, poll.id, [2]),
    )
    assert [type(one) for one in answers[:4]] == [Message, BadRequest, BadRequest, NotFound]
    # Of his two, which were under way at once, one came later, and that one counts.
    last = (standing(bo, poll.id)[2] or [0])[0]
    counts = {1: [1, 1, 0], 2: [1, 0, 1]}
    assert standing(bo, poll.id) == (counts[last], 2, [last])
    assert voters(ann, poll.id, last) == ["bo"]
    assert voters(ann, poll.id, 3 - last) == []


@pytest.mark.usefixtures("slowly")
def test_who_is_removed_while_they_wait_has_no_vote(team: Team):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, cy, kind="private")
    poll = ask(ann, room)
    voting.vote(ann, poll.id, [0])
    answers = team.together(
        lambda: voting.vote(bo, poll.id, [1]),
        lambda: voting.vote(cy, poll.id, [1]),
        lambda: rooms.remove_member(ann, room, cy.id),
    )
    assert [type(one) for one in answers[:2]] == [Message, NotFound]
    assert standing(bo, poll.id) == ([1, 1, 0], 2, [1])


@pytest.mark.usefixtures("slowly")
def test_a_poll_that_ends_meanwhile_takes_none_of_them(team: Team):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, cy)
    poll = ask(ann, room)
    voting.vote(ann, poll.id, [0])
    answers = team.together(
        lambda: voting.vote(bo, poll.id, [1]),
        lambda: voting.vote(cy, poll.id, [1]),
        lambda: service.end(ann, poll.id),
    )
    assert [type(one) for one in answers] == [Conflict, Conflict, Message]
    assert standing(ann, poll.id) == ([1, 0, 0], 1, [0])


def test_nobody_learns_who_voted_in_an_anonymous_one(scene, stage: Stage):
    ann, bo, cy, room = scene
    tab = stage.connect(ann, room)
    poll = ask(ann, room, anonymous=True)
    voting.vote(bo, poll.id, [1])
    voting.vote(cy, poll.id, [1])
    voting.vote(bo, poll.id, [0])
    # Nor what anybody chose, by watching the counts while they vote.
    assert standing(bo, poll.id) == ([None, None, None], 2, [0])
    assert standing(cy, poll.id) == ([None, None, None], 2, [1])
    told = [one["poll"] for one in stage.of("messageChanged", tab)]
    assert {one["votes"] for poll in told for one in poll["options"]} == {None}
    for who in (ann, bo):
        with pytest.raises(Forbidden):
            voters(who, poll.id, 0)
    # Nor does whoever reads the database: what tells the votes apart is made of the server's key.
    rows = db.session.execute(select(service.votes)).all()
    assert {row.user_id for row in rows} == {None}
    assert all(len(row.voter) == 64 for row in rows)
    assert not {one["event"] for one in stage.of("messageChanged", tab) if "mine" in str(one)}
    service.end(ann, poll.id)
    assert db.session.execute(select(service.votes)).all() == []
    assert standing(bo, poll.id) == ([1, 1, 0], 2, [])
    ended = stage.of("messageChanged", tab)[-1]["poll"]
    assert [one["votes"] for one in ended["options"]] == [1, 1, 0]


def test_the_same_vote_has_another_name_in_another_poll(app):
    with app.app_context():
        names = {service.voter_of(one, two, anonymous=True) for one in (1, 2) for two in (1, 2)}
    assert len(names) == 4


def test_it_ends_by_its_time(scene, stage: Stage):
    ann, bo, _, room = scene
    poll = ask(ann, room, ends_at=now() + timedelta(hours=1))
    open_end = ask(ann, room)
    voting.vote(bo, poll.id, [0])
    end_polls({})
    assert poll_of(bo, poll.id).ended_at is None
    tab = stage.connect(bo, room)
    let_it_be_due(poll.id)
    end_polls({})
    end_polls({})
    assert poll_of(bo, poll.id).ended_at is not None
    assert poll_of(bo, open_end.id).ended_at is None
    assert [one["id"] for one in stage.of("messageChanged", tab)] == [poll.id]
    with pytest.raises(Conflict):
        voting.vote(bo, poll.id, [1])
    with pytest.raises(Conflict):
        service.add_option(ann, poll.id, "water")
    assert voters(ann, poll.id, 0) == ["bo"]


def test_nobody_votes_after_its_time_though_nobody_has_ended_it_yet(scene, monkeypatch):
    ann, bo, _, room = scene
    poll = ask(ann, room, ends_at=now() + timedelta(hours=1))
    later = now() + timedelta(hours=2)
    monkeypatch.setattr(service, "now", lambda: later)
    with pytest.raises(Conflict):
        voting.vote(bo, poll.id, [1])


def test_in_an_archived_room_it_ends_all_the_same(scene):
    ann, bo, _, room = scene
    poll = ask(ann, room, anonymous=True, ends_at=now() + timedelta(hours=1))
    voting.vote(bo, poll.id, [0])
    rooms.edit_room(ann, room, EditRoom(archived=True))
    let_it_be_due(poll.id)
    end_polls({})
    assert db.session.execute(select(service.ends)).all() == []
    assert db.session.execute(select(service.votes)).all() == []


@pytest.mark.parametrize("app", ["postgres"], indirect=True)
def test_a_room_that_is_held_keeps_no_other_poll_waiting(
    app: Flask, team: Team, monkeypatch: pytest.MonkeyPatch
):
    ann, bo = team.people("ann", "bo")
    held, free = team.room(ann, bo), team.room(ann, bo)
    times = [now() + timedelta(hours=hours) for hours in (1, 2, 3)]
    first, second, third = (
        ask(ann, room, ends_at=at).id for room, at in zip((held, held, free), times, strict=True)
    )
    let_it_be_due(first, second, third)
    tried: list[int] = []

    def end(message: int) -> None:
        tried.append(message)
        service.end_by_time(message)

    monkeypatch.setattr(jobs, "end_by_time", end)
    end_reads()
    url = app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", "")
    with psycopg.connect(url) as other:
        other.execute("SELECT FROM rooms WHERE id = %s FOR UPDATE", [held])
        end_polls({})
        assert tried == [first, third], "one room is waited for once"
        assert [poll_of(ann, one).ended_at is None for one in (first, second, third)] == [
            *(True, True, False)
        ]
        end_reads()
    (due,) = db.session.scalars(select(Job.due_at).where(Job.kind == service.END))
    assert due is not None
    assert due <= now() + jobs.AGAIN
    end_polls({})
    assert [poll_of(ann, one).ended_at is None for one in (first, second)] == [False, False]
    assert db.session.execute(select(service.ends)).all() == []


def test_many_that_are_due_are_ended_however_they_fall(team: Team, monkeypatch):
    monkeypatch.setattr(jobs, "STEP", 2)
    ann, bo = team.people("ann", "bo")
    room, held = team.room(ann, bo), team.room(ann, bo)
    at = now() + timedelta(hours=1)
    polls = [ask(ann, held if number % 2 else room, ends_at=at).id for number in range(7)]
    let_it_be_due(*polls)
    tried: list[int] = []

    def end(message: int) -> None:
        tried.append(message)
        if message in polls[1::2]:
            raise Unavailable
        service.end_by_time(message)

    monkeypatch.setattr(jobs, "end_by_time", end)
    end_polls({})
    assert tried == [polls[0], polls[1], *polls[2::2]]
    monkeypatch.undo()
    end_polls({})
    assert all(poll_of(ann, one).ended_at for one in polls)


def test_its_author_and_admins_end_it(team: Team):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, cy)
    poll, other = ask(bo, room), ask(bo, room)
    with pytest.raises(Forbidden):
        service.end(cy, poll.id)
    first = Polls.of(service.end(bo, poll.id)).poll
    again = Polls.of(service.end(ann, poll.id)).poll
    assert first is not None
    assert again is not None
    assert first.ended_at == again.ended_at
    service.end(ann, other.id)
    assert poll_of(cy, other.id).ended_at is not None


def test_options_are_added_where_it_takes_some(scene):
    ann, bo, _, room = scene
    closed, poll = ask(ann, room), ask(ann, room, extendable=True)
    with pytest.raises(Forbidden):
        service.add_option(bo, closed.id, "water")
    service.add_option(ann, closed.id, "water")
    service.add_option(bo, poll.id, "Water")
    service.add_option(bo, poll.id, "water")
    voting.vote(bo, poll.id, [3])
    found = poll_of(ann, poll.id)
    assert [(one.text, one.votes, one.added_by) for one in found.options[2:]] == [
        ("soup", 0, None),
        ("Water", 1, bo.id),
    ]
    for number in range(MAX_OPTIONS - 4):
        service.add_option(bo, poll.id, f"option {number}")
    with pytest.raises(Conflict):
        service.add_option(bo, poll.id, "one more")


def test_what_it_asks_stays_as_it_was(scene):
    ann, bo, _, room = scene
    poll = ask(ann, room)
    with pytest.raises(Forbidden):
        Team.edit(None, ann, poll, "Something else?")  # type: ignore[arg-type]
    voting.vote(bo, poll.id, [0])
    delete_message(ann, poll.id)
    assert Polls.of(history.message(ann, poll.id)).poll is None
    assert db.session.execute(select(service.votes)).all() == []
    with pytest.raises(NotFound):
        voting.vote(bo, poll.id, [0])


def stored(actor: Actor) -> int:
    """How many bytes are kept of the actor's."""
    found = usage.stored([actor.id])
    return found[actor.id].kept if found else 0


def test_what_its_options_say_counts_as_stored(scene, monkeypatch: pytest.MonkeyPatch):
    ann, bo, _, room = scene
    long = [f"{number:02}" + "水" * 148 for number in range(20)]
    before = stored(ann)
    poll = ask(ann, room, *long[:18], extendable=True)
    assert stored(ann) - before > 18 * 148 * 3
    own = stored(ann)
    service.add_option(bo, poll.id, long[18])
    voting.vote(bo, poll.id, [1])
    service.add_option(ann, poll.id, long[19])
    assert stored(bo) > 148 * 3
    assert stored(ann) > own + 148 * 3
    delete_message(ann, poll.id)
    assert (stored(ann), stored(bo)) == (before + usage.ROW, 0)
    # Who may store no more makes none, and adds none.
    another = ask(ann, room, extendable=True)
    assert (stored(bo), poll_of(ann, another.id).voters) == (0, 0)
    monkeypatch.setattr(usage, "limits_of", lambda _: usage.Limits(400, 400))
    with pytest.raises(Forbidden, match="as one person may"):
        ask(bo, room, *long)
    with pytest.raises(Forbidden, match="as one person may"):
        service.add_option(bo, another.id, long[0])
    assert stored(bo) == 0
    assert len(poll_of(ann, another.id).options) == 3


def test_what_is_stored_in_polls_goes_with_the_room(scene, team: Team):
    ann, bo, _, _ = scene
    before = stored(ann), stored(bo)
    room = team.room(ann, bo)
    poll = ask(ann, room, extendable=True)
    service.add_option(bo, poll.id, "water")
    rooms.delete_room(ann, room)
    assert (stored(ann), stored(bo)) == before


def test_its_end_may_be_as_late_as_time_goes(scene):
    ann, _, _, room = scene
    last = datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
    found = poll_of(ann, ask(ann, room, ends_at=last).id).ends_at
    assert found == last.replace(microsecond=999000)


def test_sent_again_it_is_one(scene):
    ann, bo, _, room = scene
    first = ask(ann, room, client_id="x")
    voting.vote(bo, first.id, [0])
    again = ask(ann, room, client_id="x")
    assert again.id == first.id
    assert Polls.of(again).poll == poll_of(ann, first.id)
    assert len(db.session.execute(select(service.votes)).all()) == 1


def test_outsiders_and_who_was_removed(scene, team: Team):
    ann, bo, _, room = scene
    eve = team.person("eve")
    poll = ask(ann, room)
    voting.vote(bo, poll.id, [0])
    rooms.remove_member(ann, room, bo.id)
    for who in (bo, eve):
        for act in (
            lambda who=who: voting.vote(who, poll.id, [1]),
            lambda who=who: service.add_option(who, poll.id, "x"),
            lambda who=who: service.end(who, poll.id),
            lambda who=who: voters(who, poll.id, 0),
        ):
            with pytest.raises(NotFound):
                act()
    # What they chose stays counted.
    assert standing(ann, poll.id)[0] == [1, 0, 0]


def test_each_sees_their_own_choice_on_every_way(scene, team: Team):
    ann, bo, _, room = scene
    poll = ask(ann, room)
    voting.vote(bo, poll.id, [2])
    for who, mine in ((ann, []), (bo, [2])):
        seen = [
            history.message(who, poll.id),
            team.history(who, room).messages[0],
            team.changes(who, room, 0).changes[0],
        ]
        assert [getattr(one, "poll").mine for one in seen] == [mine] * 3  # noqa: B009


def test_what_no_poll_can_be(scene):
    ann, _, _, room = scene
    for options in (("one",), ("a", "A"), ("a", ""), tuple(str(one) for one in range(21))):
        with pytest.raises((ValueError, BadRequest)):
            ask(ann, room, *options)
    with pytest.raises(BadRequest):
        ask(ann, room, ends_at=now() - timedelta(seconds=1))
    assert history.history(ann, History(room=room)).messages == []


def test_in_an_encrypted_room_the_server_counts_what_it_cannot_read(team: Team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo, kind="private", encrypted=True)
    body = sealed("Where to?", keys=encryption.people_of(ann, room).keys_version)

    def send(*options: str, **wish) -> Message:
        extras = {"poll": NewPoll(options=list(options), **wish)}
        return send_message(ann, room, body, new_id(), extras=extras)

    with pytest.raises(BadRequest):
        send("", "", extendable=True)
    with pytest.raises(BadRequest):
        send("the bakery", "the bank")
    poll = send("", "", multiple=True)
    voting.vote(bo, poll.id, [1])
    assert standing(bo, poll.id) == ([0, 1], 1, [1])
    with pytest.raises(Forbidden):
        service.add_option(ann, poll.id, "the bank")
    open_room = team.room(ann)
    with pytest.raises(BadRequest):
        send_message(
            *(ann, open_room, TextBody(content="?"), new_id()),
            extras={"poll": NewPoll(options=["", ""])},
        )


def test_a_poll_is_what_its_row_says():
    poll = summary.new(NewPoll(options=["a", "b"], ends_at=now()))
    assert summary.read(summary.written(poll)) == poll.model_copy(
        update={"ends_at": summary.read(summary.written(poll)).ends_at}
    )


def test_by_plain_forms(shared_server):
    ann, bo, eve = (shared_server.person(f"{name}.poll") for name in ("ann", "bo", "eve"))
    room = ann.make_room("Lunch", "private", members=[bo.username])["id"]
    assert "Options" in ann.get(f"/rooms/{room}/polls/new").text
    wish = {"question": "Where to?", "options": "Harbour\r\n\r\nBakery", "multiple": "on"}
    page = ann.post(f"/rooms/{room}/polls/new", wish).text
    assert "Harbour" in page
    (said,) = ann.call_api("GET", f"/rooms/{room}/messages")["messages"]
    here = f"/messages/{said['id']}/poll"
    bo.post(here, {"add": "0"})
    bo.post(here, {"add": "1"})
    page = bo.post(here, {"remove": "0"}).text
    assert 'aria-pressed="true"' in page
    voted = bo.call_api("GET", f"/messages/{said['id']}")["poll"]
    assert (voted["mine"], [one["votes"] for one in voted["options"]]) == ([1], [0, 1])
    assert "bo.poll" in ann.get(f"{here}/voters?option=1").text
    ann.post(here, {"text": "Market"})
    assert "Market" in bo.get(f"/messages/{said['id']}").text
    ann.post(here, {"action": "end"})
    assert "Ended" in bo.get(f"/rooms/{room}").text
    assert eve.post(here, {"add": "0"}).status_code == 404
    assert eve.get(f"{here}/voters").status_code == 404
    assert (
        ann.post(f"/rooms/{room}/polls/new", {"question": "?", "options": "a"}).status_code == 400
    )
