"""Which addresses may be pulled from: those of the open internet, and nothing of this machine or its network.

A name is resolved once, every address it has must be public, and the connection goes to one of just these: who changes
the name in between gains nothing. https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html
"""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

from django.conf import settings
from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from baken.directory.feeds.report import FeedError

Resolve = Callable[[str, int], Sequence[str]]  # a host and a port to its IP addresses

_PORTS: Final = {"http": 80, "https": 443}
_LONGEST: Final = 2_000
# IPv4 addresses inside of IPv6 ones, by which a private network might be reached.
_TRANSLATED: Final = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("::/96"))
# Not of the open internet either, though Python has them as global: site-local, for documents, segment routing, and
# the relays of 6to4. https://www.iana.org/assignments/iana-ipv6-special-registry/
_NOT_GLOBAL: Final = (
    IPv6Network("fec0::/10"),
    IPv6Network("3fff::/20"),
    IPv6Network("5f00::/16"),
    IPv4Network("192.88.99.0/24"),
)


class AddressRefused(FeedError):
    """The address may not be pulled from; the message says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where one request goes: to one of `ips`, saying `host`; `path` with its query."""

    scheme: str
    host: str
    port: int
    path: str
    ips: tuple[str, ...]

    @property
    def host_header(self) -> str:
        named = f"[{self.host}]" if ":" in self.host else self.host
        return named if self.port == _PORTS[self.scheme] else f"{named}:{self.port}"


def resolve(host: str, port: int) -> Sequence[str]:
    """By the system. Raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def target_of(address: str, resolve: Resolve = resolve) -> Target:
    """Raises AddressRefused."""
    said = _parsed(address)
    assert said.scheme is not None and said.host is not None
    host = said.host.strip("[]").partition("%")[0]
    port = said.port or _PORTS[said.scheme]
    try:
        ips = tuple(dict.fromkeys(resolve(host, port)))
    except (OSError, UnicodeError) as problem:
        raise AddressRefused(f"{said.host} cannot be found: {problem}") from problem
    if not ips:
        raise AddressRefused(f"{said.host} has no address")
    for ip in ips:
        if not is_public(ip):
            raise AddressRefused(f"{said.host} is at {ip}, which is not an address of the open internet")
    if port not in settings.BAKEN_PULL_PORTS:
        allowed = ", ".join(map(str, settings.BAKEN_PULL_PORTS))
        raise AddressRefused(f"port {port} is not pulled from; BAKEN_PULL_PORTS has {allowed}")
    return Target(said.scheme, host, port, said.request_uri, ips)


def _parsed(address: str) -> Url:
    if len(address) > _LONGEST or not address.isprintable() or " " in address:
        raise AddressRefused("an address has at most 2000 signs, and no spaces")
    try:
        said = parse_url(address)
    except LocationParseError as problem:
        raise AddressRefused(f"«{address[:80]}» is not an address") from problem
    if said.scheme not in _PORTS or not said.host:
        raise AddressRefused(f"«{address[:80]}» is not an address that begins with https:// or http://")
    if said.auth:
        raise AddressRefused("an address with a name and a password in it is not kept")
    return said


def is_public(ip: str) -> bool:
    """Not of this machine, of a private network, of a link, reserved, for many, or a way around to these."""
    try:
        address = ip_address(ip.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        within = address.ipv4_mapped or address.sixtofour
        if within is not None:
            return _is_public(within)
        if address.teredo is not None or any(address in network for network in _TRANSLATED):
            return False
    return _is_public(address)


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_private
        or address.is_unspecified
        or any(address in network for network in _NOT_GLOBAL)
    )
