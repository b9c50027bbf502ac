"""What markdown-it found in a text, as the tree that is drawn.

The twin of `static/js/formatting/tree.js`, with the same names of kinds.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from markdown_it.token import Token

Value = str | int | bool | None


class Node(NamedTuple):
    """A piece of what a text says.

    `value` is a heading's level, the address of a link, the language of a block of code, the number
    at which a list begins, whether a task is done, to which side a cell goes, whether mathematics
    stand by themselves, and the name of an emoji.
    """

    kind: str
    children: "list[Node | str]"
    value: Value = None


# Tokens that open and close something which needs no more than its name.
_PLAIN = {
    "paragraph": "p", "blockquote": "quote", "bullet_list": "ul", "ordered_list": "ol",
    "list_item": "li", "table": "table", "thead": "thead", "tbody": "tbody", "tr": "tr",
    "th": "th", "td": "td", "heading": "h", "em": "em", "strong": "strong", "s": "del",
    "spoiler": "spoiler", "link": "a",
}  # fmt: skip
_LANGUAGE = re.compile(r"[0-9A-Za-z+#._-]{1,32}(?=[ \t]|\Z)")
_TASK = re.compile(r"\[([ xX])\][ \t]+(?=[^ \t])")


def tree_of(tokens: Iterable[Token]) -> list[Node]:
    """The blocks that these tokens of markdown-it make."""
    top: list[Node | str] = []
    _gather(tokens, top)
    return [one for one in top if isinstance(one, Node)]


def _gather(tokens: Iterable[Token], into: list[Node | str]) -> None:
    """Put the nodes that the tokens make into a list."""
    open_nodes = [Node("", into)]
    for token in tokens:
        if token.hidden:
            continue
        here = open_nodes[-1].children
        if token.nesting > 0:
            name = token.type.removesuffix("_open")
            open_nodes.append(Node(_PLAIN[name], [], _value(token)))
            here.append(open_nodes[-1])
        elif token.nesting < 0:
            done = open_nodes.pop()
            if done.kind == "li":
                open_nodes[-1].children[-1] = _task(done)
            elif done.kind == "a" and not done.value:
                # It leads nowhere: what it shows is text.
                open_nodes[-1].children[-1:] = done.children
        elif token.type == "inline":
            _gather(token.children or (), here)
        elif token.type == "image":
            _image(token, here, linked=any(one.kind == "a" for one in open_nodes))
        else:
            _put(token, here)


def _value(token: Token) -> str | int | None:
    if token.type == "heading_open":
        return int(token.tag[1:])
    if token.type == "ordered_list_open":
        return int(token.attrs.get("start", 1))
    if token.type == "link_open":
        return str(token.attrs.get("href", ""))
    if token.type in ("th_open", "td_open"):
        return str(token.attrs.get("style", "")).removeprefix("text-align:") or None
    return None


def _put(token: Token, into: list[Node | str]) -> None:
    """Put what one token makes by itself."""
    kind = token.type
    if kind in ("text", "text_special"):
        if token.content and into and isinstance(into[-1], str):
            into[-1] += token.content
        elif token.content:
            into.append(token.content)
    elif kind in ("softbreak", "hardbreak"):
        into.append(Node("br", []))
    elif kind == "code_inline":
        into.append(Node("code", [token.content]))
    elif kind in ("fence", "code_block"):
        language = _LANGUAGE.match(token.info.strip(" \t"))
        content = token.content.removesuffix("\n")
        into.append(Node("pre", [content] if content else [], language and language[0]))
    elif kind in ("math", "math_block"):
        into.append(Node("math", [token.content], kind == "math_block"))
    elif kind == "emoji":
        into.append(Node("emoji", [], token.content))
    elif kind == "hr":
        into.append(Node("hr", []))


def _image(token: Token, into: list[Node | str], *, linked: bool) -> None:
    """Put a link in place of an image: nobody fetches something because somebody else says so."""
    href = str(token.attrs.get("src", ""))
    alternative: list[Node | str] = []
    _gather(token.children or (), alternative)
    shown = "".join(words(alternative)) or href
    into.append(Node("a", [shown], href) if href and not linked else shown)


def _task(item: Node) -> Node:
    """An item of a list; a task, if a box stands before it."""
    children = item.children
    if children and isinstance(children[0], Node) and children[0].kind == "p":
        children = children[0].children
    said = children[0] if children else None
    box = _TASK.match(said) if isinstance(said, str) else None
    if box is None:
        return item
    children[0] = box.string[box.end() :]
    return Node(item.kind, item.children, box[1] != " ")


def words(nodes: Iterable[Node | str]) -> Iterator[str]:
    """All text in these, in order."""
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif node.kind == "emoji":
            yield f":{node.value}:"
        else:
            yield from words(node.children)
