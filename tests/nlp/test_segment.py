"""Words, with the segmenter's traps stepped around."""

import pytest

from nlp.segment import segmenter_named, words

HEADLINE = "ĐẠI HỘI ĐẢNG BỘ PHƯỜNG BẾN SÚC THÀNH CÔNG TỐT ĐẸP"


def syllables(line: str) -> list[str]:
    return line.split()


def test_words_of_the_domain_stay_together() -> None:
    found = words("Đảng ủy, Quận ủy và cấp ủy họp lần thứ hai")
    assert [word for word in found if " " in word] == ["Đảng ủy", "Quận ủy", "cấp ủy", "lần thứ"]


def test_joining_is_a_switch_of_its_own() -> None:
    text = "Đảng ủy phường họp lần thứ hai"
    assert "lần thứ" in words(text, truecase=False)
    assert "lần thứ" not in words(text, merged=False)


def test_a_newline_ends_a_sentence() -> None:
    lines: list[str] = []

    def segmenter(line: str) -> list[str]:
        lines.append(line)
        return line.split()

    words("Một hai\nba bốn\n\nnăm", segmenter)
    assert lines == ["Một hai", "ba bốn", "năm"]


def test_headlines_in_capitals_are_segmented_as_ordinary_text_and_keep_their_letters() -> None:
    found = words(HEADLINE)
    assert "ĐẠI HỘI" in found
    assert "THÀNH CÔNG" in found


def test_truecasing_is_a_switch_of_its_own() -> None:
    assert words(HEADLINE, truecase=False) != words(HEADLINE)


def test_nothing_is_added_or_lost() -> None:
    text = "Ngày 6/9, Bí thư Thành uỷ làm việc…\nKết luận: “tiện dụng, thực chất”."
    assert "".join("".join(words(text)).split()) == "Ngày6/9,BíthưThànhủylàmviệc…Kếtluận:“tiệndụng,thựcchất”."


def test_any_segmenter_fits() -> None:
    assert words("Bí thư Quận ủy họp", syllables) == ["Bí thư", "Quận ủy", "họp"]


@pytest.mark.parametrize("merged", [True, False])
def test_the_package_itself_can_be_chosen_and_gives_the_same(merged: bool) -> None:
    text = "Chiều 6/5, Thường trực Quận ủy họp nghe các tiểu ban báo cáo tiến độ.\n" + HEADLINE
    assert words(text, segmenter_named("underthesea"), merged=merged) == words(text, merged=merged)
    assert segmenter_named("fast") is None
