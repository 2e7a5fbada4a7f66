"""Case 17: dates of the future, of 1970, of ASP.NET, naive, in Z across midnight, with a space
before the offset: the right local day, or undated - never the day of the crawl."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from tests.support.ugly import Crawled, crawled, link, outlet, story
from tests.support.websites import Reply

DAY = date(2025, 8, 31)
META = '<meta property="article:published_time" content="{}">'
LD = '<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Bài","datePublished":"{}"}}</script>'
WRITTEN: dict[str, tuple[str, date | None, datetime | None]] = {
    "offset": (META.format("2025-08-31T08:52:11+07:00"), DAY, datetime(2025, 8, 31, 1, 52, 11, tzinfo=UTC)),
    "space": (META.format("2025-08-31T08:52:11.000 +07:00"), DAY, datetime(2025, 8, 31, 1, 52, 11, tzinfo=UTC)),
    "midnight": (META.format("2025-08-30T17:30:00Z"), DAY, datetime(2025, 8, 30, 17, 30, tzinfo=UTC)),
    "naive": (META.format("2025-08-31T08:52:11"), DAY, datetime(2025, 8, 31, 1, 52, 11, tzinfo=UTC)),
    "json": (LD.format("2025-08-31T08:52:11+07:00"), DAY, datetime(2025, 8, 31, 1, 52, 11, tzinfo=UTC)),
    "american": (META.format("8/31/2025 3:49:00 PM"), DAY, datetime(2025, 8, 31, 8, 49, tzinfo=UTC)),
    "gmt": (META.format("31/08/2025 15:49 GMT+7"), DAY, datetime(2025, 8, 31, 8, 49, tzinfo=UTC)),
    "future": (META.format("2031-01-01T08:00:00+07:00"), None, None),
    "epoch": (META.format("1970-01-01T00:00:00Z"), None, None),
    "nought": (META.format("0001-01-01T00:00:00"), None, None),
    "none": ("", None, None),
    "corrected": (META.format("1970-01-01T00:00:00Z") + LD.format("2025-08-31T08:52:11+07:00"), DAY, datetime(2025, 8, 31, 1, 52, 11, tzinfo=UTC)),
}  # fmt: skip


def dated(head: str, number: int) -> Reply:
    return story(f"Bài số {number} về đại hội", head=head, day="", more=f"Câu riêng của bài số {number}.")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    articles = {name: dated(head, number) for number, (name, (head, _, _)) in enumerate(WRITTEN.items())}
    with crawled(tmp_path_factory.mktemp("case"), {"ngay.test": outlet("ngay", articles)}) as found:
        found.extract()
        yield found


@pytest.mark.parametrize("name", sorted(WRITTEN))
def test_the_local_day_and_the_instant(case: Crawled, name: str) -> None:
    _, day, at = WRITTEN[name]
    published = case.article(link("ngay", name)).article.published
    assert (published.day, published.at) == (day, at)
    assert (published.provenance == "none") is (day is None)


def test_no_date_is_ever_the_crawl_s(case: Crawled) -> None:
    days = {one.article.published.day for url, one in case.articles().items() if "ngay.test" in url}
    assert days == {DAY, None}
