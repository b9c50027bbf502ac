"""Who may save what."""

from tests.harness.permissions import GONE, MESSAGE, OWN, Row

PATH = "/messages/<int:message>/bookmark"
REST = {
    "GET /bookmarks": Row(**OWN),
    "GET /bookmarks/messages": Row(**OWN),
    f"PUT {PATH}": Row({"note": "for Monday"}),
    f"DELETE {PATH}": Row(**GONE),
}
EVENTS = {"saveMessage": MESSAGE, "forgetMessage": MESSAGE}
TOLD = {
    "bookmarkChanged": "all sockets of the person",
    "reminded": "all sockets of the person",
}
