"""Case 3: redirects that go round, to themselves, over twenty hops, between http and https, or
elsewhere: one recorded outcome each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.crawls import stanza
from tests.support.tls import self_signed
from tests.support.ugly import Crawled, crawled, link, outlet, path, story
from tests.support.websites import Asked, Reply

MOST = 7
"""The address itself and six hops."""


def to(target: str, status: int = 302) -> Reply:
    return Reply(status, headers={"Location": target})


def bounces(asked: Asked) -> Reply:
    """From http to https and back, without end."""
    return to(link("vong", "bon", "https" if asked.nth % 2 else "http"))


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    chain = {f"hop{number}": to(path(f"hop{number + 1}")) for number in range(20)} | {"hop20": story("Cuối đường")}
    articles = {
        "minh": to(path("minh"), 301),
        "a": to(path("b")),
        "b": to(path("a"), 307),
        "bon": bounces,
        "ngoai": to("http://khac.example/x"),
        "trong": to("http://127.0.0.1/secret"),
        "tep": to("file:///etc/hostname"),
        "hong": to("http://["),
        "khong": Reply(302),
        "gan": to(path("moi"), 301),
        "moi": story("Bài ở địa chỉ mới"),
        **chain,
    }
    folder = tmp_path_factory.mktemp("case")
    listed = stanza("vong", "/rss").rstrip() + '\ntls_exception = "tự ký, xem ngày 2025-08-30"\n\n'
    sites = {"vong.test": outlet("vong", articles)}
    with crawled(folder, sites, listed, self_signed("vong.test", folder), scheme="http") as found:
        yield found


@pytest.mark.parametrize(
    ("name", "fates"),
    [
        ("minh", {"redirect"}),
        ("a", {"redirect"}),
        ("b", {"redirect"}),
        ("hop0", {"redirect"}),
        ("bon", {"redirect"}),
        ("ngoai", {"off_panel"}),
        ("trong", {"off_panel"}),
        ("tep", {"redirect", "off_panel"}),
        ("hong", {"redirect", "broken", "off_panel"}),
        ("khong", {"redirect"}),
        ("gan", {"stored"}),
        ("hop14", {"stored"}),
    ],
)
def test_each_address_has_one_outcome(case: Crawled, name: str, fates: set[str]) -> None:
    assert case.fate(link("vong", name)) in fates, case.world.row(link("vong", name)).note


def test_a_loop_costs_a_few_requests_and_no_more(case: Crawled) -> None:
    assert case.sites.paths("vong.test").count(path("minh")) <= MOST
    assert case.sites.paths("vong.test").count(path("a")) <= 2 * MOST
    assert 2 <= case.sites.paths("vong.test").count(path("bon")) <= MOST


def test_what_arrives_is_kept_under_the_address_asked_with_where_it_ended(case: Crawled) -> None:
    (page,) = case.world.pages(link("vong", "gan"))
    assert (page.url, page.final_url) == (link("vong", "gan"), link("vong", "moi"))
    assert case.world.row(link("vong", "gan")).final_url == link("vong", "moi")


def test_two_ways_to_one_page_are_one_article(case: Crawled) -> None:
    case.extract()
    assert [one.article.title for one in case.articles().values()].count("Bài ở địa chỉ mới") == 1
