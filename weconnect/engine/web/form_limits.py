"""Forms that come in: counted before they are taken apart, and small from strangers."""

import io
from collections.abc import Callable
from typing import IO, Any

import flask
from flask import request
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from weconnect.engine.view_marks import View, mark, marked

# The fields of a form together, without files, and how many there may be. A message of 8,000
# characters has 96 kB, as browsers write those that have four bytes each.
MAX_FORM = 128 * 1024
MAX_FIELDS = 100
# All that somebody may send who is not logged in: a registration with long names and an invite.
MAX_STRANGERS_BODY = 16 * 1024
# A call of the API bounds its body itself (engine/web/rest/payload.py).
API = "/api/"


class Parser(FormDataParser):
    """Bounds forms of every kind; Werkzeug's looks at those only that may have files."""

    def _parse_multipart(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str]
    ) -> Any:
        rest, form, files = super()._parse_multipart(stream, mimetype, content_length, options)
        # Any other that comes as one is no field: forms expect text there.
        expected = marked("takes_files") or ()
        wanted = []
        for name, file in files.items(multi=True):
            if name in expected:
                wanted.append((name, file))
            else:
                file.close()
        return rest, form, self.cls(wanted)

    def _parse_urlencoded(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str]
    ) -> Any:
        body = stream.read(MAX_FORM + 1)
        if len(body) > MAX_FORM or body.count(b"&") >= MAX_FIELDS:
            raise RequestEntityTooLarge
        return super()._parse_urlencoded(io.BytesIO(body), mimetype, content_length, options)


class Request(flask.Request):
    """A request whose forms are bounded."""

    form_data_parser_class = Parser


def takes_files(*names: str, most: int | None = None) -> Callable[[View], View]:
    """Have a view get what comes as files in these fields of its form, which has `most` bytes; by
    default as many as any other. What is large is put into temporary files.
    """
    return lambda view: mark(mark(view, "takes_files", names), "largest_form", most)


def bound() -> None:
    """Before a request is answered: let whoever is not logged in send little."""
    if request.method in {"GET", "HEAD"} or request.path.startswith(API):
        return
    if not current_user.is_authenticated:
        request.max_content_length = MAX_STRANGERS_BODY
    elif (most := marked("largest_form")) is not None:
        request.max_content_length = most
