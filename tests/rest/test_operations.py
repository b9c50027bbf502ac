"""Every operation of the API, once, as a member uses it."""

import uuid
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest

from tests.e2ee.keys import (
    device_keys,
    identity,
    new_device,
    one_time_keys,
    public,
    session,
)
from tests.files.sending import send_by_program as send_file
from tests.harness.doors import OPERATIONS
from tests.harness.person import PASSWORD
from tests.harness.processes import ROOT

PICTURE = b64encode((ROOT / "weconnect/operations/demo/boris.png").read_bytes()).decode()
NAMES = {operation.name for operation in OPERATIONS}


@pytest.fixture(scope="module")
def told():
    """The operations that the tests of this file have called."""
    return set()


@pytest.fixture
def do(told, app):
    """Calls an operation by its name; the path is made of the operation's and of `parts`."""
    by_name = {one.name: one for one in app.extensions["weconnect_operations"]}

    def call(program, name, /, json=None, query=None, **parts):
        operation = by_name[name]
        path = operation.path.replace("int:", "")
        for part, value in parts.items():
            path = path.replace(f"<{part}>", str(value))
        response = program.call(operation.method, path, json, query_string=query or {})
        assert response.status_code in {operation.status, *operation.also}, response.text
        told.add(name)
        return response.json if response.data else None

    return call


def test_rooms_and_members(program, do):
    ann, bob = program("ann"), program("bob")

    room = do(ann, "create_room", {"kind": "private", "name": "Cellar", "topic": "cold"})
    assert (room["role"], room["lastSeq"], room["version"]) == ("owner", 0, 0)
    member = do(ann, "add_member", {"username": "bob"}, room=room["id"])
    assert (member["username"], member["role"], member["state"]) == ("bob", "member", "offline")
    assert do(bob, "get_room", room=room["id"])["role"] == "member"
    assert do(ann, "edit_room", {"topic": "warm"}, room=room["id"])["topic"] == "warm"
    changed = do(ann, "edit_member", {"role": "admin"}, room=room["id"], user=member["id"])
    assert changed["role"] == "admin"
    found = do(bob, "list_members", room=room["id"])["members"]
    assert [one["username"] for one in found] == ["ann", "bob"]
    assert [one["id"] for one in do(bob, "list_rooms")["rooms"]] == [room["id"]]
    do(bob, "leave_room", room=room["id"])
    do(ann, "add_member", {"username": "bob"}, room=room["id"])
    do(ann, "remove_member", room=room["id"], user=member["id"])
    assert do(bob, "list_rooms")["rooms"] == []
    do(ann, "delete_room", room=room["id"])
    assert ann.error("GET", f"/rooms/{room['id']}") == (404, "notFound")

    public = do(ann, "create_room", {"kind": "public", "name": "Roof"})
    listed = do(bob, "list_rooms", query={"scope": "public", "q": "roo"})["rooms"]
    assert [(one["id"], one["role"], one["memberCount"]) for one in listed] == [
        (public["id"], None, 1)
    ]
    assert do(bob, "join_room", room=public["id"])["role"] == "member"


def test_blocks(program, do):
    ann, bob = program("ann"), program("bob")
    person = do(bob, "get_me")["id"]
    do(ann, "block_user", user=person)
    assert [one["id"] for one in do(ann, "list_blocked")["users"]] == [person]
    do(ann, "unblock_user", user=person)
    assert do(ann, "list_blocked") == {"users": [], "next": None}


def test_messages(program, do):
    ann = program("ann")
    room = do(ann, "create_room", {"kind": "public", "name": "Roof"})["id"]
    client_id = str(uuid.uuid4())

    sent = do(ann, "post_message", {"content": "a fine view", "clientId": client_id}, room=room)
    again = do(ann, "post_message", {"content": "a fine view", "clientId": client_id}, room=room)
    assert again == sent
    reply = do(ann, "post_message", {"content": "indeed", "replyTo": sent["id"]}, room=room)
    assert do(ann, "get_message", message=sent["id"]) == sent
    page = do(ann, "list_messages", query={"limit": 1}, room=room)
    assert page == {"messages": [reply], "complete": False}
    edited = do(ann, "edit_message", {"content": "a finer view"}, message=sent["id"])
    assert edited["editedAt"] is not None
    reacted = do(ann, "put_reaction", message=sent["id"], emoji="🌇")
    assert reacted["reactions"] == [{"emoji": "🌇", "users": [sent["sender"]["id"]], "count": 1}]
    assert do(ann, "search", query={"q": "FINER"})["messages"] == [reacted]
    assert do(ann, "delete_reaction", message=sent["id"], emoji="🌇")["reactions"] == []
    gone = do(ann, "delete_message", message=sent["id"])
    assert (gone["deleted"], gone["content"]) == (True, "")
    changes = do(ann, "list_changes", query={"after": 2}, room=room)
    assert (changes["changes"], changes["version"]) == ([gone], gone["version"])
    assert do(ann, "mark_read", {"seq": 2}, room=room) == {"readSeq": 2, "setBack": 0}
    assert do(ann, "mark_unread", {"seq": 2}, room=room) == {"readSeq": 1, "setBack": 1}
    assert do(ann, "mark_all_read") == {"rooms": 1}
    level = do(ann, "set_level", {"level": "nothing", "muted": True}, room=room)
    assert do(ann, "get_level", room=room) == level
    assert do(ann, "set_usual_level", {"level": "all"}) == do(ann, "get_usual_level")
    made = do(ann, "make_section", {"name": "Work"})
    assert do(ann, "list_sections") == made
    work = next(one["id"] for one in made["sections"] if one["name"] == "Work")
    assert do(ann, "edit_section", {"folded": True}, section=work) != made
    assert do(ann, "place_room", {"section": work}, room=room)["section"] == work
    assert do(ann, "hide_room", {"hidden": False}, room=room)["hiddenSeq"] is None
    assert len(do(ann, "delete_section", section=work)["sections"]) == 3


def test_what_is_kept_of_messages(program, do):
    ann, bob = program("ann"), program("bob")
    room = do(ann, "create_room", {"kind": "private", "name": "Loft", "members": ["bob"]})["id"]
    first, second = (
        do(ann, "post_message", {"content": text}, room=room) for text in ("a view", "a door")
    )

    found = do(bob, "find_messages", query={"ids": f"{second['id']},{first['id']},4711"})
    assert found == {"messages": [first, second]}
    do(ann, "edit_message", {"content": "a fine view"}, message=first["id"])
    kept = do(bob, "message_versions", message=first["id"])
    assert [(one["content"], one["editedAt"]) for one in kept["versions"]] == [("a view", None)]

    saved = do(bob, "save_message", {"note": "look"}, message=first["id"])
    assert (saved["note"], saved["said"]["content"]) == ("look", "a fine view")
    assert do(bob, "list_bookmarks") == {"bookmarks": [saved], "complete": True, "due": 0}
    assert do(bob, "saved_messages") == {"messages": [first["id"]], "due": 0}
    do(bob, "forget_message", message=first["id"])
    assert do(bob, "saved_messages") == {"messages": [], "due": 0}

    for one in (first, second):
        assert do(ann, "pin_message", message=one["id"])["pinned"] is True
    do(ann, "move_pin", {"place": 0}, message=first["id"])
    pins = do(bob, "list_pins", room=room)
    assert [one["message"]["id"] for one in pins["pins"]] == [first["id"], second["id"]]
    assert (pins["complete"], pins["pinning"], pins["mayPin"]) == (True, "everybody", True)
    assert do(ann, "unpin_message", message=second["id"])["pinned"] is False
    do(ann, "set_pinning", {"pinning": "admins"}, room=room)
    assert do(bob, "list_pins", room=room)["mayPin"] is False

    elsewhere = do(bob, "create_room", {"kind": "private", "name": "Shed"})["id"]
    forwarded = {"room": elsewhere, "note": "see"}
    sent = do(bob, "forward_message", forwarded, message=second["id"])
    assert (sent["room"], sent["sender"]["username"]) == (elsewhere, "bob")
    assert sent["content"].startswith("see\n")
    assert "a door" in sent["content"]

    begun = do(bob, "start_erasing", {"password": PASSWORD, "room": elsewhere})
    assert (begun["room"], begun["total"]) == (elsewhere, 1)
    assert do(bob, "erasing_state")["erasure"]["total"] == 1
    assert do(ann, "erasing_state") == {"erasure": None, "stopped": False}


def test_threads(program, do):
    ann, bob = program("ann"), program("bob")
    room = do(ann, "create_room", {"kind": "private", "name": "Loft", "members": ["bob"]})["id"]
    root = do(ann, "post_message", {"content": "a view"}, room=room)["id"]
    said = do(bob, "post_message", {"content": "where?", "thread": root}, room=room)
    there = {"room": room, "thread": root}

    page = do(ann, "list_thread_messages", **there)
    assert (page["messages"], page["complete"], page["root"]["id"]) == ([said], True, root)
    assert page["root"]["answers"]["count"] == 1
    (listed,) = do(ann, "list_threads")["threads"]
    assert (listed["thread"], listed["last"], listed["unread"]) == (root, said, 1)
    assert do(ann, "mark_thread_read", {"seq": said["seq"]}, **there)["unread"] == 0
    assert do(ann, "unfollow_thread", **there)["following"] is False
    assert do(ann, "list_threads") == {"threads": [], "next": None}
    assert do(ann, "follow_thread", **there)["following"] is True


def test_groups_and_whom_one_calls_for(program, do):
    ann, bob = program("ann"), program("bob")
    room = do(ann, "create_room", {"kind": "private", "name": "Loft", "members": ["bob"]})["id"]
    person = do(bob, "get_me")["id"]

    made = do(ann, "create_group", {"name": "helpers", "members": ["bob"]})
    at = {"group": made["id"]}
    assert [one["id"] for one in made["members"]] == [person]
    (listed,) = do(bob, "find_groups", query={"q": "help"})["groups"]
    assert (listed["id"], listed["mine"], listed["mayEdit"]) == (made["id"], True, False)
    assert do(ann, "edit_group", {"displayName": "Those who help"}, **at) == do(
        ann, "get_group", **at
    )
    names = {"names": "helpers"}
    assert do(ann, "would_call", query=names, room=room)["people"] == 1
    do(ann, "take_out_of_group", **at, user=person)
    assert do(ann, "would_call", query=names, room=room)["people"] == 0
    assert do(ann, "add_to_group", {"username": "bob"}, **at)["memberCount"] == 1

    assert do(bob, "get_callers", room=room) == {"callers": "team"}
    assert do(ann, "set_callers", {"callers": "members"}, room=room) == {"callers": "members"}
    assert do(bob, "get_callers", room=room) == {"callers": "members"}

    called = do(ann, "post_message", {"content": "@helpers, come"}, room=room)
    inbox = do(bob, "get_inbox")
    (entry,) = inbox["items"]
    assert (entry["kind"], entry["message"]["id"], inbox["unread"]) == ("mention", called["id"], 1)
    assert do(bob, "set_read", {"read": True}, entry=entry["id"]) == {"unread": 0}
    assert do(bob, "set_read", {"read": False}, entry=entry["id"]) == {"unread": 1}
    assert do(bob, "read_all", {"upTo": entry["id"]}) == {"unread": 0}
    do(ann, "delete_group", **at)
    assert do(ann, "find_groups") == {"groups": [], "mayMake": True}


def test_snippets_status_and_undo(program, do):
    ann, bob = program("ann"), program("bob")
    do(ann, "create_room", {"kind": "private", "name": "Loft", "members": ["bob"]})

    snippet = do(ann, "put_snippet", {"name": "thanks", "text": "Thank you", "team": True})
    assert do(bob, "list_snippets") == {"snippets": [snippet]}
    do(ann, "delete_snippet", snippet=snippet["id"])
    assert do(bob, "list_snippets") == {"snippets": []}

    said = do(bob, "edit_own_status", {"emoji": "🌴", "text": "away"})
    assert do(bob, "get_own_status") == said
    seen = do(ann, "get_status", user=said["user"])
    assert (seen["emoji"], seen["text"]) == ("🌴", "away")
    assert do(ann, "find_statuses", query={"users": f"{said['user']}"}) == {"statuses": [seen]}
    do(ann, "clear_status", user=said["user"])
    assert do(bob, "get_own_status")["text"] == ""

    assert do(ann, "put_undo", {"seconds": 5}) == do(ann, "get_undo") == {"seconds": 5}


def test_read_receipts(program, do):
    ann, bob = program("ann"), program("bob")
    room = do(ann, "create_room", {"kind": "private", "name": "Loft", "members": ["bob"]})["id"]
    said = do(ann, "post_message", {"content": "read me"}, room=room)
    do(bob, "mark_read", {"seq": said["seq"]}, room=room)

    found = do(ann, "get_message_readers", message=said["id"])
    assert (found["shown"], found["count"], found["of"]) == ("people", 1, 1)
    (reader,) = found["readers"]
    assert reader["user"]["username"] == "bob"
    marks = [{"user": reader["user"]["id"], "readSeq": said["seq"]}]
    assert do(ann, "get_room_readers", room=room) == {"shown": "people", "marks": marks}
    thread = {"room": room, "thread": said["id"]}
    do(bob, "follow_thread", **thread)
    answer = do(ann, "post_message", {"content": "and this", "thread": said["id"]}, room=room)
    do(bob, "mark_thread_read", {"seq": answer["seq"]}, **thread)
    marks = [{"user": reader["user"]["id"], "readSeq": answer["seq"]}]
    assert do(ann, "get_thread_readers", **thread) == {"shown": "people", "marks": marks}
    assert do(bob, "put_own_receipts", {"on": False}) == {"on": False}
    assert do(bob, "get_own_receipts") == {"on": False}
    assert do(ann, "get_room_readers", room=room)["marks"] == []
    assert do(ann, "put_room_receipts", {"on": False}, room=room) == {"on": False}
    assert do(bob, "get_room_receipts", room=room) == {"on": False}
    assert do(ann, "get_room_readers", room=room) == {"shown": "nothing", "marks": []}


def test_emojis_and_who_reacted(program, do):
    ann, bob = program("ann"), program("bob")
    room = do(ann, "create_room", {"kind": "private", "name": "Loft", "members": ["bob"]})["id"]
    said = do(ann, "post_message", {"content": "soup"}, room=room)["id"]

    made = do(bob, "add_emoji", {"name": "boris", "picture": PICTURE})
    assert (made["name"], made["picture"], made["mayDelete"]) == ("boris", made["still"], True)
    assert do(bob, "put_skin_tone", {"skinTone": 3}) == {"skinTone": 3}
    used = do(bob, "use_emojis", {"emojis": ["🎉", ":boris:"]})
    assert [one["emoji"] for one in used["recent"]] == ["🎉", ":boris:"]
    listed = do(bob, "list_emoji")
    assert listed == {"emojis": [made], "mayAdd": True, "version": listed["version"], **used}
    assert listed["skinTone"] == 3
    assert do(bob, "list_emoji", query={"known": listed["version"]})["emojis"] is None
    renamed = do(bob, "rename_emoji", {"name": "bóris"}, name="boris")
    assert renamed == made | {"name": "bóris"}
    assert do(bob, "rename_emoji", {"name": "boris"}, name="bóris") == made
    do(bob, "put_reaction", message=said, emoji="👍🏽")
    do(ann, "put_reaction", message=said, emoji=":boris:")
    (first,) = do(ann, "list_reactions", query={"emoji": "👍"}, message=said)["reactions"]
    assert (first["user"]["username"], first["form"]) == ("bob", "👍🏽")
    assert do(ann, "list_reactions", query={"limit": 1}, message=said)["next"]
    do(ann, "delete_emoji", name="boris")
    assert do(bob, "list_emoji")["emojis"] == []


def test_polls(program, do):
    ann, bob = program("ann"), program("bob")
    room = do(ann, "create_room", {"kind": "private", "name": "Cellar", "members": ["bob"]})["id"]
    wish = {"content": "red or white?", "poll": {"options": ["red", "white"], "extendable": True}}
    asked = do(ann, "post_message", wish, room=room)
    assert [one["text"] for one in asked["poll"]["options"]] == ["red", "white"]
    voted = do(bob, "put_vote", {"options": [1]}, message=asked["id"])["poll"]
    assert (voted["mine"], voted["options"][1]["votes"]) == ([1], 1)
    more = do(bob, "add_poll_option", {"text": "both"}, message=asked["id"])["poll"]
    assert more["options"][2] == {"text": "both", "votes": 0, "addedBy": voted_by(bob, do)}
    people = do(ann, "list_voters", query={"option": 1}, message=asked["id"])
    assert [one["username"] for one in people["people"]] == ["bob"]
    assert do(ann, "end_poll", message=asked["id"])["poll"]["endedAt"] is not None


def test_files(program, do):
    ann = program("ann")
    room = do(ann, "create_room", {"kind": "private", "name": "Cellar"})["id"]
    file = send_file(ann, room, b"hello", "plan.txt")
    assert do(ann, "get_file", file=file)["state"] == "ready"
    assert do(ann, "edit_file", {"alt": "the plan"}, file=file)["alt"] == "the plan"
    said = do(ann, "post_message", {"attachments": [file]}, room=room)
    assert [one["id"] for one in said["attachments"]] == [file]
    found = do(ann, "list_files", query={"kind": "document", "q": "PLAN"}, room=room)
    assert [(one["id"], one["message"]) for one in found["files"]] == [(file, said["id"])]
    assert do(ann, "list_files", query={"kind": "image"}, room=room)["files"] == []


def test_reminders(program, do):
    ann = program("ann")
    wish = {"text": "water", "local": "2999-01-31T09:30", "zone": "Europe/Berlin"}
    made = do(ann, "make_reminder", wish)
    assert (made["at"], made["dueAt"]) == ("2999-01-31T08:30:00.000Z", None)
    changed = do(ann, "change_reminder", wish | {"repeat": "weekly"}, reminder=made["id"])
    assert changed["repeat"] == "weekly"
    do(ann, "reminder_done", reminder=made["id"])
    assert do(ann, "list_reminders") == {"reminders": [changed], "due": 0}
    do(ann, "forget_reminder", reminder=made["id"])


def test_announcements(program, do):
    ann, bob = program("ann"), program("bob")
    room = do(ann, "create_room", {"kind": "private", "name": "Cellar", "members": ["bob"]})["id"]
    wish = {"content": "closed", "announcement": {"by": "2999-01-31T09:30:00Z"}}
    said = do(ann, "post_message", wish, room=room)
    asked = do(bob, "list_announcements")
    assert ([one["id"] for one in asked["announcements"]], asked["count"]) == ([said["id"]], 1)
    do(bob, "confirm", message=said["id"])
    page = do(ann, "list_confirmations", message=said["id"])
    assert [one["user"]["username"] for one in page["people"]] == ["bob"]
    assert (page["confirmed"], page["missing"], page["next"]) == (1, 0, None)
    do(ann, "set_announcing", {"announcing": "everybody"}, room=room)


def voted_by(program, do) -> int:
    """The id of who asks."""
    return do(program, "get_me")["id"]


def test_what_is_sent_later_and_what_is_not_sent_yet(program, do):
    ann = program("ann")
    room = do(ann, "create_room", {"kind": "public", "name": "Later"})["id"]
    soon = datetime.now(UTC) + timedelta(days=30)
    when = {"localTime": f"{soon:%Y-%m-%dT%H:%M}", "timeZone": "Europe/Berlin"}
    wishes = [{"content": text, "clientId": str(uuid.uuid4()), **when} for text in ("one", "two")]
    first, second = (do(ann, "schedule_message", wish, room=room) for wish in wishes)
    assert do(ann, "list_scheduled")["scheduled"] == [first, second]
    changed = do(ann, "edit_scheduled", {"content": "one, mended"}, scheduled=first["id"])
    assert changed["content"] == "one, mended"
    sent = do(ann, "send_scheduled", scheduled=first["id"])
    assert (sent["content"], sent["clientId"]) == ("one, mended", first["clientId"])
    do(ann, "stop_scheduled", scheduled=second["id"])
    assert do(ann, "list_scheduled")["scheduled"] == []

    draft = {"content": "not yet", "clientId": str(uuid.uuid4()), "base": 0}
    saved = do(ann, "put_draft", draft, room=room)
    assert saved["saved"]
    assert do(ann, "list_drafts")["drafts"] == [saved["draft"]]


def test_people_tokens_and_sessions(program, do, stranger):
    ann, bob = program("ann"), program("bob")

    assert do(ann, "get_me")["isAdmin"] is True
    assert do(bob, "edit_me", {"displayName": "Bob B."})["displayName"] == "Bob B."
    found = do(ann, "find_users", query={"q": "bo"})["users"]
    assert [one["username"] for one in found] == ["bob"]
    assert do(ann, "get_user", user=found[0]["id"]) == found[0]
    made = do(stranger, "create_token", {"username": "ann", "password": PASSWORD, "name": "bot"})
    assert [one["name"] for one in do(ann, "list_tokens")["tokens"]] == ["bot", "tests"]
    do(ann, "revoke_token", token=made["id"])
    assert do(ann, "list_sessions") == {"sessions": []}
    do(ann, "end_other_sessions")


def test_one_session_of_a_browser(shared_server, told):
    ann = shared_server.person("ann.sessions")
    elsewhere = shared_server.visitor(ann.username)
    elsewhere.login()
    sessions = ann.call_api("GET", "/sessions")["sessions"]
    other = next(one for one in sessions if not one["current"])

    ann.call_api("DELETE", f"/sessions/{other['id']}")

    assert len(ann.call_api("GET", "/sessions")["sessions"]) == 1
    assert elsewhere.api("GET", "/me").status_code == 401
    told.add("end_session")


def test_keys_mail_and_backups(program, do):
    ann, bob = program("ann"), program("bob")
    room = do(ann, "create_room", {"kind": "private", "name": "Cellar", "members": ["bob"]})["id"]
    me = do(ann, "get_me")["id"]
    there = {"person": do(bob, "get_me")["id"], "device": new_device()}
    for who, person, device in ((ann, me, new_device()), (bob, *there.values())):
        body = {"device": device, "keys": device_keys(person, device)}
        do(who, "put_device", body)

    assert do(bob, "put_keys", {"oneTimeKeys": one_time_keys(1)})["unusedFallbackKeys"] == []
    found = do(ann, "query_keys", {"people": [there["person"]]})["people"]
    assert [one["device"] for one in found[0]["devices"]] == [there["device"]]
    assert len(do(ann, "claim_keys", {"devices": [there]})["keys"]) == 1
    mail = {"transaction": "t", "type": "m.test", "messages": [there | {"content": {}}]}
    assert do(ann, "send_mail", mail) == {"undelivered": []}
    assert [one["sender"] for one in do(bob, "sync_device")["messages"]] == [me]
    assert do(ann, "get_room_people", room=room)["people"] == [me, there["person"]]
    do(ann, "report_unreadable", {"unreadable": [{"why": "noKey", "count": 1}]})

    own = identity(me)
    do(ann, "put_identity", own)
    master = own["masterKey"]
    signed = {"person": me, "keyId": public(master), "key": master}
    do(ann, "put_signatures", {"signed": [signed]})
    assert [one["statement"] for one in do(bob, "list_log")["entries"]] == [public(master)]

    version = do(ann, "begin_backup", {"authData": {"public_key": "x"}})["version"]
    kept = {"room": room, "session": "s", "data": session()}
    assert do(ann, "put_backup_sessions", {"sessions": [kept]}, version=version)["count"] == 1
    assert do(ann, "list_backup_sessions", version=version) == {"sessions": [kept], "next": None}
    assert do(ann, "get_backup")["version"] == version
    stored = do(ann, "put_recovery", {"sealed": "x", "replaces": 0})
    assert do(ann, "get_recovery") == stored

    (listed,) = do(bob, "list_devices")["devices"]
    assert (listed["device"], listed["current"], listed["login"]) == (there["device"], True, None)
    do(bob, "remove_device", {}, device=there["device"])
    assert bob.error("GET", "/me") == (401, "unauthorized")


def test_what_goes_out(program, do):
    assert do(program("ann"), "get_egress") == {"state": "off", "destinations": []}


def test_previews(program, do):
    ann = program("ann")
    room = do(ann, "create_room", {"kind": "private", "name": "Loft", "members": []})["id"]
    said = do(ann, "post_message", {"content": "no link"}, room=room)
    assert do(ann, "get_room_previews", room=room) == {"on": False}
    assert do(ann, "put_room_previews", {"on": True}, room=room) == {"on": False}
    assert do(ann, "delete_preview", message=said["id"], preview=1)["id"] == said["id"]


# Not among the quick ones: one of the others above is not.
@pytest.mark.usefixtures("start_server")
def test_no_operation_was_left_out(told):
    assert told == NAMES
