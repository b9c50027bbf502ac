"""Every event of the contract, walked as members walk it, over each transport."""

import time
import uuid

from . import shapes
from .conftest import Company

NEVER = 10**9


def test_joining_by_the_newest_page_and_by_what_follows(company: Company, connect):
    room = company.room()
    for number in range(60):
        company.message(room, f"number {number}")
    bo = connect(company.bo)
    page = shapes.acknowledged("joinRoom", bo.call("joinRoom", {"room": room["id"]}))
    assert [one["seq"] for one in page["messages"]] == list(range(11, 61))
    assert (page["complete"], page["lastSeq"], page["readSeq"]) == (False, 60, 0)
    assert (page["room"]["role"], page["room"]["lastSeq"]) == ("member", 60)
    people = {one["username"]: (one["role"], one["state"]) for one in page["members"]}
    assert people == {
        company.ann.username: ("owner", people[company.ann.username][1]),
        company.bo.username: ("member", "online"),
    }
    page = shapes.acknowledged("joinRoom", bo.call("joinRoom", {"room": room["id"], "after": 57}))
    assert [one["seq"] for one in page["messages"]] == [58, 59, 60]
    assert page["complete"]
    page = shapes.acknowledged("joinRoom", bo.call("joinRoom", {"room": room["id"], "after": 60}))
    assert (page["messages"], page["complete"]) == ([], True)


def test_joining_a_public_room_makes_a_member(company: Company, connect):
    room = company.room("public")
    eve = connect(company.eve)
    assert shapes.refused(eve.call("history", {"room": room["id"]}), "forbidden")
    page = shapes.acknowledged("joinRoom", eve.call("joinRoom", {"room": room["id"]}))
    assert page["room"]["role"] == "member"
    added = eve.wait_for("roomAdded", lambda one: one["id"] == room["id"])
    assert added == page["room"]
    shapes.acknowledged("history", eve.call("history", {"room": room["id"]}))
    company.ann.call_api("DELETE", f"/rooms/{room['id']}/members/{company.eve.id}")


def test_a_conversation(company: Company, connect):
    """Send, answer, edit, react, take back, delete: both see the same, once, in order."""
    room = company.room()
    ann, bo = connect(company.ann, room), connect(company.bo, room)
    key = str(uuid.uuid4())
    payload = {"room": room["id"], "content": " как дела? 🦀\n", "clientId": key}
    sent = shapes.acknowledged("sendMessage", ann.call("sendMessage", payload))["message"]
    assert (sent["content"], sent["clientId"], sent["seq"]) == (payload["content"], key, 1)
    assert (sent["sender"]["id"], sent["replyTo"], sent["editedAt"]) == (company.ann.id, None, None)
    assert (sent["deleted"], sent["reactions"], sent["attachments"]) == (False, [], [])
    again = shapes.acknowledged("sendMessage", ann.call("sendMessage", payload))["message"]
    assert again == sent

    answer = bo.say(room["id"], "good", replyTo=sent["id"])
    assert (answer["replyTo"], answer["seq"], answer["version"]) == (sent["id"], 2, 2)

    edit = {"message": sent["id"], "content": "how are you?"}
    edited = shapes.acknowledged("editMessage", ann.call("editMessage", edit))["message"]
    assert (edited["content"], edited["version"], edited["seq"]) == ("how are you?", 3, 1)
    assert edited["editedAt"] is not None

    reaction = {"message": sent["id"], "emoji": "👍"}
    liked = shapes.acknowledged("react", bo.call("react", reaction))["message"]
    assert liked["reactions"] == [{"emoji": "👍", "users": [company.bo.id], "count": 1}]
    unliked = shapes.acknowledged("unreact", bo.call("unreact", reaction))["message"]
    assert (unliked["reactions"], unliked["version"]) == ([], 5)

    gone = shapes.acknowledged("deleteMessage", ann.call("deleteMessage", {"message": sent["id"]}))
    stone = gone["message"]
    assert (stone["deleted"], stone["content"], stone["version"]) == (True, "", 6)

    # Who did it is told live.
    told = [
        message | {"reacted": {"user": company.bo.id, "emoji": "👍", "added": added}}
        for message, added in ((liked, True), (unliked, False))
    ]
    for socket in (ann, bo):
        socket.wait_for("messageChanged", lambda one: one["version"] == 6)
        assert socket.of("newMessage") == [sent, answer]
        assert socket.of("messageChanged") == [edited, *told, stone]

    page = shapes.acknowledged("history", bo.call("history", {"room": room["id"]}))
    assert page == {"messages": [stone, answer], "complete": True}
    query = {"room": room["id"], "after": 0, "limit": 1}
    page = shapes.acknowledged("changes", bo.call("changes", query))
    assert page == {"changes": [answer], "complete": False, "version": 2}
    page = shapes.acknowledged("changes", bo.call("changes", query | {"after": 2}))
    assert page == {"changes": [stone], "complete": True, "version": 6}


def test_history_in_pages(company: Company, connect):
    room = company.room()
    sent = [company.message(room, f"{number}") for number in range(7)]
    bo = connect(company.bo)

    def page(**query: int) -> tuple[list[int], bool]:
        answer = bo.call("history", {"room": room["id"], **query})
        found = shapes.acknowledged("history", answer)
        assert all(one in sent for one in found["messages"])
        return [one["seq"] for one in found["messages"]], found["complete"]

    assert page() == ([1, 2, 3, 4, 5, 6, 7], True)
    assert page(limit=3) == ([5, 6, 7], False)
    assert page(before=5, limit=3) == ([2, 3, 4], False)
    assert page(before=2, limit=3) == ([1], True)
    assert page(after=2, limit=3) == ([3, 4, 5], False)
    assert page(after=5) == ([6, 7], True)
    assert page(after=7) == ([], True)
    assert page(limit=100) == ([1, 2, 3, 4, 5, 6, 7], True)


def test_reading_is_told_to_the_readers_other_sockets_alone(company: Company, connect):
    room = company.room()
    for _ in range(3):
        company.message(room)
    reading, second, ann = (
        connect(company.bo, room),
        connect(company.bo),
        connect(company.ann, room),
    )
    query = {"room": room["id"], "seq": 2}
    assert shapes.acknowledged("markRead", reading.call("markRead", query)) == {
        "readSeq": 2, "setBack": 0,
    }  # fmt: skip
    assert shapes.acknowledged("markRead", reading.call("markRead", query | {"seq": 1})) == {
        "readSeq": 2, "setBack": 0,
    }  # fmt: skip
    assert shapes.acknowledged("markRead", reading.call("markRead", query | {"seq": NEVER})) == {
        "readSeq": 3, "setBack": 0,
    }  # fmt: skip
    second.wait_for("readState", lambda one: one["readSeq"] == 3)
    assert [one["readSeq"] for one in second.of("readState")] == [2, 3]
    for socket in (reading, ann):
        socket.settle()
        assert socket.of("readState") == []


def test_what_one_writes_is_read(company: Company, connect):
    room = company.room()
    writing, second = connect(company.bo, room), connect(company.bo)
    writing.say(room["id"], "hello")
    state = second.wait_for("readState")
    assert state == {"room": room["id"], "readSeq": 1}
    writing.settle()
    assert writing.of("readState") == []


def test_typing_is_told_to_the_others(company: Company, connect):
    room = company.room()
    ann, bo, elsewhere = connect(company.ann, room), connect(company.bo, room), connect(company.ann)
    for typing in (True, False):
        answer = bo.call("typing", {"room": room["id"], "typing": typing})
        assert shapes.acknowledged("typing", answer) == {}
    ann.wait_for("typing", lambda one: one["typing"] is False)
    assert [one["typing"] for one in ann.of("typing")] == [True, False]
    assert ann.of("typing")[0]["user"]["id"] == company.bo.id
    for socket in (bo, elsewhere):
        socket.settle()
        assert socket.of("typing") == []


def test_coming_and_going_and_being_away(company: Company, connect):
    # People who were not online a moment ago: who goes and comes back at once is no news.
    company = Company(company.server)
    room = company.room()
    ann = connect(company.ann, room)
    bo = connect(company.bo, room)
    came = ann.wait_for("userJoined", lambda one: company.bo.id in [u["id"] for u in one["users"]])
    assert came["room"] == room["id"]

    def state_of_bo(state: str):
        wanted = {"id": company.bo.id, "state": state}
        # A client by polling may go without a word: then its ping runs out, after 25 seconds.
        return ann.wait_for("presence", lambda one: wanted in one["users"], timeout=60)

    state_of_bo("online")
    assert shapes.acknowledged("setPresence", bo.call("setPresence", {"state": "away"})) == {}
    state_of_bo("away")
    ann.clear()
    shapes.acknowledged("setPresence", bo.call("setPresence", {"state": "active"}))
    state_of_bo("online")
    assert shapes.acknowledged("leaveRoom", bo.call("leaveRoom", {"room": room["id"]})) == {}
    left = ann.wait_for("userLeft")
    assert [one["id"] for one in left["users"]] == [company.bo.id]
    ann.say(room["id"], "bo does not hear this live")
    bo.settle()
    assert bo.of("newMessage") == []
    bo.close()
    state_of_bo("offline")


def test_what_happens_elsewhere_is_told_without_content(company: Company, connect):
    room, other = company.room(), company.room()
    inside, elsewhere = connect(company.bo, room), connect(company.bo, other)
    eve, ann = connect(company.eve), connect(company.ann, room)
    began = time.monotonic()
    for number in range(20):
        ann.say(room["id"], f"a secret for @{company.bo.username}, {number}")
    last = elsewhere.wait_for("roomActivity", lambda one: one["lastSeq"] == 20)
    figures = {"lastSeq": 20, "unread": 20, "mentions": 20, "readSeq": 0, "setBack": 0}
    assert last == {"room": room["id"], **figures}
    assert elsewhere.wait_for("inboxChanged") == {}
    assert ann.of("inboxChanged") == eve.of("inboxChanged") == []
    for one in company.bo.call_api("GET", "/rooms")["rooms"]:
        shapes.summary(one)
    heard = elsewhere.of("roomActivity")
    assert len(heard) <= 2 + time.monotonic() - began, "gathered, one a second at most"
    assert "secret" not in str(elsewhere.events)
    for socket in (inside, eve, ann):
        socket.settle()
        assert socket.of("roomActivity") == []


def test_the_life_of_a_membership(company: Company, connect):
    eve, ann = connect(company.eve), connect(company.ann)
    room = company.ann.make_room("New", "private", members=[company.eve.username])
    added = eve.wait_for("roomAdded", lambda one: one["id"] == room["id"])
    assert added == {**room, "role": "member"}
    assert ann.wait_for("roomAdded", lambda one: one["id"] == room["id"]) == room
    place = f"/rooms/{room['id']}"
    renamed = company.ann.call_api("PATCH", place, {"name": "Newer", "topic": "news"})
    heard = eve.wait_for("roomChanged")
    assert heard == {**renamed, "role": "member"}
    company.ann.call_api("PATCH", f"{place}/members/{company.eve.id}", {"role": "admin"})
    eve.wait_for("roomChanged", lambda one: one["role"] == "admin")
    company.ann.call_api("DELETE", f"{place}/members/{company.eve.id}")
    assert eve.wait_for("roomRemoved") == {"room": room["id"]}


def test_a_removed_member_hears_nothing_more_at_once(company: Company, connect):
    room = company.room()
    company.ann.call_api("POST", f"/rooms/{room['id']}/members", {"username": company.cy.username})
    cy, bo = connect(company.cy, room), connect(company.bo, room)
    bo.say(room["id"], "while cy is here")
    cy.wait_for("newMessage")
    company.ann.call_api("DELETE", f"/rooms/{room['id']}/members/{company.cy.id}")
    said = bo.say(room["id"], "now that cy is gone")
    bo.ok("typing", {"room": room["id"], "typing": True})
    bo.ok("editMessage", {"message": said["id"], "content": "still between us"})
    bo.wait_for("messageChanged")
    cy.wait_for("roomRemoved")
    gone = bo.wait_for("membersChanged", lambda one: company.cy.id in one["removed"])
    cy.settle()
    assert gone not in cy.of("membersChanged")
    assert [one["content"] for one in cy.of("newMessage")] == ["while cy is here"]
    assert cy.of("messageChanged") == cy.of("typing") == []
    for event in ("joinRoom", "history", "leaveRoom"):
        shapes.refused(cy.call(event, {"room": room["id"]}), "notFound")
    company.ann.call_api("POST", f"/rooms/{room['id']}/members", {"username": company.cy.username})
    cy.clear()
    bo.say(room["id"], "cy is back but has not joined")
    cy.settle()
    assert cy.of("newMessage") == []


def test_the_end_of_a_room(company: Company, connect):
    room = company.room()
    bo = connect(company.bo, room)
    company.ann.call_api("DELETE", f"/rooms/{room['id']}")
    assert bo.wait_for("roomRemoved") == {"room": room["id"]}
    shapes.refused(bo.call("joinRoom", {"room": room["id"]}), "notFound")
