"""Emojis of the team in what people wrote, as pictures.

The counterpart of `static/js/emoji/pictures.js`.
"""

import re
from collections.abc import Mapping

from flask import g
from markupsafe import Markup, escape

from . import lookup

_NAMED = re.compile(r'<emoji-name data-name="([^"<>&]+)">:\1:</emoji-name>')


def draw(html: Markup) -> Markup:
    """The HTML of a text, with pictures in the place of the names that the team has."""
    names: set[str] = set(_NAMED.findall(html)) if "<emoji-name" in html else set()
    if not names:
        return html
    found = _known()

    def shown(match: re.Match[str]) -> str:
        there = found.get(match[1])
        return picture(match[1], *there) if there else match[0]

    return Markup(_NAMED.sub(shown, html))  # noqa: S704  # it was HTML, and names mean nothing in it


def sign(emoji: str) -> str | Markup:
    """An emoji as it is shown under a message: itself, or a picture for `:name:`."""
    if not emoji.startswith(":"):
        return emoji
    name = emoji.strip(":")
    found = _known().get(name)
    return Markup(picture(name, *found)) if found else emoji  # noqa: S704  # names mean nothing in HTML


def picture(name: str, moving: str, still: str) -> str:
    """An emoji of the team as HTML; for people who want less motion it stands still."""
    calm = f'<source media="(prefers-reduced-motion: reduce)" srcset="{escape(still)}">'
    image = (
        f'<img class="team-emoji" src="{escape(moving)}" alt=":{name}:" title=":{name}:"'
        ' width="20" height="20">'
    )
    return f"<picture>{calm if moving != still else ''}{image}</picture>"


def _known() -> Mapping[str, tuple[str, str]]:
    """What the team has, asked once while a page is made: each message and each reaction asks by
    itself, and there are few.
    """
    if "team_emojis" not in g:
        g.team_emojis = lookup.named()
    found: Mapping[str, tuple[str, str]] = g.team_emojis
    return found
