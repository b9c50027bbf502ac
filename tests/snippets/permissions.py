"""Who may read, write and delete snippets."""

from tests.harness.permissions import GONE, OWN, Row

REST = {
    "GET /snippets": Row(**OWN),
    "PUT /snippets": Row({"name": "regards", "text": "Kind regards"}, **OWN),
    # One of the person's own: nobody else sees that it is there.
    "DELETE /snippets/<int:snippet>": Row(**GONE),
}
