"""Who may do what in which room: one table, walked whole."""

from collections.abc import Callable

import pytest

from tests.harness.team import Team
from weconnect.auth.accounts.actor import Actor
from weconnect.messages import unread
from weconnect.rooms import access, members, service
from weconnect.wire.errors import AppError
from weconnect.wire.rooms import EditRoom, Role, RoomKind

# What the table says: y may, f is told that it is forbidden, n is told that nothing is there.
#                        owner admin member guest removed outsider
TABLE = {
    "see":               ("y", "y", "y", "y", "n", "n"),
    "read":              ("y", "y", "y", "y", "n", "n"),
    "catch up":          ("y", "y", "y", "y", "n", "n"),
    "list members":      ("y", "y", "y", "y", "n", "n"),
    "mark read":         ("y", "y", "y", "y", "n", "n"),
    "post":              ("y", "y", "y", "y", "n", "n"),
    "join":              ("y", "y", "y", "y", "n", "n"),
    "invite":            ("y", "y", "y", "f", "n", "n"),
    "rename":            ("y", "y", "f", "f", "n", "n"),
    "archive":           ("y", "y", "f", "f", "n", "n"),
    "remove a member":   ("y", "y", "f", "f", "n", "n"),
    "remove an admin":   ("y", "f", "f", "f", "n", "n"),
    "remove the owner":  ("y", "f", "f", "f", "n", "n"),
    "make an admin":     ("y", "y", "f", "f", "n", "n"),
    "make an owner":     ("y", "f", "f", "f", "n", "n"),
    "leave":             ("y", "y", "y", "y", "n", "n"),
    "delete":            ("y", "f", "f", "f", "n", "n"),
}  # fmt: skip
# In a public room, whoever does not belong to it may see that it is there, and come in.
PUBLIC = {"see": "y", "join": "y"}
ROLES = ("owner", "admin", "member", "guest", "removed", "outsider")

Act = Callable[[Team, Actor, int, dict[str, Actor]], object]
ACTS: dict[str, Act] = {
    "see": lambda _team, who, room, _: access.require_visible(who, room),
    "read": lambda team, who, room, _: team.history(who, room),
    "catch up": lambda team, who, room, _: team.changes(who, room, 0),
    "list members": lambda _team, who, room, _: members.list_members(who, room),
    "mark read": lambda _team, who, room, _: unread.mark_read(who, room, 1),
    "post": lambda team, who, room, _: team.say(who, room),
    "join": lambda _team, who, room, _: service.join_room(who, room),
    "invite": lambda _team, who, room, _: service.add_member(who, room, "newcomer"),
    "rename": lambda _team, who, room, _: service.edit_room(who, room, EditRoom(name="New")),
    "archive": lambda _team, who, room, _: service.edit_room(who, room, EditRoom(archived=True)),
    "remove a member": lambda _team, who, room, people: service.remove_member(
        who, room, people["other member"].id
    ),
    "remove an admin": lambda _team, who, room, people: service.remove_member(
        who, room, people["other admin"].id
    ),
    "remove the owner": lambda _team, who, room, people: service.remove_member(
        who, room, people["other owner"].id
    ),
    "make an admin": lambda _team, who, room, people: service.change_role(
        who, room, people["other member"].id, "admin"
    ),
    "make an owner": lambda _team, who, room, people: service.change_role(
        who, room, people["other member"].id, "owner"
    ),
    "leave": lambda _team, who, room, _: service.leave_room(who, room),
    "delete": lambda _team, who, room, _: service.delete_room(who, room),
}
# After these the room is as it was, for the next one to try.
HARMLESS = {"see", "read", "catch up", "list members", "mark read", "post"}
OTHERS: dict[str, Role] = {"other owner": "owner", "other admin": "admin", "other member": "member"}


def cast(team: Team) -> dict[str, Actor]:
    names = (*ROLES, *OTHERS, "newcomer")
    people = team.people(*(name.replace(" ", "-") for name in names))
    return dict(zip(names, people, strict=True))


def stage_room(team: Team, people: dict[str, Actor], kind: RoomKind) -> int:
    inside = [one for name, one in people.items() if name not in {"outsider", "newcomer"}]
    room = team.room(people["owner"], *[one for one in inside if one != people["owner"]], kind=kind)
    given: dict[str, Role] = {"admin": "admin", "guest": "guest", **OTHERS}
    for name, role in given.items():
        if role != "member":
            service.change_role(people["owner"], room, people[name].id, role)
    team.say(people["owner"], room)
    service.remove_member(people["owner"], room, people["removed"].id)
    return room


def test_the_table_is_complete():
    assert set(ACTS) == set(TABLE)


@pytest.mark.parametrize("kind", ["public", "private"])
def test_the_table_holds(team: Team, kind: RoomKind):
    people = cast(team)
    room = stage_room(team, people, kind)
    wrong = []
    for what, act in ACTS.items():
        hidden = PUBLIC.get(what, "f") if kind == "public" else "n"
        for role, told in zip(ROLES, TABLE[what], strict=True):
            expected = hidden if told == "n" else told
            try:
                act(team, people[role], room, people)
                found = "y"
                if what not in HARMLESS:
                    room = stage_room(team, people, kind)
            except AppError as error:
                found = {"forbidden": "f", "notFound": "n"}[error.code]
            if found != expected:
                wrong.append(f"{role} may {what}: {found} instead of {expected}")
    assert wrong == []


def test_administrators_of_the_server_have_no_key_to_rooms(team: Team):
    ann, root = team.person("ann"), team.person("root", admin=True)
    room = team.room(ann, kind="private")
    for what in ("see", "read", "post", "delete"):
        with pytest.raises(AppError) as error:
            ACTS[what](team, root, room, {})
        assert error.value.code == "notFound"


def test_direct_conversations_are_closed_to_everybody_else(team: Team):
    ann, bo, eve = team.people("ann", "bo", "eve")
    room = team.direct(ann, bo)
    sent = team.say(ann, room)
    for what in ("see", "read", "catch up", "list members", "mark read", "post", "join", "leave"):
        with pytest.raises(AppError) as error:
            ACTS[what](team, eve, room, {})
        assert error.value.code == "notFound", what
    assert team.everything(bo, room) == [sent]
