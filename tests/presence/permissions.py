"""Who may say that they are here, and that they type."""

from tests.harness.permissions import ROOM

# Everybody who is connected may tell how they are.
FREE = {"setPresence": {"state": "active"}}
EVENTS = {"typing": ROOM | {"typing": True}, **FREE}
