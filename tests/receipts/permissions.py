"""Who may see who has read what, and who may choose that."""

from tests.harness.permissions import OWN, ROOM, Row

REST = {
    "GET /rooms/<int:room>/readers": Row(),
    "GET /rooms/<int:room>/threads/<int:thread>/readers": Row(),
    "GET /messages/<int:message>/readers": Row(),
    "GET /rooms/<int:room>/receipts": Row(),
    "PUT /rooms/<int:room>/receipts": Row({"on": True}),
    "GET /me/receipts": Row(**OWN),
    "PUT /me/receipts": Row({"on": True}, **OWN),
}
EVENTS = {"roomReaders": ROOM, "threadReaders": ROOM | {"thread": 0}}
TOLD = {
    "readersMoved": (
        "sockets that have joined a room of up to 20 people, of those who show it; "
        "at most one a second"
    ),
    "threadReadersMoved": (
        "sockets that have joined the room, of those who show it; at most one per thread and second"
    ),
}
