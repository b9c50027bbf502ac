"""Two people on two servers: what one does, the other sees at once, as if there were one."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import gevent

from tests.harness.cluster import Cluster
from tests.harness.socket import Socket
from tests.harness.waiting import eventually

from .conftest import Pair

Meet = Callable[..., Pair]


def is_it(sent: dict[str, Any], one: dict[str, Any]) -> bool:
    return bool(one["id"] == sent["id"])


def types(typing: bool, one: dict[str, Any]) -> bool:
    return one["typing"] is typing


def test_both_hear_everything_in_the_same_order(cluster: Cluster, meet: Meet):
    _, _, room, anns, bos = meet(*cluster.servers)
    third = meet(*reversed(cluster.servers))

    def talk(socket, name: str) -> None:
        for number in range(50):
            socket.say(room, f"{name}{number}")

    gevent.joinall([gevent.spawn(talk, anns, "a"), gevent.spawn(talk, bos, "b")], raise_error=True)
    for socket in (anns, bos):
        socket.wait_for("newMessage", lambda one: one["seq"] == 100)
        heard = socket.of("newMessage")
        assert [one["seq"] for one in heard] == list(range(1, 101))
        assert [one["version"] for one in heard] == list(range(1, 101))
    assert anns.of("newMessage") == bos.of("newMessage")
    assert not third.anns.of("newMessage"), "another room"


def test_changes_and_reactions_cross(cluster: Cluster, meet: Meet):
    _, bo, room, anns, bos = meet(*cluster.servers)
    message = anns.say(room, "frist")
    bos.wait_for("newMessage", lambda one: one["id"] == message["id"])
    anns.ok("editMessage", {"message": message["id"], "content": "first"})
    bos.ok("react", {"message": message["id"], "emoji": "🎉"})
    anns.ok("deleteMessage", {"message": message["id"]})
    for socket in (anns, bos):
        socket.wait_for("messageChanged", lambda one: one["deleted"])
        changed = socket.of("messageChanged")
        assert [one["version"] for one in changed] == [2, 3, 4]
        assert [one["content"] for one in changed] == ["first", "first", ""]
        assert changed[1]["reactions"] == [{"emoji": "🎉", "users": [bo.id], "count": 1}]


def test_what_is_posted_without_a_socket_arrives(cluster: Cluster, meet: Meet):
    ann, _, room, anns, bos = meet(*cluster.servers)
    body = {"content": "by REST", "clientId": str(uuid.uuid4())}
    message = cluster.also(ann, cluster.servers[1]).call_api(
        "POST", f"/rooms/{room}/messages", body
    )
    for socket in (anns, bos):
        assert socket.wait_for("newMessage") == message


def test_typing_is_seen_elsewhere_and_not_by_the_typist(cluster: Cluster, meet: Meet):
    ann, _, room, anns, bos = meet(*cluster.servers)
    phone = cluster.also(ann, cluster.servers[1]).socket()
    phone.ok("joinRoom", {"room": room})
    for typing in (True, False):
        anns.ok("typing", {"room": room, "typing": typing})
        told = bos.wait_for("typing", partial(types, typing))
        assert told["user"]["id"] == ann.id
    message = anns.say(room, "done")
    phone.wait_for("newMessage", lambda one: one["id"] == message["id"])
    assert phone.of("typing") == anns.of("typing") == []


def test_a_direct_conversation_opens_elsewhere(cluster: Cluster, meet: Meet):
    ann, bo, _, anns, bos = meet(*cluster.servers)
    direct = ann.make_room(name=None, kind="direct", members=[bo.username])
    room = direct["id"]
    added = bos.wait_for("roomAdded", lambda one: one["id"] == room)
    assert [one["id"] for one in added["people"]] == [ann.id]
    anns.ok("joinRoom", {"room": room})
    anns.say(room, "hey")
    news = bos.wait_for("roomActivity", lambda one: one["room"] == room)
    counts = {"lastSeq": 1, "unread": 1, "mentions": 0, "readSeq": 0, "setBack": 0}
    line = {"seq": 1, "sender": ann.id, "text": "hey", "deleted": False, "sealed": False}
    assert news == {"room": room, **counts, "preview": line}
    assert not [one for one in bos.of("newMessage") if one["room"] == room], "not joined yet"
    page = bos.ok("joinRoom", {"room": room})
    assert [one["content"] for one in page["messages"]] == ["hey"]
    bos.say(room, "ho")
    assert anns.wait_for("newMessage", lambda one: one["seq"] == 2)["content"] == "ho"


def test_what_is_read_on_one_server_is_read_on_the_other(cluster: Cluster, meet: Meet):
    ann, _, room, anns, bos = meet(*cluster.servers)
    phone = cluster.also(ann, cluster.servers[1]).socket()
    bos.say(room, "news")
    anns.wait_for("newMessage")
    anns.ok("markRead", {"room": room, "seq": 1})
    assert phone.wait_for("readState") == {"room": room, "readSeq": 1, "setBack": 0}

    def answers() -> bool:
        anns.say(room, "answer")
        phone.settle()
        return len(phone.of("readState")) > 1

    # That there is a phone is known on the other server a tenth of a second after it came.
    eventually(answers)


def test_a_removed_member_gets_nothing_more(cluster: Cluster, meet: Meet):
    ann, bo, room, anns, bos = meet(*cluster.servers, kind="private")
    phone = cluster.also(ann, cluster.servers[1]).socket()
    phone.ok("joinRoom", {"room": room})
    for _ in range(3):
        ann.call_api("DELETE", f"/rooms/{room}/members/{bo.id}")
        secret = anns.say(room, "without bo")
        assert bos.wait_for("roomRemoved") == {"room": room}
        phone.wait_for("newMessage", partial(is_it, secret))
        gone = phone.wait_for("membersChanged", lambda one: one["removed"] == [bo.id])
        assert gone["room"] == room
        bos.settle()
        assert "without bo" not in [one["content"] for one in bos.of("newMessage")]
        assert bos.error("joinRoom", {"room": room})["code"] == "notFound"
        bos.clear()
        phone.clear()
        # And back again: heard of at once, on the other server.
        ann.call_api("POST", f"/rooms/{room}/members", {"username": bo.username})
        bos.wait_for("roomAdded", lambda one: one["id"] == room)
        bos.ok("joinRoom", {"room": room})
        back = anns.say(room, "with bo")
        bos.wait_for("newMessage", partial(is_it, back))


def test_a_renamed_room_and_a_new_role_are_told(cluster: Cluster, meet: Meet):
    ann, bo, room, _, bos = meet(*cluster.servers)
    ann.call_api("PATCH", f"/rooms/{room}", {"name": "Renamed"})
    changed = bos.wait_for("roomChanged")
    assert (changed["name"], changed["role"]) == ("Renamed", "member")
    ann.call_api("PATCH", f"/rooms/{room}/members/{bo.id}", {"role": "admin"})
    assert bos.wait_for("roomChanged", lambda one: one["role"] == "admin")["id"] == room


def test_a_changed_profile_is_told_once_and_used(cluster: Cluster, meet: Meet):
    ann, bo, room, anns, bos = meet(*cluster.servers)
    for _ in range(3):
        ann.make_room(members=[bo.username])
    phone = cluster.also(ann, cluster.servers[1]).socket()
    cluster.also(ann, cluster.servers[1]).call_api("PATCH", "/me", {"displayName": "Annette"})
    for socket in (anns, bos, phone):
        assert socket.wait_for("userChanged")["user"]["displayName"] == "Annette"
        socket.settle()
        assert len(socket.of("userChanged")) == 1, "they share four rooms"
    anns.say(room, "my socket is on the other server")
    assert bos.wait_for("newMessage")["sender"]["displayName"] == "Annette"


def test_a_logout_elsewhere_closes_the_socket(cluster: Cluster, meet: Meet):
    ann, _, _, anns, _ = meet(*cluster.servers)
    elsewhere = cluster.also(ann, cluster.servers[1])
    there = elsewhere.socket()
    logins = elsewhere.call_api("GET", "/sessions")["sessions"]
    (login,) = [one["id"] for one in logins if not one["current"]]
    elsewhere.call_api("DELETE", f"/sessions/{login}")
    anns.wait_for("closing", in_so_many_words)
    anns.wait_closed()
    there.settle()
    assert there.connected, "only the one login has ended"


def test_a_changed_password_closes_the_sockets_everywhere(cluster: Cluster, meet: Meet):
    ann, _, _, anns, _ = meet(*cluster.servers)
    elsewhere = cluster.also(ann, cluster.servers[1])
    fields = {"action": "password", "current": ann.password, "new": "quite another horse"}
    elsewhere.post("/profile", fields)
    anns.wait_for("closing", in_so_many_words)
    anns.wait_closed()


def test_a_ban_closes_the_sockets_everywhere(cluster: Cluster, meet: Meet):
    one, another = cluster.servers
    _, bo, room, anns, bos = meet(one, another)
    founder = one.visitor("founder")
    founder.login()
    founder.post(f"/people/{bo.id}", {"action": "ban"})
    assert bos.wait_for("closing")["code"] == "banned"
    bos.wait_closed()
    anns.say(room, "bo is gone")


def test_a_revoked_token_closes_its_socket(cluster: Cluster, meet: Meet):
    ann, *_ = meet(*cluster.servers)
    made = ann.call_api("POST", "/tokens", {"name": "bot"})
    bot = cluster.servers[1].visitor().socket(cookie="", auth={"token": made["token"]})
    ann.call_api("DELETE", f"/tokens/{made['id']}")
    bot.wait_for("closing")
    bot.wait_closed()


def test_a_command_closes_sockets_on_all_servers(cluster: Cluster, meet: Meet):
    reasons: set[str] = set()
    for _ in range(3):
        ann, _, _, anns, _ = meet(*cluster.servers)
        phone = cluster.also(ann, cluster.servers[1]).socket()
        assert "logged out everywhere" in cluster.command("user", "reset-password", ann.username)
        for socket in (anns, phone):
            reasons.add(socket.wait_for("closing")["message"])
            socket.wait_closed()
        # Not what the sweep says, which may by chance be there before the command's word.
        if reasons == {"The password of this account was changed."}:
            return
        reasons.clear()
    raise AssertionError("the command told nobody")


def test_somebody_on_both_servers_joins_once_and_leaves_once(cluster: Cluster, meet: Meet):
    ann, bo, room, anns, bos = meet(*cluster.servers)
    eventually(lambda: ann.id in _named(bos, "userJoined") or bo.id in _named(anns, "userJoined"))
    phone = cluster.also(bo, cluster.servers[0]).socket()
    anns.clear()
    phone.ok("joinRoom", {"room": room})
    bos.ok("leaveRoom", {"room": room})
    anns.say(room, "still here?")
    phone.wait_for("newMessage")
    gevent.sleep(1)  # what is gathered would be sent by now
    assert _named(anns, "userJoined") == _named(anns, "userLeft") == []
    phone.ok("leaveRoom", {"room": room})
    eventually(lambda: bo.id in _named(anns, "userLeft"))


def in_so_many_words(closing: dict[str, Any]) -> bool:
    """A socket's right to be open may end while it is looked up: then it says `expired`."""
    return closing["code"] in {"loggedOut", "expired"}


def _named(socket: Socket, event: str) -> list[int]:
    return [user["id"] for one in socket.of(event) for user in one["users"]]
