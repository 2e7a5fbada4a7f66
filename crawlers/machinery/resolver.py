"""DNS with a guard: what does not stand in the open internet is not connected to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

from crawlers.guard import is_public

if TYPE_CHECKING:
    from twisted.internet.defer import Deferred


class PrivateAddress(DNSLookupError):
    """A name that leads to a private, loopback or link-local address."""


class GuardedResolver(CachingThreadedResolver):
    """Every connection that is not to a named host goes through this; IPv4. The answer is
    checked and kept, so that what was checked is what is connected to."""

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802
        """The address of a name. Fails with PrivateAddress."""
        return super().getHostByName(name, timeout).addCallback(_checked, name)


def _checked(address: str, name: str) -> str:
    if not is_public(address):
        raise PrivateAddress(f"{name} leads to {address}")
    return address
