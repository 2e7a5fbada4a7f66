"""Reports of one event are found by the rare words they share."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lantoa.article import Article, CongressKey, Kind
from nlp.event_terms import EMPTY, KEPT, KEYS, event_terms, packed, unpacked
from nlp.events import LIKE, LIKE_CONGRESS, congresses_shared
from nlp.rarity import LEAST, combined, counted, hashed, rarity, terms_of

WARD = CongressKey("commune", "phường Bến Đá", 1, (2025, 2030))
CITY = CongressKey("province", "Hải Phòng", 1, (2025, 2030))


def article(title: str, text: str) -> Article:
    return Article("u", Kind.ARTICLE, title, "", text)


FIRE = article(
    "Cháy kho sơn ở Bình Tân",
    "Khoảng 2 giờ sáng, lửa bùng lên tại kho sơn của Công ty Thiên Ân, quận Bình Tân.",
)
SAME_FIRE = article(
    "Hỏa hoạn thiêu rụi kho sơn Thiên Ân",
    "Cảnh sát dập tắt đám cháy kho sơn của Công ty Thiên Ân (Bình Tân) lúc gần sáng.",
)
OTHER = article("Mưa lớn ở Đà Lạt", "Sáng nay mưa lớn làm ngập đường Phan Đình Phùng, giao thông ùn tắc.")


def test_two_reports_of_one_event_are_alike_and_others_are_not() -> None:
    assert event_terms(FIRE).like(event_terms(SAME_FIRE)) > LIKE
    assert event_terms(FIRE).like(event_terms(OTHER)) < LIKE


def test_an_article_without_words_has_no_terms() -> None:
    assert event_terms(article("", " \n…")) is EMPTY


@given(st.text(max_size=200), st.text(max_size=60))
def test_terms_keep_their_length_and_come_back_from_the_database(text: str, title: str) -> None:
    terms = event_terms(article(title, text))
    back = unpacked(packed(terms))
    assert np.array_equal(back.hashes, terms.hashes)
    assert np.array_equal(back.weights, terms.weights)
    assert len(terms.hashes) <= KEPT
    assert len(terms.keys) <= KEYS
    assert terms is EMPTY or abs(float(np.linalg.norm(terms.weights)) - 1) < 1e-4


def test_a_congress_shared_asks_for_more_and_another_one_for_all() -> None:
    assert LIKE_CONGRESS > LIKE
    assert congresses_shared(frozenset({WARD}), [frozenset({WARD, CITY})]) == (True, True)
    assert congresses_shared(frozenset({WARD}), [frozenset({CITY})]) == (False, True)
    assert congresses_shared(frozenset(), [frozenset()]) == (False, False)


def test_common_words_weigh_little() -> None:
    common, rare = hashed(["và", "Thiên Ân kho sơn"])
    known = rarity()
    assert known.of(np.array([common], np.uint32))[0] < 1 < known.of(np.array([rare], np.uint32))[0]


def test_rarity_is_counted_by_texts_not_by_occurrences() -> None:
    counts, size = counted(["kho sơn kho sơn", "kho lúa", ""])
    (kho,) = hashed(["kho"]).tolist()
    assert (counts[kho], size) == (2, 3)
    assert terms_of("Kho sơn\ncháy") == ["kho", "sơn", "kho sơn", "cháy"]


def test_a_term_is_as_common_as_where_it_is_most_common() -> None:
    everywhere = combined([({1: LEAST, 2: 5}, 40_000), ({1: 300, 3: 1}, 500)])
    assert everywhere.hashes.tolist() == [1]
    assert abs(float(everywhere.of(np.array([1], np.uint32))[0]) - -np.log(300 / 500)) < 0.05
