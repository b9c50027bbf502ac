"""Texts as HTML, made anew each time."""

from weconnect.formatting.html import html_of
from weconnect.formatting.markdown import parsed


def drawn_at_once(text: str, *, plain: bool = True) -> str:
    """A text as HTML; unless it is `plain`, it is Markdown."""
    return "".join(html_of(None if plain else parsed(text), text))
