"""Who has confirmed an announcement as a table that spreadsheets open (RFC 4180)."""

import csv
import io
from collections.abc import Iterable
from datetime import UTC

from weconnect.engine.i18n.translate import t
from weconnect.wire.announcements import Confirmation

# What a spreadsheet takes for a formula, in each width, or for what begins a cell anew.
_FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "|", "%")


def table(people: Iterable[Confirmation]) -> bytes:
    """The table, in UTF-8 with the mark by which spreadsheets know it."""
    file = io.StringIO()
    rows = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    rows.writerow([t("Name"), t("Username"), t("Confirmed"), t("In the room")])
    for one in people:
        at = f"{one.at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if one.at else ""
        member = t("yes") if one.member else t("no")
        rows.writerow(map(_safe, (one.user.display_name, one.user.username, at, member)))
    return file.getvalue().encode("utf-8-sig")


def _safe(text: str) -> str:
    """A text that no spreadsheet reckons with: an apostrophe says that it is one."""
    return f"'{text}" if text.lstrip().startswith(_FORMULAS) or text[:1].isspace() else text
