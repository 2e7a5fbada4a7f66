"""How an article names its congress: in the title, the sapo, early or often in the text."""

from __future__ import annotations

from datetime import datetime

import pytest

from lantoa.article import Article, Congress, CongressKey, Kind, Moment, Origin, StoredArticle, Tags
from search_api.documents import document_of
from search_api.prominence import SAPO, TEXT, TITLE, prominence

KEY = CongressKey("commune", "phường Bến Đá", 1, (2025, 2030))
LONG = "Chuyện khác ở khu phố. " * 20


def article(title: str, sapo: str, text: str) -> Article:
    return Article("http://bao.test/1", Kind.ARTICLE, title, sapo, text, Moment())


@pytest.mark.parametrize(
    ("title", "sapo", "rest", "marks"),
    [
        ("Đại hội phường Bến Đá", "Phố phường hôm nay.", LONG, TITLE),
        ("Phường Bến Đá hôm nay", "Sáng nay Đại hội phường khai mạc.", LONG, SAPO + TEXT),
        ("Phường Bến Đá hôm nay", "Phố phường.", LONG + "Đại hội phường Bến Đá sắp mở.", 0),
        ("Phường Bến Đá hôm nay", "Phố phường.", LONG + "Đại hội này, đại hội kia, đại hội nào.", TEXT),
    ],
)
def test_marks_tell_where_the_congress_is_named(title: str, sapo: str, rest: str, marks: int) -> None:
    text = f"{sapo}\n{rest}"
    whole = f"{title}\n{text}"
    start = whole.lower().index("đại hội")
    assert prominence(article(title, sapo, text), Congress(KEY, True, KEY, start, start + 7)) == marks


def test_words_that_point_at_the_congress_in_the_title_count() -> None:
    one = Congress(KEY, True, KEY, 200, 210, reason="title")
    assert prominence(article("Trước giờ khai mạc", "Phố phường.", f"Phố phường.\n{LONG}"), one) == TITLE


def test_the_index_holds_the_marks_of_each_congress_in_the_order_of_the_tags() -> None:
    other = CongressKey("province", "Trường Giang", 1, (2025, 2030))
    title, text = "Đại hội phường Bến Đá", f"Phố phường.\n{LONG}"
    late = len(title) + len(text)
    tags = Tags(1, "congress", (Congress(KEY, True, KEY, 0, 7), Congress(other, True, other, late - 9, late)), form="tin")
    seen = datetime.fromisoformat("2025-09-01T00:00:00+00:00")
    stored = StoredArticle(1, article(title, "Phố phường.", text), "bao", Origin.CAPTURE, seen, "", tags=tags)
    assert (document_of(stored, None).prominence, document_of(stored, None).form) == (f"{TITLE};0", "tin")
