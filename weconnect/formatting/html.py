"""What a text says as HTML, and as the words of it alone.

The counterpart of `static/js/formatting/nodes.js`.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from markupsafe import escape

from . import emoji
from .text import link_tag, piece_html, pieces, with_hidden
from .tree import Node, Value

# In place of what somebody would rather not read by accident.
COVERED = "▒▒▒"
_BOXES = {True: "☑ ", False: "☐ "}
# Each of them runs into its own direction.
_BLOCKS = {"p", "h", "ul", "ol", "quote", "table"}
# What stands on lines of its own, where there are only words.
_APART = {"p", "h", "ul", "ol", "li", "quote", "table", "tr", "pre", "hr"}
_LINES = re.compile(r"[ \t]*\n[ \t\n]*")


def html_of(blocks: list[Node] | None, text: str) -> Iterator[str]:
    """The HTML of a text, in pieces; `blocks` is what it was parsed to."""
    if blocks is None:
        for piece in pieces(text):
            yield piece_html(piece)
        return
    if [one.kind for one in blocks] == ["p"]:
        # One paragraph stands in the message itself.
        yield from _all(blocks[0].children)
        return
    for block in blocks:
        yield from _node(block, outermost=True)


def _all(nodes: Iterable[Node | str]) -> Iterator[str]:
    for one in nodes:
        if isinstance(one, Node):
            yield from _node(one)
        else:
            for piece in with_hidden(one):
                yield piece_html(piece)


def _node(node: Node, *, outermost: bool = False) -> Iterator[str]:
    kind, children, _ = node
    if kind in ("br", "hr"):
        yield f"<{kind}>"
        return
    if kind == "emoji":
        yield emoji_html(str(node.value))
        return
    direction = ' dir="auto"' if outermost and kind in _BLOCKS else ""
    begin, end = _around(node, direction)
    yield begin
    yield from _all(children)
    yield end


def emoji_html(name: str) -> str:
    """An emoji by its name; what Unicode does not have may be one of the team's, or is text."""
    sign = emoji.standard().get(name)
    return sign or f'<emoji-name data-name="{name}">:{name}:</emoji-name>'


def _around(node: Node, direction: str) -> tuple[str, str]:
    """What stands before and after a node's children."""
    kind, _, value = node
    if kind in _MADE:
        return _MADE[kind](value, direction)
    if kind == "ol" and value != 1:
        return f'<ol start="{value}"{direction}>', "</ol>"
    if kind == "li" and isinstance(value, bool):
        return f'<li class="task">{_BOXES[value]}', "</li>"
    if kind in ("th", "td") and value:
        return f'<{kind} data-align="{value}">', f"</{kind}>"
    return f"<{kind}{direction}>", f"</{kind}>"


def _link(value: Value, _direction: str) -> tuple[str, str]:
    return link_tag(str(value)), "</a>"


def _heading(value: Value, direction: str) -> tuple[str, str]:
    # Those of the page stand above a message's.
    level = min(int(value or 1) + 2, 6)
    return f"<h{level}{direction}>", f"</h{level}>"


def _pre(value: Value, _direction: str) -> tuple[str, str]:
    language = f' data-language="{escape(value)}"' if value else ""
    return f'<pre dir="ltr"><code{language}>', "</code></pre>"


def _math(value: Value, _direction: str) -> tuple[str, str]:
    shown = "block" if value else "inline"
    return f'<code class="math" data-math="{shown}" dir="ltr">', "</code>"


# What needs more than a tag of its name.
_MADE: dict[str, Callable[[Value, str], tuple[str, str]]] = {
    "a": _link,
    "h": _heading,
    "pre": _pre,
    "math": _math,
    "spoiler": lambda *_: ('<span class="spoiler" tabindex="0">', "</span>"),
    "quote": lambda _, direction: (f"<blockquote{direction}>", "</blockquote>"),
    "table": lambda _, direction: (f'<div class="table"><table{direction}>', "</table></div>"),
}


def plain_of(blocks: list[Node] | None, text: str) -> str:
    """The words of a text alone, without what makes them look in some way, and without spoilers."""
    if blocks is None:
        return text
    return _LINES.sub("\n", "".join(map("".join, map(_plain, blocks)))).strip(" \t\n")


def _plain(node: Node | str) -> Iterator[str]:
    if isinstance(node, str):
        yield node
        return
    kind, children, value = node
    if kind == "emoji":
        yield emoji.shown(str(value))
        return
    if kind == "spoiler":
        yield COVERED
        return
    if kind in _APART:
        yield "\n"
    if kind == "li":
        yield _BOXES[value] if isinstance(value, bool) else "• "
    for number, child in enumerate(children):
        if kind == "tr" and number:
            yield " | "
        yield from _plain(child)
    if kind in _APART or kind == "br":
        yield "\n"
