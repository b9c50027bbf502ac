"""What the parts of the HTTP server ask of each other."""

from typing import Any, Protocol

from .head import Head


class Request(Protocol):
    """A request on its connection, as its body sees it."""

    # Names of headers are in capitals.
    head: Head
    headers: Any
    # What is read from, and what an interim answer is sent by.
    rfile: Any
    socket: Any
    # Whether the connection ends with this request.
    close_connection: bool
