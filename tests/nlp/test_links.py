"""One id for all spellings of a name."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.entities import spans
from nlp.links import linked
from nlp.normalise import clean
from nlp.organs import became, organ_id


def links(text: str, province: str = "", day: date | None = None) -> dict[str, str]:
    whole = clean(text)
    return {whole[span.start : span.end]: span.link for span in linked(whole, spans(whole), province, day)}


@pytest.mark.parametrize("name", ["TPHCM", "TP.HCM", "TP HCM", "Thành phố Hồ Chí Minh", "TP. Hồ Chí Minh"])
def test_a_province_has_one_id_for_all_its_spellings(name: str) -> None:
    assert list(links(f"Lễ diễn ra tại {name}.").values()) == ["province:79"]


SPELLINGS = [
    ["UBND TP.HCM", "Ủy ban nhân dân thành phố Hồ Chí Minh", "Uỷ ban nhân dân TPHCM", "UBND TP HCM"],
    ["BCH Trung ương Đảng", "Ban Chấp hành T.Ư Đảng", "Ban chấp hành Trung ương Đảng"],
    [
        "Ban Tuyên giáo và Dân vận Trung ương",
        "Ban Tuyên giáo - Dân vận Trung ương",
        "Ban Tuyên giáo, Dân vận TƯ",
    ],
    ["Sở Văn hóa, Thể thao và Du lịch Hà Nội", "Sở Văn hoá - Thể thao - Du lịch Hà Nội"],
]


@pytest.mark.parametrize("names", SPELLINGS)
def test_an_organisation_has_one_id_for_all_its_spellings(names: list[str]) -> None:
    assert len({organ_id(name) for name in names}) == 1
    assert organ_id(names[0]).startswith("org:")


@given(st.lists(st.sampled_from(["Ban", "Sở", "Nội", "chính", "Tây", "Hòa"]), min_size=1, max_size=5))
def test_an_id_does_not_depend_on_case_or_joining_signs(words: list[str]) -> None:
    assert organ_id(" ".join(words)) == organ_id(" - ".join(words).upper()) == organ_id(", ".join(words))


def test_short_names_take_the_id_of_the_full_one() -> None:
    found = links("Ông Lại Thế Hiển phát biểu. Ông Hiển cảm ơn UBND tỉnh, sau đó UBND tỉnh Tây Ninh họp.")
    assert found["Hiển"] == found["Lại Thế Hiển"] == "person:lai-the-hien"
    assert found["UBND tỉnh"] == found["UBND tỉnh Tây Ninh"]


def test_of_equally_full_names_the_first_is_taken_in_every_process() -> None:
    """Not whichever a set happens to hold first."""
    middles = ["Bá", "Hy", "Sĩ", "Tô", "Tá", "Tư", "Vĩ", "Kỳ"]
    for first in range(len(middles)):
        names = [f"Lại {middle} Khôi" for middle in middles[first:] + middles[:first]]
        text = " ".join(f"Ông {name} phát biểu." for name in names) + " Ông Khôi cảm ơn."
        found = links(text)
        assert found["Khôi"] == found[names[0]]


def test_a_ward_is_linked_to_the_map_of_its_day() -> None:
    text = "Người dân phường Bến Thành, TP.HCM dự."
    assert links(text, day=date(2025, 8, 1))["Bến Thành"] == "ward:thanhphohochiminh:phuongbenthanh"
    assert links(text, day=date(2024, 8, 1))["Bến Thành"].startswith("old-ward:")


def test_a_name_of_many_wards_is_left_open_unless_the_text_or_the_outlet_tells() -> None:
    text = "Người dân phường Tân Phú dự."
    day = date(2025, 8, 1)
    assert links(text, province="Hồ Chí Minh", day=day)["Tân Phú"].startswith("ward:thanhphohochiminh:")
    assert links("Người dân xã Tân Thành dự.", day=day)["Tân Thành"] == "place:xa-tan-thanh"


def test_organs_become_others_in_time() -> None:
    old = organ_id("Ban Tuyên giáo Thành ủy Hà Nội")
    assert became(old, date(2025, 3, 1)) == (organ_id("Ban Tuyên giáo và Dân vận Thành ủy Hà Nội"),)
    assert became(old, date(2024, 3, 1)) == ()
    assert became(organ_id("Ban Tuyên giáo và Dân vận Thành ủy Hà Nội")) == ()
    assert became(organ_id("Bộ Giao thông Vận tải")) == (organ_id("Bộ Xây dựng"),)
