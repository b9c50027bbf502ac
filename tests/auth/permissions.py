"""Who may do what with accounts."""

from tests.harness.permissions import GONE, MADE, OWN, Row

REST = {
    "GET /me": Row(**OWN),
    "PATCH /me": Row({"displayName": "Somebody"}, **OWN),
    "GET /users": Row(**OWN),
    "GET /users/<int:user>": Row(**OWN),
    "GET /tokens": Row(**OWN),
    "POST /tokens": Row({"name": "bot"}, **MADE),
    "DELETE /tokens/<int:token>": Row(**GONE),
    "GET /sessions": Row(**OWN),
    "DELETE /sessions/<int:login>": Row(**GONE),
    "DELETE /sessions": Row(outsider=204, former=204, member=204),
}
