"""What a forwarded message says: the twin of static/js/forwarding/text.js."""

from weconnect.wire.base import MAX_CONTENT

# Behind a sign that calls for somebody: it looks like nothing, and nobody is called again.
SILENT = "\u200b"


def forwarded(note: str, author: str, link: str, text: str) -> str:
    """The text of a message that forwards another: a note, and below it what was said, by whom and
    where, as a quote. So everybody reads it to whom it is forwarded; what is too long is cut.
    """
    head = f"> {author} · {link}"
    if note.strip():
        head = f"{note.strip()}\n\n{head}"
    quiet = text.replace("@", f"@{SILENT}").replace("＠", f"＠{SILENT}")
    body = "\n".join(f"> {line}".rstrip() for line in quiet.split("\n"))
    whole = f"{head}\n>\n{body}"
    return whole if len(whole) <= MAX_CONTENT else whole[: MAX_CONTENT - 1] + "…"
