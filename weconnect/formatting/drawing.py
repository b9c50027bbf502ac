"""Texts as they are drawn for pages: kept as long as there is room, and never all at once."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import nh3
from flask import Flask
from markupsafe import Markup

from weconnect.engine.app_state import Key
from weconnect.engine.concurrency import rounds
from weconnect.wire.text import initial

from . import emoji
from .direction import isolated, quote_of
from .html import html_of, plain_of
from .markdown import parsed
from .text import piece_html, with_hidden

# What was drawn lately is kept, so that a text is looked through once however many people read it;
# so many characters of HTML, and of the texts that they were made of.
KEPT_CHARS = 4_000_000

# A text of more may be folded, if it is as high as it looks.
LONG = 700
MANY_LINES = 14


def seen(text: str) -> Markup:
    """The text as HTML without links; hidden signs are seen."""
    return Markup("".join(map(piece_html, with_hidden(text))))  # noqa: S704  # each is escaped


def quote(text: str) -> Markup:
    """The beginning of a text, as `seen` draws it."""
    return seen(quote_of(text))


# Is told how many milliseconds a text took that was not kept. What it is made into is paid for by
# its size, as all that is answered.
Pay = Callable[[float], None]


class Drawn:
    """What was made of texts lately; what was longest not asked for goes first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._chars = 0

    def html(self, text: str, *, plain: bool = True, pay: Pay | None = None) -> Markup:
        """A text as HTML: links are links, hidden signs are seen, and everything else is text.

        Unless it is `plain`, it is Markdown. Others may have their turn meanwhile.
        """
        kind = "text" if plain else "markdown"
        return Markup(self._made(kind, text, pay))  # noqa: S704  # each piece is escaped

    def words(self, text: str) -> str:
        """The words alone of a text in Markdown. Others may have their turn meanwhile."""
        return self._made("words", text)

    def _made(self, kind: str, text: str, pay: Pay | None = None) -> str:
        key = kind, text
        if (known := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return known
        rounds.take_turns()
        made = "".join(self._in_turns(kind, text, pay))
        if key not in self._kept:
            self._kept[key] = made
            self._chars += len(text) + len(made)
            while self._chars > KEPT_CHARS:
                (_, other), gone = self._kept.popitem(last=False)
                self._chars -= len(other) + len(gone)
        return made

    def _in_turns(self, kind: str, text: str, pay: Pay | None) -> Iterator[str]:
        began = time.thread_time()
        blocks = None if kind == "text" else parsed(text)
        if pay:
            pay((time.thread_time() - began) * 1000)
        if kind == "words":
            yield plain_of(blocks, text)
            return
        for piece in html_of(blocks, text):
            yield piece
            rounds.take_turns()


_DRAWN: Key[Drawn] = Key("weconnect_drawn")


def said(message: Mapping[str, Any]) -> Markup:
    """What a message of the wire says as HTML, drawn once for as long as it is kept."""
    return _DRAWN.here().html(message["content"], plain=bool(message.get("plain")))


# All that is ever made of a text.
TAGS = {
    *"a strong em del code pre span p ul ol li blockquote br hr i div".split(),
    *"h3 h4 h5 h6 table thead tbody tr th td emoji-name".split(),
}
ATTRIBUTES = {
    "a": {"href", "target", "rel"},
    "*": {
        "dir",
        "class",
        "tabindex",
        "start",
        "data-language",
        "data-math",
        "data-align",
        "data-name",
    },
}
SCHEMES = {"http", "https", "mailto"}


def html_for_programs(text: str, *, plain: bool, pay: Pay) -> str:
    """What a text says as HTML for whoever puts it into a page of their own, and pays for it.

    A second wall stands before those: nothing gets past it that is not made here.
    """
    html = _DRAWN.here().html(text, plain=plain, pay=pay)
    return nh3.clean(html, TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)


def words(message: Mapping[str, Any]) -> str:
    """The words alone of what a message of the wire says: for a quote, a preview, a list."""
    content: str = message["content"]
    return content if message.get("plain") else _DRAWN.here().words(content)


def linked(text: str) -> Markup:
    """A text as HTML in which links are links, drawn once for as long as it is kept."""
    return _DRAWN.here().html(text)


def is_long(message: Mapping[str, Any]) -> bool:
    """Whether a message may be too long to be shown whole (as `static/js/formatting/index.js`)."""
    content: str = message["content"]
    return len(content) > LONG or content.count("\n") >= MANY_LINES


def is_large(message: Mapping[str, Any]) -> bool:
    """Whether a message is so few emojis that they are drawn large."""
    return emoji.is_alone(message["content"], plain=bool(message.get("plain")))


def init_app(app: Flask) -> None:
    """Offer the filters `said`, `words`, `linked`, `seen`, `quote` and others to templates."""
    _DRAWN.keep(app, Drawn())
    app.add_template_filter(said)
    app.add_template_filter(linked)
    app.add_template_filter(quote)
    app.add_template_filter(seen)
    app.add_template_filter(isolated)
    app.add_template_filter(initial)
    app.add_template_test(is_long, "long")
    app.add_template_test(is_large, "large")
