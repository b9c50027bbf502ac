"""Who may come into a room."""

from tests.harness.permissions import ROOM

EVENTS = {"joinRoom": ROOM, "leaveRoom": ROOM}
