"""Answers compressed for those who take it: static files once, pages and JSON as they leave.

What is compressed tells by its length how much of it repeats. Who can make somebody's browser fetch
a page that holds a secret next to a text of their own choice, and can see the length on the line,
guesses the secret letter by letter (BREACH, https://breachattack.com). So an answer that was made
with a cookie is compressed only if the browser says that no other site asked for it
(`Sec-Fetch-Site`, which no script can set), and its length differs by chance each time.
"""

import gzip
import secrets
from typing import Literal

import brotli
import gevent
from flask import Flask, Response, request

Coding = Literal["br", "gzip"]

# The bytes of the header that says how an answer is compressed.
CODING_HEADER = len("Content-Encoding: gzip\r\n")
# Below this many bytes it is not worth the work, each time.
SMALLEST = 512
# Above it, some two milliseconds of work are another thread's.
LARGEST_IN_LOOP = 64 * 1024
# What is compressed anew each time. Of Brotli's, 5 is the first that looks at what stands around:
# the page of a room is a twelfth smaller than with 4; with 6 it is a hundredth smaller still.
QUICK = 5
THOROUGH: dict[Coding, int] = {"br": 11, "gzip": 9}
# So many characters at most in the header that blurs the length.
BLUR = 64

TYPES = {"text/html", "text/plain", "application/json"}
_OWN = {"same-origin", "none"}


def taken() -> Coding | None:
    """The better coding of those that the request under way takes; None for neither."""
    wanted = request.accept_encodings
    if wanted["br"] > 0 and wanted["br"] >= wanted["gzip"]:
        return "br"
    return "gzip" if wanted["gzip"] > 0 else None


def compress(body: bytes, coding: Coding, quality: int) -> bytes:
    """The body in that coding; `quality` is 0 to 11 for br, 0 to 9 for gzip."""
    if coding == "br":
        small: bytes = brotli.compress(body, quality=quality)
        return small
    return gzip.compress(body, compresslevel=quality, mtime=0)


def init_app(app: Flask) -> None:
    """Compress the pages and the JSON of `app`."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if response.mimetype not in TYPES or response.is_streamed or request.blueprint == "assets":
        return response
    response.vary.add("Accept-Encoding")
    coding = taken()
    if (
        coding is None
        or not _tells_nothing()
        or response.status_code in {204, 206, 304}
        or "Content-Encoding" in response.headers
    ):
        return response
    body = response.get_data()
    if len(body) < SMALLEST:
        return response
    small = (
        gevent.get_hub().threadpool.apply(compress, (body, coding, QUICK))
        if len(body) > LARGEST_IN_LOOP
        else compress(body, coding, QUICK)
    )
    response.set_data(small)
    response.headers["Content-Encoding"] = coding
    if "Cookie" in request.headers:
        response.headers["X-Blur"] = "x" * secrets.randbelow(BLUR)
    return response


def _tells_nothing() -> bool:
    """Whether nobody else can have made a browser send this request with its cookies."""
    return (
        "Cookie" not in request.headers
        or "Authorization" in request.headers
        or request.headers.get("Sec-Fetch-Site") in _OWN
    )
