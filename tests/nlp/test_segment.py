"""Words, with the segmenter's traps stepped around."""

from nlp.segment import words


def syllables(line: str) -> list[str]:
    return line.split()


def test_words_of_the_domain_stay_together() -> None:
    found = words("Đảng ủy, Quận ủy và cấp ủy họp lần thứ hai")
    assert [word for word in found if " " in word] == ["Đảng ủy", "Quận ủy", "cấp ủy", "lần thứ"]


def test_a_newline_ends_a_sentence() -> None:
    lines: list[str] = []

    def segmenter(line: str) -> list[str]:
        lines.append(line)
        return line.split()

    words("Một hai\nba bốn\n\nnăm", segmenter)
    assert lines == ["Một hai", "ba bốn", "năm"]


def test_headlines_in_capitals_are_segmented_as_ordinary_text_and_keep_their_letters() -> None:
    found = words("ĐẠI HỘI ĐẢNG BỘ PHƯỜNG BẾN SÚC THÀNH CÔNG TỐT ĐẸP")
    assert "ĐẠI HỘI" in found
    assert "THÀNH CÔNG" in found


def test_nothing_is_added_or_lost() -> None:
    text = "Ngày 6/9, Bí thư Thành uỷ làm việc…\nKết luận: “tiện dụng, thực chất”."
    assert "".join("".join(words(text)).split()) == "Ngày6/9,BíthưThànhủylàmviệc…Kếtluận:“tiệndụng,thựcchất”."


def test_any_segmenter_fits() -> None:
    assert words("Bí thư Quận ủy họp", syllables) == ["Bí thư", "Quận ủy", "họp"]
