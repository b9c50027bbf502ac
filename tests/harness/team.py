"""People, rooms and messages made by the services, without passwords, pages or sockets."""

import uuid
from base64 import b64encode
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any, cast

import gevent
from flask import Flask

from weconnect.auth.accounts import names
from weconnect.auth.accounts.actor import Actor, actor_of
from weconnect.auth.accounts.confusables import skeleton
from weconnect.auth.accounts.models import User
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, transaction
from weconnect.messages import history, room_list
from weconnect.messages import service as messages
from weconnect.rooms import encryption
from weconnect.rooms import service as rooms
from weconnect.wire import messages as wire
from weconnect.wire.body import SealedBody, TextBody
from weconnect.wire.rooms import CreateRoom, Role, RoomKind

from .waiting import PATIENCE_S


class Team:
    """The people of one application. All methods are for use in its context."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def person(self, name: str, *, admin: bool = False) -> Actor:
        """A new account."""
        return _enlist([name], admin=admin)[0]

    def people(self, *wanted: str) -> list[Actor]:
        """New accounts, made together."""
        return _enlist(wanted)

    def crowd(self, size: int, prefix: str = "person") -> list[Actor]:
        """So many new accounts."""
        return _enlist([f"{prefix}{number}" for number in range(size)])

    def room(
        self,
        owner: Actor,
        *members: Actor,
        kind: RoomKind = "public",
        name: str = "Room",
        encrypted: bool = False,
        **roles: Actor,
    ) -> int:
        """A room with its owner, members, and others by role: `room(ann, admin=bo, guest=cy)`."""
        invited = [one.username for one in (*members, *roles.values())]
        wish = CreateRoom(name=name, kind=kind, members=invited, encrypted=encrypted)
        room = rooms.create_room(owner, wish)
        for role, person in roles.items():
            rooms.change_role(owner, room.id, person.id, cast(Role, role))
        return room.id

    def direct(self, actor: Actor, *others: Actor) -> int:
        """The direct conversation between these people."""
        wish = CreateRoom(kind="direct", members=[one.username for one in others])
        return rooms.create_room(actor, wish).id

    def say(
        self,
        actor: Actor,
        room_id: int,
        text: str = "hello",
        *,
        client_id: str | None = None,
        reply_to: int | None = None,
    ) -> wire.Message:
        """Post a message."""
        return messages.send_message(
            actor, room_id, TextBody(content=text), client_id or new_id(), reply_to
        )

    def seal(
        self,
        actor: Actor,
        room_id: int,
        text: str = "hello",
        *,
        client_id: str | None = None,
        reply_to: int | None = None,
        **sealing: Any,
    ) -> wire.Message:
        """Post a sealed message; `sealing` as in `sealed`."""
        if "keys" not in sealing:
            sealing["keys"] = encryption.people_of(actor, room_id).keys_version
        body = sealed(text, **sealing)
        return messages.send_message(actor, room_id, body, client_id or new_id(), reply_to)

    def edit(self, actor: Actor, message: wire.Message, text: str) -> wire.Message:
        """Change a message's text."""
        return messages.edit_message(actor, message.id, TextBody(content=text))

    def history(self, actor: Actor, room_id: int, **query: Any) -> wire.HistoryPage:
        """A page of a room."""
        return history.history(actor, wire.History(room=room_id, **query))

    def changes(self, actor: Actor, room_id: int, after: int, **query: int) -> wire.ChangesPage:
        """What changed since a version."""
        return history.changes(actor, wire.Changes(room=room_id, after=after, **query))

    def everything(self, actor: Actor, room_id: int) -> list[wire.Message]:
        """All messages of a room, page after page."""
        found: list[wire.Message] = []
        while True:
            after = found[-1].seq if found else 0
            page = self.history(actor, room_id, after=after, limit=wire.MAX_PAGE)
            found += page.messages
            if page.complete:
                return found

    def unread(self, actor: Actor, room_id: int) -> tuple[int, int]:
        """How many messages, and how many mentions, the person has not read in a room."""
        room = room_list.summary(actor, room_id)
        assert room is not None
        return room.unread, room.mentions

    def ban(self, actor: Actor) -> None:
        """Close an account, its memberships left as they are."""
        _ban(actor.id)

    def together(self, *calls: Callable[[], Any], patience: float = PATIENCE_S) -> list[Any]:
        """Call all at the same time; returns their results, or the exceptions they raised."""
        greenlets = [gevent.spawn(self._alone, call) for call in calls]
        gevent.joinall(greenlets, timeout=patience)
        late = sum(not one.ready() for one in greenlets)
        gevent.killall(greenlets)
        db.session.remove()
        assert not late, f"{late} of {len(calls)} calls did not return within {patience} s"
        return [one.value for one in greenlets]

    def _alone(self, call: Callable[[], Any]) -> Any:
        with self.app.app_context():
            try:
                return call()
            except Exception as error:
                return error


def sealed(text: str = "hello", *, keys: int = 1, calls: Iterable[int] = ()) -> SealedBody:
    """What looks to the server like a sealed text, for a room's keys of that version."""
    return SealedBody(
        algorithm="m.megolm.v1.aes-sha2",
        # Nothing of the text is seen in it; the same text gives the same.
        ciphertext=b64encode(sha256(text.encode()).digest() + text.encode()[::-1])
        .decode()
        .rstrip("="),
        session="S" * 43,
        device="D" * 16,
        sender_key="K" * 43,
        keys_version=keys,
        calls=list(calls),
    )


def new_id() -> str:
    """A clientId."""
    return str(uuid.uuid4())


@transaction
def _enlist(wanted: Iterable[str], *, admin: bool = False) -> list[Actor]:
    users = [
        User(
            username=name,
            username_key=names.username_key(name),
            username_look=skeleton(name),
            display_name=name.capitalize(),
            search_text=names.search_text(name, name),
            password_hash=b"nobody logs in with a password here",
            is_admin=admin,
        )
        for name in wanted
    ]
    db.session.add_all(users)
    db.session.flush()
    return [actor_of(user) for user in users]


@transaction
def _ban(user_id: int) -> None:
    db.session.get_one(User, user_id).banned_at = now()
