"""Who may keep which draft."""

from typing import Any
from uuid import uuid4

from tests.harness.permissions import OWN, ROOM, Row


def _new(_user: int) -> dict[str, Any]:
    return {"content": "half a thought", "clientId": str(uuid4()), "base": 0}


REST = {"GET /drafts": Row(**OWN), "PUT /rooms/<int:room>/draft": Row(_new)}
EVENTS = {"saveDraft": ROOM | {"content": "half a thought", "clientId": "", "base": 0}}
TOLD = {"draftChanged": "all sockets of the person"}
