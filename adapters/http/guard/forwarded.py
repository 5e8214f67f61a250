"""Who asks, and whether over TLS: said by the connection, or by a proxy that is trusted."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from starlette.types import Scope

Network = IPv4Network | IPv6Network
Headers = Sequence[tuple[bytes, bytes]]

SCHEMES: Final = frozenset({"http", "https"})


@dataclass(frozen=True)
class Proxies:
    """The proxies that are trusted to say for whom they ask."""

    networks: tuple[Network, ...]

    def place(self, scope: Scope) -> None:
        """Sets the client and the scheme as a trusted proxy says them in X-Forwarded-For and
        X-Forwarded-Proto; what anybody else says there is ignored."""
        peer = scope.get("client")
        if not (self.networks and peer and _trusted(peer[0], self.networks)):
            return
        named, schemes = _said(scope["headers"])
        if client := self._nearest(named):
            scope["client"] = (client, 0)
        if schemes and schemes[-1] in SCHEMES:
            scope["scheme"] = schemes[-1]

    def _nearest(self, named: Sequence[str]) -> str | None:
        """The last who is no proxy of ours: whoever stands before him may be made up."""
        nearest = None
        for each in reversed(named):
            address = _address(each)
            if address is None:
                return nearest
            nearest = address
            if not _trusted(address, self.networks):
                return nearest
        return nearest


def _said(headers: Headers) -> tuple[list[str], list[str]]:
    """The elements of all X-Forwarded-For, and of all X-Forwarded-Proto."""
    found: dict[bytes, list[str]] = {b"x-forwarded-for": [], b"x-forwarded-proto": []}
    for name, value in headers:
        if name in found:
            found[name] += [each.strip() for each in value.decode("latin-1").split(",")]
    return found[b"x-forwarded-for"], found[b"x-forwarded-proto"]


def _address(named: str) -> str | None:
    """An IP address, without the port that some proxies add; None for what is none."""
    if named.startswith("["):
        named = named[1:].partition("]")[0]
    elif named.count(":") == 1:
        named = named.partition(":")[0]
    try:
        return str(ip_address(named))
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _trusted(address: str, networks: tuple[Network, ...]) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return any(parsed in network for network in networks)


@lru_cache(maxsize=4096)
def counted_as(address: str) -> str:
    """The address, or its /64 network: one machine has as many IPv6 addresses as it likes."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ip_network((parsed, 64), strict=False))
