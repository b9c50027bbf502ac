"""Who may order what."""

from typing import Any

from tests.harness.permissions import MADE, OWN, ROOM, Row

REST = {
    "GET /sections": Row(**OWN),
    "POST /sections": Row({"name": "Work"}, **MADE),
    "PATCH /sections/<int:section>": Row({"folded": True}, **OWN),
    "DELETE /sections/<int:section>": Row(outsider=403, former=403, member=403),
    "PUT /rooms/<int:room>/section": Row({"section": 1}),
    "PUT /rooms/<int:room>/hidden": Row({"hidden": False}),
}
FREE: dict[str, Any] = {
    "makeSection": {"name": "Work"},
    "editSection": {"section": 1, "folded": True},
    "deleteSection": {"section": 99},
}
EVENTS = {
    **FREE,
    "placeRoom": ROOM | {"section": 1},
    "hideRoom": ROOM | {"hidden": False},
}
TOLD = {
    "sectionsChanged": "all sockets of the person",
    "roomPlaced": "all sockets of the person",
}
