"""Rooms that hide what was said before somebody came, and who has read what, over two servers."""

from tests.harness.cluster import Cluster
from tests.harness.waiting import eventually

EVENTS = {"newMessage", "messageChanged", "unseenChanged"}


def test_changes_reach_those_who_see_them_on_each_server(cluster: Cluster):
    one, another = cluster.servers
    ann, bo, cy = (one.person(f"newcomers-{name}") for name in ("ann", "bo", "cy"))
    wish = {"members": [bo.username], "hidesHistory": True}
    room = ann.make_room("Den", "private", **wish)["id"]
    said = ann.call_api("POST", f"/rooms/{room}/messages", {"content": "Bygone"})["id"]
    ann.call_api("POST", f"/rooms/{room}/members", {"username": cy.username})
    there = cluster.also(bo, another).socket()
    came = [cy.socket(), cluster.also(cy, another).socket()]
    for socket in (there, *came):
        socket.ok("joinRoom", {"room": room})
        socket.clear()

    ann.call_api("PATCH", f"/messages/{said}", {"content": "Bygone, and edited"})
    ann.call_api("PUT", f"/messages/{said}/reactions/👍")
    last = ann.call_api("POST", f"/rooms/{room}/messages", {"content": "Recent"})
    for socket in (there, *came):
        socket.wait_for("newMessage", lambda one: one["id"] == last["id"])
    assert [one["content"] for one in there.of("messageChanged")] == ["Bygone, and edited"] * 2
    for socket in came:
        found = [one for one in socket.events if one.event in EVENTS]
        assert [one.event for one in found] == ["unseenChanged", "unseenChanged", "newMessage"]
        versions = [one.data["version"] for one in found]
        assert versions == list(range(last["version"] - 2, last["version"] + 1))
        assert "Bygone" not in str(socket.events)


def test_who_reads_is_told_on_the_other_server(cluster: Cluster):
    one, another = cluster.servers
    ann, bo = (one.person(f"readers-{name}") for name in ("ann", "bo"))
    room = ann.make_room("Den", "private", members=[bo.username])["id"]
    looking = cluster.also(ann, another).socket()
    looking.ok("joinRoom", {"room": room})
    ann.call_api("POST", f"/rooms/{room}/messages", {"content": "Read me"})
    bo.call_api("PUT", f"/rooms/{room}/read", {"seq": 1})
    marks = [{"user": bo.id, "readSeq": 1}]
    eventually(lambda: {"room": room, "marks": marks} in looking.of("readersMoved"))
