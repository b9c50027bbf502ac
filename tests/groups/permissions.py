"""Who may look at groups, and make them: an administrator made the test's."""

from typing import Any

from tests.harness.permissions import OWN, Row

REFUSED: dict[str, Any] = {"outsider": 403, "former": 403, "member": 403}

REST = {
    "GET /groups": Row(**OWN),
    "POST /groups": Row({"name": "helpers"}, **REFUSED),
    "GET /groups/<int:group>": Row(**OWN),
    "PATCH /groups/<int:group>": Row({"displayName": "x"}, **REFUSED),
    "DELETE /groups/<int:group>": Row(**REFUSED),
    "POST /groups/<int:group>/members": Row({"username": "x"}, **REFUSED),
    "DELETE /groups/<int:group>/members/<int:user>": Row(**REFUSED),
}
