"""Who may look into which inbox: everybody into their own."""

from tests.harness.permissions import OWN, Row

REST = {
    "GET /inbox": Row(**OWN),
    "PUT /inbox/read": Row({"upTo": 1}, **OWN),
    "PUT /inbox/<int:entry>": Row({"read": True}, outsider=404, former=404, member=404),
}
TOLD = {"inboxChanged": "all sockets of the person"}
