"""Case 2: a robots.txt with Crawl-delay, a byte order mark, CRLF, 600 kB, or several groups is
read as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from tests.support.ugly import Crawled, crawled, outlet, path, story
from tests.support.websites import Reply

CLOSED = path("dong")
RULE = f"Disallow: {CLOSED}"
FILLER = "".join(f"Disallow: /cu/{number:06d}/khong-con-dung-nua\n" for number in range(16_000))
ROBOTS = {
    "dau": b"\xef\xbb\xbf" + f"User-agent: *\n{RULE}\n".encode(),
    "dong": f"User-agent: *\r\n{RULE}\r\n\r\n".encode(),
    "xuong": f"User-agent: *\r{RULE}\r".encode(),
    "dai": f"User-agent: *\n{RULE}\n{FILLER}".encode(),
    "nhom": f"User-agent: *\nDisallow: /\n\nUser-agent: KhacBot\nUser-agent: LanToa\n{RULE}\n\nUser-agent: Ai\nAllow: /\n".encode(),
    "hoa": f"USER-AGENT: LANTOA\nDISALLOW: {CLOSED}\n\nuser-agent: *\ndisallow:\n".encode(),
    "bac": f"# ghi chú\nuser-agent : * # tất cả\nnonsense\nDisallow: /*lan-thu-dong-*.html$ # đóng\nsitemap: x\n{chr(0)}\n".encode(),
}
LATE = f"User-agent: *\n{FILLER}{RULE}\n".encode()


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    pair = {"mo": story(), "dong": story()}
    sites = {f"{name}.test": outlet(name, pair, Reply(200, body)) for name, body in {**ROBOTS, "sau": LATE}.items()}
    slow = {str(number): story() for number in range(4)}
    sites["cham.test"] = outlet("cham", slow, Reply(200, b"User-agent: *\nCrawl-delay: 0.3\n"))
    with crawled(tmp_path_factory.mktemp("case"), sites) as found:
        yield found


@pytest.mark.parametrize("name", sorted(ROBOTS))
def test_what_it_closes_is_not_asked_and_the_rest_is(case: Crawled, name: str) -> None:
    assert case.fates(name) == {"/rss": "read", "/": "read", path("mo"): "stored", CLOSED: "robots"}
    paths = case.sites.paths(f"{name}.test")
    assert paths[0] == "/robots.txt"
    assert paths.count("/robots.txt") == 1
    assert CLOSED not in paths


def test_the_decision_of_each_address_is_recorded(case: Crawled) -> None:
    decided = {row.url.partition(".test")[2]: row.robots for row in case.world.rows() if row.host == "dai.test"}
    assert decided == {"/rss": "allowed", "/": "allowed", path("mo"): "allowed", CLOSED: "disallowed"}


def test_what_stands_behind_half_a_megabyte_is_not_read(case: Crawled) -> None:
    assert len(LATE) > 600_000
    assert case.fates("sau")[CLOSED] == "stored"


def test_the_pause_it_asks_for_is_kept_between_any_two_requests(case: Crawled) -> None:
    times = [each.at for each in case.sites.asked if each.host == "cham.test" and each.path != "/robots.txt"]
    assert len(times) == 6
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.25
