"""Who acts: handed to every service, in place of the request."""

import functools
from dataclasses import dataclass, field
from typing import ClassVar

from weconnect.wire import auth as wire

from .models import User


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with what they may do, and the login or access token they came in by."""

    id: int
    username: str
    display_name: str
    avatar: str | None
    is_admin: bool
    # The tag of the language they chose; None: that of their browser.
    language: str | None = None
    login_id: int | None = None
    token_id: int | None = None
    # The login's secret from the session cookie, which Flask-Login keeps as the user's id.
    secret: str = field(default="", repr=False)

    # What Flask-Login asks of whoever is logged in.
    is_authenticated: ClassVar[bool] = True
    is_active: ClassVar[bool] = True
    is_anonymous: ClassVar[bool] = False

    def get_id(self) -> str:
        """What Flask-Login keeps in the session."""
        return self.secret

    @property
    def user(self) -> wire.User:
        """The actor as others see them."""
        return _as_seen(self.id, self.username, self.display_name, self.avatar)

    @property
    def user_json(self) -> str:
        """The same as JSON."""
        return _as_written(self.id, self.username, self.display_name, self.avatar)

    @property
    def me(self) -> wire.Me:
        """The actor as they see themselves."""
        return wire.Me(**dict(self.user), is_admin=self.is_admin)


# Each of somebody's messages shows them, as what cannot be changed.
@functools.lru_cache(maxsize=10_000)
def _as_seen(user_id: int, username: str, display_name: str, avatar: str | None) -> wire.User:
    return wire.User(id=user_id, username=username, display_name=display_name, avatar=avatar)


@functools.lru_cache(maxsize=10_000)
def _as_written(user_id: int, username: str, display_name: str, avatar: str | None) -> str:
    return _as_seen(user_id, username, display_name, avatar).model_dump_json(by_alias=True)


def actor_of(
    user: User, *, login_id: int | None = None, token_id: int | None = None, secret: str = ""
) -> Actor:
    """The person as one who acts, come in by a login or an access token."""
    return Actor(
        id=user.id,
        username=user.username,
        display_name=user.display_name,
        avatar=avatar_path(user.avatar_id),
        is_admin=user.is_admin,
        language=user.language,
        login_id=login_id,
        token_id=token_id,
        secret=secret,
    )


def avatar_path(avatar_id: str | None) -> str | None:
    """Where a person's picture is served, if there is one."""
    return f"/avatars/{avatar_id}" if avatar_id else None


def wire_user(user: User) -> wire.User:
    """The person as others see them."""
    return wire.User(
        id=user.id,
        username=user.username,
        display_name=user.display_name,
        avatar=avatar_path(user.avatar_id),
    )
