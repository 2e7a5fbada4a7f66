"""What a single line of a news text is."""

from __future__ import annotations

import pytest

from crawlers.lines import (
    byline_of,
    credit_of,
    is_caption,
    is_name,
    is_related,
    persons_of,
    settle,
    without_prefix,
)


@pytest.mark.parametrize(
    ("line", "persons", "credit"),
    [
        ("Hà Thu (tổng hợp)", ("Hà Thu",), ""),
        ("Bài và ảnh: Thu Trang - Quốc Bảo", ("Thu Trang", "Quốc Bảo"), ""),
        ("Tin, ảnh: H. Yến", ("H. Yến",), ""),
        ("NHẬT XUÂN - NGHI VŨ", ("NHẬT XUÂN", "NGHI VŨ"), ""),
        ("Nhóm PV Thời sự", ("Nhóm PV Thời sự",), ""),
        ("Theo TTXVN", (), "TTXVN"),
        ("(TTXVN)", (), "TTXVN"),
        ("(Theo TTXVN/Vietnam+)", (), "TTXVN/Vietnam+"),
        ("Nguồn: Đài Truyền thanh Bến Đá", (), "Đài Truyền thanh Bến Đá"),
        ("Theo Báo Lam Sơn", (), "Báo Lam Sơn"),
        ("Theo Tin Sáng", (), "Tin Sáng"),
        ("Theo Nguyễn Hồ Hương", ("Nguyễn Hồ Hương",), ""),
        ("Mai Lan (Theo TTXVN)", ("Mai Lan",), "TTXVN"),
        ("PV/VOV", (), "VOV"),
        ("Phường Bến Đá", (), ""),
        ("Theo kế hoạch, hội trường xong trước ngày 20.", (), ""),
        ("Đại hội diễn ra trong ba ngày", (), ""),
        ("Hội nghị kết thúc lúc 11 giờ.", (), ""),
        ("", (), ""),
    ],
)
def test_bylines_and_credits_are_told_apart(line: str, persons: tuple[str, ...], credit: str) -> None:
    assert byline_of(line) == (persons, credit)


@pytest.mark.parametrize(
    "line",
    ["Quang cảnh hội nghị (Ảnh: Văn Minh).", "Đại biểu bỏ phiếu. Ảnh: Reuters", "ẢNH: CTV", "Ảnh minh họa.", "Ứng dụng công nghệ- Ảnh 1.", "Đồ họa: Thanh Hảo"],
)  # fmt: skip
def test_photo_lines_are_captions(line: str) -> None:
    assert is_caption(line)


@pytest.mark.parametrize(
    "line",
    [
        "Bài và ảnh: Thu Trang",
        "Hình ảnh người dân xếp hàng được lan truyền rộng rãi.",
        "Ông cho biết ảnh: chưa có.",
    ],
)
def test_other_lines_that_speak_of_photos_are_not(line: str) -> None:
    assert not is_caption(line)


def test_names_are_names_and_offices_are_not() -> None:
    assert is_name("Vũ Phượng")
    assert is_name("H. Hạnh")
    assert not is_name("Báo Lam Sơn")
    assert not is_name("VnExpress")
    assert not is_name("Thời sự")


def test_credit_needs_a_name_behind_theo() -> None:
    assert credit_of("Theo đó, các chi bộ nộp báo cáo") == ""
    assert credit_of("Theo Bộ Tài chính, lãi suất sẽ giảm trong quý tới") == ""


def test_leads_to_other_articles() -> None:
    assert is_related(">> Khu phố 4 thay máy bơm")
    assert is_related("Xem thêm: Lịch phân luồng")
    assert not is_related("Xem xét kỷ luật một đảng viên")


def test_lines_are_settled_once_and_for_all() -> None:
    messy = "  Đa\u0323i&amp;nbsp;hội\u200b \x00Đảng&#160;bộ\n"
    assert settle(messy) == "Đại hội Đảng bộ"
    assert settle(settle(messy)) == settle(messy)


def test_the_name_of_the_outlet_in_front_of_a_lead_is_taken_off() -> None:
    assert without_prefix("(Dân trí) - Giá vàng giảm.") == ("Giá vàng giảm.", "Dân trí")
    assert without_prefix("(NLĐO)- Giá vàng giảm.") == ("Giá vàng giảm.", "NLĐO")
    assert without_prefix("Giá vàng (SJC) - giảm.") == ("Giá vàng (SJC) - giảm.", "")


def test_persons_need_every_part_to_be_one() -> None:
    assert persons_of("Mai Lan - đại biểu phường") == ()


@pytest.mark.parametrize(
    ("lead", "outlet"),
    [
        ("(Dân trí) - Sáng 6/9, đại hội khai mạc.", "Dân trí"),
        ("VOV.VN - Sáng 6/9, đại hội khai mạc.", "VOV.VN"),
        ("SGGPO – Sáng 6/9, đại hội khai mạc.", "SGGPO"),
        ("ASEAN - Trung Quốc họp cấp cao.", ""),
        ("TP.HCM - Sáng 6/9, đại hội khai mạc.", ""),
    ],
)
def test_the_outlet_in_front_of_a_lead_is_told_from_its_first_words(lead: str, outlet: str) -> None:
    rest, found = without_prefix(lead)
    assert found == outlet
    assert rest == ("Sáng 6/9, đại hội khai mạc." if outlet else lead)


def test_short_forms_behind_a_name_are_no_second_author() -> None:
    assert persons_of("Tường Vi/TNSH") == ("Tường Vi",)
    assert persons_of("NHẬT XUÂN - NGHI VŨ") == ("NHẬT XUÂN", "NGHI VŨ")
    assert byline_of("Hoàng Ngà (TTXVN)") == (("Hoàng Ngà",), "TTXVN")


def test_a_sentence_with_a_date_is_no_byline() -> None:
    assert byline_of("Phường dự kiến tổ chức đại hội trong hai ngày 8 và 9/8.") == ((), "")


def test_a_note_with_a_star_leads_elsewhere() -> None:
    assert is_related("* Mời bạn đọc vào chuyên mục Quốc phòng để xem các tin, bài liên quan.")
