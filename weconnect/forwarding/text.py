"""What a forwarded message says: the twin of static/js/forwarding/text.js."""

import re

from weconnect.formatting.links import link_parts
from weconnect.wire.base import MAX_CONTENT

# Behind a sign that calls for somebody: it looks like nothing, and nobody is called again.
SILENT = "\u200b"

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
# What says something else in Markdown: where a line begins, and within it.
_INDENT = re.compile(r"(?<![^\n])[ \t]+")
_NUMBER = re.compile(r"(?<![^\n])[0-9]{1,9}(?=[.)])")
_MARKS = re.compile(r"(?<![^\n])[#>+=:-]|[\\`*_\[\]<&~|$]")


def forwarded(note: str, author: str, link: str, text: str, *, plain: bool = False) -> str:
    """The text of a message that forwards another: a note, and below it what was said, by whom and
    where, as a quote. So everybody reads it to whom it is forwarded; what is too long is cut.

    A text that is `plain` looks in it as it did.
    """
    name = _silent(_PUNCTUATION.sub(r"\\\g<0>", author))
    head = f"> {name} · {link}"
    if note.strip():
        head = f"{note.strip()}\n\n{head}"
    quiet = _silent(_in_markdown(text) if plain else text)
    body = "\n".join(f"> {line}".rstrip() for line in quiet.split("\n"))
    whole = f"{head}\n>\n{body}"
    return whole if len(whole) <= MAX_CONTENT else whole[: MAX_CONTENT - 1] + "…"


def _silent(text: str) -> str:
    return text.replace("@", f"@{SILENT}").replace("＠", f"＠{SILENT}")


def _in_markdown(text: str) -> str:
    """A plain text as Markdown that says the same: its links are links, all else is as written."""
    indented = _INDENT.sub(lambda found: "\u00a0" * len(found[0].expandtabs(4)), text)
    return "".join(
        f"<{part.text}>" if part.href == part.text else _escaped(part.text)
        for part in link_parts(indented)
    )


def _escaped(text: str) -> str:
    return _NUMBER.sub(r"\g<0>\\", _MARKS.sub(r"\\\g<0>", text))
