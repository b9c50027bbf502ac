"""What the page without a script shows of the messages that one links to."""

from typing import Any

from flask import Flask

from weconnect.auth.people.session import actor

from .service import find, linked


def init_app(app: Flask) -> None:
    """Give templates the function `quotes_in`."""
    app.add_template_global(quotes_in)


def quotes_in(message: dict[str, Any], site: str) -> list[dict[str, Any]]:
    """The messages to which one links, those of them that whoever looks may see.

    `site` is the address of this server with a slash behind it.
    """
    if message["deleted"] or not (ids := linked(message["content"], site)):
        return []
    found = {one.id: one.dump() for one in find(actor(), ids).messages}
    return [found[one] for one in ids if one in found and one != message["id"]]
