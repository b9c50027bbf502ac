"""How many connections one address may have, and all addresses together."""

import ipaddress
from collections import Counter


class Full(Exception):
    """No more connections; `address` says whether it is this address that has too many."""

    # When to try again, in seconds.
    RETRY_AFTER_S = 10

    def __init__(self, *, address: bool) -> None:
        super().__init__("too many connections")
        self.address = address

    @property
    def status(self) -> str:
        """The HTTP status that says so."""
        return "429 Too Many Requests" if self.address else "503 Service Unavailable"


class Quota:
    """Counts connections: `total` at once, and `per_address` of them from one address, if given."""

    def __init__(self, total: int | None = None, per_address: int | None = None) -> None:
        self.total = total
        self.per_address = per_address
        self.open = 0
        self._by_address: Counter[str] = Counter()

    def enter(self, address: str) -> None:
        """Count one more connection. Raises Full."""
        network = _network(address)
        if self.total is not None and self.open >= self.total:
            raise Full(address=False)
        if self.per_address is not None and self._by_address[network] >= self.per_address:
            raise Full(address=True)
        self.open += 1
        self._by_address[network] += 1

    def leave(self, address: str) -> None:
        """Count one less; once for each `enter`."""
        network = _network(address)
        self.open -= 1
        self._by_address[network] -= 1
        if not self._by_address[network]:
            del self._by_address[network]


def _network(address: str) -> str:
    """What one subscriber has: an IPv4 address, or the /64 of an IPv6 address."""
    if ":" not in address:
        return address
    try:
        parsed = ipaddress.IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.IPv6Network((parsed, 64), strict=False))
