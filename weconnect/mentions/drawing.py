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


def draw(html: Markup, message: Mapping[str, Any], me: int | None) -> Markup:
    """The HTML of a message on the wire, for the person `me`, with those it calls for in it."""
    called = {username_key(one["name"]): one for one in message.get("called", ())}
    if not called or not may_mention(html):
        return html
    return Markup("".join(_drawn(html, called, me)))  # noqa: S704  # it was HTML, and names escaped


def _drawn(html: str, called: Mapping[str, Any], me: int | None) -> Iterator[str]:
    at = apart = 0
    for tag in _TAG.finditer(html):
        yield from _text(html[at : tag.start()], {} if apart else called, me)
        yield tag[0]
        at = tag.end()
        if tag[2] in _APART:
            apart += -1 if tag[1] else 1
    yield from _text(html[at:], called, me)


def _text(html: str, called: Mapping[str, Any], me: int | None) -> Iterator[str]:
    if not called or not may_mention(html):
        yield html
        return
    text = unescape(html)
    at = 0
    for name in find_in(text):
        for end, key in name.forms:
            if key in called:
                yield str(escape(text[at : name.start]))
                yield _link(called[key], me)
                at = end
                break
    yield str(escape(text[at:]))


def _link(one: Mapping[str, Any], me: int | None) -> str:
    shown = f"@{escape(one['displayName'])}"
    if one["kind"] != "person":
        return f'<span class="mention mention-me">{shown}</span>'
    mine = " mention-me" if one["id"] == me else ""
    href = url_for("auth.person", user_id=one["id"])
    title = f"@{escape(one['name'])}"
    return (
        f'<a class="mention{mine}" href="{href}" data-person="{one["id"]}" title="{title}"'
        f' dir="auto">{shown}</a>'
    )
