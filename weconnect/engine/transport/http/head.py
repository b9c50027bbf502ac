"""A request's head, by the rules of RFC 9112 and as strictly as gunicorn's parser knows them.

gevent reads heads leniently: of two lengths it takes the first, it knows no transfer coding but
`chunked` alone, a bare CR ends a line for it, and a line that is no header ends the head. A proxy
may read the same bytes in another way, and then what one client sends becomes a part of the next
one's request (request smuggling, section 11.2). Here whatever is ambiguous is refused.
"""

import re
from types import SimpleNamespace
from typing import BinaryIO, NamedTuple

from gunicorn.config import Config
from gunicorn.http.errors import ParseException
from gunicorn.http.message import Request
from gunicorn.http.unreader import IterUnreader

# A head's size: more than any browser, with all of its cookies, sends.
MAX_HEAD = 64 * 1024
MAX_LINE = 8190
# Of a Content-Length. What is that large is refused as too large; above, it would fit in no float.
MAX_DIGITS = 100


def _rules() -> SimpleNamespace:
    """gunicorn's own, in a form that is not slow to look at forty times for each head."""
    config = Config()
    config.set("limit_request_line", MAX_LINE)
    config.set("limit_request_field_size", MAX_LINE)
    # What proxies say is read elsewhere, and only from those that are counted (security.py).
    config.set("secure_scheme_headers", {})
    config.set("forwarder_headers", "")
    return SimpleNamespace(
        is_ssl=False, **{name: one.get() for name, one in config.settings.items()}
    )


_RULES = _rules()


class BadHead(ValueError):
    """These bytes are no request, or might be taken for another one than they are."""


class Head(NamedTuple):
    """What a request says before its body. Names of headers are in capitals."""

    method: str
    target: str
    path: str
    query: str
    version: str
    headers: list[tuple[str, str]]
    # How long the body is, unless it comes in chunks; None without one.
    length: int | None
    chunked: bool
    # Whether no other request follows on the connection.
    last: bool


def read_head(file: BinaryIO, first_line: bytes) -> Head:
    """The head of which `first_line` has been read already from `file`; the body stays in there.

    Raises BadHead.
    """
    lines = [_plain(first_line)]
    size = len(first_line)
    try:
        while lines[-1] != b"\r\n":
            lines.append(file.readline(MAX_LINE + 2))
            size += len(lines[-1])
            if size > MAX_HEAD or not lines[-1].endswith(b"\r\n"):
                raise BadHead("it does not end")
        request = Request(_RULES, IterUnreader([b"".join(lines)]), None)
    except (ParseException, OSError) as problem:
        raise BadHead(str(problem)) from None
    return _checked(request)


def _checked(request: Request) -> Head:
    old = request.version < (1, 1)
    fields: dict[str, list[str]] = {}
    for name, value in request.headers:
        fields.setdefault(name, []).append(value)
    if request.fragment or "\\" in request.path:
        # Where the path ends, and what separates its parts: proxies differ.
        raise BadHead("nothing of that kind belongs into a target")
    if not old and "HOST" not in fields:
        raise BadHead("it says nothing of a host")
    (length,) = fields.get("CONTENT-LENGTH", [""])
    if len(length) > MAX_DIGITS:
        raise BadHead("nothing is that long")
    codings = [one.lower() for one in fields.get("TRANSFER-ENCODING", [])]
    if codings not in ([], ["chunked"]):
        raise BadHead("chunks are the one coding that is understood")
    said = ",".join(fields.get("CONNECTION", [])).lower().split(",")
    wishes = {one.strip() for one in said}
    return Head(
        method=request.method,
        target=request.uri,
        path=request.path,
        query=request.query,
        version="HTTP/{}.{}".format(*request.version),
        headers=request.headers,
        length=int(length) if length else None,
        chunked=bool(codings),
        last=request.method == "CONNECT"
        or "close" in wishes
        or (old and "keep-alive" not in wishes),
    )


def _plain(line: bytes) -> bytes:
    """A request line with its target in ASCII: curl sends other letters as they were typed."""
    method, space, rest = line.partition(b" ")
    return method + space + re.sub(rb"[\x80-\xff]", lambda byte: b"%%%02X" % ord(byte[0]), rest)
