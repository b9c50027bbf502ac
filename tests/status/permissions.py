"""Who may see, say and take away what people say of themselves."""

from tests.harness.permissions import OWN, Row

REST = {
    "GET /me/status": Row(**OWN),
    "PATCH /me/status": Row({"text": "Lunch", "emoji": "🍲"}, **OWN),
    # Of those whom one shares no room with it lists nothing.
    "GET /statuses": Row(query="?users=1", **OWN),
    "GET /users/<int:user>/status": Row(),
    "DELETE /users/<int:user>/status": Row(outsider=403, former=403, member=403),
}
# Everybody who is connected may say something of themselves.
FREE = {"setStatus": {"text": "Lunch"}}
EVENTS = {**FREE}
TOLD = {"statusChanged": "everybody who shares a room with them, and their own sockets"}
