"""Who may have what deleted."""

from tests.harness.permissions import OWN, Row

PATH = "/me/messages/deletion"
REST = {
    f"POST {PATH}": Row({"password": "wrong"}, outsider=400, former=400, member=400),
    f"GET {PATH}": Row(**OWN),
}
TOLD = {"erasing": "all sockets of the person"}
