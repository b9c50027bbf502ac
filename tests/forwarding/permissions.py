"""Who may forward what."""

from tests.harness.permissions import ROOM, Row

REST = {"POST /messages/<int:message>/forward": Row(ROOM, member=201)}
