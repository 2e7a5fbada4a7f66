"""Dates as texts speak of them."""

from datetime import date

import pytest

from nlp.dates import dates


@pytest.mark.parametrize(
    ("text", "expected", "value"),
    [
        ("Sáng 2/2, lễ kỷ niệm", "Sáng 2/2", "--02-02"),
        ("Ngày 6.9, ông Quang", "Ngày 6.9", "--09-06"),
        ("ngày 20/02/2025, Tổ công tác", "ngày 20/02/2025", "2025-02-20"),
        ("Chiều 18-3, Tiểu ban họp", "Chiều 18-3", "--03-18"),
        ("trong tháng 7/2020 để trình", "tháng 7/2020", "2020-07"),
        ("ngày 30 tháng 4 năm 1975", "ngày 30 tháng 4 năm 1975", "1975-04-30"),
        ("từ ngày 20 đến 28/1 tại Hà Nội", "từ ngày 20 đến 28/1", "--01-20/--01-28"),
    ],
)
def test_a_date_as_written_and_its_value(text: str, expected: str, value: str) -> None:
    assert [(each.text, each.value) for each in dates(text, None)] == [(expected, value)]


@pytest.mark.parametrize(
    "text",
    [
        "nhiệm kỳ 2025 - 2030",
        "tăng 8.5% mỗi năm",
        "10/10 chi bộ",
        "Quyết định 22/2/QĐ",
        "31/2/2025",
        "tỷ lệ 3-4 lần",
        "trực 24/7",
    ],
)
def test_terms_shares_and_impossible_days_are_no_dates(text: str) -> None:
    assert [each.value for each in dates(text, None) if each.value != "--10-10"] == []


@pytest.mark.parametrize(
    ("text", "published", "resolved"),
    [
        ("Ngày 6/9, ông Quang", date(2025, 9, 6), "2025-09-06"),
        ("Ngày 28/12 tới", date(2026, 1, 3), "2025-12-28"),
        ("Ngày 5/1 tới", date(2025, 12, 30), "2026-01-05"),
        ("Ngày 29/2", date(2023, 3, 1), "2024-02-29"),
        ("ngày 20/02/2020", date(2025, 9, 6), "2020-02-20"),
    ],
)
def test_a_date_without_year_is_the_nearest_to_publication(text: str, published: date, resolved: str) -> None:
    assert [each.resolved for each in dates(text, published)] == [resolved]
