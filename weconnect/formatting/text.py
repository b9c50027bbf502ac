"""Text as it stands: its links, and what in it one would not see.

The counterpart of `static/js/core/dom/html.js`, which makes the same of it.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import escape

from .links import link_parts

# Direction overrides, embeddings and isolates, and whatever else is invisible and changes how its
# neighbours look or hides among them. Not the marks and joiners that languages need (U+200B to
# U+200F, U+00AD, U+061C, U+180E), nor the tags in a flag.
_HIDDEN = re.compile(
    "\U0001f3f4[\U000e0020-\U000e007f]+|"
    "([\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]+)"
)


class Piece(NamedTuple):
    """A piece of a text: a link if it has an address, hidden signs if it has their names."""

    text: str
    href: str | None = None
    hidden: str | None = None


def pieces(text: str) -> Iterator[Piece]:
    """The text in pieces, in order. Joined, they are the text again."""
    for part in link_parts(text):
        if part.href:
            yield Piece(part.text, part.href)
        else:
            yield from with_hidden(part.text)


def with_hidden(text: str) -> Iterator[Piece]:
    """The text in pieces as `pieces` has them, without links."""
    at = 0
    for hidden in _HIDDEN.finditer(text):
        signs = hidden[1]
        if not signs:
            continue
        if hidden.start() > at:
            yield Piece(text[at : hidden.start()])
        yield Piece(signs, None, " ".join(map(sign_name, signs)))
        at = hidden.end()
    if at < len(text):
        yield Piece(text[at:])


def sign_name(char: str) -> str:
    """A character by its number, as Unicode writes it: U+202E."""
    return f"U+{ord(char):04X}"


def piece_html(piece: Piece) -> str:
    """A piece as HTML."""
    if piece.href:
        return f"{link_tag(piece.href)}{escape(piece.text)}</a>"
    if piece.hidden:
        return f'<i class="control">{piece.hidden}</i>'
    return str(escape(piece.text))


def link_tag(href: str) -> str:
    """The tag that begins a link."""
    return f'<a href="{escape(href)}" rel="noopener noreferrer nofollow" target="_blank">'
