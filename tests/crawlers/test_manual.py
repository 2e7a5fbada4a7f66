"""Texts people type or paste: what came along with them is told from the article."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crawlers.extract import extract
from crawlers.import_html import typed_page
from crawlers.manual import clean_typed
from lantoa.article import UNDATED, Article, Moment
from lantoa.errors import Aside, Misuse

NOW = datetime(2025, 10, 1, tzinfo=UTC)
LEAD = "Sáng 4/7, phường Bến Đá họp bàn việc chuẩn bị đại hội, thống nhất gọn về lễ nghi và kỹ về nội dung thảo luận."
MIDDLE = "Theo báo cáo, mười hai trong mười lăm chi bộ đã gửi góp ý; ba chi bộ còn lại xin lùi một tuần vì thay bí thư."
LAST = (
    "Cuộc họp tới diễn ra vào giữa tháng, khi các tổ giúp việc đã nộp dự toán của từng phần việc được giao."
)


def typed(*lines: str, title: str = "", day: str = "", url: str = "") -> Article:
    return extract(typed_page(url, title, day, "\n\n".join(lines), "Lan", "gửi qua thư", NOW))


def test_a_leading_date_is_taken_for_the_day() -> None:
    found = clean_typed(f" date 2025-07-04 {LEAD}\n\n{MIDDLE}\n{LAST}")
    assert found.published == Moment(None, date(2025, 7, 4), "stated", 0.95)
    assert found.text == f"{LEAD}\n{MIDDLE}\n{LAST}"
    assert found.stripped == (("date", "date 2025-07-04"),)


def test_title_section_bylines_and_time_above_the_text_are_told_apart() -> None:
    found = typed(
        "Trang chủ Liên hệ",
        "Thời sự",
        "Bến Đá chuẩn bị đại hội phường",
        "Mai Lan",
        "Mai Lan",
        "04/07/2025 15:49 GMT+7",
        LEAD,
        MIDDLE,
        LAST,
    )
    assert found.title == "Bến Đá chuẩn bị đại hội phường"
    assert found.authors == ("Mai Lan",)
    assert found.published.at == datetime(2025, 7, 4, 8, 49, tzinfo=UTC)
    assert (found.sapo, found.text) == (LEAD, f"{LEAD}\n{MIDDLE}\n{LAST}")
    assert {"stripped_menu", "stripped_byline", "stripped_date"} <= set(found.flags)


def test_a_time_written_behind_the_title_is_the_time_of_publication() -> None:
    found = typed("Bến Đá chuẩn bị đại hội phường (12:27 26/06/2020)", LEAD, MIDDLE, LAST)
    assert found.title == "Bến Đá chuẩn bị đại hội phường"
    assert found.published.at == datetime(2020, 6, 26, 5, 27, tzinfo=UTC)


def test_a_comment_form_and_other_titles_below_are_cut_off_and_kept_in_the_report() -> None:
    foot = (
        "Các bài mới đăng",
        "Bài viết Xem",
        "Viết bình luận",
        "Họ tên:(*)",
        "Nội dung:(*)",
        "Mã xác nhận: kX3p",
    )
    found = clean_typed("\n".join((LEAD, MIDDLE, LAST, "H. Yến", *foot)))
    assert found.text == f"{LEAD}\n{MIDDLE}\n{LAST}"
    assert found.authors == ("H. Yến",)
    assert [line for what, line in found.stripped if what == "form"] == list(foot)


def test_captions_are_kept_apart() -> None:
    found = typed(
        "Bến Đá chuẩn bị đại hội phường", LEAD, "Quang cảnh cuộc họp (Ảnh: Quốc Bảo).", MIDDLE, "Đại biểu góp ý tại cuộc họp. |",
        "Bến Đá chuẩn bị đại hội phường - Ảnh 1.", "Bí thư Đảng ủy phường phát biểu kết luận", "ẢNH: QUỐC BẢO", LAST,
    )  # fmt: skip
    assert found.text == f"{LEAD}\n{MIDDLE}\n{LAST}"
    assert found.captions[0] == "Quang cảnh cuộc họp (Ảnh: Quốc Bảo)."
    assert "Bí thư Đảng ủy phường phát biểu kết luận" in found.captions


def test_a_closing_credit_is_the_source() -> None:
    assert typed(LEAD, MIDDLE, LAST, "Theo TTXVN").credit == "TTXVN"
    assert typed(LEAD, MIDDLE, LAST, "(Nguồn: Đài Truyền thanh Bến Đá)").credit == "Đài Truyền thanh Bến Đá"


def test_a_subheading_and_an_ordinary_last_sentence_stay() -> None:
    heading = "Gọn về lễ nghi"
    found = typed(LEAD, heading, MIDDLE, LAST, "Theo kế hoạch, hội trường xong trước ngày 20.")
    assert heading in found.text
    assert found.text.endswith("trước ngày 20.")


def test_what_the_person_stated_wins() -> None:
    found = typed(
        "Một dòng tiêu đề khác hẳn", LEAD, MIDDLE, LAST, title="Bến Đá bàn việc đại hội", day="2025-07-05"
    )
    assert (found.title, found.published.day) == ("Bến Đá bàn việc đại hội", date(2025, 7, 5))


def test_the_time_in_the_text_refines_the_stated_day() -> None:
    assert typed(
        "Bến Đá họp", "04/07/2025 15:49", LEAD, MIDDLE, LAST, day="2025-07-04"
    ).published.at == datetime(2025, 7, 4, 8, 49, tzinfo=UTC)


def test_without_any_date_it_is_undated_and_flagged() -> None:
    found = typed(LEAD, MIDDLE, LAST)
    assert found.published == UNDATED
    assert {"no_date", "no_title"} <= set(found.flags)


def test_without_an_address_the_content_gives_one_of_ours() -> None:
    one, again, other = typed(LEAD, MIDDLE), typed(LEAD, MIDDLE), typed(LEAD, LAST)
    assert one.url == again.url != other.url
    assert one.url.startswith("lantoa:manual/")
    assert typed(LEAD, url="https://A.test/bai-1.htm?utm_source=x").url == "https://a.test/bai-1.htm"


def test_an_empty_text_or_a_wrong_address_is_refused() -> None:
    with pytest.raises(Misuse, match="không có nội dung"):
        typed_page("", "", "", "  ", "Lan", "thử", NOW)
    with pytest.raises(Misuse, match="baolamson"):
        typed_page("baolamson.test/x", "", "", LEAD, "Lan", "thử", NOW)


@pytest.mark.parametrize("day", ["2025-13-40", "hôm qua", "2031-01-01", "1970-01-01"])
def test_a_date_that_cannot_be_is_refused(day: str) -> None:
    with pytest.raises(Misuse, match=day):
        typed_page("", "", day, LEAD, "Lan", "thử", NOW)


def test_a_record_that_is_no_record_is_put_aside() -> None:
    from dataclasses import replace

    broken = replace(typed_page("", "", "", LEAD, "Lan", "thử", NOW), body=b"[1")
    with pytest.raises(Aside, match="lantoa:manual"):
        extract(broken)


SEEDS = {
    "000": ("", datetime(2025, 9, 6, tzinfo=UTC).date(), None, (), "Ngày 6/9, Bí thư", "của đại hội."),
    "001": ("Ứng dụng công nghệ phục vụ Đại hội Đảng bộ TP.HCM", date(2025, 9, 6), datetime(2025, 9, 6, 8, 49, tzinfo=UTC), ("Vũ Phượng",), "TP.HCM đẩy mạnh", 'không lãng phí".'),
    "002": ("Phiên họp thứ Nhất của Tiểu ban Phục vụ Đại hội Đảng bộ thành phố Hà Nội lần thứ XVIII", None, None, ("Hoàng Phúc",), "Chiều 18/3", "Việt – Xô."),
    "003": ("", None, None, ("Tâm Tâm",), "Chiều ngày 20/02/2025", "hình thức diễn ra đại hội…"),
    "004": ("Đảo đảm điều kiện tốt nhất cho tổ chức Đại hội lần thứ XVII Đảng bộ thành phố Hà Nội", date(2020, 6, 26), datetime(2020, 6, 26, 5, 27, tzinfo=UTC), ("H. Hạnh",), "HNP - Ngày 22/6", "Đảng bộ thành phố."),
}  # fmt: skip


@pytest.mark.parametrize("seed", sorted(SEEDS))
def test_the_five_seeds_come_out_clean(shared_data: Path, seed: str) -> None:
    title, day, instant, authors, start, end = SEEDS[seed]
    text = next((shared_data / "seeds").glob(f"{seed}_*.txt")).read_text(encoding="utf-8")
    found = extract(typed_page("", "", "", text, "Lan", "bài mẫu", NOW))
    assert (found.title, found.published.day, found.published.at, found.authors) == (
        title,
        day,
        instant,
        authors,
    )
    assert found.text.startswith(start)
    assert found.text.endswith(end)
    for leak in ("Ảnh", "Bình luận", "bình luận", "Mã xác nhận", "Tiện ích", "GMT", "date 20", "|"):
        assert leak not in found.text.replace("Hình ảnh", "")
