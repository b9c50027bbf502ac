"""Who may see and take away previews, and choose whether a room has them."""

from tests.harness.permissions import MESSAGE, Row

REST = {
    # One that is not there: nothing changes.
    "DELETE /messages/<int:message>/previews/<int:preview>": Row(),
    "GET /rooms/<int:room>/previews": Row(),
    "PUT /rooms/<int:room>/previews": Row({"on": False}),
}
EVENTS = {"removePreview": MESSAGE | {"preview": 1}}
