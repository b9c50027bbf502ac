"""A socket comes in and goes: login, origin, membership of rooms."""

from dataclasses import replace
from typing import Any, cast

from socketio.exceptions import ConnectionRefusedError as Refused

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.people.session import secret_of
from weconnect.auth.sign_in import logins, tokens
from weconnect.engine.concurrency.fair_queue import last_in_line
from weconnect.engine.concurrency.fairness import STRANGERS, turns
from weconnect.engine.realtime.engineio.session_owner import LOGIN
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.engine.realtime.hub.engine import Realtime, realtime
from weconnect.engine.realtime.hub.membership import leave
from weconnect.engine.web.security import bearer_token
from weconnect.rooms.members import rooms_of
from weconnect.wire.auth import UserChanged
from weconnect.wire.base import Event
from weconnect.wire.errors import AppError, OtherPerson, Unauthorized

from . import sweep


def connect(engine: Realtime, sid: str, environ: dict[str, Any], auth: object) -> None:
    """Accept a socket of a logged-in person, or of the owner of an access token.

    A token that is given counts alone: a wrong one never falls back to a cookie, whether it stands
    in `auth` or, if that has none, in the header as for REST. Who says whose page it is, is refused
    if the login is another person's.
    """
    connections = engine.connections
    with engine.app.app_context():
        revocations = connections.revocations
        actor = _actor(environ, auth)
        if actor is None:
            raise _refused(Unauthorized())
        if not _is_of(actor, auth):
            raise _refused(OtherPerson())
        rooms = rooms_of(actor.id)
        while connections.revocations != revocations:
            # While the database answered, some login or membership ended: perhaps this one.
            revocations = connections.revocations
            if not _is_alive(actor):
                raise _refused(Unauthorized())
            rooms = rooms_of(actor.id)
        connection = Connection(sid, actor)
        connections.add(connection, rooms)
        sweep.start(engine.app)
        engine.ports.connected(connection)


def _actor(environ: dict[str, Any], auth: object) -> Actor | None:
    token = bearer_token(environ)
    if isinstance(auth, dict) and "token" in auth:
        token = auth["token"]
        if not isinstance(token, str):
            return None
    if token is not None:
        if turns().whose(token) != STRANGERS:
            return tokens.resume(token)
        with last_in_line():
            actor = tokens.resume(token)
        if actor is not None:
            turns().remember(token, actor.id)
        return actor
    secret = environ.get(LOGIN)
    return logins.resume(secret) if secret else None


def _is_alive(actor: Actor) -> bool:
    alive = logins.alive(
        [actor.login_id] if actor.login_id is not None else [],
        [actor.token_id] if actor.token_id is not None else [],
    )
    return actor.login_id in alive.logins or actor.token_id in alive.tokens


def _is_of(actor: Actor, auth: object) -> bool:
    if not isinstance(auth, dict) or "person" not in auth:
        return True
    # True is 1 in Python, and 1.0 as well.
    return type(auth["person"]) is int and auth["person"] == actor.id


def _refused(error: AppError) -> Refused:
    refused = Refused(error.message)
    # Both where the JavaScript client looks (`error.data`) and where others do.
    body = error.body()
    refused.error_args = {**body, "data": body}
    return refused


def identify(engine: Realtime, environ: dict[str, Any]) -> str:
    """Which login a request's cookie is of, valid or not; "" for those without one."""
    return secret_of(engine.app, environ)


def disconnect(engine: Realtime, sid: str) -> None:
    """Forget a socket that is gone."""
    connection = engine.connections.get(sid)
    if connection is None:
        return
    with engine.app.app_context():
        engine.ports.disconnecting(connection)
        engine.connections.remove(connection)
        for room_id in list(connection.rooms):
            leave(connection, room_id)


def refresh_actor(event: Event) -> None:
    """A person's name or picture changed: their open sockets speak with the new one."""
    user = cast(UserChanged, event).user
    for connection in realtime().connections.of_user(user.id):
        connection.actor = replace(
            connection.actor,
            username=user.username,
            display_name=user.display_name,
            avatar=user.avatar,
        )
