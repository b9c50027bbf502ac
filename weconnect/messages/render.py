"""A message's text as HTML, for the page that is there before any script runs.

The counterpart of `static/js/core/html.js`, with the same library and the same rules;
tests/js/links.json holds both to them.
"""

import re
from typing import NamedTuple

from flask import Flask
from linkify_it import LinkifyIt
from markupsafe import Markup, escape

# "example.com" without a scheme stays text: in a chat, "main.py" and "e.g.so" are no web sites.
_linkify = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": True, "fuzzy_ip": False})
_linkify.add("ftp:", None).add("//", None)

_SAFE = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_LINK = Markup('<a href="{}" rel="noopener noreferrer nofollow" target="_blank">{}</a>')


class Part(NamedTuple):
    """A piece of a text; a link if it has an address."""

    text: str
    href: str | None = None


def link_parts(text: str) -> list[Part]:
    """The text in parts, in order. Joined, the parts are the text again."""
    parts = []
    at = 0
    for match in _linkify.match(text) or ():
        if not _SAFE.match(match.url):
            continue
        if match.index > at:
            parts.append(Part(text[at : match.index]))
        parts.append(Part(match.raw, match.url))
        at = match.last_index
    if at < len(text):
        parts.append(Part(text[at:]))
    return parts


def linkify(text: str) -> Markup:
    """The text as HTML in which what looks like a link is one, and everything else is text."""
    parts = link_parts(text)
    return Markup("").join(
        _LINK.format(part.href, part.text) if part.href else escape(part.text) for part in parts
    )


def init_app(app: Flask) -> None:
    """Offer the filter `linkify` to templates."""
    app.add_template_filter(linkify)
