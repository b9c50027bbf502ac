"""Who may choose for how long they can take back what they send: everybody, for themselves."""

from tests.harness.permissions import OWN, Row

REST = {
    "GET /me/undo": Row(**OWN),
    "PUT /me/undo": Row({"seconds": 10}, **OWN),
}
