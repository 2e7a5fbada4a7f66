"""Dates as texts speak of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.dates import dates

FORMS = (
    "ngày {d}/{m}/{y}", "sáng {d}-{m}-{y}", "{d:02}/{m:02}/{y}", "{d}.{m}.{y}", "Chiều ngày {d:02}/{m:02}/{y}",
    "ngày {d} tháng {m} năm {y}", "{d:02} tháng {m:02} năm {y}", "Hôm nay, {d}-{m}-{y}", "14 giờ ngày {d}/{m}/{y}",
    "(ngày {d}-{m}-{y})", "NGÀY {d} THÁNG {m} NĂM {y}",
)  # fmt: skip
"""How a date with its year is written."""
SHORT = (
    "ngày {d}/{m}",
    "sáng {d}-{m}",
    "Chiều nay {d}.{m}",
    "hôm qua ({d}-{m})",
    "ngày {d} tháng {m}",
    "tối {d:02}/{m:02}",
)
"""And without it."""
DAYS = st.dates(date(1900, 1, 1), date(2039, 12, 31))


def values(text: str) -> list[str]:
    return [each.value for each in dates(text, None)]


@given(DAYS, st.sampled_from(FORMS))
def test_any_day_in_any_form_is_its_iso_value(day: date, form: str) -> None:
    written = form.format(d=day.day, m=day.month, y=day.year)
    assert values(f"Ban Thường vụ họp {written}, bàn việc chung.") == [day.isoformat()]


@given(DAYS, st.sampled_from(SHORT))
def test_any_day_without_a_year_keeps_it_open(day: date, form: str) -> None:
    written = form.format(d=day.day, m=day.month)
    assert values(f"Ban Thường vụ họp {written}, bàn việc chung.") == [f"--{day.month:02}-{day.day:02}"]


@given(
    DAYS,
    st.integers(1, 27),
    st.sampled_from(("từ ngày {a} đến {b}", "từ ngày {a} đến ngày {b}", "ngày {a} - {b}")),
)
def test_any_two_days_of_one_month_are_an_interval(first: date, more: int, form: str) -> None:
    last = first + timedelta(days=more)
    text = form.format(a=first.day, b=f"{last.day}/{last.month}/{last.year}")
    if last.month == first.month:
        assert values(f"Lớp học {text} tại xã.") == [f"{first}/{last}"]


@pytest.mark.parametrize(
    ("text", "expected", "value"),
    [
        ("Sáng 2/2, lễ kỷ niệm", "Sáng 2/2", "--02-02"),
        ("Ngày 6.9, ông Quang", "Ngày 6.9", "--09-06"),
        ("ngày 20/02/2025, Tổ công tác", "ngày 20/02/2025", "2025-02-20"),
        ("Chiều 18-3, Tiểu ban họp", "Chiều 18-3", "--03-18"),
        ("19-10, tại trụ sở xã", "19-10", "--10-19"),
        ("mùng 3 tháng 2 ta gặp lại", "mùng 3 tháng 2", "--02-03"),
        ("trong tháng 7/2020 để trình", "trong tháng 7/2020", "2020-07"),
        ("vào giữa tháng 10, huyện họp", "giữa tháng 10", "--10"),
        ("làm bí thư huyện (8/2011)", "8/2011", "2011-08"),
        ("sau tháng Tám 1945, ông về quê", "tháng Tám 1945", "1945-08"),
        ("ngày 30 tháng 4 năm 1975", "ngày 30 tháng 4 năm 1975", "1975-04-30"),
        ("từ ngày 20 đến 28/1 tại Hà Nội", "từ ngày 20 đến 28/1", "--01-20/--01-28"),
        ("tổ chức 13-17/10 tại hội trường", "13-17/10", "--10-13/--10-17"),
        ("ngày 29 và 30 – 1 là Tết", "ngày 29 và 30 – 1", "--01-29/--01-30"),
        ("từ ngày 18-10 đến 6-12", "từ ngày 18-10 đến 6-12", "--10-18/--12-06"),
        ("từ 28/12 đến 3/1/2026 tại huyện", "28/12 đến 3/1/2026", "2025-12-28/2026-01-03"),
        ("từ tháng 6 đến tháng 10-2019", "tháng 6 đến tháng 10-2019", "2019-06/2019-10"),
    ],
)
def test_a_date_as_written_and_its_value(text: str, expected: str, value: str) -> None:
    assert [(each.text.removeprefix("từ "), each.value) for each in dates(text, None)] == [
        (expected.removeprefix("từ "), value)
    ]


def test_two_days_each_with_its_year_and_days_apart_are_several_dates() -> None:
    assert values("kỷ niệm (3.2.1930 - 3.2.2006)") == ["1930-02-03", "2006-02-03"]
    assert values("họp các ngày 5 và 12/8") == ["--08-05", "--08-12"]
    assert values("họp ngày 12, 13 và 14/8") == ["--08-12/--08-14"]


@pytest.mark.parametrize(
    "text",
    [
        "nhiệm kỳ 2025 - 2030",
        "tăng 8.5% mỗi năm",
        "10/10 chi bộ",
        "đạt 9/11 chỉ tiêu",
        "với số phiếu 11/12.",
        "từ 1/2 nhiệm kỳ trở lên",
        "Quyết định 22/2/QĐ",
        "Nghị quyết 11/2018",
        "31/2/2025",
        "tỷ lệ 3-4 lần",
        "trực 24/7",
        "quý II/2025",
        "đường 3/2, Công viên 23/9",
        "ở số 2 đường 29 Tháng 3",
        "rằm tháng Bảy",
        "Cách mạng Tháng Tám",
        "đầu năm 2016",
    ],
)
def test_terms_shares_names_and_impossible_days_are_no_dates(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    "stamp",
    [
        "(12:27 26/06/2020)",
        "Cập nhật: 26/06/2020 12:27",
        "Thứ ba, 26/06/2020, 07:30 (GMT+7)",
        "Ngày đăng: 26/06/2020",
        "Cập nhật lúc 07:30, ngày 26/06/2020",
    ],
)
def test_when_a_page_was_published_is_no_event(stamp: str) -> None:
    assert values(f"Xã họp bàn\n{stamp}\nHội nghị bàn việc chung.") == []


def test_the_hour_of_an_event_makes_no_stamp() -> None:
    assert values("Khai mạc lúc 07:30, ngày 26/06/2020 tại xã") == ["2020-06-26"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Sáng 2/2, mít tinh kỷ niệm (3/2/1930 - 3/2/2006).", "2006-02-02"),
        ("Chiều 22/12, họp báo về đại hội từ 20 đến 28/1/2016.", "2015-12-22"),
        ("Đại hội lần thứ X, nhiệm kỳ 2015-2020 khai mạc sáng 27/10.", "2015-10-27"),
        ("Chiều 24-1, hội nghị triển khai nhiệm vụ năm 2006.", "2006-01-24"),
        ("Thu quý I/2019 tăng. Ngày 16/3 tỉnh họp.", "2019-03-16"),
        ("Sáng 5/2, trao quyết định. Đại hội nhiệm kỳ 2015-2020 đã bầu ông.", "--02-05"),
        ("Sáng 5/9, thực hiện nghị quyết Đại hội nhiệm kỳ 2015-2020.", "--09-05"),
        ("Sáng 5/9, bầu chủ tịch. Ông sinh ngày 1/5/2001.", "--09-05"),
        ("Sáng 5/9, phạt theo Nghị định số 72, ngày 15/7/2013.", "--09-05"),
        ("Sáng 5/9, ông kể về ngày 19/12/1946.", "--09-05"),
    ],
)
def test_a_year_is_given_where_the_text_entails_it(text: str, value: str) -> None:
    assert value in values(text)


@pytest.mark.parametrize(
    ("text", "published", "resolved"),
    [
        ("Ngày 6/9, ông Quang", date(2025, 9, 6), "2025-09-06"),
        ("Ngày 28/12 tới", date(2026, 1, 3), "2025-12-28"),
        ("Ngày 5/1 tới", date(2025, 12, 30), "2026-01-05"),
        ("Từ 28/12 đến 3/1 tại huyện", date(2025, 12, 30), "2025-12-28/2026-01-03"),
        ("Cuối tháng 10, huyện họp", date(2025, 9, 6), "2025-10"),
        ("Ngày 29/2", date(2023, 3, 1), "2024-02-29"),
        ("Ngày 29/2", date(1900, 3, 1), "1904-02-29"),
        ("ngày 20/02/2020", date(2025, 9, 6), "2020-02-20"),
    ],
)
def test_a_date_without_year_is_the_nearest_to_publication(text: str, published: date, resolved: str) -> None:
    assert [each.resolved for each in dates(text, published)] == [resolved]
