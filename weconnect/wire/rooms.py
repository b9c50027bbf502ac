"""Rooms, memberships and what joins and leaves them."""

from operator import not_
from typing import Annotated, Literal

from pydantic import Field

from .auth import User
from .base import (
    CleanText,
    ClientId,
    Command,
    Event,
    Id,
    Model,
    OptionalSingleLine,
    PresenceState,
    Seq,
    SingleLine,
    is_none,
)
from .parts.files import File

# Whom one names at once.
MAX_INVITED = 100

RoomKind = Literal["public", "private", "direct"]
Role = Literal["owner", "admin", "member", "guest"]
# What of a room calls for a person (docs/decisions/what-calls-for-people.md).
Level = Literal["all", "mentions", "nothing"]
USUAL: Level = "all"
RoomName = Annotated[SingleLine, Field(max_length=80)]
Topic = Annotated[OptionalSingleLine, Field(max_length=300)]


class Room(Model):
    """A room as one person sees it."""

    id: Id
    name: str
    """need not be unique; of a direct conversation, the names of the others"""
    kind: RoomKind
    """`public`: anybody may join; `private`: by invitation; `direct`: always the same people"""
    topic: str
    """empty: none"""
    encrypted: bool
    """whether it takes messages only that its people's devices alone can read; for good"""
    encrypted_from: Seq | None
    """the `seq` after which all messages are sealed; null: it is not encrypted"""
    archived: bool
    """whether it takes no more messages, changes and members; it stays readable"""
    newcomers: bool
    """whether new accounts become members of it by themselves"""
    hides_history: bool
    """whether whoever is added to it sees nothing of what was said before; private rooms only"""
    role: Role | None
    """the reader's; null in a public room that they have not joined"""
    last_seq: Seq
    """the `seq` of the newest message; 0 before the first"""
    version: Seq
    """counts every change of a message in the room: see `changes`"""
    people: list[User] = []
    """the others of a direct conversation; empty in other rooms"""


class ThreadsUnread(Model):
    """What is unread in the threads of a room that one follows, up to 1,000 of each."""

    unread: int
    mentions: int
    """messages among them that mention the reader"""


class Preview(Model):
    """The last message of a direct conversation, in a line."""

    seq: Seq
    sender: Id
    text: str
    """without marks and breaks; empty if the message is deleted, or sealed, or has no words"""
    deleted: bool
    sealed: bool
    attachments: list[File] = Field(default=[], exclude_if=not_)
    """the files of a message that has no words; absent: none"""


class RoomSummary(Room):
    """A room in a person's list, with what they have not read."""

    read_seq: Seq
    """everything up to this `seq` is read"""
    set_back: Seq
    """how often `readSeq` was set back (`markUnread`): of two tellings the one with more is the
    later, and of two with as many the one that is further"""
    unread: int
    """messages after `readSeq`, tombstones among them, but not those that stand in threads only"""
    aside: int = 0
    """messages after `readSeq` that stand in threads only"""
    mentions: int
    """messages among the unread that mention the reader by `@username`"""
    visible_from_seq: Seq
    """the `seq` of the first message that the reader sees: what was said before they came is not
    for them; 0: they see all"""
    threads: ThreadsUnread | None = Field(default=None, exclude_if=is_none)
    """what is unread in threads; absent: nothing"""
    level: Level
    """what of it calls for the reader"""
    usual_level: bool
    """whether that is the one that they have for all rooms"""
    muted: bool
    """whether nothing of it calls for them, whatever the level"""
    section: Id | None
    """where it stands in the reader's list; null, or none of theirs: with others of its kind"""
    hidden_seq: Seq | None
    """a direct conversation is not in their list as long as nothing was said after this, and all of
    it is read; null: it is"""

    preview: Preview | None
    """of a direct conversation its last message; null: there is none"""

    @property
    def is_hidden(self) -> bool:
        # The same as in `static/js/rooms/lists.js`.
        return self.hidden_seq is not None and self.last_seq <= self.hidden_seq and not self.unread


class PublicRoom(Room):
    """A public room in the directory."""

    member_count: int


class Member(User):
    """A person in a room."""

    role: Role
    state: PresenceState


class JoinRoom(Command):
    """Enter a room's live feed; on a public room this makes one a member."""

    event = "joinRoom"
    errors = {
        "notFound": "no such room that one may see",
        "forbidden": "an archived room takes no new members",
    }

    room: Id
    after: Seq | None = None
    """the last `seq` that the client has: answered with what follows it, not the newest page"""


class LeaveRoom(Command):
    """Stop this socket's live feed of a room. The membership stays."""

    event = "leaveRoom"
    errors = {
        "notFound": "no such room that one may see",
        "forbidden": "a public room that one has not joined",
    }

    room: Id


class CreateRoom(Model):
    """`POST /rooms`"""

    name: RoomName | None = None
    """demanded but for direct conversations, which have none"""
    kind: RoomKind
    topic: Topic = ""
    encrypted: bool = False
    """not for public rooms; a direct conversation that is there already stays as it is"""
    hides_history: bool = False
    """private rooms: whoever is added later sees nothing of what was said before"""
    members: Annotated[list[CleanText], Field(max_length=MAX_INVITED)] = []
    """the usernames of those who are members from the start, beside oneself"""
    client_id: ClientId | None = None
    """an id of this request: sent again, it finds the room that it made"""


class EditRoom(Model):
    """`PATCH /rooms/{id}`: the fields that change."""

    name: RoomName | None = None
    topic: Topic | None = None
    archived: bool | None = None
    newcomers: bool | None = None
    """public rooms, by an administrator of the server who manages the room"""
    hides_history: bool | None = None
    """private rooms: for whoever is added from then on; those who are there see what they saw"""
    encrypted: bool | None = None
    """`true`, by the owner of a private room, or by anybody in a direct conversation, of which it
    is the only field to be changed: encrypted from now on, for good"""


class RoomPeople(Model):
    """`GET /e2ee/rooms/{room}`: for whom a message of the room is sealed."""

    people: list[Id]
    """all members"""
    keys_version: Seq
    """counts up when the people of an encrypted room, or the devices of one of them, change"""


class AddMember(Model):
    """`POST /rooms/{id}/members`"""

    username: Annotated[CleanText, Field(max_length=200)]


class EditMember(Model):
    """`PATCH /rooms/{id}/members/{userId}`"""

    role: Role


class RoomAdded(Event, Room):
    """The receiver became a member."""

    event = "roomAdded"
    audience = "the new member's sockets"


class RoomChanged(Event, Room):
    """Name, topic, archiving, encryption, `hidesHistory` or the receiver's role changed."""

    event = "roomChanged"
    audience = "the sockets of the room's members, with each one's own `role`"


class KeysChanged(Event):
    """The people of an encrypted room, or the devices of one of them, are others now."""

    event = "keysChanged"
    audience = "the sockets of the room's members"

    room: Id
    keys_version: Seq


class RoomRemoved(Event):
    """The receiver is no longer a member, or the room is gone."""

    event = "roomRemoved"
    audience = "the former member's sockets; they have left the live feed already"

    room: Id


class MembersChanged(Event):
    """People who became members of a room or got another role, and those who no longer are."""

    event = "membersChanged"
    audience = "sockets that have joined the room; gathered"

    room: Id
    members: list[Member]
    removed: list[Id]
    member_count: int
    """how many belong to the room now"""


class PeopleCounted(Event):
    """How many people a room of more than 100 members has, after some of them came or went."""

    event = "peopleCounted"
    audience = "sockets that have joined the room; at most one a second"

    room: Id
    member_count: int
    here_count: int
    """those who are not offline"""


class UserJoined(Event):
    """People whose first socket joined the room's live feed; gathered."""

    event = "userJoined"
    audience = "sockets that have joined the room"

    room: Id
    users: list[User]


class UserLeft(Event):
    """People whose last socket left the room's live feed; gathered."""

    event = "userLeft"
    audience = "sockets that have joined the room"

    room: Id
    users: list[User]


class RoomActivity(Event):
    """There are new messages in a room that this socket has not joined, or an edit or a deletion
    changed who is mentioned in it, or what a direct conversation says last; no content but that."""

    event = "roomActivity"
    audience = (
        "members' sockets that have not joined the room, and after a change to who is mentioned "
        "the others as well; at most one per room and second"
    )

    room: Id
    last_seq: Seq
    unread: int
    mentions: int
    read_seq: Seq
    set_back: Seq
    """how often `readSeq` was set back"""
    aside: int | None = Field(default=None, exclude_if=is_none)
    """how many messages after the mark stand in threads only; absent: none"""
    preview: Preview | None = Field(default=None, exclude_if=is_none)
    """only of a direct conversation: its last message"""


class RoomSearch(Model):
    """`GET /rooms`: one's own rooms, or the public ones by name or topic."""

    scope: Literal["mine", "public"] = "mine"
    q: Annotated[CleanText, Field(max_length=200)] = ""
    """part of a name or topic; of a direct conversation, of the name of somebody in it"""
    after: Seq = 0
    """public rooms: the id after which to go on"""
    cursor: Annotated[str, Field(max_length=2200, pattern=r"^([0-9]{1,19}(\.[0-9]{1,19})+)?$")] = ""
    """one's own rooms: the `next` of the page before"""
    show: Literal["all", "unread"] = "all"
    """one's own rooms: `unread`: those with something unread, and not muted"""
    limit: Annotated[int, Field(ge=1, le=100)] | None = None
    """so many at most; 100 of one's own, 50 public ones unless it is given"""


class RoomTotals(Model):
    """What calls in all of a person's rooms together, archived and muted ones left out."""

    rooms: int
    """all of them but the archived ones"""
    unread: int
    """unread messages, as far as each room's `level` lets them count"""
    mentions: int
    """those among them that call for the reader: mentions, and where the level is `all`, whatever
    is said in direct conversations; also in threads that they follow"""
    threads: int = 0
    """unread messages of threads that one follows, in rooms that may call for the reader"""


class RoomList(Model):
    """The answer to `GET /rooms`."""

    rooms: list[RoomSummary] | list[PublicRoom]
    """one's own: what matters first; public ones: by id"""
    next: str | None = None
    """one's own rooms: the `cursor` of the next page; null: this is the last one"""
    totals: RoomTotals | None = None
    """of one's own rooms"""


class MemberSearch(Model):
    """`GET /rooms/{id}/members`: the people in a room, a page at a time."""

    q: Annotated[CleanText, Field(max_length=200)] = ""
    """part of a username or a display name"""
    state: Literal["any", "here"] = "any"
    """`here`: only those who are not offline"""
    after: Seq = 0
    """the `next` of the page before"""
    limit: Annotated[int, Field(ge=1, le=100)] = 100


class MemberList(Model):
    """The answer to `GET /rooms/{id}/members`."""

    members: list[Member]
    """by display name within the page"""
    member_count: int
    """how many belong to the room, whatever was searched for"""
    here_count: int
    """how many of them are not offline"""
    next: Id | None
    """the `after` of the next page; null: this is the last one"""
