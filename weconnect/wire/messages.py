"""Messages: sending, changing, reading back."""

from typing import Annotated, Any

from pydantic import (
    ConfigDict,
    Field,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticKnownError

from .auth import User
from .base import (
    ClientId,
    Command,
    Event,
    Id,
    Model,
    Moment,
    SendPart,
    Seq,
    Timestamp,
    is_false,
    is_none,
)
from .body import Body, Content, SealedBody, TextBody
from .parts import ChangeParts, MessageParts, SendParts
from .rooms import Member, Room

MAX_PAGE = 100
PAGE = 50

Limit = Annotated[int, Field(ge=1, le=MAX_PAGE)]


# When reading a room back is refused.
READING = {
    "notFound": "no such room that one may see",
    "forbidden": "a public room that one has not joined",
}


class BareMessage(Model):
    """A message without what hangs on it."""

    id: Id
    room: Id
    seq: Seq
    """its place in the room: 1, 2, 3, … without a hole"""
    version: Seq
    """the room's version that last changed it"""
    sender: User
    content: str
    """text as written, in Markdown unless it is `plain`; empty in a tombstone, and where the
    message is `sealed`"""
    plain: bool = Field(default=False, exclude_if=is_false)
    """the text is to be shown as it stands; absent: it is Markdown"""
    sealed: SealedBody | None = Field(default=None, exclude_if=is_none)
    """only in encrypted rooms, and not in a tombstone: what it says, for the devices of the room's
    people"""
    html: str | None = Field(default=None, exclude_if=is_none)
    """what it says as HTML, where it was asked for: text, links, `br`, `code`, `del`, `em`, `i`,
    `span` and `strong`; and blocks: `blockquote`, `div`, `h3` to `h6`, `hr`, `ol`, `p`, `pre`,
    `table` and `ul` with what belongs to them"""
    timestamp: Timestamp
    """when it was accepted"""
    client_id: str
    """the UUID that its sender gave it"""
    reply_to: Id | None
    """the id of the message of this room that it answers"""
    thread: Id | None = Field(default=None, exclude_if=is_none)
    """only in a thread: the id of the message that began it"""
    in_room: bool | None = Field(default=None, exclude_if=is_none)
    """only in a thread: `true` if it stands in the room as well; absent: in the thread alone"""
    edited_at: Timestamp | None
    """null: never; also in a tombstone"""
    deleted: bool


class Message(MessageParts, BareMessage):
    """A message of a room. A deleted one keeps its place: `deleted` is true, `content` empty."""


# What a message may consist of, without a text.
_ALONE = tuple(
    name
    for part in SendPart.__subclasses__()
    if vars(part).get("stands_alone")
    for name in part.model_fields
)
# Stands for text that is not there: itself, and nothing that is equal to it.
_UNSAID = "\0 nothing"


def _or_sealed(value: Any, take: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
    """The text, unless there is a sealed body in place of it."""
    sealed = info.data.get("sealed") is not None
    if value is _UNSAID and not sealed:
        if any(info.data.get(name) for name in _ALONE):
            return ""
        raise PydanticKnownError("missing")
    if value is not _UNSAID and sealed:
        raise ValueError("must not be there beside sealed")
    return "" if sealed else take(value)


def _one_of_two(schema: dict[str, Any]) -> None:
    for name in ("content", "sealed"):
        schema["properties"][name].pop("default", None)
    ways: list[dict[str, Any]] = [{"required": ["content"]}, {"required": ["sealed"]}]
    neither = {"not": {"anyOf": [*ways]}}
    ways += [
        {"required": [to_camel(name)], "properties": {to_camel(name): {"type": "array"}}, **neither}
        for name in _ALONE
        if to_camel(name) in schema["properties"]
    ]
    schema["oneOf"] = ways


# The text of a message; the field looks at `sealed`, which stands before it.
_Text = Annotated[Content, WrapValidator(_or_sealed), Field(validate_default=True)]


class _Saying(Model):
    """What has a body: `content` or `sealed`."""

    model_config = ConfigDict(json_schema_extra=_one_of_two)


_EXTRAS = tuple(SendParts.model_fields)


class _Sending(_Saying, SendParts):
    """What has a body, and perhaps more that is to hang on the message from the start."""

    @property
    def extras(self) -> dict[str, Any] | None:
        """What is to hang on it, by the fields of the parts; None: nothing."""
        return {
            name: value for name in _EXTRAS if (value := getattr(self, name)) is not None
        } or None


class SendMessage(Command, _Sending):
    """Post a message; the same `clientId` from the same sender makes no second one."""

    event = "sendMessage"
    errors = {
        "notFound": "no such room that one may see, or no such message in it to reply to or to "
        "begin a thread with, or no such file of one's own for it",
        "forbidden": "a public room that one has not joined, an archived room, text in an "
        "encrypted room or something sealed in another, a `thread` whose first message is deleted "
        "or stands in another thread, or no storage left",
        "conflict": "a file is in another message already, or not ready",
        "tooLarge": "the content is too long",
        "staleKeys": "it is sealed for another `keysVersion` than the room's",
    }

    room: Id
    sealed: SealedBody = None  # type: ignore[assignment]
    """in an encrypted room, in place of `content`"""
    content: _Text = _UNSAID
    """in other rooms; may be left out where `attachments` are there"""
    client_id: ClientId
    """made by the client, once for each message and not for each attempt"""
    reply_to: Id | None = None
    """the id of a message of the same room"""
    plain: bool = False
    """the content is to be shown as it stands: what a program says, and no Markdown"""
    thread: Id | None = None
    """the id of the message of the same room in whose thread it is to stand"""
    in_room: bool = False
    """with `thread`: it is to stand in the room as well"""

    @property
    def body(self) -> Body:
        # Validated as the field of this: it need not be once more.
        return self.sealed or TextBody.model_construct(content=self.content, plain=self.plain)


class PostMessage(_Sending):
    """`POST /rooms/{id}/messages`; without a `clientId` the server makes one."""

    sealed: SealedBody = None  # type: ignore[assignment]
    """in an encrypted room, in place of `content`"""
    content: _Text = _UNSAID
    """in other rooms; may be left out where `attachments` are there"""
    client_id: ClientId | None = None
    reply_to: Id | None = None
    plain: bool = False
    """the content is to be shown as it stands: what a program says, and no Markdown"""
    thread: Id | None = None
    """the id of the message of the same room in whose thread it is to stand"""
    in_room: bool = False
    """with `thread`: it is to stand in the room as well"""

    @property
    def body(self) -> Body:
        return self.sealed or TextBody.model_construct(content=self.content, plain=self.plain)


class EditMessage(Command, _Saying):
    """Change the text of one's own message; if it is `plain`, it stays so."""

    event = "editMessage"
    errors = {
        "notFound": "no such message in one's rooms",
        "forbidden": "not one's own, or deleted, the room is archived, text in an encrypted room "
        "or something sealed in another, or no storage left",
        "tooLarge": "the content is too long",
        "staleKeys": "it is sealed for another `keysVersion` than the room's",
    }

    message: Id
    sealed: SealedBody = None  # type: ignore[assignment]
    """in an encrypted room, in place of `content`"""
    content: _Text = _UNSAID
    """in other rooms"""

    @property
    def body(self) -> Body:
        return self.sealed or TextBody(content=self.content)


class PatchMessage(_Saying):
    """`PATCH /messages/{id}`"""

    sealed: SealedBody = None  # type: ignore[assignment]
    """in an encrypted room, in place of `content`"""
    content: _Text = _UNSAID
    """in other rooms"""

    @property
    def body(self) -> Body:
        return self.sealed or TextBody(content=self.content)


class DeleteMessage(Command):
    """Take back one's own message, or as owner or admin anybody's."""

    event = "deleteMessage"
    errors = {
        "notFound": "no such message in one's rooms",
        "forbidden": "somebody else's and one is neither owner nor admin, or the room is archived",
    }

    message: Id


class HistoryQuery(Model):
    """`GET /rooms/{id}/messages`: before or after a seq, or since a time; else the newest page."""

    before: Seq | None = None
    """a `seq`: the messages just before it"""
    after: Seq | None = None
    """a `seq`: the messages just after it"""
    since: Moment | None = None
    """a time: the messages from then on"""
    limit: Limit = PAGE
    html: bool = False
    """whether each message comes with its `html` as well"""


class MessageQuery(Model):
    """`GET /messages/{message}`"""

    html: bool = False
    """whether the message comes with its `html` as well"""


class History(Command, HistoryQuery):
    """A page of messages, oldest first: before or after a seq, or since a time, of which only one
    can be asked for; else the newest page."""

    event = "history"
    errors = READING

    room: Id


class ChangesQuery(Model):
    """`GET /rooms/{id}/changes`"""

    after: Seq
    """the room version up to which the client knows everything"""
    limit: Limit = PAGE


class Changes(Command, ChangesQuery):
    """What was created, edited, deleted or reacted to since a version of the room."""

    event = "changes"
    errors = READING

    room: Id


class ReadUpTo(Model):
    """`PUT /rooms/{id}/read`"""

    seq: Seq


class MarkRead(Command):
    """Everything up to `seq` is read. Never goes back."""

    event = "markRead"
    errors = READING

    room: Id
    seq: Seq
    set_back: Seq | None = None
    """the `setBack` that one knows: if the mark was set back since, it stays where it is"""


class UnreadFrom(Model):
    """`PUT /rooms/{id}/unread`"""

    seq: Id


class MarkUnread(Command):
    """Everything from `seq` on is unread again; if it was so already, nothing changes."""

    event = "markUnread"
    errors = READING

    room: Id
    seq: Id


class MarkAllRead(Command):
    """Everything is read, in all of one's rooms."""

    event = "markAllRead"


class HistoryPage(Model):
    """A page of messages."""

    messages: list[Message]
    """oldest first"""
    complete: bool
    """whether there is nothing more in the direction that was asked for"""


class ChangesPage(Model):
    """A page of messages that changed, each as it is now."""

    changes: list[Message]
    """in the order of their versions"""
    complete: bool
    version: Seq
    """the `after` of the next call"""


class JoinedRoom(HistoryPage):
    """The answer to `joinRoom`."""

    room: Room
    last_seq: Seq
    """the `seq` of the room's newest message"""
    read_seq: Seq
    """everything up to this `seq` is read"""
    set_back: Seq
    """how often that was set back"""
    visible_from_seq: Seq
    """the `seq` of the first message that the reader sees: what was said before they came is not
    for them; 0: they see all"""
    members: list[Member]
    """by display name; at most 100, those who are here first, and oneself in any case"""
    member_count: int
    """how many belong to the room: see `GET /rooms/{id}/members`"""
    here_count: int
    """how many of them are not offline"""
    now: Timestamp
    """the server's time, for clients whose clock is wrong"""


class MessageAck(Model):
    """The answer to whatever makes or changes a message."""

    message: Message


class ReadAck(Model):
    """Where the reader stands now."""

    read_seq: Seq
    set_back: Seq
    """how often that was set back"""
    aside: int | None = Field(default=None, exclude_if=is_none)
    """how many of the messages after it stand in threads only; absent: none"""


class AllReadAck(Model):
    """The answer to `markAllRead`."""

    rooms: int
    """in how many something was unread"""


class NewMessage(Event, Message):
    """A message was posted."""

    event = "newMessage"
    audience = "sockets that have joined the room, the sender's included"
    ordered = True


class MessageChanged(Event, Message, ChangeParts):
    """A message was edited, deleted or reacted to, or something was said in its thread."""

    event = "messageChanged"
    audience = "sockets that have joined the room"
    ordered = True


class UnseenChanged(Event):
    """Something became of a message that the receiver does not see, as it was said before they
    came: the room's version counts up all the same."""

    event = "unseenChanged"
    audience = "sockets that have joined the room, of those people; the others get `messageChanged`"

    room: Id
    version: Seq


class ReadState(Event):
    """The person read on at another socket, or posted, or set their mark back at any."""

    event = "readState"
    audience = "the person's other sockets; all of them if the mark was set back"

    room: Id
    read_seq: Seq
    """lower than before only where `setBack` is higher: whoever takes no notice of that may leave
    their mark where it is"""
    set_back: int | None = Field(default=None, exclude_if=is_none)
    """how often the mark was set back; absent: the person posted, which reads what was before"""
    mentions: int | None = Field(default=None, exclude_if=is_none)
    """how many of what is still unread mention the person; absent: none"""
    aside: int | None = Field(default=None, exclude_if=is_none)
    """how many of the messages after it stand in threads only; absent: none"""
