"""Who may do what in polls."""

from tests.harness.permissions import POLL, Row

PATH = "/messages/<int:message>/poll"
REST = {
    f"PUT {PATH}/vote": Row({"options": [0]}, on="poll"),
    f"POST {PATH}/options": Row({"text": "soup"}, on="poll"),
    f"POST {PATH}/end": Row(on="poll"),
    f"GET {PATH}/voters": Row(query="?option=0", on="poll"),
}
EVENTS = {
    "vote": POLL | {"options": [0]},
    "addPollOption": POLL | {"text": "soup"},
    "endPoll": POLL,
}
TOLD = {"voted": "all sockets of the person"}
