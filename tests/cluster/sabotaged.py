"""The product that makes a mistake on purpose when it is asked to: `GET /go-wrong/drop`.

What tests/cluster/test_sabotage.py starts instead of `wsgi:app`. Each mistake is made where the
real one would be, in the process that serves.
"""

import itertools
import logging
from collections.abc import Callable, Iterable
from typing import Any
from unittest import mock

import gevent

from tests.harness.answers import first
from weconnect.engine.concurrency.direct_result import DirectResult
from weconnect.engine.realtime.socketio.manager import Fanout
from weconnect.messages import batch as batches
from weconnect.messages.log import MessageLog, Result
from weconnect.messages.serialize import posted
from weconnect.wire import messages as wire
from wsgi import app  # patches first

# One delivery in so many goes wrong. Some cannot be found: who missed a message that is edited
# afterwards, or was sent away, has missed nothing.
RARE = 97

log = logging.getLogger(__name__)

Send = Callable[[Fanout, str, Any], None]


@app.get("/go-wrong/<mistake>")
def go_wrong(mistake: str) -> str:
    """Make one of MISTAKES from now on, and no other."""
    mock.patch.stopall()
    MISTAKES[mistake]()
    return mistake


def drop() -> None:
    """A live message does not reach one socket."""
    _each_delivery(lambda send, *delivery: None)


def double() -> None:
    """A live message reaches one socket twice."""

    def twice(send: Send, *delivery: Any) -> None:
        send(*delivery)
        send(*delivery)

    _each_delivery(twice)


def reorder() -> None:
    """A live message reaches one socket after the next one."""
    held: dict[tuple[str, str], Any] = {}

    def later(send: Send, fanout: Fanout, sid: str, packet: Any) -> None:
        held[sid, _room_of(packet)] = packet

    def release(send: Send, fanout: Fanout, sid: str, packet: Any) -> None:
        send(fanout, sid, packet)
        if (late := held.pop((sid, _room_of(packet)), None)) is not None:
            send(fanout, sid, late)

    _each_delivery(later, release)


def leak() -> None:
    """A live message reaches everybody on the server, whoever they are."""

    def to_all(send: Send, fanout: Fanout, _sid: str, packet: Any) -> None:
        for sid in list(fanout.server.eio.sockets):
            send(fanout, sid, packet)

    _each_delivery(to_all)


def promise() -> None:
    """Messages are acknowledged before they are committed."""
    commit = MessageLog._write_together

    def too_early(messages: MessageLog, batch: list[tuple[batches.Entry, Result]]) -> None:
        for number, (entry, result) in enumerate(batch):
            if isinstance(entry, batches.Post):
                result.set(batches.Outcome(_promise(entry), news=True))
                batch[number] = entry, DirectResult()
                log.warning("went wrong on purpose")
        gevent.sleep(0.2)
        commit(messages, batch)

    mock.patch.object(MessageLog, "_write_together", too_early).start()


def _promise(post: batches.Post) -> wire.NewMessage:
    seq = next(_PROMISED)
    row = batches.row_of(post, seq, seq)
    return posted(row, seq, post.actor.user, {})


_PROMISED = itertools.count(1)


def _each_delivery(
    go_wrong: Callable[..., Any], otherwise: Callable[..., Any] | None = None
) -> None:
    """Replace what sends a packet to sockets: once in RARE live messages it goes wrong."""
    deliver = Fanout.deliver
    sent = itertools.count(1)

    def send(fanout: Fanout, sid: str, packet: Any) -> None:
        deliver(fanout, [sid], packet)

    def deliver_wrongly(fanout: Fanout, sids: Iterable[str], packet: Any) -> None:
        for sid in sids:
            if not _is_live_message(packet):
                send(fanout, sid, packet)
            elif next(sent) % RARE:
                (otherwise or _as_it_is)(send, fanout, sid, packet)
            else:
                go_wrong(send, fanout, sid, packet)
                log.warning("went wrong on purpose")

    mock.patch.object(Fanout, "deliver", deliver_wrongly).start()


def _as_it_is(send: Send, *delivery: Any) -> None:
    send(*delivery)


def _is_live_message(packet: Any) -> bool:
    return str(getattr(packet, "packet", "")).startswith('42["newMessage"')


def _room_of(packet: Any) -> str:
    return first(r'"room":[0-9]+', packet.packet)[0]


MISTAKES = {one.__name__: one for one in (drop, double, reorder, leak, promise)}

__all__ = ["MISTAKES", "app"]
