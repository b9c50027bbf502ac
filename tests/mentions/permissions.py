"""Who may ask whom they call for, and choose who may call for everybody."""

from tests.harness.permissions import Row

REST = {
    "GET /rooms/<int:room>/calls": Row(query="?names=ann"),
    "GET /rooms/<int:room>/callers": Row(),
    "PUT /rooms/<int:room>/callers": Row({"callers": "admins"}),
}
