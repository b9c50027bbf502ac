"""A room with thousands of messages: reading back, and coming to the newest again."""

import datetime as dt
import itertools
import re
import sqlite3
import uuid
from functools import partial

import pytest
from playwright.sync_api import expect

from tests.harness.browser import Browser
from tests.harness.person import Person
from tests.harness.server import Server
from tests.harness.waiting import eventually

from .screen import Screen, in_order

LENGTH = 2400
MOST_NODES = 300

_ANCHOR = """list => {
    const frame = list.getBoundingClientRect();
    const item = [...list.querySelectorAll('message-item')]
        .find(one => one.getBoundingClientRect().top >= frame.top + 60);
    return { seq: item.dataset.seq, top: item.getBoundingClientRect().top };
}"""

_TOP_OF = """(list, seq) =>
    list.querySelector(`message-item[data-seq="${seq}"]`).getBoundingClientRect().top"""


def begins_before(screen: Screen, seq: int) -> bool:
    return bool(screen.rows()[0]["seq"] < seq)


def fill(person: Person, other: Person, room: int, length: int, already: int = 0) -> None:
    """Post that many messages, in turns: three of one person, one of the other."""
    sockets = (person.socket(), other.socket())
    for number in range(1, length + 1):
        socket = sockets[number % 4 == 0]
        content = f"message {number} " + "and some more words " * (number % 7)
        wish = {"room": room, "content": content.strip(), "clientId": str(uuid.uuid4())}
        socket.emit("sendMessage", wish)
    eventually(
        lambda: person.call_api("GET", f"/rooms/{room}")["lastSeq"] == already + length,
        "all messages are there",
        60,
    )


def spread(server: Server, room: int, days: int) -> None:
    """Let the messages of a room have been written over so many days."""
    with sqlite3.connect(server.data_dir / "weconnect.db") as database:
        (length,) = database.execute(
            "select max(seq) from messages where room_id = ?", (room,)
        ).fetchone()
        rows = database.execute(
            "select id, seq, created_at from messages where room_id = ?", (room,)
        ).fetchall()
        minutes = days * 24 * 60 / length
        for identity, seq, stamp in rows:
            then = dt.datetime.fromisoformat(stamp)
            earlier = then - dt.timedelta(minutes=minutes * (length - seq))
            database.execute(
                "update messages set created_at = ? where id = ?",
                (earlier.strftime("%Y-%m-%d %H:%M:%S.%f"), identity),
            )


@pytest.fixture(scope="module")
def long_room(house):
    """A long room with its two people, Ann and Bo; it is some twenty days old."""
    ann = house.person("long.ann", display_name="Ann")
    bo = house.person("long.bo", display_name="Bo")
    room = ann.make_room("Long", members=["long.bo"])["id"]
    fill(ann, bo, room, LENGTH)
    spread(house, room, days=20)
    last = {"room": room, "seq": LENGTH}
    for person in (ann, bo):
        person.socket().ok("markRead", last)
    return room, ann, bo


def test_reading_back_does_not_jump(long_room, sit):
    room, ann, _ = long_room
    screen = sit(ann, room)
    expect(screen.list.locator("message-item").last).to_be_in_viewport()
    jumps = []
    oldest = LENGTH
    screen.list.hover()
    most = 0
    while oldest > LENGTH - 900:
        before = screen.list.evaluate(_ANCHOR)
        first = screen.rows()[0]["seq"]
        # To the very top of what is on the page: more has to come, and what one reads must stay.
        screen.list.evaluate(
            "list => { list.scrollTop = -(list.scrollHeight - list.clientHeight) + 300; }"
        )
        before = screen.list.evaluate(_ANCHOR)
        eventually(partial(begins_before, screen, first), "earlier ones come")
        screen.page.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        after = screen.list.evaluate(_TOP_OF, before["seq"])
        jumps.append(abs(after - before["top"]))
        rows = screen.rows()
        in_order(rows)
        most = max(most, len(rows))
        oldest = rows[0]["seq"]
    print(f"read back {LENGTH - oldest}, at most {most} nodes, moved at most {max(jumps):.2f} px")
    assert max(jumps) <= 2
    assert most <= MOST_NODES

    # And on to the newest again, step by step, without a jump either.
    first = screen.rows()[-1]["seq"]
    screen.list.evaluate("list => { list.scrollTop = -300; }")
    before = screen.list.evaluate(_ANCHOR)
    eventually(lambda: screen.rows()[-1]["seq"] > first, "later ones come")
    assert abs(screen.list.evaluate(_TOP_OF, before["seq"]) - before["top"]) <= 2

    expect(screen.jump).to_be_visible()
    screen.jump.click()
    expect(screen.jump).to_be_hidden()
    newest = screen.list.locator(f'message-item[data-seq="{LENGTH}"]')
    expect(newest).to_be_in_viewport()
    assert len(screen.rows()) <= MOST_NODES


def test_scrolling_with_the_wheel(long_room, sit):
    room, ann, _ = long_room
    screen = sit(ann, room)
    first = screen.rows()[0]["seq"]
    screen.list.hover()

    def wheel():
        screen.page.mouse.wheel(0, -600)
        return screen.rows()[0]["seq"] < first - 200

    eventually(wheel, "200 earlier messages")
    in_order(screen.rows())


def test_days_and_groups(long_room, sit):
    room, ann, _ = long_room
    screen = sit(ann, room)
    days = screen.list.locator("h2.day")
    shown = days.evaluate_all("all => all.map(day => day.dataset.day)")
    assert shown
    assert shown == sorted(set(shown)), "each day stands once, in order"
    expect(days.last).to_have_text(re.compile(r"^\d{1,2} \w+ \d{4}$"))

    groups = screen.list.evaluate(
        """list => [...list.querySelectorAll('message-item')].map(item => ({
            sender: item.dataset.sender, grouped: item.hasAttribute('grouped'),
            first: item.previousElementSibling?.localName !== 'message-item',
            time: item.querySelector('time').dateTime,
        }))"""
    )
    for before, after in itertools.pairwise(groups):
        if before["sender"] != after["sender"] or after["first"]:
            assert not after["grouped"]
    assert not any(one["grouped"] for one in groups), "messages twelve minutes apart stand alone"

    socket = ann.socket()
    for text in ("close", "together"):
        socket.say(room, text)
    screen.shows("close", "together")
    expect(screen.message("together")).to_have_attribute("grouped", "")


def test_days_are_those_of_ones_own_zone(long_room, sit):
    room, ann, _ = long_room
    shown = {}
    for zone in ("Pacific/Auckland", "Pacific/Honolulu"):
        screen = sit(ann, room, timezone_id=zone)
        in_order(screen.rows())
        shown[zone] = screen.list.evaluate(
            """list => [...list.querySelectorAll('h2.day')].map(day => [
                day.dataset.day, day.nextElementSibling.dataset.seq])"""
        )
        days = [day for day, _ in shown[zone]]
        assert days == sorted(set(days))
    assert shown["Pacific/Auckland"] != shown["Pacific/Honolulu"]


def test_coming_back_to_many_unread_ones(long_room, sit, gather):
    room, ann, bo = long_room
    here = bo.make_room("Elsewhere")["id"]
    last = bo.call_api("GET", f"/rooms/{room}")["lastSeq"]
    bo.socket().ok("markRead", {"room": room, "seq": last})
    screen = sit(bo, here)
    socket = ann.socket()
    for number in range(30):
        socket.say(room, f"news {number} " + "word " * 30)
    expect(screen.unread(room)).to_contain_text("30")
    screen.open(room)
    line = screen.page.locator(".unread-line")
    expect(line).to_be_in_viewport()
    following = line.evaluate("line => Number(line.nextElementSibling.dataset.seq)")
    assert following == last + 1
    # Not all fits: how many are still to be read is said, and the button leads there.
    expect(screen.jump).to_contain_text("new messages")
    screen.jump.click()
    expect(screen.message(re.compile("^news 29 "))).to_be_in_viewport()
    expect(screen.unread(room)).to_be_hidden()

    # Arriving while one reads further up: nothing moves, and the button says so.
    screen.list.evaluate("list => { list.scrollTop = -900; }")
    expect(screen.jump).to_have_text(re.compile("Newest messages"))
    before = screen.list.evaluate(_ANCHOR)
    socket.say(room, "something new")
    expect(screen.jump).to_have_text(re.compile("1 new message"))
    assert abs(screen.list.evaluate(_TOP_OF, before["seq"]) - before["top"]) <= 2
    screen.box.fill("an answer")
    screen.box.press("Enter")
    expect(screen.message("an answer")).to_be_in_viewport()
    expect(screen.jump).to_be_hidden()


def test_a_link_to_a_message_of_long_ago(long_room, sit):
    room, ann, _ = long_room
    old = ann.call_api("GET", f"/rooms/{room}/messages?before=702&limit=2")["messages"][-1]
    screen = sit(ann, room)
    screen.page.goto(f"{ann.url}/rooms/{room}?before={old['seq'] + 1}#m-{old['id']}")
    expect(screen.page.locator(f"#m-{old['id']}")).to_be_in_viewport()
    screen.alive()
    expect(screen.page.locator(f"#m-{old['id']}")).to_be_in_viewport()
    in_order(screen.rows())
    screen.jump.click()
    expect(screen.list.locator("message-item").last).to_be_in_viewport()
    last = ann.call_api("GET", f"/rooms/{room}")["lastSeq"]
    expect(screen.list.locator("message-item").last).to_have_attribute("data-seq", str(last))


def test_typing_stays_quick_with_much_on_the_page(long_room, sit):
    room, ann, _ = long_room
    screen = sit(ann, room)
    while len(screen.rows()) < MOST_NODES - 60:
        screen.list.evaluate("list => { list.scrollTop = -list.scrollHeight; }")
        screen.page.evaluate("() => new Promise(requestAnimationFrame)")
    screen.box.focus()
    times = screen.page.evaluate(
        """async () => {
            const box = document.getElementById('input');
            const took = [];
            for (let i = 0; i < 30; i += 1) {
                const start = performance.now();
                box.value += 'x';
                box.dispatchEvent(new InputEvent('input', { bubbles: true }));
                box.getBoundingClientRect();
                took.push(performance.now() - start);
                await new Promise(requestAnimationFrame);
            }
            return took.sort((a, b) => a - b);
        }"""
    )
    print(f"a key press: median {times[15]:.1f} ms, slowest {times[-1]:.1f} ms")
    assert times[15] < 50


def test_away_for_longer_than_can_be_caught_up(meet, gather, sit, browser: Browser):
    browser.allow(r"ERR_INTERNET_DISCONNECTED|WebSocket|Failed to load")
    ann, bo, cy = meet("Ann", "Bo", "Cy")
    room = gather("Busy", ann, bo, cy)["id"]
    first = ann.socket().say(room, "seen before the tunnel")
    screen = sit(bo, room, cold=True)
    screen.shows("seen before the tunnel")
    screen.page.context.set_offline(True)
    expect(screen.pill).to_be_visible()
    screen.say("written in the tunnel")
    fill(ann, cy, room, 2100, already=1)
    ann.socket().ok("editMessage", {"message": first["id"], "content": "changed meanwhile"})

    screen.page.context.set_offline(False)
    expect(screen.pill).to_be_hidden()
    screen.shows("written in the tunnel")
    expect(screen.message("written in the tunnel")).to_be_in_viewport()
    assert in_order(screen.rows())[-1] == 2102
    # What was held before is not taken for what is there now: all the way back it is whole.
    screen.page.goto(f"{bo.url}/rooms/{room}?before=30")
    screen.alive()
    screen.shows("changed meanwhile")
