"""Case 6: silence, and answers that drip without end, are cut off; the next address has its turn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.support.crawls import START
from tests.support.ugly import HTML, Crawled, crawled, link, outlet, path, story
from tests.support.websites import Reply


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    articles = {
        "im": Reply(200, b"x", hold=30),
        "than": Reply(200, headers=HTML, drip=(b"x", 300), hold=0.1),
        "dau": Reply(raw=b"HTTP/1.1 200 OK\r\n", drip=(b"X-A: b\r\n", 300), hold=0.1),
        "sau": story(),
    }
    with crawled(tmp_path_factory.mktemp("case"), {"cham.test": outlet("cham", articles)}, timeout=timedelta(seconds=1.5)) as found:
        yield found


@pytest.mark.parametrize("name", ["im", "than", "dau"])
def test_it_is_a_time_out_and_tried_again_later(case: Crawled, name: str) -> None:
    row = case.world.row(link("cham", name))
    assert (row.fate, row.tries, row.due) == ("timeout", 1, START + timedelta(minutes=15))


def test_the_others_of_the_same_host_have_their_turn(case: Crawled) -> None:
    assert case.kept("cham") == [path("sau")]
