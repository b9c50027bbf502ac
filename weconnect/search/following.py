"""Has the index follow: when much was said, on this server, that is not in it yet."""

from typing import cast

import gevent
from flask import Flask, current_app

from weconnect.engine.app_state import Key
from weconnect.engine.database.transactions import end_reads
from weconnect.engine.jobs.queue import PERIODIC, enqueue
from weconnect.wire.base import Event
from weconnect.wire.errors import Unavailable
from weconnect.wire.messages import MessageChanged

from .index.building import KIND

# So many messages may be looked through with each search, in a few milliseconds; many at once are
# indexed with far less work than each for itself.
OFTEN = 1000


class _Count:
    """How many messages were written, or changed, since the index was asked to follow."""

    messages = 0


_COUNT: Key[_Count] = Key("weconnect_search_following")


def init_app(app: Flask) -> None:
    """Count in `app`."""
    _COUNT.keep(app, _Count())


def note_message(_event: Event) -> None:
    """A message was written: called by the one writer of the log, which does not wait."""
    count = _COUNT.here()
    count.messages += 1
    if count.messages == OFTEN:
        count.messages = 0
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        gevent.spawn(_ask, app)


def note_changed(event: Event) -> None:
    """A message was changed: if that is what it says, it counts as one."""
    message = cast(MessageChanged, event)
    if message.deleted or message.edited_at is not None:
        note_message(event)


def _ask(app: Flask) -> None:
    with app.app_context():
        try:
            enqueue(KIND, key=PERIODIC)
        except Unavailable:
            pass  # the next ones ask again
        finally:
            end_reads()
