"""Numbers in addresses and forms. One that no database can hold is none."""

from typing import Any

from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.routing import IntegerConverter, Map

from weconnect.wire.base import MAX_ID


class Id(IntegerConverter):
    """`<int:…>` in a route: what is no id leads nowhere."""

    def __init__(self, url_map: Map, *args: Any, **options: Any) -> None:
        super().__init__(url_map, *args, **{"min": 1, "max": MAX_ID} | options)


def init_app(app: Flask) -> None:
    """Let `<int:…>` in the routes of `app` take ids only. To be called before routes are made."""
    app.url_map.converters["int"] = Id


def number(values: MultiDict[str, str], name: str) -> int | None:
    """The id or seq that a form or a query has under `name`, if it is one."""
    found = values.get(name, type=int)
    return found if found is not None and 0 <= found <= MAX_ID else None
