"""What `docs/protocol.md` says under "Choices where the contract left room" is so."""

import itertools
import uuid
from typing import Any

import pytest

from tests.harness.person import Person
from tests.harness.socket import Refused

NUMBERS = itertools.count(1)


@pytest.fixture
def ann(shared_server):
    return shared_server.person(f"choosy-ann{next(NUMBERS)}")


@pytest.fixture
def bob(shared_server):
    return shared_server.person(f"choosy-bob{next(NUMBERS)}")


def status(person: Person, method: str, path: str, json: object = None) -> tuple[int, str]:
    answer = person.api(method, path, json)
    return answer.status_code, answer.json()["error"]["code"]


def test_leaving_the_feed_is_not_leaving_the_room(ann, bob):
    room = ann.make_room()["id"]
    here, elsewhere = bob.socket(), bob.socket()
    here.ok("joinRoom", {"room": room})
    elsewhere.ok("joinRoom", {"room": room})

    here.ok("leaveRoom", {"room": room})

    writer = ann.socket()
    said = writer.say(room, "still there?")
    elsewhere.wait_for("newMessage", lambda message: message["id"] == said["id"])
    # What a socket elsewhere gets.
    here.wait_for("roomActivity", lambda news: news["lastSeq"] == said["seq"])
    assert not here.of("newMessage")
    assert bob.call_api("GET", f"/rooms/{room}")["role"] == "member"

    bob.call_api("POST", f"/rooms/{room}/leave")
    assert bob.call_api("GET", f"/rooms/{room}")["role"] is None
    ann.call_api("DELETE", f"/rooms/{room}/members/{ann.id}")
    assert ann.call_api("GET", f"/rooms/{room}")["role"] is None
    # Whoever comes into a room that everybody has left owns it.
    assert bob.call_api("POST", f"/rooms/{room}/join")["role"] == "owner"


def test_a_public_room_that_one_has_not_joined(ann, bob):
    room = ann.make_room()["id"]
    said = ann.socket().say(room, "hello")
    socket = bob.socket()

    choices: list[tuple[str, dict[str, Any]]] = [
        ("leaveRoom", {}),
        ("sendMessage", {"content": "hello", "clientId": str(uuid.uuid4())}),
        ("history", {}),
        ("changes", {"after": 0}),
        ("markRead", {"seq": 1}),
        ("typing", {"typing": True}),
    ]
    for event, more in choices:
        assert socket.error(event, {"room": room, **more})["code"] == "forbidden", event
    nothing = socket.error("history", {"room": 4711})
    for event, more in [
        ("editMessage", {"content": "mine"}),
        ("deleteMessage", {}),
        ("react", {"emoji": "🎉"}),
        ("unreact", {"emoji": "🎉"}),
    ]:
        assert socket.error(event, {"message": said["id"], **more}) == nothing, event


def test_archived_rooms_are_for_reading(ann, bob):
    room = ann.make_room()["id"]
    socket = ann.socket()
    said = socket.say(room, "hello")
    assert ann.call_api("PATCH", f"/rooms/{room}", {"archived": True})["archived"] is True

    assert socket.ok("history", {"room": room})["messages"] == [said]
    for event, more in [
        ("sendMessage", {"room": room, "content": "hello", "clientId": str(uuid.uuid4())}),
        ("editMessage", {"message": said["id"], "content": "mine"}),
        ("deleteMessage", {"message": said["id"]}),
        ("react", {"message": said["id"], "emoji": "🎉"}),
        ("unreact", {"message": said["id"], "emoji": "🎉"}),
    ]:
        # Taking back what is not there would change nothing, but the room is closed first.
        assert socket.error(event, more)["code"] == "forbidden", event
    assert bob.socket().error("joinRoom", {"room": room})["code"] == "forbidden"
    assert status(ann, "POST", f"/rooms/{room}/members", {"username": bob.username}) == (
        403,
        "forbidden",
    )


def test_names_members_and_ownership(ann, bob, shared_server):
    cat = shared_server.person(f"choosy-cat{next(NUMBERS)}")
    room = ann.make_room("Twice", members=[bob.username, cat.username])["id"]
    assert ann.make_room("Twice")["name"] == "Twice"

    assert ann.api("POST", f"/rooms/{room}/members", {"username": bob.username}).status_code == 201
    ann.call_api("PATCH", f"/rooms/{room}/members/{cat.id}", {"role": "admin"})
    ann.call_api("POST", f"/rooms/{room}/leave")

    assert cat.call_api("GET", f"/rooms/{room}")["role"] == "owner"
    assert bob.call_api("GET", f"/rooms/{room}")["role"] == "member"
    cat.call_api("POST", f"/rooms/{room}/leave")
    assert bob.call_api("GET", f"/rooms/{room}")["role"] == "owner"


def test_direct_conversations(ann, bob):
    wish = {"kind": "direct", "members": [bob.username]}
    made, found = ann.api("POST", "/rooms", wish), ann.api("POST", "/rooms", wish)

    assert (made.status_code, found.status_code) == (201, 200)
    assert made.json()["id"] == found.json()["id"]
    assert [one["username"] for one in made.json()["people"]] == [bob.username]
    assert made.json()["name"] == bob.username
    room = made.json()["id"]
    for method, path, body in [
        ("POST", "/leave", None),
        ("POST", "/members", {"username": bob.username}),
        ("DELETE", f"/members/{bob.id}", None),
        ("PATCH", "", {"name": "We"}),
        ("DELETE", "", None),
    ]:
        assert status(ann, method, f"/rooms/{room}{path}", body) == (403, "forbidden")


def test_no_public_room_is_encrypted_and_some_things_are_too_long(ann):
    encrypted = {"kind": "public", "name": "Safe", "encrypted": True}
    assert status(ann, "POST", "/rooms", encrypted) == (400, "badRequest")
    room = ann.make_room(encrypted=False)["id"]
    socket = ann.socket()

    assert socket.say(room, "😀" * 8000)["content"] == "😀" * 8000
    long = {"room": room, "content": "x" * 8001, "clientId": str(uuid.uuid4())}
    assert socket.error("sendMessage", long)["code"] == "tooLarge"
    assert status(ann, "PATCH", "/me", {"displayName": "x" * 81}) == (413, "tooLarge")


def test_reading_and_unread(ann, bob):
    room = ann.make_room(members=[bob.username])["id"]
    socket = ann.socket()
    one = socket.say(room, "one")
    two = socket.say(room, f"two @{bob.username}")
    assert socket.ok("joinRoom", {"room": room})["readSeq"] == two["seq"]

    socket.ok("deleteMessage", {"message": one["id"]})
    (summary,) = bob.call_api("GET", "/rooms")["rooms"]

    assert (summary["unread"], summary["mentions"], summary["readSeq"]) == (2, 1, 0)


def test_an_edit_counts_mentions_anew(ann, bob):
    room = ann.make_room(members=[bob.username])["id"]
    socket = ann.socket()
    said = socket.say(room, "hello")

    def mentions() -> int:
        return bob.call_api("GET", "/rooms")["rooms"][0]["mentions"]

    assert mentions() == 0
    socket.ok("editMessage", {"message": said["id"], "content": f"hello @{bob.username}"})
    assert mentions() == 1
    socket.ok("editMessage", {"message": said["id"], "content": "hello all"})
    assert mentions() == 0


def test_tombstones_and_changes_that_change_nothing(ann):
    room = ann.make_room()["id"]
    socket = ann.socket()
    said = socket.say(room, "hello")
    socket.ok("joinRoom", {"room": room})
    message = {"message": said["id"]}

    assert socket.ok("editMessage", {**message, "content": "hello"})["message"] == said
    assert socket.ok("unreact", {**message, "emoji": "🎉"})["message"] == said
    once = socket.ok("react", {**message, "emoji": "🎉"})["message"]
    assert socket.ok("react", {**message, "emoji": "🎉"})["message"] == once
    socket.ok("editMessage", {**message, "content": "hello again"})
    gone = socket.ok("deleteMessage", message)["message"]
    assert socket.ok("deleteMessage", message)["message"] == gone
    assert (gone["deleted"], gone["content"], gone["reactions"], gone["editedAt"]) == (
        True,
        "",
        [],
        None,
    )
    socket.settle()
    versions = [one["version"] for one in socket.of("messageChanged")]
    assert versions == [2, 3, 4]


def test_page_sizes(ann):
    room = ann.make_room()["id"]
    socket = ann.socket()
    for number in range(102):
        socket.say(room, str(number))

    newest = socket.ok("joinRoom", {"room": room})
    assert [len(newest["messages"]), newest["complete"]] == [50, False]
    assert newest["messages"][-1]["seq"] == newest["lastSeq"] == 102
    following = socket.ok("joinRoom", {"room": room, "after": 1})
    assert [len(following["messages"]), following["complete"]] == [100, False]
    assert following["messages"][0]["seq"] == 2
    assert len(socket.ok("history", {"room": room})["messages"]) == 50


def test_news(ann, bob):
    room = ann.make_room(members=[bob.username])["id"]
    socket = ann.socket()
    socket.ok("joinRoom", {"room": room})

    bob.call_api("PATCH", "/me", {"displayName": "Robert"})
    assert socket.wait_for("userChanged")["user"]["displayName"] == "Robert"
    ann.call_api("PATCH", f"/rooms/{room}", {"topic": "news"})
    assert socket.wait_for("roomChanged")["role"] == "owner"
    ann.logout()
    assert socket.wait_for("closing")["code"] == "loggedOut"
    socket.wait_closed()


def test_a_refused_connection_says_so_in_both_places(ann):
    with pytest.raises(Refused) as refused:
        ann.socket(auth={"token": "wc_wrong"})

    body = {"code": "unauthorized", "message": refused.value.data["message"]}
    assert refused.value.data == {**body, "data": body}


def test_lists_of_rooms(ann, bob):
    before = ann.make_room("Before")["id"]
    ids = [ann.make_room(f"Room {number}")["id"] for number in range(3)]

    page = bob.call_api("GET", f"/rooms?scope=public&after={before}&limit=2")
    rest = bob.call_api("GET", f"/rooms?scope=public&after={page['rooms'][-1]['id']}")
    (mine, *_) = ann.call_api("GET", "/rooms")["rooms"]

    assert [one["id"] for one in page["rooms"] + rest["rooms"]] == ids
    assert {"readSeq", "unread", "mentions"} <= mine.keys()
    assert {"memberCount"} <= page["rooms"][0].keys()


def test_a_token_makes_no_tokens(ann):
    token = ann.call_api("POST", "/tokens", {})["token"]

    answer = ann.api("POST", "/tokens", {}, headers={"Authorization": f"Bearer {token}"})

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden")
