"""The realtime engine without a network: sockets that are only names, and what is sent to them."""

import itertools
import json
from typing import Any, NamedTuple

from flask import Flask
from sqlalchemy import select

from weconnect.auth.accounts.actor import Actor
from weconnect.chat.admission.connect import disconnect
from weconnect.engine.database.transactions import db
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.engine.realtime.hub.membership import join
from weconnect.presence.service import presence_board
from weconnect.rooms.models import Membership


class Sent(NamedTuple):
    """An event that left, with the sockets that got it."""

    event: str
    data: dict[str, Any]
    sids: frozenset[str]


class _Server:
    """Stands in for the Socket.IO server of an engine, and for its client manager."""

    def __init__(self, sent: list[Sent]) -> None:
        self._sent = sent
        self._rooms: dict[str, set[str]] = {}

    def send_text(
        self, packet: str, to: str | list[str], skip_sid: str | list[str] | None = None
    ) -> None:
        targets = [to] if isinstance(to, str) else to
        skipped = {skip_sid} if isinstance(skip_sid, str) else set(skip_sid or ())
        sids = set().union(*(self._rooms.get(one, set()) for one in targets)) - skipped
        event, data = json.loads(packet[1:])
        self._sent.append(Sent(event, data, frozenset(sids)))

    def enter_room(self, sid: str, room: str) -> None:
        self._rooms.setdefault(room, set()).add(sid)

    def leave_room(self, sid: str, room: str) -> None:
        self._rooms.get(room, set()).discard(sid)

    def forget(self, sid: str) -> None:
        for members in self._rooms.values():
            members.discard(sid)


class Stage:
    """Seats people at sockets, and remembers all that is sent to anybody."""

    def __init__(self, app: Flask) -> None:
        self.sent: list[Sent] = []
        self._numbers = itertools.count(1)
        self._server = _Server(self.sent)
        self.engine = app.extensions["weconnect_realtime"]
        self.engine.socketio.server = self.engine.delivery._manager = self._server

    def connect(self, actor: Actor, *rooms: int) -> Connection:
        """A socket of a person that has joined these rooms."""
        connection = Connection(f"{actor.username}/{next(self._numbers)}", actor)
        own = db.session.scalars(
            select(Membership.room_id).where(Membership.user_id == actor.id)
        ).all()
        self._server.enter_room(connection.sid, connection.sid)
        self.engine.connections.add(connection, own)
        presence_board().note(actor.id)
        for room in rooms:
            join(connection, room)
        return connection

    def disconnect(self, connection: Connection) -> None:
        """The socket is gone."""
        disconnect(self.engine, connection.sid)
        self._server.forget(connection.sid)

    def of(self, event: str, to: Connection | None = None) -> list[dict[str, Any]]:
        """What was sent of one kind, to one socket or to anybody."""
        return [
            one.data
            for one in self.sent
            if one.event == event and one.sids and (to is None or to.sid in one.sids)
        ]

    def clear(self) -> None:
        """Forget what was sent."""
        self.sent.clear()
