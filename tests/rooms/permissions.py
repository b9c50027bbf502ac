"""Who may do what with rooms."""

from tests.harness.permissions import GONE, MADE, OWN, Row

REST = {
    "GET /rooms": Row(**OWN),
    "POST /rooms": Row({"name": "Own", "kind": "private"}, **MADE),
    "GET /blocks": Row(**OWN),
    "PUT /blocks/<int:user>": Row(outsider=204, former=204, member=204),
    "DELETE /blocks/<int:user>": Row(outsider=204, former=204, member=204),
    "GET /rooms/<int:room>": Row(),
    "PATCH /rooms/<int:room>": Row({"topic": "ours"}),
    "DELETE /rooms/<int:room>": Row(**GONE),
    "POST /rooms/<int:room>/join": Row(),
    "POST /rooms/<int:room>/leave": Row(**GONE),
    "GET /rooms/<int:room>/members": Row(),
    "GET /e2ee/rooms/<int:room>": Row(),
    "POST /rooms/<int:room>/members": Row({"username": "{member}"}, member=201),
    "PATCH /rooms/<int:room>/members/<int:user>": Row({"role": "guest"}),
    "DELETE /rooms/<int:room>/members/<int:user>": Row(**GONE),
}
TOLD = {"keysChanged": "the sockets of the room's members"}
