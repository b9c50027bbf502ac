"""Who may choose what of rooms calls for them."""

from tests.harness.permissions import OWN, ROOM, Row

LEVEL = {"level": "mentions", "muted": True}
REST = {
    "GET /rooms/<int:room>/level": Row(),
    "PUT /rooms/<int:room>/level": Row(LEVEL),
    "GET /me/level": Row(**OWN),
    "PUT /me/level": Row({"level": "all"}, **OWN),
}
FREE = {"setUsualLevel": {"level": "mentions"}}
EVENTS = {"setLevel": ROOM | LEVEL, **FREE}
TOLD = {
    "levelChanged": "all sockets of the person",
    "usualLevelChanged": "all sockets of the person",
}
