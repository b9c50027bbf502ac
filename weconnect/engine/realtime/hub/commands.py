"""The socket's door: every client event comes in here and is answered from here.

A feature writes

    @on(MarkRead)
    def mark_read(connection: Connection, command: MarkRead) -> ReadAck: ...

and the door sees to the rest: login, payload, rate limit, acknowledgement, errors.
"""

import json
import logging
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, Generic, Protocol, TypeVar, cast

from flask import has_app_context
from pydantic import ValidationError

from weconnect.engine.concurrency.direct_result import DirectResult
from weconnect.engine.concurrency.fairness import turns
from weconnect.engine.database.transactions import end_reads
from weconnect.engine.limits import budget, rate_limit
from weconnect.engine.monitoring import logs
from weconnect.engine.monitoring.counters import UNKNOWN, counters
from weconnect.wire.base import Command, Model, RawJson
from weconnect.wire.errors import AppError, BadRequest, Unauthorized, Unavailable, refusal

from .connections import Connection
from .engine import Realtime

log = logging.getLogger(__name__)

# Events of all kinds that one person may send; a human hand stays far below.
EVENTS = rate_limit.rule("600 per 10 seconds", often=True)

_AT_ONCE = nullcontext()

C = TypeVar("C", bound=Command)
M = TypeVar("M", bound=Model)


class Answered(Protocol):
    """What a pending answer is set to."""

    @property
    def answer(self) -> RawJson[Any]:
        """The answer."""


class Pending(Generic[M]):
    """An answer that is given when `done` is set, to an Answered or to an AppError.

    The handler does not wait for it, so that the next event of the same socket is not held up.
    """

    __slots__ = ("done",)

    def __init__(self, done: DirectResult[Any]) -> None:
        self.done = done


Answer = Model | RawJson[Any] | Pending[Any] | None
Handler = Callable[[Connection, Any], Answer]

COMMANDS: dict[str, tuple[type[Command], Handler]] = {}
# What they cost before the size of the answer counts, in milliseconds of the processor.
PRICES: dict[str, float] = {}
# From this price on, a person begins one in a round of the event loop.
DEAR_MS = 2.0


def on(
    command: type[C], *, price: float = budget.EVENT_MS
) -> Callable[[Callable[[Connection, C], Answer]], Handler]:
    """Register the decorated function as the handler of a command that costs `price`."""

    def register(handler: Callable[[Connection, C], Answer]) -> Handler:
        if command.event in COMMANDS:
            raise RuntimeError(f"{command.event} has a handler already")
        COMMANDS[command.event] = (command, handler)
        PRICES[command.event] = price
        return handler

    return register


def answer(
    engine: Realtime, event: str, sid: str, args: list[Any], acknowledge: Callable[[str], None]
) -> None:
    """Handle one client event; whatever happens, there is an acknowledgement."""
    acknowledge = counters.timed(event if event in COMMANDS else UNKNOWN, acknowledge)
    try:
        result = _in_context(engine, event, sid, args)
    except Exception as error:  # noqa: BLE001 - logged by _failure unless it was expected
        acknowledge(_failure(event, error))
        return
    if isinstance(result, Pending):
        owner = logs.connection.get()
        result.done.rawlink(lambda done: acknowledge(_settled(event, owner, done)))
    elif isinstance(result, RawJson):
        acknowledge(_success(result.text))
    else:
        acknowledge(_success(result.model_dump_json(by_alias=True) if result else "{}"))


def _in_context(engine: Realtime, event: str, sid: str, args: list[Any]) -> Answer:
    if not has_app_context():
        with engine.app.app_context():
            return _handle(engine, event, sid, args)
    # The pool's greenlets are in the context of the app all the time: each event ends its reads.
    try:
        return _handle(engine, event, sid, args)
    finally:
        end_reads()


def _settled(event: str, owner: str | None, done: DirectResult[Any]) -> str:
    try:
        return _success(cast(Answered, done.get()).answer.text)
    except Exception as error:  # noqa: BLE001 - logged by _failure unless it was expected
        # In the context of whoever has the result: whose event it was has to be said.
        with logs.of_connection(owner):
            return _failure(event, error)


def _success(text: str) -> str:
    return f'{{"ok":true,{text[1:]}' if len(text) > 2 else '{"ok":true}'


def _failure(event: str, error: BaseException) -> str:
    if not isinstance(error, AppError):
        log.error("event failed", extra={"command": event}, exc_info=error)
        error = Unavailable()
    counters.refusals[error.code] += 1
    return json.dumps({"ok": False, "error": error.body()})


def _handle(engine: Realtime, event: str, sid: str, args: list[Any]) -> Answer:
    connection = engine.connections.get(sid)
    if connection is None:
        raise Unauthorized
    rate_limit.hit(EVENTS, "events", connection.actor.id)
    price = PRICES.get(event, budget.EVENT_MS)
    budget.charge(connection.actor.id, price)
    if event not in COMMANDS:
        raise BadRequest("There is no such event.")
    command, handler = COMMANDS[event]
    if len(args) != 1 or not isinstance(args[0], dict):
        raise BadRequest("The payload must be one object.")
    try:
        payload = command.model_validate(cast(dict[str, Any], args[0]))
    except ValidationError as error:
        raise refusal(error) from None
    is_dear = price >= DEAR_MS
    with rate_limit.EventOfASocket(), turns().take(connection.actor.id) if is_dear else _AT_ONCE:
        result = handler(connection, payload)
    if not is_dear or result is None or isinstance(result, Pending):
        return result
    written = result if isinstance(result, RawJson) else RawJson.of(result)
    budget.add_size(connection.actor.id, len(written.text))
    return written
