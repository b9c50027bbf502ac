"""What is unread in all rooms, one room after the other, without a script."""

import re

from tests.harness.server import Server


def test_room_by_room_until_everything_is_read(shared_server: Server):
    ann, bo = shared_server.person("ann.behind"), shared_server.person("bo.ahead")
    some = [bo.make_room(name, members=[ann.username])["id"] for name in ("Hall", "Attic")]
    muted = bo.make_room("Cellar", members=[ann.username])["id"]
    ann.call_api("PUT", f"/rooms/{muted}/level", {"level": None, "muted": True})
    for room in (*some, muted):
        for number in range(40 if room == some[0] else 2):
            bo.call_api("POST", f"/rooms/{room}/messages", {"content": f"<b>line {number}</b>"})
    page = ann.get("/catch-up").text
    assert "Room 1 of 2" in page
    assert "Cellar" not in page
    seen = []
    while "Mark as read" in page:
        room = int(page.split('action="/catch-up/')[1].split('"')[0])
        seen.append((room, page.count("&lt;b&gt;line")))
        form = dict(re.findall(r'name="(seq|next)" value="(\d+)"', page))
        page = ann.post(f"/catch-up/{room}", form).text
    assert "You have read everything." in page
    assert sorted(seen) == sorted([(some[0], 30), (some[0], 10), (some[1], 2)])
    left = {one["id"]: one["unread"] for one in ann.call_api("GET", "/rooms")["rooms"]}
    assert {room: left[room] for room in (*some, muted)} == {some[0]: 0, some[1]: 0, muted: 2}


def test_a_room_of_others_is_not_there(shared_server: Server):
    ann, bo = shared_server.person("ann.outside"), shared_server.person("bo.inside")
    room = bo.make_room("Own", "private")["id"]
    bo.call_api("POST", f"/rooms/{room}/messages", {"content": "a secret"})
    assert "a secret" not in ann.get(f"/catch-up?room={room}").text
    assert ann.post(f"/catch-up/{room}", {"seq": 1}).status_code == 404


def test_what_stands_in_a_thread_alone_is_unread_there(shared_server: Server):
    ann, bo = shared_server.person("ann.beside"), shared_server.person("bo.beside")
    room = bo.make_room("Study", members=[ann.username])["id"]
    said = bo.call_api("POST", f"/rooms/{room}/messages", {"content": "in the room"})
    for number in range(10):
        answer = {"content": f"aside {number}", "thread": said["id"]}
        bo.call_api("POST", f"/rooms/{room}/messages", answer)
    bo.call_api("POST", f"/rooms/{room}/messages", {"content": "in the room again"})
    page = ann.get(f"/catch-up?room={room}").text
    assert "2 unread" in page
    assert page.count('class="said"') == 2
    assert "aside" not in page
    assert "more message" not in page
    seq = re.findall(r'name="seq" value="(\d+)"', page)[0]
    assert "You have read everything." in ann.post(f"/catch-up/{room}", {"seq": seq}).text
