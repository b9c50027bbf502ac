"""What may be reached, as the operator says: the setting EGRESS."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import ip_network

from weconnect.settings import Network

from .addresses import is_public, may_be_named
from .destination import PORTS, Address, Destination, host_of
from .errors import EgressRefused

_ENTRY = re.compile(
    r"\[(?P<six>[^\]]+)\](?P<len>/\d+)?(?::(?P<p6>\d+))?|(?P<any>[^:\[\]]+)(?::(?P<port>\d+))?"
)


@dataclass(frozen=True)
class Rule:
    """One entry of the list: a host, all below one (`*.host`), a network, or `*`, all that is
    public. `port` is the one it is good for; None: those of the web."""

    host: str | None
    network: Network | None
    port: int | None

    def has_port(self, port: int) -> bool:
        """Whether it is good for a port."""
        return port in PORTS.values() if self.port is None else port == self.port

    def names(self, host: str) -> bool:
        """Whether it means a host by its name."""
        if self.host is None or self.host == "*":
            return False
        return host == self.host or (self.host.startswith("*.") and host.endswith(self.host[1:]))

    def holds(self, address: Address) -> bool:
        """Whether it means an address."""
        known = self.network
        return known is not None and known.version == address.version and address in known


PUBLIC = (Rule("*", None, None),)


@dataclass(frozen=True)
class Policy:
    """What may be reached; no rule: nothing."""

    rules: tuple[Rule, ...] = PUBLIC

    @property
    def is_off(self) -> bool:
        """Whether nothing goes out."""
        return not self.rules

    @property
    def is_default(self) -> bool:
        """Whether all that is public may be reached, at the ports of the web."""
        return self.rules == PUBLIC

    def check(self, to: Destination) -> None:
        """Before a name is looked up: whether it may be asked for at all. Raises EgressRefused.

        Names are not looked up that nobody may reach: they would tell whoever answers for them.
        """
        if self.is_off:
            raise EgressRefused("off")
        fitting = [one for one in self.rules if one.has_port(to.port)]
        if not fitting:
            raise EgressRefused("port")
        if (address := to.literal) is not None:
            self._check(to, address, fitting)
        elif not any(one.host == "*" or one.network or one.names(to.host) for one in fitting):
            raise EgressRefused("host")

    def checked(self, to: Destination, found: Collection[Address]) -> None:
        """That each address that its name stands for may be reached. Raises EgressRefused."""
        fitting = [one for one in self.rules if one.has_port(to.port)]
        for address in found:
            self._check(to, address, fitting)

    def _check(self, to: Destination, address: Address, rules: Collection[Rule]) -> None:
        public = is_public(address)
        for one in rules:
            if one.holds(address) or (one.host == "*" and public):
                return
            if one.names(to.host) and (public or may_be_named(address)):
                return
        raise EgressRefused("host" if public else "local")


def read(text: str) -> Policy:
    """What EGRESS says: "" for all that is public, `deny`, or `allow:` and a list of hosts,
    networks and `*`, each with a port where it is another than the web's.

    Raises ValueError with a sentence for the operator.
    """
    if text in {"", "public"}:
        return Policy()
    if text == "deny":
        return Policy(())
    kind, _, rest = text.partition(":")
    entries = rest.replace(",", " ").split()
    if kind != "allow" or not entries:
        raise ValueError(
            "EGRESS must be deny, or allow: and a list like allow:*,wiki.example,10.0.0.0/8, not"
            f" {text!r}."
        )
    return Policy(tuple(map(_rule, entries)))


def _rule(entry: str) -> Rule:
    wrong = f"EGRESS must list hosts, *.host, networks or *, each with :port or without: {entry!r}."
    found = _ENTRY.fullmatch(entry)
    six = _network(entry) if not found and entry.count(":") > 1 else None
    if six is not None:
        return Rule(None, six, None)
    if found is None:
        raise ValueError(wrong)
    written = found["port"] or found["p6"]
    port = int(written) if written else None
    if port is not None and not 0 < port < 65536:
        raise ValueError(wrong)
    what = found["any"] or found["six"] + (found["len"] or "")
    if (network := _network(what)) is not None:
        return Rule(None, network, port)
    if what == "*":
        return Rule("*", None, port)
    below, name = ("*.", what[2:]) if what.startswith("*.") else ("", what)
    try:
        return Rule(below + host_of(name), None, port)
    except EgressRefused:
        raise ValueError(wrong) from None


def _network(text: str) -> Network | None:
    try:
        return ip_network(text)
    except ValueError:
        return None
