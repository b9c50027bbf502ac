"""Who may be reminded of what: each has reminders of their own."""

from tests.harness.permissions import MADE, OWN, Row

PATH = "/reminders/<int:reminder>"
WISH = {"text": "look", "local": "2999-01-31T09:30", "zone": "Europe/Berlin"}
REST = {
    "GET /reminders": Row(**OWN),
    "POST /reminders": Row(WISH, **MADE),
    f"PUT {PATH}": Row(WISH),
    f"POST {PATH}/done": Row(member=204),
    f"DELETE {PATH}": Row(member=204),
}
EVENTS = {
    "setReminder": WISH | {"clientId": None, "room": 0},
    "reminderDone": {"reminder": 0},
}
TOLD = {
    "remindersChanged": "all sockets of the person",
    "reminderDue": "all sockets of the person",
}
