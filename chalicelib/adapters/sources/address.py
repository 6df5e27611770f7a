"""Which addresses may be read from: only public ones, however they are written."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

from chalicelib.domain.errors import SourceError, SourceUnavailableError

Address = IPv4Address | IPv6Address


def public_address(host: str, port: int, *, of: str = "feed") -> str:
    """Resolve `host` once and give the address to connect to, so that no later answer of its DNS matters.

    A host with any address that is not public is refused: one of several could be chosen by chance. `of` is what the
    errors name.
    """
    addresses = resolved(host, port, of=of)
    refused = next((address for address in addresses if not is_public(address)), None)
    if refused is not None:
        raise SourceError(f"{of}: {host} leads to {refused}, which is not a public address")
    return str(addresses[0])


def resolved(host: str, port: int, *, of: str = "feed") -> list[Address]:
    """Every address of the host; at least one."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceUnavailableError(f"{of}: the name {host} cannot be resolved") from error
    return [ip_address(str(address[0]).partition("%")[0]) for *_, address in found]


def is_public(address: Address) -> bool:
    """Whether the address belongs to the public internet, and does not carry another address inside it.

    `is_reserved` covers IPv4-mapped, IPv4-compatible and NAT64 addresses, all of which lie in ::/8.
    """
    if isinstance(address, IPv6Address) and (address.is_site_local or address.sixtofour or address.teredo):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved
