"""A request's head, by the rules of RFC 9112 and as strictly as gunicorn's parser knows them.

gevent reads heads leniently: of two lengths it takes the first, it knows no transfer coding but
`chunked` alone, a bare CR ends a line for it, and a line that is no header ends the head. A proxy
may read the same bytes in another way, and then what one client sends becomes a part of the next
one's request (request smuggling, section 11.2). Here whatever is ambiguous is refused.
"""

import re
from types import SimpleNamespace
from typing import BinaryIO

from gunicorn.config import Config
from gunicorn.http.errors import ParseException
from gunicorn.http.message import Request
from gunicorn.http.unreader import IterUnreader

# A head's size: more than any browser, with all of its cookies, sends.
MAX_HEAD = 64 * 1024
MAX_LINE = 8190


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


def read_head(file: BinaryIO, first_line: bytes) -> Request:
    """The head of which `first_line` has been read already from `file`.

    Of what it returns these are to be used: `method`, `uri`, `path`, `query`, `version`, `headers`
    (names in capitals, with their values) and `should_close()`; the body is still in `file`.
    Raises BadHead.
    """
    lines = [_plain(first_line)]
    size = len(first_line)
    while lines[-1] != b"\r\n":
        lines.append(file.readline(MAX_LINE + 2))
        size += len(lines[-1])
        if size > MAX_HEAD or not lines[-1].endswith(b"\r\n"):
            raise BadHead("it does not end")
    try:
        request = Request(_RULES, IterUnreader([b"".join(lines)]), None)
    except (ParseException, OSError) as problem:
        raise BadHead(str(problem)) from None
    if request.version > (1, 0) and not any(name == "HOST" for name, _ in request.headers):
        raise BadHead("it says nothing of a host")
    return request


def _plain(line: bytes) -> bytes:
    """A request line in ASCII: curl sends other letters of an address as they were typed."""
    return re.sub(rb"[\x80-\xff]", lambda byte: b"%%%02X" % ord(byte[0]), line)
