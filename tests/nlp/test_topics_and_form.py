"""What an article speaks of, and what kind of article it is."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantoa.article import Article, Kind
from nlp.form import form
from nlp.lexicon import lexicon
from nlp.topics import topics

TEXTS = (
    "Công an xã diễn tập phương án bảo vệ đại hội; y tế khử khuẩn hội trường, kiểm tra sức khỏe đại biểu.",
    "Đại hội bầu ban chấp hành khóa mới; ông An được bầu giữ chức bí thư, hòa trong tiếng vỗ tay.",
    "Lấy ý kiến nhân dân vào dự thảo văn kiện; ủy ban tổng hợp ý kiến góp ý.",
)


def _new_style(text: str) -> str:
    return (
        text.replace("hóa", "hoá")
        .replace("khóa", "khoá")
        .replace("hòa", "hoà")
        .replace("khỏe", "khoẻ")
        .replace("ủy", "uỷ")
    )


SPELLINGS: tuple[Callable[[str], str], ...] = (
    lambda text: unicodedata.normalize("NFD", text), str.upper, _new_style, lambda text: text.replace(" ", "\u00a0"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Ứng dụng công nghệ thông tin, điểm danh bằng nhận diện khuôn mặt, chuyển đổi số.", "technology"),
        ("Công an thành phố bảo đảm an ninh trật tự, diễn tập phương án bảo vệ đại hội.", "security"),
        ("Khai trương Trung tâm Báo chí, cấp thẻ phóng viên.", "press_centre"),
        ("Pano, áp phích, băng rôn, cờ hoa trang trí rực rỡ.", "decoration"),
        ("Đăng tải dự thảo để lấy ý kiến nhân dân, góp ý dự thảo báo cáo chính trị.", "consultation"),
        ("Phân luồng giao thông, cấm đường, hạn chế xe, bãi đỗ xe.", "transport_environment"),
        ("Ông An được bầu, trúng cử, giữ chức bí thư; công tác nhân sự.", "personnel"),
        ("Khai mạc, phiên trù bị, Đoàn Chủ tịch, tham luận, bế mạc.", "proceedings"),
        ("Quán triệt, triển khai nghị quyết, chương trình hành động thực hiện nghị quyết.", "resolution"),
    ],
)
def test_words_of_a_topic_give_it(text: str, topic: str) -> None:
    assert topic in topics("", "", text)


def test_topics_are_at_most_four_and_none_without_signs() -> None:
    everything = " ".join(word for row in lexicon("topics").values() for word in row["strong"])
    assert len(topics("", "", everything)) == 4
    assert topics("Giá vàng hôm nay", "Vàng tăng.", "Giá vàng tăng nửa triệu đồng.", "none") == ()


def test_many_different_words_outweigh_one_said_often() -> None:
    often = "Triển lãm mở cửa, ai cũng đến xem. " * 8
    text = (
        often
        + "Công an tuần tra, diễn tập phương án bảo vệ đại hội, bảo đảm an ninh trật tự, cảnh sát cơ động trực."
    )
    assert topics("", "", text)[0] == "security"


def test_a_text_that_only_mentions_a_congress_needs_more_words_for_a_topic() -> None:
    text = (
        "Nhân dân đến dự rất đông vui. " * 50
        + "Xã treo cờ, trang trí; y tế trực cấp cứu; bầu ban chấp hành, nhân sự mới."
    )
    as_subject, as_mention = (set(topics("", "", text, about)) for about in ("congress", "mention"))
    assert as_subject > as_mention


@given(st.sampled_from(SPELLINGS), st.sampled_from(TEXTS))
def test_topics_do_not_depend_on_the_spelling(spelling: Callable[[str], str], text: str) -> None:
    assert topics("", "", spelling(text)) == topics("", "", text)


@pytest.mark.parametrize(
    ("title", "text", "kind", "expected"),
    [
        ("Chùm ảnh: Đường phố rực rỡ", "Ảnh đẹp.", Kind.ARTICLE, "ảnh"),
        ("Video: Lễ khai mạc", "Xem phim.", Kind.ARTICLE, "audio/video"),
        ("Kế hoạch 01", "Căn cứ", Kind.DOCUMENT, "văn bản"),
        ("Khai mạc đại hội", "Sáng nay khai mạc.", Kind.ARTICLE, "tin"),
        ("Một nhiệm kỳ", "Dài. " * 2000, Kind.ARTICLE, "bài chuyên sâu"),
        (
            "Trao đổi",
            "PV thưa ông, việc này? Trả lời. Thưa ông, tiếp theo? Trả lời.",
            Kind.ARTICLE,
            "phỏng vấn",
        ),
        ("Chuyên mục", "", Kind.LIST, ""),
    ],
)
def test_the_form_of_an_article(title: str, text: str, kind: Kind, expected: str) -> None:
    assert form(Article("https://bao.test/1", kind, title, "", text)) == expected


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (
            "Kế hoạch tuyên truyền",
            "Số 12-KH/ĐU\nKẾ HOẠCH\nCăn cứ chỉ đạo của cấp trên.\nNơi nhận: như trên.",
            "văn bản",
        ),
        (
            "Âm vang ngày hội",
            "Dựng lại một tuần ở xã.\nBiên tập: Lưu Thủy; quay phim: Trần Đạt.",
            "audio/video",
        ),
        ("Trước giờ khai mạc", "Treo cờ trên phố. Ảnh: An\nKê ghế. Ảnh: An\nThử micrô. Ảnh: An", "ảnh"),
        (
            "Trò chuyện",
            "- Ông mong gì ở nhiệm kỳ mới?\nMột.\n- Còn khó khăn nào nữa?\nHai.\n- Người trẻ thì sao ạ?\nBa.",
            "phỏng vấn",
        ),
        (
            "Sau sáp nhập",
            "Bài toán nhân sự. Vì sao khó? Thách thức còn đó. Điểm nghẽn ở đâu?",
            "bài chuyên sâu",
        ),
    ],
)
def test_forms_are_told_by_how_a_text_is_built(title: str, text: str, expected: str) -> None:
    assert form(Article("u", Kind.ARTICLE, title, "", text)) == expected


def test_a_text_that_concerns_no_congress_has_no_topic() -> None:
    assert topics("Khai mạc hội sách", "", "Khai mạc, bế mạc, tham luận, văn nghệ.", "none") == ()


def test_many_voices_without_news_make_a_piece_that_weighs_things() -> None:
    voices = 'Bà Lò Thị Mến cho rằng "đường phải làm xong trước mùa mưa". Ông Giàng A Páo đề nghị thêm lớp học. Bà Vừ chia sẻ nỗi lo. '
    opened = "Chiều 5/8, Đảng ủy xã họp. "
    assert (
        form(Article("https://bao.test/1", Kind.ARTICLE, "Xã mới, việc mới", "", voices)) == "bài chuyên sâu"
    )
    assert form(Article("https://bao.test/1", Kind.ARTICLE, "Xã mới, việc mới", "", opened + voices)) == "tin"
