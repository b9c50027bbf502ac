"""Who may confirm what, and who sees who has."""

from tests.harness.permissions import ANNOUNCEMENT, GONE, OWN, Row

PATH = "/messages/<int:message>/confirmation"
REST = {
    "GET /announcements": Row(**OWN),
    f"PUT {PATH}": Row(on="announcement", **GONE),
    f"GET {PATH}s": Row(on="announcement"),
    "PUT /rooms/<int:room>/announcing": Row({"announcing": "everybody"}, **GONE),
}
EVENTS = {"confirm": ANNOUNCEMENT}
TOLD = {
    "announcementsChanged": "all sockets of the room's members",
    "confirmed": "all sockets of the person",
    "confirmationsChanged": "all sockets of its author",
    "confirmationDue": "all sockets of the members who have not confirmed it",
}
