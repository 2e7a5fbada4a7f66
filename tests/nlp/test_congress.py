"""Which party congresses a text refers to, and which it is about."""

import random
import unicodedata
from datetime import date

import pytest

from lantoa.article import CongressKey, Outlet
from tests.support.congress_reading import HANOI_17, HANOI_18, HCMC_1, NATION_13, NATION_14, key, read


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Đại hội lần thứ XVII Đảng bộ thành phố Hà Nội sẽ diễn ra vào tháng 10.", HANOI_17),
        ("Đại hội XVII Đảng bộ thành phố Hà Nội khai mạc sáng nay.", HANOI_17),
        ("Đại hội Đảng bộ thành phố Hà Nội, lần thứ XVIII, họp trù bị.", HANOI_18),
        ("Đại hội Đảng bộ Hà Nội lần thứ 18 họp trù bị.", HANOI_18),
        ("Đại hội đại biểu Đảng bộ TP Hà Nội khóa XVIII họp trù bị.", HANOI_18),
        ("Đại hội XIV của Đảng sẽ họp đầu năm tới.", NATION_14),
        ("Đại hội Đảng XIV sẽ họp đầu năm tới.", NATION_14),
        ("Đại hội Đảng toàn quốc lần thứ XIV sẽ họp đầu năm tới.", NATION_14),
        (
            "Đại hội đại biểu toàn quốc lần thứ XIII của Đảng Cộng sản Việt Nam đã đề ra ba đột phá.",
            NATION_13,
        ),
        ("Đại hội lần thứ XIII của Đảng đã đề ra ba đột phá.", NATION_13),
        ("Đại hội đại biểu Đảng bộ TPHCM lần thứ I, nhiệm kỳ 2025-2030 được chuẩn bị kỹ.", HCMC_1),
        ("Đại hội đại biểu Đảng bộ TP.HCM lần thứ I (nhiệm kỳ 2025 – 2030) được chuẩn bị kỹ.", HCMC_1),
        ("Đại hội Đảng bộ thành phố Hồ Chí Minh nhiệm kỳ 2025 - 2030 được chuẩn bị kỹ.", HCMC_1),
        (
            "Đại hội Đảng bộ phường Bến Súc nhiệm kỳ 2025 - 2030 thành công.",
            ("commune", "phường Bến Súc", 1, (2025, 2030)),
        ),
        (
            "Đại hội lần thứ I Đảng bộ xã Vân Canh thành công tốt đẹp.",
            ("commune", "xã Vân Canh", 1, (2025, 2030)),
        ),
        (
            "Ngày 8/8, Đảng bộ phường Cầu Kho tổ chức Đại hội lần thứ I, nhiệm kỳ 2025-2030.",
            ("commune", "phường Cầu Kho", 1, (2025, 2030)),
        ),
        (
            "Đảng bộ đặc khu Côn Đảo đã long trọng tổ chức Đại hội.",
            ("commune", "đặc khu Côn Đảo", 1, (2025, 2030)),
        ),
        (
            "Đại hội Đảng bộ Quân khu 7 lần thứ XI họp phiên trù bị.",
            ("sector", "Quân khu 7", 11, (2025, 2030)),
        ),
        (
            "Đại hội Đảng bộ Khối các cơ quan Trung ương nhiệm kỳ 2020-2025 đã bầu cấp ủy.",
            ("sector", "Khối các cơ quan Trung ương", None, (2020, 2025)),
        ),
        ("Đại hội chi bộ khu phố 3 bầu chi ủy mới.", ("cell", "khu phố 3", None, None)),
        (
            "Đại hội đại biểu Đảng bộ tỉnh Quảng Nam lần thứ XXII đã bầu 52 ủy viên.",
            ("province", "Quảng Nam", 22, (2020, 2025)),
        ),
        (
            "Đại hội Đảng bộ thành phố Thủ Đức lần thứ I, nhiệm kỳ 2020-2025 đã bế mạc.",
            ("district", "thành phố Thủ Đức", 1, (2020, 2025)),
        ),
    ],
)
def test_every_form_of_the_name_is_read(sentence: str, expected: tuple[object, ...]) -> None:
    assert [key(congress) for congress in read(sentence)] == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "Đại hội cổ đông thường niên của công ty thông qua kế hoạch lợi nhuận.",
        "Đại hội đồng cổ đông lần thứ XIV họp tại Hà Nội.",
        "Đại hội Thể dục thể thao toàn quốc lần thứ IX diễn ra tại Quảng Ninh.",
        "Đại hội Đoàn Thanh niên phường Bến Súc lần thứ I, nhiệm kỳ 2025-2030.",
        "Đại hội Công đoàn Việt Nam lần thứ XIII.",
        "Đại hội đại biểu Hội Nông dân tỉnh Nghệ An lần thứ X.",
        "Đại hội Hội Cựu chiến binh xã Vân Canh nhiệm kỳ 2025-2030.",
        "Đại hội đại biểu Phật giáo toàn quốc lần thứ IX.",
        "Đại hội thi đua yêu nước toàn quốc lần thứ XI.",
        "Đại hội Đảng Cộng sản Trung Quốc lần thứ XX bế mạc tại Bắc Kinh.",
        "Đại hội lần thứ 7 đảng Lao động Triều Tiên khai mạc ở Bình Nhưỡng.",
        "Bà Clinton phát biểu tại đại hội đảng Dân chủ ở Philadelphia.",
        "Đại hội đồng Liên Hợp Quốc khóa 80 khai mạc.",
        "Vận động viên dự đại hội từ ngày mai.",
    ],
)
def test_congresses_of_others_are_passed_over(sentence: str) -> None:
    assert read(sentence) == ()


def test_capitals_read_like_ordinary_letters() -> None:
    found = read(
        "Sáng 9/9, đại hội khai mạc tại hội trường phường Bến Súc.",
        title="ĐẠI HỘI ĐẢNG BỘ PHƯỜNG BẾN SÚC LẦN THỨ I THÀNH CÔNG TỐT ĐẸP",
    )
    assert [key(congress) for congress in found] == [("commune", "phường Bến Súc", 1, (2025, 2030))]
    assert found[0].about
    alone = read("", title="ĐẠI HỘI ĐẢNG BỘ XÃ VÂN CANH LẦN THỨ I, NHIỆM KỲ 2025 - 2030")
    assert [key(congress) for congress in alone] == [("commune", "xã Vân Canh", 1, (2025, 2030))]


def test_several_bodies_in_one_name_are_several_congresses() -> None:
    found = read("Đại hội Đảng bộ các phường Bến Súc, Cầu Kho và An Phú diễn ra trong tuần.")
    assert {congress.resolved.place for congress in found if congress.resolved} == {
        "phường Bến Súc", "phường Cầu Kho", "phường An Phú",
    }  # fmt: skip


def test_several_numbers_in_one_name_are_several_congresses() -> None:
    found = read("Nghị quyết Đại hội XI, XII và XIII của Đảng đều nêu việc này.")
    assert [congress.stated.ordinal for congress in found] == [11, 12, 13]


def test_lists_of_bodies_are_several_congresses() -> None:
    found = read("Đại hội Đảng bộ Quân đội và Đảng bộ Công an Trung ương nhiệm kỳ 2025-2030 đã xong.")
    assert {(congress.stated.level, congress.stated.place) for congress in found} == {
        ("sector", "Quân đội"), ("sector", "Công an Trung ương"),
    }  # fmt: skip


def test_a_bare_word_behind_another_organisation_is_not_ours() -> None:
    text = (
        "Đại hội Hội Nông dân tỉnh khai mạc. Đại hội bầu ban chấp hành. Đại hội thông qua nghị quyết. "
        "Đại hội bế mạc, hướng tới Đại hội XIV của Đảng."
    )
    assert [(key(congress), congress.about) for congress in read(text, "Nông dân họp đại hội")] == [
        (NATION_14, False)
    ]


def test_a_small_letter_word_belongs_to_the_organisation_of_its_sentence() -> None:
    welcome = "Việc làm chào mừng Đại hội đại biểu Đảng bộ thành phố Hà Nội lần thứ XVIII."
    title = "Hội Chữ thập đỏ phường Bến Súc: chuyện kể trong ngày đại hội"
    sapo = "Đại hội của tổ chức hội bầu ban chấp hành mới.\n"
    assert [(key(one), one.about) for one in read(sapo + welcome, title)] == [(HANOI_18, False)]
    own = "Đảng ủy phường và Hội Chữ thập đỏ bàn việc phục vụ đại hội"
    assert [(key(one), one.about) for one in read(welcome, own)] == [(HANOI_18, True)]


@pytest.mark.parametrize("ward", ["An Hội Tây", "Hội Phú", "Phú Hội", "Tân Hội"])
def test_a_place_with_hoi_in_its_name_is_no_society(ward: str) -> None:
    title = f"Phường {ward} công bố chương trình thực hiện Nghị quyết đại hội"
    body = f"Chưa đầy hai tuần sau Đại hội lần thứ I Đảng bộ phường {ward}, nhiệm kỳ 2025 - 2030, bảng việc đã đầy."
    assert [one.about for one in read(body, title)] == [True]
    society = f"Hội Chữ thập đỏ phường {ward}: chuyện kể trong ngày đại hội"
    assert [one.about for one in read("Việc chào mừng " + body[22:], society)] == [False]


def test_a_town_of_that_name_is_no_society_either() -> None:
    body = "Hai tuần sau Đại hội lần thứ I Đảng bộ phường Bến Đá, nhiệm kỳ 2025 - 2030, bảng việc đã đầy."
    for town in ("Hội An", "Thành phố Hội An"):
        assert [one.about for one in read(body, f"{town}: một ngày sau đại hội")] == [True]


def test_the_body_comes_from_earlier_in_the_text() -> None:
    found = read(
        "Thành ủy Hà Nội họp bàn công tác chuẩn bị. Đại hội Đảng bộ thành phố lần thứ XVIII họp tháng 10."
    )
    assert [key(congress) for congress in found] == [HANOI_18]
    assert found[0].stated == CongressKey("province", "Hà Nội", 18, None)


def test_the_body_comes_from_the_outlet_when_the_text_has_none() -> None:
    portal = Outlet("p", "Trang tin", "p.test", "portal", "commune", "Lạc Thủy", "phường Bến Súc")
    ward, city = (
        read(text, outlet=portal)[0]
        for text in ("Đại hội Đảng bộ phường lần thứ I họp.", "Đại hội Đảng bộ thành phố lần thứ I họp.")
    )
    assert key(ward) == ("commune", "phường Bến Súc", 1, (2025, 2030))
    assert key(city) == ("province", "Lạc Thủy", 1, (2025, 2030))
    assert ward.stated.place is None


def test_the_same_body_has_one_congress_for_each_term() -> None:
    text = (
        "Hà Nội chuẩn bị Đại hội lần thứ XVIII Đảng bộ thành phố Hà Nội. Nghị quyết Đại hội lần thứ XVII Đảng bộ "
        "thành phố Hà Nội đã hoàn thành. Đại hội Đảng bộ thành phố Hà Nội sẽ bầu cấp ủy mới."
    )
    found = read(text)
    assert [(key(congress), congress.about) for congress in found] == [(HANOI_18, True), (HANOI_17, False)]


def test_what_was_stated_is_kept_beside_what_it_resolves_to() -> None:
    found = read("Đại hội Đảng bộ thành phố Hà Nội lần thứ XVIII họp trù bị.")[0]
    assert found.stated == CongressKey("province", "thành phố Hà Nội", 18, None)
    assert found.resolved == CongressKey("province", "Hà Nội", 18, (2025, 2030), "01")


def test_a_resolution_of_the_past_is_a_mention() -> None:
    found = read(
        "Phường mở thêm hai lớp học. Việc này thực hiện Nghị quyết Đại hội XIII của Đảng về giáo dục.",
        title="Thêm lớp học cho trẻ em",
        day=date(2021, 3, 1),
    )
    assert [(key(congress), congress.about, congress.reason) for congress in found] == [
        (NATION_13, False, "looking-back")
    ]


def test_a_congress_long_over_is_never_what_an_article_is_about() -> None:
    found = read("Đại hội lần thứ XVII Đảng bộ thành phố Hà Nội bầu 71 người.", day=date(2023, 5, 5))
    assert [congress.about for congress in found] == [False]


def test_a_past_congress_takes_the_number_of_its_committee() -> None:
    found = read(
        "Ban Chấp hành Đảng bộ TP HCM khóa X họp. Hội nghị bàn việc thực hiện nghị quyết Đại hội Đảng bộ thành phố.",
        day=date(2017, 12, 1),
    )
    assert [(congress.stated.ordinal, key(congress)) for congress in found] == [
        (10, ("province", "Thành phố Hồ Chí Minh", 10, (2015, 2020)))
    ]


def test_a_term_in_the_same_sentence_belongs_to_the_name() -> None:
    found = read("Đại hội đại biểu Đảng bộ tỉnh Quảng Nam bầu Ban chấp hành nhiệm kỳ 2015-2020.", day=None)
    assert [key(congress) for congress in found] == [("province", "Quảng Nam", None, (2015, 2020))]


def test_the_title_decides() -> None:
    found = read("Xe buýt đổi lộ trình ba ngày.", title="Phân luồng phục vụ Đại hội Đảng bộ TPHCM lần thứ I")
    assert [(key(congress), congress.about, congress.reason) for congress in found] == [
        (HCMC_1, True, "title")
    ]


def test_generic_congresses_are_about_only_as_the_subject() -> None:
    passing = read(
        "Thành phố giải ngân chậm. Các đơn vị cũng tổ chức đại hội đảng bộ các cấp.", title="Giải ngân"
    )
    subject = read("Hướng dẫn gồm năm phần.", title="Hướng dẫn tổ chức đại hội đảng bộ các cấp")
    assert [(congress.stated.level, congress.about) for congress in passing] == [("generic", False)]
    assert [(congress.stated.level, congress.about) for congress in subject] == [("generic", True)]


def test_the_order_is_about_then_title_then_first_named() -> None:
    found = read(
        "Nhìn lại Nghị quyết Đại hội XIII của Đảng. Đại hội Đảng bộ phường Bến Súc lần thứ I họp hôm nay. "
        "Tại Đại hội Đảng bộ phường Bến Súc, các đại biểu hướng tới Đại hội XIV của Đảng.",
        title="Phường Bến Súc họp đại hội",
    )
    assert [(congress.resolved.level, congress.about) for congress in found if congress.resolved] == [
        ("commune", True), ("national", False), ("national", False),
    ]  # fmt: skip


def test_the_evidence_stands_in_the_composed_text_whatever_was_typed() -> None:
    text = (
        "Th\u0300ành\u200b ủy họp. Đại\u00a0hội Đảng bộ thành phố Hoà Bình\u200b lần thứ\u00ad I họp trù bị."
    )
    title = unicodedata.normalize("NFD", "Chuẩn bị đại hội")
    found = read(text, title=title)
    joined = unicodedata.normalize("NFC", title) + "\n" + unicodedata.normalize("NFC", text)
    assert (
        joined[found[0].start : found[0].end]
        == "Đại\u00a0hội Đảng bộ thành phố Hoà Bình\u200b lần thứ\u00ad I"
    )


def test_other_names_numbers_and_spellings_change_nothing_but_themselves() -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed drawn: {seed}")
    chance = random.Random(seed)
    first, second = chance.sample(["Bến", "Gò", "Cầu", "An", "Tân", "Suối", "Hoà", "Thuỷ"], 2)
    unit = chance.choice(["phường", "xã", "đặc khu"])
    name = f"{first} {second}"
    sentence = f"Đại hội đại biểu Đảng bộ {unit} {name} lần thứ I, nhiệm kỳ 2025-2030 khai mạc."
    written = chance.choice([sentence, unicodedata.normalize("NFD", sentence), sentence.upper()])
    found = read(written)
    assert [
        (congress.resolved.level, congress.resolved.ordinal) for congress in found if congress.resolved
    ] == [("commune", 1)]
    place = found[0].resolved.place if found[0].resolved else None
    assert place is not None
    assert place.lower() == f"{unit} {name}".lower().replace("hoà", "hòa").replace("thuỷ", "thủy")
