"""Who may pin what."""

from tests.harness.permissions import GONE, MESSAGE, Row

PIN = "/messages/<int:message>/pin"
REST = {
    "GET /rooms/<int:room>/pins": Row(),
    f"PUT {PIN}": Row(),
    f"PATCH {PIN}": Row({"place": 0}, **GONE),
    f"DELETE {PIN}": Row(),
    "PUT /rooms/<int:room>/pinning": Row({"pinning": "admins"}, **GONE),
}
EVENTS = {
    "pinMessage": MESSAGE | {"on": True},
    "movePin": MESSAGE | {"place": 0},
}
TOLD = {"pinsChanged": "sockets that have joined the room"}
