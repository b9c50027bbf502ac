"""Numbers in addresses and forms, and times. A number that no database can hold is none."""

from datetime import UTC, datetime

from flask import Flask, request
from werkzeug.datastructures import MultiDict
from werkzeug.routing import IntegerConverter

from weconnect.engine.view_marks import View, mark, marked
from weconnect.wire.base import MAX_ID
from weconnect.wire.errors import BadRequest


def _up_to(most: int) -> str:
    """A pattern of the whole numbers from 1 to `most`, with or without zeros in front.

    In the pattern, as werkzeug looks at a number only where the method fits as well, and would say
    of what is no address at all that it takes other methods.
    """
    digits = str(most)
    shorter = f"[1-9][0-9]{{0,{len(digits) - 2}}}"
    # As long as `most`, and smaller from the digit at `place` on.
    smaller = [
        f"{digits[:place]}[{int(place == 0)}-{int(digit) - 1}][0-9]{{{len(digits) - place - 1}}}"
        for place, digit in enumerate(digits)
        if int(digit) > int(place == 0)
    ]
    return f"0*(?:{'|'.join([shorter, *smaller, digits])})"


class Id(IntegerConverter):
    """`<int:…>` in a route: what is no id leads nowhere, whatever the method."""

    regex = _up_to(MAX_ID)


def init_app(app: Flask) -> None:
    """Let `<int:…>` in the routes of `app` take ids only. To be called before routes are made."""
    app.url_map.converters["int"] = Id
    app.before_request(_refuse_nul)


def refuses_itself(view: View) -> View:
    """Have `view` tell of parameters with a NUL in them, on its own page; it is to refuse them."""
    return mark(view, "refuses_itself")


def _refuse_nul() -> None:
    """No parameter of any address has a NUL in it, which PostgreSQL cannot even look for."""
    if marked("refuses_itself"):
        return
    if b"%00" in request.query_string or b"\0" in request.query_string:
        raise BadRequest


def number(values: MultiDict[str, str], name: str) -> int | None:
    """The id or seq that a form or a query has under `name`, if it is one."""
    found = values.get(name, type=int)
    return found if found is not None and 0 <= found <= MAX_ID else None


def moment(values: MultiDict[str, str], name: str) -> datetime | None:
    """The time that a form has under `name`, if any: in UTC, as pages without a script show them.

    Raises ValueError for what is none.
    """
    found = values.get(name)
    return datetime.fromisoformat(found).replace(tzinfo=UTC) if found else None
