"""Who may do what with keys, mail and backups: with one's own everything, with others' nothing."""

from tests.e2ee.keys import device_keys, identity, new_device, session
from tests.harness.permissions import DONE, GONE, MADE, OWN, Row

_SESSION = {"room": 1, "session": "a", "data": session()}
_BACKUP = "/e2ee/backup/<int:version>/sessions"


def _device(person: int) -> dict[str, object]:
    device = new_device()
    return {"device": device, "keys": device_keys(person, device)}


REST = {
    "PUT /e2ee/device": Row(_device, **DONE),
    "GET /e2ee/devices": Row(**OWN),
    "POST /e2ee/devices/<device>/removal": Row({}, **GONE),
    "POST /e2ee/keys": Row({}, **OWN),
    "POST /e2ee/keys/query": Row({"people": []}, **OWN),
    "POST /e2ee/keys/claim": Row({"devices": []}, **OWN),
    "POST /e2ee/mail": Row({"transaction": "t", "type": "m.dummy", "messages": []}, **OWN),
    "GET /e2ee/sync": Row(**OWN),
    "PUT /e2ee/identity": Row(identity, **DONE),
    "POST /e2ee/signatures": Row({"signed": []}, **DONE),
    "POST /e2ee/backup": Row({"authData": {}}, **MADE),
    "GET /e2ee/backup": Row(**OWN),
    f"POST {_BACKUP}": Row({"sessions": [_SESSION]}),
    f"GET {_BACKUP}": Row(),
    "PUT /e2ee/recovery": Row({"sealed": "x", "replaces": 0}, **OWN),
    "GET /e2ee/recovery": Row(**OWN),
    "POST /e2ee/unreadable": Row({"unreadable": [{"why": "noKey", "count": 1}]}, **DONE),
    "GET /e2ee/log": Row(**OWN),
}
# They tell of no room.
FREE = {
    "queryKeys": {"people": []},
    "claimKeys": {"devices": []},
    "sendMail": {"transaction": "s", "type": "m.dummy", "messages": []},
    "syncDevice": {},
}
EVENTS = FREE
TOLD = {"deviceMail": "all sockets of the person"}
