"""Names in the HTML of a message as what they stand for: the people, by their present names.

The counterpart of `static/js/mentions/drawing.js`.
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from flask import url_for
from markupsafe import Markup, escape

from weconnect.auth.accounts.names import username_key

from .names import find_in, may_mention

_TAG = re.compile(r"<(/?)([a-z0-9-]+)[^>]*>")
# What stands in these calls for nobody.
_APART = {"a", "code", "pre", "i"}
# Where those are shown who are more than a word.
_PAGES = {"person": ("auth.person", "user_id"), "group": ("groups.show", "group_id")}


def draw(html: Markup, message: Mapping[str, Any], me: int | None) -> Markup:
    """The HTML of a message on the wire, for the person `me`, with those it calls for in it."""
    called = {username_key(one["name"]): one for one in message.get("called", ())}
    if not called or not may_mention(html):
        return html
    # What stands for many is marked where they are meant as well.
    mine_too = " mention-me" if message.get("callsMe") else ""
    links = {key: _link(one, me, mine_too) for key, one in called.items()}
    return Markup("".join(_drawn(html, links)))  # noqa: S704  # it was HTML, and names escaped


def _drawn(html: str, links: Mapping[str, str]) -> Iterator[str]:
    at = apart = 0
    for tag in _TAG.finditer(html):
        yield from _text(html[at : tag.start()], {} if apart else links)
        yield tag[0]
        at = tag.end()
        if tag[2] in _APART:
            apart += -1 if tag[1] else 1
    yield from _text(html[at:], links)


def _text(html: str, links: Mapping[str, str]) -> Iterator[str]:
    if not links or not may_mention(html):
        yield html
        return
    text = unescape(html)
    at = 0
    for name in find_in(text):
        for end, key in name.forms:
            if key in links:
                yield str(escape(text[at : name.start]))
                yield links[key]
                at = end
                break
    yield str(escape(text[at:]))


def _link(one: Mapping[str, Any], me: int | None, mine_too: str) -> str:
    shown = f"@{escape(one['displayName'])}"
    if one["kind"] not in _PAGES:
        return f'<span class="mention{mine_too}">{shown}</span>'
    mine = mine_too if one["kind"] == "group" else " mention-me" if one["id"] == me else ""
    endpoint, name = _PAGES[one["kind"]]
    href = url_for(endpoint, **{name: one["id"]})
    title = f"@{escape(one['name'])}"
    return (
        f'<a class="mention{mine}" href="{href}" data-{one["kind"]}="{one["id"]}" title="{title}"'
        f' dir="auto">{shown}</a>'
    )
