"""Which addresses of the Internet protocol are everybody's, and which are somebody's own."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_network

from .destination import Address

# Where a translator has IPv4 within IPv6 (RFC 6052). The one for local use (RFC 8215) is private.
_NAT64 = IPv6Network("64:ff9b::/96")
# Of these nothing is reached by naming a host: machines of clouds answer there with secrets, and
# whatever belongs to no single host.
_NEVER = tuple(
    ip_network(one)
    for one in (
        # RFC 3927, 4291 and 3879; what Amazon has in IPv6, Alibaba, and Oracle (RFC 6890 has it).
        *("169.254.0.0/16", "fe80::/10", "fec0::/10"),
        *("fd00:ec2::/32", "100.100.100.200/32", "192.0.0.0/24"),
    )
)


def is_public(address: Address) -> bool:
    """Whether anybody may reach it: it is one of the whole Internet, and so is any address of IPv4
    that is put into it."""
    if isinstance(address, IPv6Address) and address in _NAT64:
        return all(map(is_public, embedded(address)))
    return _is_global(address) and all(map(is_public, embedded(address)))


def may_be_named(address: Address) -> bool:
    """Whether an operator who lists a host by its name may mean this address, of a network of
    their own."""
    inner = [address, *embedded(address)]
    return not any(_is_nobodys(one) for one in inner)


def embedded(address: Address) -> Iterator[IPv4Address]:
    """The addresses of IPv4 within one of IPv6: whoever gets a packet for it may send it there."""
    if isinstance(address, IPv4Address):
        return
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
    if address in _NAT64 or int(address) >> 32 == 0:
        # The latter: IPv4-compatible, of old (RFC 4291, 2.5.5.1).
        yield IPv4Address(int(address) & 0xFFFFFFFF)


def _is_global(address: Address) -> bool:
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        # It is no address of its own.
        return True
    if _is_never(address):
        return False
    return address.is_global and not (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
        or (isinstance(address, IPv6Address) and address.is_site_local)
    )


def _is_nobodys(address: Address) -> bool:
    if _is_never(address):
        return True
    if isinstance(address, IPv6Address) and (address in _NAT64 or address.ipv4_mapped is not None):
        return False
    reserved = address.is_reserved and not address.is_loopback
    return address.is_multicast or address.is_unspecified or reserved


def _is_never(address: Address) -> bool:
    return any(address in network for network in _NEVER if network.version == address.version)
