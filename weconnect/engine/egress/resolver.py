"""Looking up names, in native threads of its own: some take half a minute to say nothing."""

import socket
from collections.abc import Callable, Sequence
from ipaddress import ip_address

from gevent import monkey
from gevent.threadpool import ThreadPool

from weconnect.engine.concurrency.native_thread import run_in

from .destination import Address
from .errors import EgressFailed

# gevent's own would take the hub's threads, in which passwords are checked.
_getaddrinfo = monkey.get_original("socket", "getaddrinfo")
THREADS = 8

Resolve = Callable[[str, int], Sequence[Address]]


class Resolver:
    """Names and what they stand for."""

    def __init__(self) -> None:
        self._pool: ThreadPool | None = None

    def __call__(self, host: str, port: int) -> Sequence[Address]:
        """The addresses of a host, in the order in which they are to be tried.

        Other greenlets go on meanwhile. Raises EgressFailed if it has none.
        """
        if self._pool is None:
            self._pool = ThreadPool(THREADS)
        try:
            found = run_in(self._pool, _getaddrinfo, host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise EgressFailed("name") from None
        # A zone, as in fe80::1%eth0, is of a local address, which is refused without it as well.
        texts = dict.fromkeys(str(where[0]).partition("%")[0] for *_, where in found)
        return [ip_address(one) for one in texts]
