"""What looks in each server whether something is to be sent by now: one greenlet."""

import logging

import gevent
from flask import Flask
from gevent.event import Event

from weconnect.engine.app_state import Key
from weconnect.engine.database.transactions import end_reads
from weconnect.engine.lifecycle import before_exit, is_draining
from weconnect.wire.errors import Unavailable

from . import sending

# How often a server looks for what others were asked for.
POLL_S = 2.0
# How soon after its start.
FIRST_LOOK_S = 0.3
# If another server has taken all that is due; if the database is away; if something else is wrong.
OVERTAKEN_S = 0.5
AWAY_S = 1.0
FAULT_S = 5.0
# How long the server waits at its end for what it is sending.
STOP_S = 0.5

log = logging.getLogger(__name__)


class Sender:
    """What sends in one server: one greenlet."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._wake = Event()
        self._sending: gevent.Greenlet[[], None] | None = None

    def start(self) -> None:
        """Send what is due from now on."""
        if self._sending is None:
            self._sending = gevent.spawn(self._send_forever)

    def wake(self) -> None:
        """Something may be due earlier than was known."""
        self._wake.set()

    def stop(self) -> None:
        """Begin no more. What is not done then, others do."""
        if self._sending is not None:
            self._wake.set()
            self._sending.join(STOP_S)
            self._sending.kill(block=False)

    def _send_forever(self) -> None:
        pause, is_reckoned = FIRST_LOOK_S, False
        while True:
            self._wake.wait(pause)
            self._wake.clear()
            if is_draining(self._app):
                return
            try:
                with self._app.app_context():
                    if not is_reckoned:
                        sending.reckon_again()
                        is_reckoned = True
                    pause = self._look()
                    end_reads()
            except Unavailable:
                pause = AWAY_S
            except Exception:
                log.exception("what is due was not sent: it is tried again")
                pause = FAULT_S

    def _look(self) -> float:
        """Send some of what is due; returns after how many seconds to look again."""
        # First a look, which locks nothing and waits for no disk.
        due = sending.seconds_until_due()
        if due is None or due > 0:
            return POLL_S if due is None else min(POLL_S, due)
        return 0.0 if sending.send_due() else OVERTAKEN_S


_SENDER: Key[Sender] = Key("weconnect_scheduled")


def wake() -> None:
    """Have the sender of this server look what is due."""
    _SENDER.here().wake()


def init_app(app: Flask) -> None:
    """Give `app` its sender."""
    sender = _SENDER.keep(app, Sender(app))
    before_exit(app, sender.stop)


def serve(app: Flask) -> None:
    """The server serves: it sends what is due."""
    _SENDER.of(app).start()
