"""`flask demo`: an example team that one can believe in, made by the rules of the log."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import ColumnExpressionArgument, func, select

from weconnect.announcements import service as announcements
from weconnect.announcements.standing import standing
from weconnect.auth.accounts.actor import actor_of
from weconnect.auth.accounts.models import Avatar, Team, User
from weconnect.auth.people import registration
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import Base, db
from weconnect.inbox import service as inbox
from weconnect.messages import history
from weconnect.messages.models import Mention, Message
from weconnect.messages.room_list import my_rooms
from weconnect.operations.demo.script import PLAYS, BadScript, plays, read, working_day
from weconnect.operations.demo.standup import standup
from weconnect.reactions.models import Reaction
from weconnect.reminders import service as reminders
from weconnect.rooms.models import Membership, Room
from weconnect.wire.announcements import ConfirmationsQuery
from weconnect.wire.inbox import InboxQuery
from weconnect.wire.parts.polls import Polls

PASSWORD = "a fine day at sea"
HEAD = "name: A\nkind: public\ntopic: T\npeople: ann bob\n\n"
AT = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)  # a Wednesday


def run(app: Flask, *options: str) -> tuple[int, str]:
    """Run the command; returns its exit status and what it printed."""
    db.session.remove()
    result = app.test_cli_runner().invoke(args=["demo", *options])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def count(thing: type[Base], *where: ColumnExpressionArgument[bool]) -> int:
    return db.session.scalars(select(func.count()).select_from(thing).where(*where)).one()


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def team(request, _apps, tmp_path_factory):
    """The application with the example team in it, and what the command printed; to be read."""
    postgres = request.getfixturevalue("postgres") if request.param == "postgres" else None
    with _apps.make(tmp_path_factory.mktemp("demo"), postgres) as app:
        with app.app_context():
            status, output = run(app, "--password", PASSWORD)
        assert status == 0, output
        yield app, output


@pytest.fixture
def app(team):
    app, _ = team
    with app.app_context():
        yield app


@pytest.fixture
def shown(app, team):
    _, output = team
    return output


def test_a_lively_team(app, shown):
    assert "8 people, 9 rooms, 2," in shown
    assert PASSWORD not in shown
    assert count(User) == 8
    assert db.session.scalar(select(User.username).where(User.is_admin)) == "nora"
    assert db.session.scalar(select(Team.name)) == "Tidewater"
    kinds = [room.kind for room in db.session.scalars(select(Room))]
    assert (kinds.count("public"), kinds.count("private"), kinds.count("direct")) == (5, 1, 3)
    assert db.session.scalars(select(func.max(Room.last_seq))).one() > 2000
    assert count(Message, Message.deleted) == 1
    assert count(Message, Message.edited_at.is_not(None)) >= 2
    assert count(Message, Message.reply_to.is_not(None)) > 50
    assert count(Message, Message.content.contains("https://")) >= 8
    assert count(Reaction) > 500
    assert count(Avatar) == 4


def test_the_rules_of_the_log_hold(app, shown):
    for room in db.session.scalars(select(Room)):
        rows = db.session.execute(
            select(Message.seq, Message.version, Message.created_at)
            .where(Message.room_id == room.id)
            .order_by(Message.seq)
        ).all()
        assert [row.seq for row in rows] == list(range(1, room.last_seq + 1))
        assert len({row.version for row in rows}) == len(rows)
        assert max(row.version for row in rows) == room.version
        times = [row.created_at for row in rows]
        assert times == sorted(times), room.name
        assert times[-1] <= now()
    other = select(Message.room_id, Message.id).subquery()
    replies = select(func.count()).select_from(Message).join(other, other.c.id == Message.reply_to)
    astray = replies.where(other.c.room_id != Message.room_id)
    assert db.session.scalar(astray) == 0
    assert count(Membership, Membership.read_seq < 0) == 0


def test_there_is_news_for_whoever_looks(app, shown):
    nora = actor_of(db.session.scalars(select(User).where(User.username == "nora")).one())
    rooms = my_rooms(nora)

    assert len(rooms) == 9
    assert all(room.unread == 2 for room in rooms)
    assert sum(room.mentions for room in rooms) >= 3
    assert count(Mention) >= 5
    asked = announcements.open_for(nora).announcements
    assert [one.sender.username for one in asked] == ["sam"]
    pages = [inbox.inbox(nora, InboxQuery(unread=True, limit=50))]
    while pages[-1].next is not None:
        pages.append(inbox.inbox(nora, InboxQuery(unread=True, limit=50, before=pages[-1].next)))
    confirms = [one.message.id for page in pages for one in page.items if one.kind == "confirm"]
    assert confirms == [asked[0].id]
    (own,) = db.session.scalars(
        select(Message).where(Message.sender_id == nora.id, Message.content.contains("new code"))
    )
    stands = standing(nora, own.id, ConfirmationsQuery())
    assert (stands.confirmed, stands.missing) == (5, 2)
    (poll,) = db.session.scalars(select(Message).where(Message.content.contains("Where do we go")))
    found = Polls.of(history.message(nora, poll.id)).poll
    assert found is not None
    assert [one.votes for one in found.options] == [2, 0, 4, 1]
    assert len(reminders.listed(nora).reminders) == 1


def test_they_can_log_in(app, shown):
    client = app.test_client()

    answer = client.post("/api/v1/tokens", json={"username": "greta", "password": PASSWORD})

    assert answer.status_code == 201


def test_people_who_are_here_are_left_alone(sqlite_app, monkeypatch):
    # What more of them make is seen above.
    monkeypatch.setattr("weconnect.operations.demo.standup.DAYS", 3)
    with sqlite_app.app_context():
        registration.create("ann", PASSWORD)

        status, output = run(sqlite_app)
        assert (status, count(User)) == (1, 1)
        assert "--force" in output

        status, output = run(sqlite_app, "--force")
        assert (status, count(User)) == (0, 9)
        assert db.session.scalars(select(User.username).where(User.is_admin)).all() == ["ann"]
        assert db.session.scalar(select(Team.name)) == ""

        # Without a password one is made, and told once.
        password = output.rsplit(": ", 1)[1].strip()
        assert len(password) >= 12
        client = sqlite_app.test_client()
        wish = {"username": "sam", "password": password}
        assert client.post("/api/v1/tokens", json=wish).status_code == 201

        status, output = run(sqlite_app, "--force")
        assert (status, count(User)) == (1, 9)
        assert "already" in output


def test_nobody_is_spoken_for(sqlite_app):
    with sqlite_app.app_context():
        registration.create("Mei", PASSWORD)

        status, _ = run(sqlite_app, "--force")

        assert (status, count(User)) == (1, 1)


@pytest.mark.parametrize("password", ["short", "password123", "mei mei mei"])
def test_a_bad_password_makes_nothing(sqlite_app, password):
    with sqlite_app.app_context():
        status, _ = run(sqlite_app, "--password", password)

        assert (status, count(User)) == (1, 0)


@pytest.mark.parametrize("hours", range(0, 24 * 7, 5))
def test_the_plays_end_now_whenever_that_is(hours):
    moment = AT + timedelta(hours=hours)

    for play in [*plays(moment), standup(moment)]:
        times = [said.at for said in play.said]
        assert times == sorted(times), play.name
        assert times[-1] <= moment


def test_the_plays_are_well_formed():
    found = plays(AT)

    assert len(found) == len(list(PLAYS.glob("*.txt"))) == 8
    for play in found:
        for number, said in enumerate(play.said):
            spoken = {said.who, *(who for _, who in said.reactions)}
            assert spoken <= set(play.people), said
            assert said.answers is None or 1 <= said.answers <= number, said
            assert len(set(said.reactions)) == len(said.reactions), said


def test_a_play_is_read():
    play = read(
        HEAD + "== 2 08:30\nann: Hello\n| everybody\n+ 👋 bob ann\nbob^1: Hi\n~ Hi Ann\n| !\n"
        "== 5m\nbob: Oops\nx\nann: Tea?\n? yes | no\n= 1 bob ann\nann: Closed\n* 3 bob\n",
        AT,
    )

    assert (play.name, play.kind, play.topic, play.people) == ("A", "public", "T", ["ann", "bob"])
    hello, reply, oops, poll, closed = play.said
    assert hello.at == datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    assert (hello.text, hello.reactions) == ("Hello\neverybody", [("👋", "bob"), ("👋", "ann")])
    assert (reply.answers, reply.text, reply.changed_to) == (1, "Hi", "Hi Ann\n!")
    assert timedelta(0) < reply.at - hello.at < timedelta(minutes=2)
    assert (oops.at, oops.taken_back) == (AT - timedelta(minutes=5), True)
    assert (poll.options, poll.votes) == (["yes", "no"], [(1, "bob"), (1, "ann")])
    assert (closed.confirm_within, closed.confirmed_by) == (3, ["bob"])


@pytest.mark.parametrize("line", ["ann says hello", "== soon", "? ann: hello", "xx"])
def test_a_line_that_is_none_is_told(line):
    with pytest.raises(BadScript):
        read(HEAD + "== 1 08:30\nann: Hello\n" + line, AT)


def test_working_days():
    monday = datetime(2026, 3, 2, tzinfo=UTC)

    assert working_day(monday, 0) == monday
    assert working_day(monday, 1) == datetime(2026, 2, 27, tzinfo=UTC)
    assert working_day(monday, 6) == datetime(2026, 2, 20, tzinfo=UTC)
