"""Who may look at groups, and make them."""

from tests.harness.permissions import OWN, Row

REST = {
    "GET /groups": Row(**OWN),
    "POST /groups": Row({"name": "helpers"}, outsider=403, former=403, member=403),
    "GET /groups/<int:group>": Row(outsider=404, former=404, member=404),
    "PATCH /groups/<int:group>": Row({"displayName": "x"}, member=404),
    "DELETE /groups/<int:group>": Row(member=404),
    "POST /groups/<int:group>/members": Row({"username": "x"}, member=404),
    "DELETE /groups/<int:group>/members/<int:user>": Row(member=404),
}
