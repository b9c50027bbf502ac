"""Who has confirmed an announcement as a table that spreadsheets open (RFC 4180)."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from datetime import UTC

from weconnect.engine.i18n.translate import t
from weconnect.wire.announcements import Confirmation

# What a spreadsheet takes for a formula, in each width, or for what begins a cell anew.
_FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "|", "%")


def table(parts: Iterable[Iterable[Confirmation]]) -> Iterator[bytes]:
    """The table in UTF-8, with the mark by which spreadsheets know it; part by part, as they come
    and in no more memory than one of them takes."""
    head = [t("Name"), t("Username"), t("Confirmed"), t("In the room")]
    yield codecs.BOM_UTF8 + _written([head])
    for people in parts:
        yield _written(_cells(one) for one in people)


def _cells(one: Confirmation) -> list[str]:
    at = f"{one.at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if one.at else ""
    member = t("yes") if one.member else t("no")
    return [_safe(text) for text in (one.user.display_name, one.user.username, at, member)]


def _written(lines: Iterable[Iterable[str]]) -> bytes:
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(lines)
    return file.getvalue().encode()


def _safe(text: str) -> str:
    """A text that no spreadsheet reckons with: an apostrophe says that it is one."""
    return f"'{text}" if text.lstrip().startswith(_FORMULAS) or text[:1].isspace() else text
