"""A message's text as HTML, for the page that is there before any script runs.

The counterpart of `static/js/core/dom/html.js`, which makes the same of it.
"""

import re
from collections import OrderedDict
from collections.abc import Iterator
from typing import NamedTuple

from flask import Flask
from markupsafe import Markup, escape

from weconnect.engine.app_state import Key
from weconnect.engine.concurrency import rounds
from weconnect.wire.text import initial

from .direction import isolated, quote_of
from .links import link_parts

# Direction overrides, embeddings and isolates, and whatever else is invisible and changes how its
# neighbours look or hides among them. Not the marks and joiners that languages need (U+200B to
# U+200F, U+00AD, U+061C, U+180E), nor the tags in a flag.
_HIDDEN = re.compile(
    "\U0001f3f4[\U000e0020-\U000e007f]+|"
    "([\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]+)"
)
# What was drawn lately is kept, so that a text is looked through once however many people read it;
# so many characters of HTML, and of the texts that they were made of.
KEPT_CHARS = 4_000_000


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
            yield from _with_hidden(part.text)


def _with_hidden(text: str) -> Iterator[Piece]:
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


def linkify(text: str) -> Markup:
    """The text as HTML: links are links, hidden signs are seen, and everything else is text."""
    return Markup("".join(map(_html, pieces(text))))  # noqa: S704  # each piece is escaped


def seen(text: str) -> Markup:
    """The text as HTML without links; hidden signs are seen."""
    return Markup("".join(map(_html, _with_hidden(text))))  # noqa: S704  # each is escaped


def quote(text: str) -> Markup:
    """The beginning of a text, as `seen` draws it."""
    return seen(quote_of(text))


def _html(piece: Piece) -> str:
    if piece.href:
        return (
            f'<a href="{escape(piece.href)}" rel="noopener noreferrer nofollow" target="_blank">'
            f"{escape(piece.text)}</a>"
        )
    if piece.hidden:
        return f'<i class="control">{piece.hidden}</i>'
    return str(escape(piece.text))


class Drawn:
    """The HTML of texts that were drawn lately; those longest not asked for go first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Markup] = OrderedDict()
        self._chars = 0

    def html(self, text: str) -> Markup:
        """The text as `linkify` draws it. Others may have their turn meanwhile."""
        if (known := self._kept.get(text)) is not None:
            self._kept.move_to_end(text)
            return known
        html = Markup("".join(self._in_turns(text)))  # noqa: S704  # each piece is escaped
        if text not in self._kept:
            self._kept[text] = html
            self._chars += len(text) + len(html)
            while self._chars > KEPT_CHARS:
                other, drawn = self._kept.popitem(last=False)
                self._chars -= len(other) + len(drawn)
        return html

    def _in_turns(self, text: str) -> Iterator[str]:
        for piece in pieces(text):
            yield _html(piece)
            rounds.take_turns()


_DRAWN: Key[Drawn] = Key("weconnect_drawn")


def draw(text: str) -> Markup:
    """The text as HTML, drawn once for as long as it is kept."""
    return _DRAWN.here().html(text)


def init_app(app: Flask) -> None:
    """Offer the filters `linkify`, `seen`, `quote` and `isolated` to templates."""
    _DRAWN.keep(app, Drawn())
    app.add_template_filter(draw, "linkify")
    app.add_template_filter(quote)
    app.add_template_filter(seen)
    app.add_template_filter(isolated)
    app.add_template_filter(initial)
