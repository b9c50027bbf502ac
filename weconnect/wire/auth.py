"""People and their ways in."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from .base import CleanText, Event, Id, Model, Seq, SingleLine, Timestamp, is_none

# `known`: those with whom one shares a private room or a direct conversation, into which nobody
# comes by themselves.
Reach = Literal["everybody", "known", "nobody"]


class User(Model):
    """A person as others see them."""

    id: Id
    username: str
    """the name they log in and are mentioned by"""
    display_name: str
    """the name they are shown by; need not be unique"""
    avatar: str | None = None
    """the path of their picture; null: draw their initial"""


class Me(User):
    """The person who asks."""

    is_admin: bool
    """whether they administrate the server; says nothing about their roles in rooms"""


class Profile(Me):
    """The person who asks, with what they chose: the answer to `GET /me` and `PATCH /me`."""

    reach: Reach
    """who may add them to rooms and write to them first; `known`: those with whom they share a
    private room or a direct conversation"""
    language: str | None = None
    """the tag (BCP 47) of the language in which pages address them; null: that of the browser"""


class Person(User):
    """A person as administrators see them."""

    is_admin: bool
    banned: bool
    written: int
    """bytes they wrote today"""
    kept: int
    """bytes that are kept of them in all"""
    day_limit: int | None
    """how many they may write in a day; 0: any number, null: as many as the server says"""
    total_limit: int | None
    """how many they may keep"""


class UserList(Model):
    """The answer to `GET /users`."""

    users: list[User]


class FindUsers(Model):
    """`GET /users`: in the order of their names, a page at a time."""

    q: Annotated[CleanText, Field(max_length=80)] = ""
    """part of a username or display name"""
    after: Annotated[CleanText, Field(max_length=80)] = ""
    """the username that ended the page before"""
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class FindBlocks(Model):
    """`GET /blocks`: in the order of their ids, a page at a time."""

    after: Seq = 0
    """the `next` of the page before"""
    limit: Annotated[int, Field(ge=1, le=100)] = 100


class BlockList(Model):
    """The answer to `GET /blocks`: the people whom one blocks. Nobody else is told."""

    users: list[User]
    next: Id | None
    """the `after` of the next page; null: this is the last one"""


class Login(Model):
    """One place where a person is logged in."""

    id: Id
    device: str
    """browser and system, as far as the browser told"""
    address: str
    """the network address of its last request"""
    created_at: Timestamp
    last_seen_at: Timestamp
    current: bool
    """whether this is the login that asks"""


class LoginList(Model):
    """The answer to `GET /sessions`."""

    sessions: list[Login]


class Token(Model):
    """An access token as its owner sees it later: never the secret."""

    id: Id
    name: str
    """what its owner calls it"""
    created_at: Timestamp
    last_used_at: Timestamp | None
    """exact to a minute; null: never"""
    expires_at: Timestamp | None
    """null: never"""


class TokenList(Model):
    """The answer to `GET /tokens`."""

    tokens: list[Token]


class NewToken(Model):
    """A token just made: the one time that `token` is told."""

    token: str
    """the secret, to be sent as `Authorization: Bearer …` or in the socket's `auth`"""
    expires_at: Timestamp | None
    """null: never"""
    id: Id
    name: str


class Invite(Model):
    """A link by which people may register, as administrators see it later: never its secret."""

    id: Id
    created_by: User
    created_at: Timestamp
    expires_at: Timestamp
    uses: int
    max_uses: int | None


class CreateToken(Model):
    """`POST /tokens` with a password (no login needed), or without one by somebody logged in."""

    username: str | None = Field(default=None, max_length=200)
    password: str | None = Field(default=None, max_length=4096)
    name: Annotated[SingleLine, Field(max_length=80)] = "API"
    """what to call it in the list of one's tokens"""
    days: Annotated[int, Field(ge=1, le=3650)] | None = 90
    """until it expires; null for never"""


class EditProfile(Model):
    """`PATCH /me`: what changes, at least one of it."""

    display_name: Annotated[SingleLine, Field(max_length=80)] | None = None
    reach: Reach | None = None
    """who may add one to rooms and write to one first"""
    language: Annotated[str, Field(max_length=35)] | None = None
    """the tag of the language in which pages address one; null or empty: that of the browser"""

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        changed = "language" in self.model_fields_set
        if self.display_name is None and self.reach is None and not changed:
            raise ValueError("name what changes: displayName, reach, language")
        return self


class UserChanged(Event):
    """A person's name or picture changed."""

    event = "userChanged"
    audience = "everybody who shares a room with them, and their own sockets"

    user: User


class Closing(Event):
    """Why the server is about to close this socket. Only after `shutdown` may one come back."""

    event = "closing"
    audience = "the socket that is closed"

    code: Literal["loggedOut", "banned", "expired", "shutdown"]
    message: str
    """the reason in words for a person"""
    retry_after: float | None = Field(default=None, exclude_if=is_none)
    """seconds after which to connect again; only with `shutdown`"""
