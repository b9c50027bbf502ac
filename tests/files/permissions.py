"""Who may do what with files."""

from tests.harness.permissions import Row

REST = {
    "GET /files/<file>": Row(),
    "PATCH /files/<file>": Row({"alt": "a plan"}),
    "GET /rooms/<int:room>/files": Row(),
}
