"""Which links in a text have previews."""

import re
from collections.abc import Iterable, Iterator

from weconnect.formatting.links import link_parts
from weconnect.formatting.markdown import parsed
from weconnect.formatting.tree import Node
from weconnect.wire.body import TextBody
from weconnect.wire.parts.previews import MOST_ADDRESS

# So many of one message.
MOST = 3
_WEB = re.compile("https?://", re.IGNORECASE)
# What may be covered, or is meant as it stands, is not looked at.
_LEFT = {"spoiler", "code", "pre", "math"}
# Messages of a room of ours: the page shows them by itself.
_OURS = re.compile(r"https?://[^/?#]+/messages/\d+/there", re.IGNORECASE)


def may_have(text: str) -> bool:
    """Whether there may be one in a text: quick, for every message that is written."""
    return "://" in text


def links(body: TextBody) -> list[str]:
    """The addresses of the links that are to have a preview, in their order, each once.

    One between angle brackets, `<https://example.org>`, has none: whoever writes it so means that.
    """
    text = body.content
    blocks = None if body.plain else parsed(text)
    found = _of_text(text) if blocks is None else _of_nodes(blocks)
    wanted = dict.fromkeys(one for one in found if _is_wanted(one) and f"<{one}>" not in text)
    return list(wanted)[:MOST]


def _of_text(text: str) -> Iterator[str]:
    return (part.href for part in link_parts(text) if part.href)


def _of_nodes(nodes: Iterable[Node | str]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str) or node.kind in _LEFT:
            continue
        if node.kind == "a":
            yield str(node.value)
        else:
            yield from _of_nodes(node.children)


def _is_wanted(url: str) -> bool:
    return bool(_WEB.match(url)) and len(url) <= MOST_ADDRESS and not _OURS.match(url)
