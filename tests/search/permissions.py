"""Who may search where."""

from tests.harness.permissions import Row

REST = {"GET /search": Row(query="?q=hello&room={room}")}
