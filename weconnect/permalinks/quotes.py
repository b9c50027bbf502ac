"""What the page without a script shows of the messages that one links to."""

from collections.abc import Iterable
from typing import Any

from flask import Flask, g

from weconnect.auth.people.session import actor

from .service import find, linked

Shown = dict[int, dict[str, Any]]


def init_app(app: Flask) -> None:
    """Give templates the functions `look_up_quotes` and `quotes_in`."""
    app.add_template_global(look_up_quotes)
    app.add_template_global(quotes_in)


def look_up_quotes(messages: Iterable[dict[str, Any]], site: str) -> str:
    """Find by one question what all messages of a page link to: `quotes_in` asks no more then.

    `site` is the address of this server with a slash behind it. Nothing is to be drawn: "".
    """
    g.weconnect_quotes = _found({one for each in messages for one in _linked(each, site)})
    return ""


def quotes_in(message: dict[str, Any], site: str) -> list[dict[str, Any]]:
    """The messages to which one links, those of them that whoever looks may see."""
    if not (ids := _linked(message, site)):
        return []
    found: Shown | None = g.get("weconnect_quotes")
    if found is None:
        found = _found(set(ids))
    return [found[one] for one in ids if one in found and one != message["id"]]


def _linked(message: dict[str, Any], site: str) -> list[int]:
    return [] if message["deleted"] else linked(message["content"], site)


def _found(ids: set[int]) -> Shown:
    return {one.id: one.dump() for one in find(actor(), ids).messages} if ids else {}
