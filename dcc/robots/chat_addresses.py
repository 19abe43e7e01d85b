"""To which addresses a message may go (docs/rules/trust.md#what-goes-out): https, a host of the operator's list, no private address behind its name."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

PORT = 443


def split(address: str) -> SplitResult | None:
    """Return the parts of an address a robot may have, None where it may not: https, without name or port of its own, and a host of the list.

    The one host that tests name (`ROBOT_TEST_HOST`, never in production) goes without.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if not address.isascii() or any(sign.isspace() for sign in address) or parts.username is not None or parts.password is not None:
        return None
    if is_test_host(parts):
        return parts
    is_ours = parts.scheme == "https" and port in (None, PORT) and parts.hostname in settings.ROBOT_HOSTS
    return parts if is_ours else None


def is_test_host(parts: SplitResult) -> bool:
    """Whether this is the host that tests name."""
    return bool(settings.ROBOT_TEST_HOST) and (parts.scheme, parts.netloc) == ("http", settings.ROBOT_TEST_HOST)


def is_public(given: str) -> bool:
    """Whether an address of the net is one that everybody's machines have: not of this machine, of a house, of a link, of many."""
    found: IPv4Address | IPv6Address = ip_address(given.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if isinstance(found, IPv6Address) and found.packed[:12] == ip_address("64:ff9b::").packed[:12]:
        inner = IPv4Address(found.packed[12:])
    return found.is_global and not found.is_multicast and (inner is None or is_public(str(inner)))


def resolve(parts: SplitResult) -> str:
    """Return the address of the net to speak with. Raises OSError where the name has none, PermissionError where any that it has is private."""
    host, port = parts.hostname or "", parts.port or PORT
    found = [str(told[4][0]) for told in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not is_test_host(parts) and not all(map(is_public, found)):
        raise PermissionError("private address")
    return found[0]
