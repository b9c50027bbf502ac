"""Who may react to what."""

from tests.harness.permissions import MESSAGE, Row

REST = {
    "GET /messages/<int:message>/reactions": Row(),
    "PUT /messages/<int:message>/reactions/<emoji>": Row(),
    "DELETE /messages/<int:message>/reactions/<emoji>": Row(),
}
EVENTS = {
    "listReactions": MESSAGE,
    "react": MESSAGE | {"emoji": "👍"},
    "unreact": MESSAGE | {"emoji": "👍"},
}
