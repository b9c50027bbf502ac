"""Who may react to what."""

from tests.harness.permissions import MESSAGE, Row

REST = {
    "PUT /messages/<int:message>/reactions/<emoji>": Row(),
    "DELETE /messages/<int:message>/reactions/<emoji>": Row(),
}
EVENTS = {
    "react": MESSAGE | {"emoji": "👍"},
    "unreact": MESSAGE | {"emoji": "👍"},
}
