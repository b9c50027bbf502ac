"""Subscribing: one greenlet reads, another asks for channels and whether anybody is there."""

import logging
from collections.abc import Callable, Iterable
from typing import Any, Protocol

import gevent
from gevent.event import Event

from weconnect.engine.concurrency import rounds

from .connection import ERRORS, PATIENCE_S, Connect, attempts

log = logging.getLogger(__name__)

# After what silence Redis is asked whether it is there.
SILENCE_S = 1.0
# Channels in one command.
CHANNELS = 1000


class Receiver(Protocol):
    """Whoever is told."""

    def take_in(self, channel: str, data: bytes) -> None:
        """Something came in on a channel."""

    def subscribed(self, channel: str) -> None:
        """From now on everything published on the channel comes in."""


class Subscriber:
    """The channels that one Redis server is listened to for.

    `confirmed` are those whose messages come in. `changed` is called when `works` is another than
    before; it is believed until shown otherwise.
    """

    def __init__(
        self,
        connect: Connect,
        receiver: Receiver,
        changed: Callable[[BaseException | None], None],
        *,
        sharded: bool,
    ) -> None:
        self._connect = connect
        self._receiver = receiver
        self._changed = changed
        prefix = b"S" if sharded else b""
        self._subscribe, self._unsubscribe = prefix + b"SUBSCRIBE", prefix + b"UNSUBSCRIBE"
        self._wanted: set[str] = set()
        self._asked: set[str] = set()
        self._wake = Event()
        self._greenlet: gevent.Greenlet[[], None] | None = None
        self.confirmed: set[str] = set()
        self.works = True
        self.received = 0

    def subscribe(self, channel: str) -> None:
        """Have what is published on `channel` come in; the receiver is told when it does."""
        self._wanted.add(channel)
        self._wake.set()
        if self._greenlet is None:
            self._greenlet = gevent.spawn(self._run)

    def unsubscribe(self, channel: str) -> None:
        """No longer take in what is published on `channel`."""
        self._wanted.discard(channel)
        self._wake.set()

    def close(self) -> None:
        """Listen no longer."""
        if self._greenlet is not None:
            self._greenlet.kill()

    def _run(self) -> None:
        for connection in attempts(self._connect):
            asking = None
            try:
                connection.connect()
                self._asked = set()
                asking = gevent.spawn(self._ask, connection)
                self._read(connection)
            except ERRORS as error:
                self.confirmed.clear()
                self._set(error)
            finally:
                if asking is not None:
                    asking.kill(block=False)

    def _ask(self, connection: Any) -> None:
        """Ask for what is wanted, and no longer for what is not."""
        while True:
            try:
                wanted, unwanted = self._wanted - self._asked, self._asked - self._wanted
                self._asked = set(self._wanted)
                self.confirmed -= unwanted
                _send(connection, self._subscribe, wanted)
                _send(connection, self._unsubscribe, unwanted)
                # Answered by a pong, so that silence means that nobody is there.
                connection.send_packed_command(connection.pack_command("PING"), check_health=False)
            except ERRORS:
                return  # whoever reads sees it as well
            self._wake.wait(SILENCE_S)
            self._wake.clear()

    def _read(self, connection: Any) -> None:
        while True:
            reply = connection.read_response(timeout=SILENCE_S + PATIENCE_S)
            self._set(None)
            if isinstance(reply, list):
                self._take(*reply)
            rounds.take_turns()

    def _take(self, kind: bytes, *rest: Any) -> None:
        try:
            if kind in {b"message", b"smessage"}:
                self.received += 1
                self._receiver.take_in(rest[0].decode(), rest[1])
            elif kind in {b"subscribe", b"ssubscribe"}:
                channel = rest[0].decode()
                if channel in self._wanted:
                    self.confirmed.add(channel)
                    self._receiver.subscribed(channel)
            elif kind == b"sunsubscribe":
                # Not asked for: the cluster has moved the channel. Asked for again, it says where.
                self._asked.discard(rest[0].decode())
        except Exception:
            log.exception("what came from another server was not handled")

    def _set(self, error: BaseException | None) -> None:
        works = error is None
        if works != self.works:
            self.works = works
            self._changed(error)


def _send(connection: Any, command: bytes, channels: Iterable[str]) -> None:
    # One command for each: in a cluster, one command's channels have to be in the same slot.
    commands = [(command, one) for one in sorted(channels)]
    for start in range(0, len(commands), CHANNELS):
        packed = connection.pack_commands(commands[start : start + CHANNELS])
        connection.send_packed_command(packed, check_health=False)
