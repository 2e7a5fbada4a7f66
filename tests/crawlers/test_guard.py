"""Only the open internet, and the hosts named beforehand."""

from __future__ import annotations

import pytest

from crawlers.guard import Guard, is_literal, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "0.0.0.0",
        "100.64.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1",
    ],
)  # fmt: skip
def test_addresses_inside_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "113.160.1.1", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_addresses_of_the_open_internet_are(address: str) -> None:
    assert is_public(address)


def test_a_named_host_has_its_place_and_no_other_host_shares_it() -> None:
    guard = Guard({"bao.test": ("127.0.0.1", 45123)})
    assert guard.place("BAO.test.") == ("127.0.0.1", 45123)
    assert guard.place("xbao.test") is None
    assert guard.place("a.bao.test") is None


def test_literal_private_addresses_are_refused_even_where_named_hosts_stand() -> None:
    guard = Guard({"bao.test": ("127.0.0.1", 45123)})
    assert guard.refuses("127.0.0.1")
    assert guard.refuses("[::1]")
    assert not guard.refuses("8.8.8.8")
    assert not guard.refuses("bao.test")


def test_names_are_no_literals() -> None:
    assert not is_literal("bao.vn")
    assert is_literal("[::1]")
