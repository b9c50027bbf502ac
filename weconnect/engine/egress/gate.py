"""How much goes out at once: in all, and to one site."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from weconnect.engine.concurrency.fair_queue import FairQueue
from weconnect.wire.errors import Unavailable

from .errors import EgressFailed

AT_ONCE = 24
# Nobody is asked by us as by a crowd; and whoever answers slowly holds up no others.
OF_A_SITE = 2
# So many wait at most, of a site and in all, so that nothing piles up.
WAITING_FOR_A_SITE = 20
WAITING = 200


def site_of(host: str) -> str:
    """What one owner has, roughly: the last two labels of a name, or three where the second to last
    is short, as in example.co.uk; of an address all."""
    labels = host.split(".")
    if ":" in host or labels[-1].isdigit():
        return host
    long = 3 if len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3 else 2
    return ".".join(labels[-long:])


class Gate:
    """The places of one process."""

    def __init__(self) -> None:
        self._places = FairQueue(AT_ONCE)
        self._sites: dict[str, FairQueue] = {}
        self._at_site: Counter[str] = Counter()
        # How many wait or are out.
        self.inside = 0

    @contextmanager
    def place(self, host: str, patience: float) -> Iterator[None]:
        """Wait for a place, `patience` seconds at most. Raises EgressFailed: busy."""
        site = site_of(host)
        is_full = self._at_site[site] >= OF_A_SITE + WAITING_FOR_A_SITE
        if is_full or self.inside >= AT_ONCE + WAITING:
            raise EgressFailed("busy")
        self.inside += 1
        self._at_site[site] += 1
        line = self._sites.setdefault(site, FairQueue(OF_A_SITE))
        try:
            with _in(line, patience), _in(self._places, patience):
                yield
        finally:
            self.inside -= 1
            self._at_site[site] -= 1
            if not self._at_site[site]:
                # Otherwise it would hold all that were ever asked.
                del self._at_site[site], self._sites[site]


@contextmanager
def _in(line: FairQueue, patience: float) -> Iterator[None]:
    try:
        line.enter(patience)
    except Unavailable:
        raise EgressFailed("busy") from None
    try:
        yield
    finally:
        line.leave()
