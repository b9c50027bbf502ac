"""Who may see what messages said before."""

from tests.harness.permissions import Row

REST = {"GET /messages/<int:message>/versions": Row()}
