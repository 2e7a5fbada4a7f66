"""An article and its tags, whatever the article is like."""

import pickle
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lantoa.article import Article, CongressKey, Kind, Moment, Outlet
from nlp.tag import VERSION, stated_day, tag

CITY = Outlet("bao", "Báo", "bao.test", "local_press", "province", "Lạc Thủy")


def article(text: str, title: str = "", **more: object) -> Article:
    published = Moment(None, date(2025, 9, 6), "stated", 1.0)
    return Article("https://bao.test/1", Kind.ARTICLE, title, "", text, published, **more)  # type: ignore[arg-type]


def test_an_article_carries_all_its_tags() -> None:
    tags = tag(
        article(
            "Sáng 6/9, Bí thư Thành ủy TPHCM Trần Lưu Quang làm việc với Tiểu ban Tổ chức phục vụ Đại hội đại biểu "
            "Đảng bộ TPHCM lần thứ I, nhiệm kỳ 2025-2030 về ứng dụng công nghệ thông tin theo Kế hoạch 01-KH/TU.",
            "Ứng dụng công nghệ phục vụ Đại hội Đảng bộ TPHCM",
        )
    )
    assert (tags.version, tags.about, tags.form, tags.flags) == (VERSION, "congress", "tin", ())
    assert tags.congresses[0].resolved == CongressKey(
        "province", "Thành phố Hồ Chí Minh", 1, (2025, 2030), "79"
    )
    assert {entity.type for entity in tags.entities} == {"PER", "ORG", "DOC"}
    assert [office.person for office in tags.offices] == ["Trần Lưu Quang"]
    assert "technology" in tags.topics
    assert [each.resolved for each in tags.dates] == ["2025-09-06"]


def test_tags_and_the_function_itself_travel_to_other_processes() -> None:
    function, tags = pickle.loads(pickle.dumps((tag, tag(article("Đại hội XIV của Đảng.")))))
    assert function(article("Đại hội XIV của Đảng.")) == tags


def test_the_same_article_has_the_same_tags() -> None:
    one = article("Đại hội Đảng bộ thành phố lần thứ I họp.")
    assert tag(one, CITY) == tag(one, CITY)
    assert tag(one, CITY) != tag(one)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("", "empty"),
        ("   \n ", "empty"),
        (
            "The congress of the party was opened in the morning by its first secretary in front of the delegates. "
            * 2,
            "other language",
        ),
        ("Đại hội\x00 họp\x07.", "control characters"),
    ],
)
def test_what_was_wrong_is_flagged(text: str, flag: str) -> None:
    assert flag in tag(article(text)).flags


def test_a_long_text_is_read_up_to_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Đại hội XIV của Đảng. Trời nắng đẹp. Đại hội Đảng bộ xã Vân Canh."
    monkeypatch.setattr("nlp.tag.LONGEST", text.index(" Trời"))
    tags = tag(article(text))
    assert [one.stated.level for one in tags.congresses] == ["national"]
    assert tags.flags == ("cut",)


def test_an_undated_article_takes_its_year_from_its_own_text() -> None:
    assert stated_day("Họp ngày 5/8/2025, báo cáo trước 12/09/2025, luật năm 2013.") == date(2025, 9, 12)
    assert stated_day("Đại hội nhiệm kỳ 2025 - 2030.") == date(2025, 7, 1)
    assert stated_day("Ngày 45/13/2025.") is None
    undated = Article("u", Kind.ARTICLE, "", "", "Thông báo ngày 5/8/2025: Đại hội Đảng bộ xã Vân Canh họp.")
    assert [each.resolved for each in tag(undated).congresses] == [
        CongressKey("commune", "xã Vân Canh", 1, (2025, 2030))
    ]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("HCM-2025", CongressKey("province", "Thành phố Hồ Chí Minh", 1, (2025, 2030), "79")),
        ("HN-2025", CongressKey("province", "Hà Nội", 18, (2025, 2030), "01")),
        ("HN-2020", CongressKey("province", "Hà Nội", 17, (2020, 2025), "01")),
        ("TH-2025", CongressKey("province", "Thanh Hóa", 20, (2025, 2030), "38")),
        ("HCM-phuong-Ben-Thanh-2025", CongressKey("commune", "phường Bến Thành", 1, (2025, 2030))),
        ("PT-xa-Dan-Chu-2025", CongressKey("commune", "xã Dân Chủ", 1, (2025, 2030))),
        ("HN-quan-Dong-Da-2020", CongressKey("district", "quận Đống Đa", None, (2020, 2025))),
        ("CP-2025", CongressKey("sector", "Chính phủ", None, (2025, 2030))),
    ],
)
def test_a_page_known_by_facts_has_the_congress_of_its_label(code: str, expected: CongressKey) -> None:
    tags = tag(article("", labels=(("congress", code),)))
    assert [(each.resolved, each.about, each.reason) for each in tags.congresses] == [
        (expected, True, "label")
    ]
    assert tags.about == "congress"
    assert "labels" in tags.flags


@pytest.mark.parametrize(
    ("code", "about"), [("NEG-hoi-nong-dan", "none"), ("NEG-national-XIII", "mention"), ("?", "none")]
)
def test_labels_that_name_no_congress_of_the_campaigns(code: str, about: str) -> None:
    assert tag(article("", labels=(("congress", code),))).about == about


def test_every_label_of_the_list_of_facts_is_understood(shared_data: Path) -> None:
    import json

    rows = (shared_data / "coverage" / "coverage_2025.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, rows):
        code = row["congress"]
        tags = tag(article("", labels=(("congress", code or ""),)))
        local = code is not None and not code.startswith("NEG")
        assert (tags.about == "congress") == local, code


PIECES = ["Đại hội ", "Đảng bộ ", "phường ", "lần thứ ", "XVIII ", "nhiệm kỳ 2025-2030", "TP.", "HCM", "các ", "và ", "\n", "\x00",
          "\u0300", "“", ", ", "Đảng ", "chi bộ ", "Nguyễn Văn A", "Bí thư ", "Thành ủy ", "99/99/9999", "khóa ", "(", "😀"]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=40).map("".join),
    st.text(max_size=30),
)
def test_no_text_breaks_it(text: str, title: str) -> None:
    tags = tag(article(text, title), CITY)
    import unicodedata

    composed = unicodedata.normalize("NFC", text)
    assert all(composed[each.start : each.end] == each.text for each in tags.entities)
    joined = unicodedata.normalize("NFC", title) + "\n" + composed
    assert all(0 <= each.start < each.end <= len(joined) for each in tags.congresses)


def test_it_is_light_to_import() -> None:
    """The segmenter's model is not loaded for tagging."""
    import subprocess
    import sys

    code = "import sys, nlp.tag; sys.exit('underthesea' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
