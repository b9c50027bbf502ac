"""Where a request is to go: taken apart once, here, and never again by anybody else.

Whoever checks an address in one way and connects by another can be led past the check. So there is
one parser, it refuses whatever programs read in different ways, and what it returns is all that the
connection is made of.
"""

import re
from ipaddress import IPv4Address, IPv6Address
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from .errors import EgressRefused

Address = IPv4Address | IPv6Address

LONGEST = 2_000
PORTS = {"http": 80, "https": 443}
# What a browser drops, turns around or takes for the end of a host: nobody writes it into a link.
_ODD = re.compile(r"[\x00-\x20\x7f\\]")
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
# A host whose last label is a number is an address of IPv4 in some spelling (WHATWG URL, 3.5).
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)\Z")
_QUAD = re.compile(r"(?:0|[1-9][0-9]{0,2})(?:\.(?:0|[1-9][0-9]{0,2})){3}")
# What stands in a path as it is: what RFC 3986 allows there, and what is escaped already.
_KEPT = "/?:@!$&'()*+,;=-._~%[]|^"


class Destination(NamedTuple):
    """Where a request goes. `host` is a name in ASCII and small letters, or an address."""

    scheme: str
    host: str
    port: int
    # The path and the query, escaped.
    target: str

    @property
    def literal(self) -> Address | None:
        """The host, if it is an address."""
        return address_of(self.host)

    @property
    def authority(self) -> str:
        """The host, and the port where it is not the scheme's own, as in the header Host."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """All of it: what everybody reads in the same way."""
        return f"{self.scheme}://{self.authority}{self.target}"

    def follow(self, location: str) -> "Destination":
        """Where an answer that came from here leads on to. Raises EgressRefused."""
        return parse(urljoin(self.url, location.strip(" \t")))


def parse(url: str) -> Destination:
    """What an address of the web says. Raises EgressRefused for one that is none, or odd."""
    if len(url) > LONGEST or _ODD.search(url):
        raise EgressRefused("address")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise EgressRefused("address") from None
    if parts.scheme not in PORTS:
        raise EgressRefused("scheme")
    if "@" in parts.netloc or "%" in parts.netloc or not parts.hostname:
        # Names and passwords are sent to nobody; zones and escapes name what is local, or odd.
        raise EgressRefused("address")
    path = quote(parts.path or "/", safe=_KEPT)
    query = f"?{quote(parts.query, safe=_KEPT)}" if parts.query else ""
    host = host_of(parts.hostname, bracketed=parts.netloc.startswith("["))
    return Destination(parts.scheme, host, port or PORTS[parts.scheme], path + query)


def host_of(text: str, *, bracketed: bool = False) -> str:
    """A host as it is compared and asked for. Raises EgressRefused for what is none, or odd."""
    if bracketed:
        try:
            return str(IPv6Address(text))
        except ValueError:
            raise EgressRefused("address") from None
    name = text.lower()
    if not name.isascii():
        name = _in_ascii(name)
    # The root's dot says nothing more; a second one is odd.
    name = name.removesuffix(".")
    if _NUMBER.search(name.rpartition(".")[2]):
        if not _QUAD.fullmatch(name):
            raise EgressRefused("address")
        try:
            return str(IPv4Address(name))
        except ValueError:
            raise EgressRefused("address") from None
    if len(name) > 253 or not _NAME.fullmatch(name):
        raise EgressRefused("address")
    return name


def address_of(host: str) -> Address | None:
    """A host as `host_of` returns it, if it is an address."""
    try:
        return IPv6Address(host) if ":" in host else IPv4Address(host)
    except ValueError:
        return None


def _in_ascii(name: str) -> str:
    import idna  # tables, which hardly any name needs

    try:
        return idna.encode(name, uts46=True, std3_rules=True).decode().lower()
    except idna.IDNAError:
        raise EgressRefused("address") from None
