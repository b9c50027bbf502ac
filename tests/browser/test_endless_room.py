"""A room with a hundred thousand messages and five hundred threads scrolls, with bounded nodes.

In the short form, a few thousand and twenty.
"""

import sqlite3
import uuid

import pytest
from playwright.sync_api import expect

from tests.harness.person import Person
from tests.harness.server import Server
from tests.harness.waiting import eventually

from .screen import Screen, in_order

# As many as the list keeps, and what a message, a day and what hangs on them are made of.
MOST_NODES = 300
MOST_ELEMENTS = 40 * MOST_NODES

FILL = """
WITH RECURSIVE said(seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM said WHERE seq < :length)
INSERT INTO messages (room_id, seq, version, sender_id, client_id, content, plain, created_at,
                      deleted)
SELECT :room, seq, seq, CASE WHEN seq % 4 THEN :one ELSE :other END, 'filled-' || seq,
       'message ' || seq || substr(replace(hex(zeroblob(60)), '00', ' and some more words'), 1,
                                   seq % 7 * 20),
       false, strftime('%Y-%m-%d %H:%M:%f000', 'now', '-' || ((:length - seq) * 5) || ' minutes'),
       false
FROM said
"""

# Scrolls at a steady speed, and says how long each frame took, in ms, how often nothing was there
# to scroll to, and the most messages and elements that there were at once.
SCROLL = """async ([way, px, frames]) => {
    const list = document.getElementById('messages');
    const frame = () => new Promise(requestAnimationFrame);
    const took = [];
    let stuck = 0, messages = 0, elements = 0, before = await frame();
    for (let i = 0; i < frames; i += 1) {
        const top = list.scrollTop;
        list.scrollTop += way * px;
        const now = await frame();
        took.push(now - before);
        before = now;
        if (list.scrollTop === top) stuck += 1;
        messages = Math.max(messages, list.querySelectorAll('message-item').length);
        elements = Math.max(elements, document.getElementsByTagName('*').length);
    }
    took.sort((a, b) => a - b);
    return { half: took[frames >> 1], most: took[Math.floor(frames * 0.99)], longest: took.at(-1),
             stuck, messages, elements };
}"""


@pytest.fixture(scope="module")
def endless_room(house: Server, long: bool) -> tuple[Person, int, int]:
    """Ann, a long room of hers, and how many messages stood there before the threads."""
    ann = house.person("endless.ann", display_name="Ann")
    bo = house.person("endless.bo", display_name="Bo")
    room = ann.make_room("Endless", members=[bo.username])["id"]
    length, threads = (100_000, 500) if long else (4000, 20)
    with sqlite3.connect(house.data_dir / "weconnect.db", timeout=20) as database:
        given = {"length": length, "room": room, "one": ann.id, "other": bo.id}
        database.execute(FILL, given)
        database.execute(
            "UPDATE rooms SET last_seq = :length, version = :length WHERE id = :room", given
        )
        roots = database.execute(
            "SELECT id FROM messages WHERE room_id = ? AND seq % ? = 0", (room, length // threads)
        ).fetchall()
    socket = bo.socket()
    for (root,) in roots:
        wish = {"room": room, "content": "an answer", "thread": root}
        socket.emit("sendMessage", wish | {"clientId": str(uuid.uuid4())})
    eventually(
        lambda: ann.call_api("GET", f"/rooms/{room}")["lastSeq"] == length + len(roots),
        "all answers are there",
    )
    assert len(roots) == threads
    ann.socket().ok("markRead", {"room": room, "seq": length + threads})
    return ann, room, length


def scroll(screen: Screen, way: int, px: int, frames: int) -> None:
    """Scroll that far, -1 to older ones; what is on the page must stay bounded and in order."""
    found = screen.page.evaluate(SCROLL, [way, px, frames])
    print(
        "{half:.0f} ms a frame, {most:.0f} ms of one in a hundred, {longest:.0f} ms the longest;"
        " {stuck} waited; {messages} messages and {elements} elements at most".format(**found)
    )
    assert found["messages"] <= MOST_NODES
    assert found["elements"] <= MOST_ELEMENTS
    in_order(screen.rows())


def test_one_reads_back_and_comes_to_the_newest(endless_room, sit):
    ann, room, length = endless_room
    screen = sit(ann, room)
    expect(screen.list.locator("message-item").last).to_have_attribute("data-seq", str(length))
    root = screen.list.locator(f'message-item[data-seq="{length}"]')
    expect(root.locator("[data-part=thread]")).to_be_visible()
    scroll(screen, -1, 60, 900)
    assert screen.rows()[0]["seq"] < length - 300
    screen.jump.click()
    expect(root).to_be_in_viewport()


def test_one_comes_to_the_middle_and_reads_on_both_ways(endless_room, sit):
    ann, room, length = endless_room
    middle = length // 2
    found = ann.call_api("GET", f"/rooms/{room}/messages?before={middle + 1}&limit=1")
    screen = sit(ann, room)
    screen.page.goto(f"{ann.url}/messages/{found['messages'][0]['id']}/there")
    screen.alive()
    expect(screen.list.locator(f'message-item[data-seq="{middle}"]')).to_be_in_viewport()
    scroll(screen, -1, 60, 600)
    assert screen.rows()[0]["seq"] < middle - 150
    scroll(screen, 1, 60, 1200)
    assert screen.rows()[-1]["seq"] > middle + 100
