"""What people may store: counted exactly, refused in words, changed by administrators at once."""

import random
import time
import uuid
from functools import partial

import gevent
import pytest
from sqlalchemy import func, select

from tests.auth.pictures import photo
from tests.harness.databases import Postgres
from tests.harness.waiting import eventually
from weconnect.auth.accounts import usage
from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import Avatar
from weconnect.auth.people import administration, profile
from weconnect.edit_history.models import MessageVersion
from weconnect.engine.database.transactions import db, end_reads
from weconnect.messages import service as messages
from weconnect.messages.models import Message
from weconnect.rooms import service as rooms
from weconnect.wire import messages as wire
from weconnect.wire.errors import Forbidden
from weconnect.wire.parts.mentions import Mentions

KB = 1000
# The longest message, in the longest letters: 32,000 bytes.
LARGE = "𝔵" * 8000
SCRIPTS = ("a", "é", "字", "👩‍👩‍👧", " \n", "مرحبا")


def stored(actor: Actor) -> usage.Stored:
    end_reads()
    return usage.stored([actor.id]).get(actor.id, usage.Stored())


def truth(actor: Actor) -> int:
    """What there really is of somebody's in the database."""
    end_reads()
    texts = db.session.scalars(select(Message.content).where(Message.sender_id == actor.id)).all()
    pictures = db.session.scalar(
        select(func.sum(func.length(Avatar.data))).where(Avatar.user_id == actor.id)
    )
    before = db.session.scalar(
        select(func.sum(MessageVersion.size))
        .join(Message, Message.id == MessageVersion.message_id)
        .where(Message.sender_id == actor.id)
    )
    said = sum(len(one.encode()) + usage.ROW for one in texts)
    return said + int(pictures or 0) + int(before or 0)


def limit(actor: Actor, day: int | None = None, total: int | None = None) -> None:
    administration.set_quota(None, actor.id, day, total)


def test_what_is_counted_is_what_is_there(app, team):
    """Whatever people do in whatever order, alone and together."""
    people = team.people("ann", "bo", "cy")
    places = [team.room(people[0], *people[1:]), team.room(people[1], *people[::2])]
    chance = random.Random(app.config["SQLALCHEMY_DATABASE_URI"].split(":")[0])
    said: list[wire.Message] = []

    def text() -> str:
        return "x" + chance.choice(SCRIPTS) * chance.randrange(200) + "x"

    def act() -> None:
        who = chance.choice(people)
        mine = [one for one in said if one.sender.id == who.id]
        kind = chance.random()
        if kind < 0.6 or not mine:
            said.append(team.say(who, chance.choice(places), text()))
        elif kind < 0.85:
            team.edit(who, chance.choice(mine), text())
        else:
            gone = chance.choice(mine)
            said.remove(gone)
            messages.delete_message(who, gone.id)

    for _ in range(12):
        team.together(*[act] * 8)
        for one in people:
            assert stored(one).kept == truth(one)
    profile.set_avatar(people[0], photo())
    profile.set_avatar(people[0], photo())
    assert stored(people[0]).kept == truth(people[0])
    profile.remove_avatar(people[0])
    rooms.delete_room(people[0], places[0])
    rooms.delete_room(people[1], places[1])
    for one in people:
        assert stored(one).kept == truth(one) == 0
        assert stored(one).written > 0, "what was deleted was written all the same"


def test_a_message_sent_again_counts_once(app, team):
    ann = team.person("ann")
    room = team.room(ann)
    for _ in range(3):
        team.say(ann, room, "once", client_id="11111111-1111-4111-8111-111111111111")
    assert stored(ann).kept == truth(ann) == 4 + usage.ROW


def test_also_one_that_was_refused_meanwhile_is_confirmed(app, team):
    """It was written, its acknowledgement was lost, and now there is no more room."""
    ann = team.person("ann")
    room = team.room(ann)
    client_id = str(uuid.uuid4())
    first = team.say(ann, room, "x" * 100, client_id=client_id)
    limit(ann, total=200)
    assert team.say(ann, room, "x" * 100, client_id=client_id).id == first.id
    with pytest.raises(Forbidden):
        team.say(ann, room, "x")


@pytest.mark.parametrize("text", ["x", "字" * 40, "x" * 4000])
def test_nobody_gets_beyond_a_limit(app, team, text):
    """However many they send at once: also within one transaction."""
    ann, bo = team.people("ann", "bo")
    room, most = team.room(ann, bo), 20 * KB
    limit(ann, total=most)
    sent, refused = [], set()

    def send() -> None:
        try:
            sent.append(team.say(ann, room, text))
        except Forbidden as error:
            refused.add(error.message)

    team.together(*[send] * 100, *[partial(team.say, bo, room, text)] * 5)
    size = len(text.encode()) + usage.ROW
    assert len(sent) == min(100, most // size)
    assert all("20 KB" in one and "ask an administrator" in one for one in refused)
    assert stored(ann).kept == truth(ann) <= most
    seqs = [one.seq for one in team.everything(bo, room)]
    assert seqs == list(range(1, len(sent) + 6)), "what is refused leaves no hole"


def test_what_is_deleted_makes_room(app, team):
    ann = team.person("ann")
    room = team.room(ann)
    limit(ann, total=5 * KB)
    large = team.say(ann, room, "x" * 4000)
    with pytest.raises(Forbidden, match="Delete something"):
        team.say(ann, room, "x" * 1000)
    with pytest.raises(Forbidden):
        team.edit(ann, large, "x" * 5000)
    limit(ann, total=stored(ann).kept + 10)
    with pytest.raises(Forbidden):
        profile.set_avatar(ann, photo())
    # What it said before is kept as well, until the message is deleted.
    limit(ann, total=5 * KB)
    with pytest.raises(Forbidden):
        team.edit(ann, large, "x" * 2000)
    limit(ann, total=9 * KB)
    team.edit(ann, large, "x" * 2000)
    team.say(ann, room, "x" * 1000)
    with pytest.raises(Forbidden):
        team.say(ann, room, "x" * 2000)
    messages.delete_message(ann, large.id)
    team.say(ann, room, "x" * 5000)
    assert stored(ann).kept == truth(ann)


def test_an_edit_that_is_refused_changes_nothing(app, team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    said = team.say(ann, room, "hello @bo")
    limit(ann, day=1 * KB)
    with pytest.raises(Forbidden):
        team.edit(ann, said, "nobody any more " * 100)
    assert Mentions.of(team.everything(bo, room)[0]).mentions == [bo.id]
    assert team.unread(bo, room) == (1, 1)


def test_whoever_may_not_edit_learns_nothing_of_the_authors_limits(app, team):
    ann, bo = team.people("ann", "bo")
    said = team.say(ann, team.room(ann, bo), "mine")
    limit(ann, day=1, total=1)
    with pytest.raises(Forbidden, match="Only its author"):
        team.edit(bo, said, "yours " * 100)


def test_the_next_day_begins_at_midnight(app, team, monkeypatch):
    noon = (time.time() // usage.DAY_S + 0.5) * usage.DAY_S
    now = [noon]
    monkeypatch.setattr(time, "time", lambda: now[0])
    ann = team.person("ann")
    room = team.room(ann)
    limit(ann, day=1 * KB)
    team.say(ann, room, "x" * 700)
    for hour, wait in ((noon, "12 hours"), (noon + 42_000, "20 minutes")):
        now[0] = hour
        with pytest.raises(Forbidden, match=f"Go on in {wait}, or ask an administrator") as error:
            team.say(ann, room, "x" * 700)
        assert error.value.retry_after == noon + usage.DAY_S / 2 - hour
    now[0] = noon + usage.DAY_S / 2
    team.say(ann, room, "x" * 700)
    # A server whose clock is behind goes on counting the newer day.
    now[0] -= 5
    with pytest.raises(Forbidden):
        team.say(ann, room, "x" * 700)
    assert stored(ann).kept == truth(ann)


@pytest.mark.parametrize("wanted", [0, None])
def test_an_administrator_changes_it_and_it_holds_at_once(app, team, wanted):
    ann, bo = team.person("ann", admin=True), team.person("bo")
    room = team.room(ann, bo)
    with pytest.raises(Forbidden):
        administration.set_quota(bo, bo.id, 0, 0)
    administration.set_quota(ann, bo.id, 1, None)
    with pytest.raises(Forbidden):
        team.say(bo, room)
    administration.set_quota(ann, bo.id, wanted, wanted)
    team.say(bo, room)
    person = administration.describe(ann, bo.id)
    assert (person.kept, person.written) == (5 + usage.ROW, 5 + usage.ROW)
    assert person.day_limit == person.total_limit == wanted


def test_the_operator_does_so_by_a_command(app, team):
    ann = team.person("ann")
    team.say(ann, team.room(ann))
    run = app.test_cli_runner()

    def quota(*words: str, code: int = 0) -> str:
        result = run.invoke(args=["user", "quota", "ann", *words])
        assert result.exit_code == code, result.output
        return result.output

    assert quota() == "Today: 261 bytes of 100 MB\nIn all: 261 bytes of 5 GB\n"
    assert quota("--day", "7", "--total", "0").endswith("of 7 MB\nIn all: 261 bytes of any\n")
    assert quota("--total", "default").endswith("of 7 MB\nIn all: 261 bytes of 5 GB\n")
    for odd in ("-1", "1.5", "x", "9" * 30, "٣"):
        assert "whole number" in quota(f"--day={odd}", code=1)
    assert quota().startswith("Today: 261 bytes of 7 MB")


def test_every_way_in_says_the_same(any_server):
    """The form, the API and the socket; an administrator raises it on the person's page."""
    ann, bo = any_server.person("ann"), any_server.person("bo")
    room = ann.make_room(members=["bo"])["id"]
    said = bo.call_api("POST", f"/rooms/{room}/messages", {"content": "short"})["id"]
    assert ann.post(f"/people/{bo.id}", {"action": "quota", "day": "x"}).text.count("whole number")
    assert bo.post(f"/people/{bo.id}", {"action": "quota", "day": "0"}).text.count(
        "This is for administrators"
    )
    page = ann.post(f"/people/{bo.id}", {"action": "quota", "day": "1", "total": ""})
    assert 'value="1"' in page.text
    socket = bo.socket()
    socket.ok("joinRoom", {"room": room})
    for _ in range(30):
        socket.say(room, LARGE)
    for _ in range(2):
        socket.say(room, "x")
    with_client = {"room": room, "content": LARGE, "clientId": str(uuid.uuid4())}
    error = socket.error("sendMessage", with_client)
    assert error["code"] == "forbidden"
    assert "as one person may (1 MB)" in error["message"]
    assert 0 < error["retryAfter"] <= usage.DAY_S
    answer = bo.api("POST", f"/rooms/{room}/messages", {"content": LARGE})
    assert (answer.status_code, answer.json()["error"]["message"]) == (403, error["message"])
    answer = bo.api("PATCH", f"/messages/{said}", {"content": LARGE})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden")
    shown = bo.post(f"/rooms/{room}/messages", {"content": LARGE})
    assert "ask an administrator for more" in shown.text
    shown = bo.post(f"/messages/{said}/edit", {"content": LARGE})
    assert shown.status_code == 403
    assert "ask an administrator for more" in shown.text

    assert "968.5 KB" in ann.get("/people").text
    assert "968.5 KB" not in bo.get("/people").text
    ann.post(f"/people/{bo.id}", {"action": "quota", "day": "", "total": "7"})
    socket.ok("sendMessage", with_client)


def test_the_page_keeps_what_was_refused(server, browser):
    ann, bo = server.person("ann"), server.person("bo")
    room = ann.make_room(members=["bo"])["id"]
    ann.post(f"/people/{bo.id}", {"action": "quota", "day": "1"})
    socket = bo.socket()
    for _ in range(31):
        socket.say(room, LARGE)
    page = browser.page(bo)
    page.goto(f"{server.url}/rooms/{room}")
    field = page.get_by_role("textbox", name="Message")
    field.fill("y" + LARGE[1:])
    field.press("Enter")
    page.get_by_text("Go on in").wait_for()
    ann.post(f"/people/{bo.id}", {"action": "quota", "day": "2"})
    page.get_by_role("button", name="Send again").click()
    eventually(
        lambda: bo.call_api("GET", f"/rooms/{room}/messages")["messages"][-1]["content"][0] == "y",
        "it was sent",
    )


def test_several_servers_count_together_and_a_killed_one_loses_nothing(
    start_server, postgres, database
):
    settings = {"DATABASE_URL": postgres.url(database), "SECRET_KEY": "the same for all of them"}
    one, two = (start_server(**settings) for _ in range(2))
    ann, bo = one.person("ann"), one.person("bo")
    places = [ann.make_room(members=["bo"])["id"] for _ in range(2)]
    ann.post(f"/people/{bo.id}", {"action": "quota", "total": "1"})
    senders = [bo.socket(), bo.at(two.url).socket()]
    confirmed = []

    def flood(socket, room: int) -> None:
        for _ in range(200):
            payload = {"room": room, "content": LARGE, "clientId": str(uuid.uuid4())}
            try:
                confirmed.append(socket.ok("sendMessage", payload))
            except Exception:
                return  # refused, or the server is gone

    floods = [gevent.spawn(flood, *pair) for pair in zip(senders, places, strict=True)]
    eventually(lambda: len(confirmed) > 10, "both write")
    two.kill()
    floods[1].kill()
    floods[0].join()
    stored, there = _of(postgres, database, bo.id)
    assert stored == there
    assert len(confirmed) * 32_256 <= there
    # One transaction of the other server's at the most: it sends one at a time.
    assert 1_000_000 - 32_256 < there <= 1_000_000 + 32_256


def _of(postgres: Postgres, name: str, user_id: int) -> tuple[int, int]:
    import psycopg

    with psycopg.connect(postgres.url(name)) as connection:
        found = connection.execute(
            "SELECT total_bytes, (SELECT sum(octet_length(content) + 256) FROM messages"
            " WHERE sender_id = user_id) FROM usage WHERE user_id = %s",
            [user_id],
        ).fetchone()
    assert found
    return found[0], found[1]
