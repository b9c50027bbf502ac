"""Who may see what goes out: administrators, and the rows ask as other people."""

from tests.harness.permissions import Row

REST = {"GET /egress": Row(outsider=403, former=403, member=403)}
