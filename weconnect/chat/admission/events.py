"""Events and people as the hub asks for them (see `engine/realtime/hub/ports.py`)."""

from collections.abc import Sequence
from typing import Any

from weconnect.wire.auth import Closing, User
from weconnect.wire.messages import UnseenChanged
from weconnect.wire.rooms import UserJoined, UserLeft

RESTART = "The server restarts. Your messages are kept, and you are connected again in a moment."


def arrived(room_id: int, people: Sequence[User]) -> UserJoined:
    """These came into the room's live feed."""
    return UserJoined(room=room_id, users=list(people))


def departed(room_id: int, people: Sequence[User]) -> UserLeft:
    """These left it."""
    return UserLeft(room=room_id, users=list(people))


def unseen(room_id: int, version: int) -> UnseenChanged:
    """Something became of a message that was said before they came."""
    return UnseenChanged(room=room_id, version=version)


def person(data: Any) -> User:
    """A person as another server wrote them."""
    return User.model_validate(data)


def farewell(retry_after: float) -> Closing:
    """The server ends; to come back after so many seconds."""
    return Closing(code="shutdown", message=RESTART, retry_after=retry_after)
