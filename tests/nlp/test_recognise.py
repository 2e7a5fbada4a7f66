"""Grammar and model together: the model decides, and what both say keeps its rule."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lantoa.article import Article, Kind
from nlp.crf.model import Model, shipped
from nlp.entities import spans
from nlp.gold import OWN, read_gold
from nlp.normalise import clean
from nlp.recognise import CRF, recognise
from nlp.tag import tag

TEXT = "Ông Lê Văn Bốn, Bí thư Đảng ủy xã Cẩm Lĩnh, nêu Thông báo số 15-TB/ĐU.\nPhường Hải Vân đã họp."


def model_of(*weights: tuple[str, str, int]) -> Model:
    """(feature, label, weight): a model that looks at nothing else."""
    labels = ("O", "B-LOC", "B-ORG", "B-PER", "I-LOC", "I-ORG", "I-PER")
    names = sorted({name for name, _, _ in weights})
    table = np.zeros((len(names), len(labels)), dtype=np.int16)
    for name, label, weight in weights:
        table[names.index(name), labels.index(label)] = weight * 1024
    return Model(labels, tuple(names), table, np.zeros((7, 7), dtype=np.int16), "", 0)


AGREES = [
    (f"g0\t{place}-{kind}", f"{place}-{kind}", 5) for place in "BI" for kind in ("PER", "ORG", "LOC")
]


def test_without_a_model_the_grammar_speaks_alone() -> None:
    assert recognise(TEXT, None) == spans(TEXT)


def test_what_both_say_keeps_rule_and_link_and_gets_a_score() -> None:
    found = recognise(TEXT, model_of(*AGREES))
    grammar = spans(TEXT)
    assert [replace(one, score=1.0) for one in found] == grammar
    assert all(0.9 < one.score < 1 for one in found if one.type != "DOC")


def test_what_the_model_alone_finds_is_its_own() -> None:
    found = recognise("Chợ Viềng đông vui.", model_of(("w0\tChợ", "B-LOC", 9), ("w-1\tChợ", "I-LOC", 9)))
    assert [(one.start, one.end, one.type, one.rule) for one in found] == [(0, 9, "LOC", CRF)]


def test_the_model_can_take_a_name_away() -> None:
    silent = model_of(("l0\tlê", "O", 1))
    assert [one.type for one in recognise("Ông Lê Văn Bốn thăm Phường Hải Vân.", silent)] == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ông Lê Văn Bốn, Bí thư Đảng ủy xã Cẩm Lĩnh, nêu.", ["Đảng ủy xã Cẩm Lĩnh"]),
        ("Xe đi theo đường Lê Lợi - Trần Phú - Bạch Đằng.", ["Lê Lợi", "Trần Phú", "Bạch Đằng"]),
        ("Ông ĐINH VĂN TÁM (quận 5) hỏi.", ["ĐINH VĂN TÁM"]),
        ("Ông đi dọc quan hệ Việt - Lào.", ["Việt", "Lào"]),
    ],
)
def test_some_names_are_settled_by_the_grammar(text: str, kept: list[str]) -> None:
    silent = model_of(("l0\tlê", "O", 1))
    assert [text[one.start : one.end] for one in recognise(text, silent)] == kept


def test_document_numbers_stay_the_grammars() -> None:
    greedy = model_of(("s0\tXX", "B-ORG", 9))
    found = recognise(TEXT, greedy)
    assert [TEXT[one.start : one.end] for one in found if one.type == "DOC"] == ["15-TB/ĐU"]
    assert not any(one.type == "ORG" and TEXT[one.start : one.end] in ("TB", "ĐU") for one in found)


def test_a_name_does_not_go_on_in_the_next_line() -> None:
    text = "Huyện Bắc Sơn\nBắc Sơn"
    eager = model_of(("s0\tXx", "I-LOC", 9), ("s0\tXx", "B-LOC", 1))
    assert [text[one.start : one.end] for one in recognise(text, eager)] == ["Huyện Bắc Sơn", "Bắc Sơn"]


@pytest.mark.parametrize("text", ["", "\n\n", "...", "a", "Á", "\u0301", "1" * 500, "Nguyễn " * 400])
def test_odd_texts_are_read(text: str) -> None:
    assert all(0 <= one.start < one.end <= len(text) for one in recognise(clean(text), shipped()))


@settings(max_examples=40)
@given(st.lists(st.sampled_from(sorted(set(clean(TEXT).split()))), max_size=30), st.sampled_from([" ", "\n", ", "]))
def test_names_stand_in_order_and_never_overlap(words: list[str], gap: str) -> None:
    text = gap.join(words)
    found = recognise(text, shipped())
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(0 < one.score <= 1 and text[one.start : one.end].strip() for one in found)


def test_the_shipped_model_knows_its_own_texts_better_than_the_grammar() -> None:
    texts = read_gold(OWN)[::5]

    def right(model: Model | None) -> int:
        return sum(
            len({(one.start, one.end, one.type) for one in text.spans}
                & {(one.start, one.end, one.type) for one in tag(_article(text.text), None, model).entities})
            for text in texts
        )  # fmt: skip

    assert right(shipped()) > right(None)


def test_tagging_takes_the_shipped_model_unless_told_otherwise() -> None:
    assert tag(_article(TEXT)) == tag(_article(TEXT), None, shipped())
    assert {one.rule for one in tag(_article(TEXT), None, None).entities} == {one.rule for one in spans(TEXT)}


def _article(text: str) -> Article:
    return Article("https://bao.test/1", Kind.ARTICLE, "", "", text)
