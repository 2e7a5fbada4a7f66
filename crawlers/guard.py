"""Where a crawler may connect: public addresses, and the few hosts named beforehand."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Guard:
    """hosts: the named ones, with the address and port they stand at whatever their URLs say
    (the demonstration's, the tests'); everything else must be a public address."""

    hosts: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    def place(self, host: str) -> tuple[str, int] | None:
        """Where a named host stands; None: it is to be looked up."""
        return self.hosts.get(host.lower().rstrip("."))

    def refuses(self, host: str) -> bool:
        """Is this host an address by itself, and one that may not be asked?"""
        return self.place(host) is None and is_literal(host) and not is_public(host)


def is_literal(host: str) -> bool:
    """Is the host part of a URL an IP address?"""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def is_public(address: str) -> bool:
    """Does an IP address stand in the open internet? Loopback, private, link-local, shared,
    documentation, multicast and unspecified ones do not, nor IPv6 forms that wrap them."""
    ip = ipaddress.ip_address(address.strip("[]"))
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip.is_global and not ip.is_multicast


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
