"""When a page was published: order of trust, traps, and what stays undated."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crawlers.dates import DateOrder
from crawlers.extract import Hints, extract
from lantoa.article import UNDATED, Moment, Page

FETCHED = datetime(2025, 12, 21, 3, 0, tzinfo=UTC)
ADDRESS = "https://baolamson.test/chuyen-xe-buyt-dem-cua-thanh-pho-d10203.html"
BODY = (
    "<div class='article-body'><p>Chuyến xe buýt cuối ngày chạy từ bến Đông tới chợ đầu mối, chở những người bán rau về muộn. "
    "Ngày 12/5/2019, tuyến này từng bị bỏ vì vắng khách.</p><p>Nay thành phố cho chạy lại, mỗi đêm bốn lượt, giá vé giữ nguyên bảy nghìn đồng, "
    "người trên bảy mươi tuổi được miễn vé theo quy định chung của thành phố.</p></div>"
)


def published(
    head: str = "",
    shown: str = "",
    url: str = ADDRESS,
    fetched: datetime = FETCHED,
    hints: Hints | None = None,
) -> Moment:
    text = f"<html><head><meta charset=utf-8>{head}</head><body><h1>Chuyến xe buýt đêm của thành phố</h1>{shown}{BODY}</body></html>"
    return extract(Page(url, url, fetched, 200, (), text.encode()), hints or Hints()).published


def linked(value: str) -> str:
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","datePublished":"{value}"}}</script>'


def meta(value: str) -> str:
    return f'<meta property="article:published_time" content="{value}">'


def local(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=UTC)  # type: ignore[arg-type]


def test_a_page_without_a_date_stays_undated_though_its_text_names_days() -> None:
    assert published() == UNDATED


def test_json_ld_wins_over_meta_and_meta_over_what_is_shown() -> None:
    shown = "<div class='detail-time'>03/03/2025 10:00</div>"
    assert (
        published(linked("2025-03-01T10:00:00+07:00") + meta("2025-03-02T10:00:00+07:00"), shown).provenance
        == "json-ld"
    )
    assert published(meta("2025-03-02T10:00:00+07:00"), shown).day == date(2025, 3, 2)
    assert published("", shown) == Moment(local(2025, 3, 3, 3, 0), date(2025, 3, 3), "visible", 0.9)


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-03-07T08:52:11.000 +07:00", local(2026, 3, 7, 1, 52, 11)),
        ("2026-03-07T01:52:11Z", local(2026, 3, 7, 1, 52, 11)),
        ("2026-03-07T08:52:11", local(2026, 3, 7, 1, 52, 11)),
        ("2026-03-07 08:52", local(2026, 3, 7, 1, 52)),
    ],
)
def test_machine_dates_are_read_with_and_without_a_zone(written: str, instant: datetime) -> None:
    assert published(linked(written), fetched=local(2026, 4, 1)).at == instant


@pytest.mark.parametrize(
    ("shown", "instant"),
    [
        ("06/09/2025 15:49 GMT+7", local(2025, 9, 6, 8, 49)),
        ("Thứ bảy, 6/9/2025, 00:05 (GMT+7)", local(2025, 9, 5, 17, 5)),
        ("06-09-2025 - 00:01 AM", local(2025, 9, 5, 17, 1)),
        ("15:49 | 06/09/2025", local(2025, 9, 6, 8, 49)),
        ("(12:27 26/06/2020)", local(2020, 6, 26, 5, 27)),
        ("6/9/2025 3:49:00 CH", local(2025, 9, 6, 8, 49)),
        ("Cập nhật lúc 7h05 ngày 06/09/2025", local(2025, 9, 6, 0, 5)),
        ("Thứ Sáu, ngày 5 tháng 9 năm 2025 - 14:30", local(2025, 9, 5, 7, 30)),
    ],
)
def test_shown_times_are_local_times(shown: str, instant: datetime) -> None:
    assert published("", f"<span class='post-time'>{shown}</span>").at == instant


def test_a_shown_day_without_time_gives_the_day_only() -> None:
    assert published("", "<span class='date'>06/09/2025</span>") == Moment(
        None, date(2025, 9, 6), "visible", 0.9
    )


@pytest.mark.parametrize(
    "shown",
    [
        "06 Tháng 9 2025",
        "Được đăng: 06 Tháng 9 2025",
        "6 Tháng Chín, 2025",
        "Ngày đăng: 06/09/2025 - Lượt xem: 123",
    ],
)
def test_days_in_words_are_days(shown: str) -> None:
    assert published("", f"<div class='post-date'>{shown}</div>").day == date(2025, 9, 6)


def test_the_machine_side_of_a_time_element_is_more_exact_than_its_face() -> None:
    shown = "<div class='entry-meta'><time datetime='2025-09-06T08:49:00+00:00'>6 Tháng Chín, 2025</time> by admin</div>"
    assert published("", shown).at == local(2025, 9, 6, 8, 49)


def test_numbers_with_two_readings_follow_the_hint_of_the_source() -> None:
    shown = "<div class='ArticleDate'>9/6/2025 3:49:00 PM</div>"
    assert published("", shown).day == date(2025, 6, 9)
    assert published("", shown, hints=Hints(date_order="mdy")).day == date(2025, 9, 6)


@pytest.mark.parametrize(
    ("others", "order", "day"),
    [
        (("9/14/2025 6:44:00 PM", "8/2/2025 7:00:00 AM"), "dmy", date(2025, 9, 6)),
        (("14/9/2025 6:44:00 CH", "8/2/2025 7:00:00 SA"), "mdy", date(2025, 6, 9)),
        (("8/2/2025 7:00:00 AM",), "dmy", date(2025, 6, 9)),
        (("9/14/2025 6:44:00 PM", "14/9/2025 6:44:00 PM"), "dmy", date(2025, 6, 9)),
    ],
)
def test_other_stamps_of_the_same_page_show_the_order_of_day_and_month(
    others: tuple[str, ...], order: DateOrder, day: date
) -> None:
    listed = "".join(f"<li><a href='/tin-{n}'>Tin khác</a> ({each})</li>" for n, each in enumerate(others))
    shown = f"<div class='ArticleDate'>9/6/2025 3:49:00 PM</div><ul>{listed}</ul>"
    assert published("", shown, hints=Hints(date_order=order)).day == day


def test_numbers_with_one_possible_reading_need_no_hint() -> None:
    assert published("", "<div class='date'>9/14/2025 6:44:00 PM</div>").day == date(2025, 9, 14)


def test_a_reading_that_lies_in_the_future_gives_way_to_the_other() -> None:
    shown = "<div class='date'>9/12/2025 8:00</div>"
    assert published("", shown, fetched=local(2025, 10, 1)).day == date(2025, 9, 12)


@pytest.mark.parametrize(
    "value", ["1970-01-01T00:00:00+07:00", "0001-01-01T00:00:00", "2025-12-21T04:00:00+00:00", "ba giờ trước"]
)
def test_dates_that_cannot_be_are_passed_over(value: str) -> None:
    assert published(linked(value)) == UNDATED
    assert published(linked(value) + meta("2025-03-02T10:00:00+07:00")).provenance == "meta"


def test_a_publishers_clock_may_be_ten_minutes_ahead() -> None:
    assert published(linked("2025-12-21T03:09:00Z")).at == local(2025, 12, 21, 3, 9)
    assert published(linked("2025-12-21T03:11:00Z")) == UNDATED


def test_midnight_sharp_from_a_machine_is_a_day_and_takes_the_shown_time() -> None:
    assert published(linked("2025-09-06T00:00:00+07:00")).at is None
    refined = published(linked("2025-09-06"), "<span class='time'>15:49 06/09/2025</span>")
    assert (refined.at, refined.provenance) == (local(2025, 9, 6, 8, 49), "visible")


def test_local_time_labelled_utc_is_read_as_the_page_shows_it() -> None:
    found = published(
        linked("2025-09-06T15:49:00Z"), "<span class='detail-time'>06/09/2025 15:49 GMT+7</span>"
    )
    assert found.at == local(2025, 9, 6, 8, 49)


def test_an_instant_before_midnight_utc_falls_on_the_next_local_day() -> None:
    assert published(linked("2025-09-06T17:30:00Z")).day == date(2025, 9, 7)


def test_the_days_clock_and_other_articles_times_are_no_publication() -> None:
    clock = "<div class='date-now'>Chủ nhật, 21/12/2025</div>"
    teaser = "<ul><li><a href='/x-1.html'>Một bài khác trong chuyên mục</a> <span class='time'>20/12/2025 10:00</span></li></ul>"
    assert published("", clock + teaser) == UNDATED


@pytest.mark.parametrize(
    ("url", "instant"),
    [
        ("https://a.test/thoi-su/ten-bai-viet-rat-dai-20250906162845227.htm", local(2025, 9, 6, 9, 28, 45)),
        ("https://a.test/ten-bai-viet-rat-dai-196250906143207788.htm", local(2025, 9, 6, 7, 32, 7)),
    ],
)
def test_the_stamp_in_the_address_is_the_last_resort(url: str, instant: datetime) -> None:
    found = published(url=url)
    assert (found.at, found.provenance) == (instant, "url")
    assert published(meta("2025-09-07T06:00:00+07:00"), url=url).provenance == "meta"


def test_a_day_in_the_path_gives_the_day_only() -> None:
    assert published(url="https://a.test/2025/09/06/chuyen-xe-buyt-dem.html") == Moment(
        None, date(2025, 9, 6), "url", 0.6
    )


def test_the_stamp_of_a_web_archive_is_the_day_of_the_capture() -> None:
    assert (
        published(url="https://luu-tru.test/web/20160218174457/http://a.test/chuyen-xe-buyt-dem-123456.html")
        == UNDATED
    )
