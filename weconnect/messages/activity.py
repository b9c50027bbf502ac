"""News for those who are not looking: `roomActivity`, without content, once a second at most."""

from typing import cast

from flask import Flask, current_app

from weconnect.realtime import realtime
from weconnect.realtime.gather import Gather
from weconnect.realtime.publish import publish, sockets
from weconnect.wire.base import Event
from weconnect.wire.messages import NewMessage

from .reading import unread

DELAY_S = 0.1
INTERVAL_S = 1.0


def note_message(event: Event) -> None:
    """A message was posted: tell the members whose sockets are elsewhere, soon."""
    gather = cast("Gather[int, None]", current_app.extensions["weconnect_activity"])
    gather.add(cast(NewMessage, event).room, None)


def _tell(room_id: int, _news: list[None]) -> None:
    connections = realtime().connections
    elsewhere = {
        user_id: [one for one in connections.of_user(user_id) if room_id not in one.rooms]
        for user_id in connections.members(room_id)
    }
    wanted = [user_id for user_id, found in elsewhere.items() if found]
    if not wanted:
        return
    for user_id, event in unread(room_id, wanted).items():
        publish(event, to=sockets(elsewhere[user_id]))


def init_app(app: Flask) -> None:
    """Give `app` its gatherer."""
    app.extensions["weconnect_activity"] = Gather(app, _tell, delay=DELAY_S, interval=INTERVAL_S)
