"""Who may do what with messages."""

from typing import Any

from tests.harness.permissions import MESSAGE, OWN, ROOM, Row

REST = {
    "GET /rooms/<int:room>/messages": Row(),
    "POST /rooms/<int:room>/messages": Row({"content": "hello"}, member=201),
    "GET /rooms/<int:room>/changes": Row(query="?after=0"),
    "PUT /rooms/<int:room>/read": Row({"seq": 1}),
    "PUT /rooms/<int:room>/unread": Row({"seq": 1}),
    "POST /rooms/read": Row(**OWN),
    "GET /messages/<int:message>": Row(),
    "PATCH /messages/<int:message>": Row({"content": "hello again"}),
    "DELETE /messages/<int:message>": Row(),
}
FREE: dict[str, Any] = {"markAllRead": {}}
EVENTS = {
    "sendMessage": ROOM | {"content": "hello", "clientId": ""},
    "history": ROOM,
    "changes": ROOM | {"after": 0},
    "markRead": ROOM | {"seq": 1},
    "markUnread": ROOM | {"seq": 1},
    **FREE,
    "editMessage": MESSAGE | {"content": "hello again"},
    "deleteMessage": MESSAGE,
}
TOLD = {
    "unseenChanged": (
        "sockets that have joined the room, of those people; the others get `messageChanged`"
    )
}
