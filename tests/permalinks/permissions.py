"""Who may see what links lead to."""

from tests.harness.permissions import OWN, Row

REST = {"GET /messages": Row(query="?ids=1,2", **OWN)}
