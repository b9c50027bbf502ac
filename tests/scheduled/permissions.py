"""Who may send what later."""

from typing import Any
from uuid import uuid4

from tests.harness.permissions import GONE, OWN, ROOM, Row
from tests.harness.seasons import SUMMER

WHEN = {"localTime": f"{SUMMER}T09:00", "timeZone": "Europe/Berlin"}


def _new(_user: int) -> dict[str, Any]:
    return {"content": "Later", "clientId": str(uuid4()), **WHEN}


REST = {
    "GET /scheduled": Row(**OWN),
    "POST /rooms/<int:room>/scheduled": Row(_new, member=201),
    "PATCH /scheduled/<int:scheduled>": Row({"content": "Changed"}),
    "POST /scheduled/<int:scheduled>/send": Row(),
    "DELETE /scheduled/<int:scheduled>": Row(**GONE),
}
EVENTS = {
    "scheduleMessage": ROOM | {"content": "Later", "clientId": "", **WHEN},
    "editScheduled": {"scheduled": 0, "content": "Changed"},
    "sendScheduled": {"scheduled": 0},
    "stopScheduled": {"scheduled": 0},
}
TOLD = {
    "scheduledChanged": "all sockets of the person",
    "scheduledGone": "all sockets of the person",
}
