"""The model over syllables: tokens, columns, and the same labels as the library gives."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pycrfsuite
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.crf.columns import columns, of_form
from nlp.crf.model import STEP, shipped
from nlp.crf.scores import tables
from nlp.crf.templates import PAIRS, SINGLE, features
from nlp.crf.tokens import LINE_END, LONGEST, tokens
from nlp.crf.training import fit, lesson, numbered, train
from nlp.crf.viterbi import best_labels
from nlp.entities import spans
from nlp.gold import OWN, read_gold
from nlp.normalise import clean
from nlp.spans import Span

TEXT = "BẾ MẠC ĐẠI HỘI ĐẢNG BỘ XÃ\nSáng 3/4, ông Lê Văn Bốn (Bí thư Đảng ủy xã Cẩm Lĩnh) phát biểu. Cẩm Lĩnh đổi mới."


def test_tokens_are_syllables_numbers_marks_and_line_ends() -> None:
    cut = tokens("TP.HCM: K'Long 3,5%\n\n Hết.")
    assert cut.forms == ["TP", ".", "HCM", ":", "K'Long", "3", ",", "5", "%", LINE_END, "Hết", "."]


@given(st.text(alphabet="aĐ ừ.,!\n()1’", max_size=80))
def test_tokens_stand_where_they_say_and_sentences_hold_all_of_them(text: str) -> None:
    cut = tokens(text)
    written = [text[start:end] for start, end in zip(cut.starts, cut.ends, strict=True)]
    assert [form if form != LINE_END else "\n" for form in cut.forms] == [one if one[0] != "\n" else "\n" for one in written]
    assert [at for start, end in cut.sentences for at in range(start, end)] == list(range(len(cut.forms)))
    assert "".join(written).split() == text.split() or "".join("".join(written).split()) == "".join(text.split())


def test_a_sentence_ends_behind_a_word_but_not_behind_an_abbreviation() -> None:
    cut = tokens("Về TP. Cao Lãnh hôm nay. Mai đi.")
    assert [cut.forms[start:end][-2:] for start, end in cut.sentences] == [["nay", "."], ["đi", "."]]


def test_a_text_without_sentence_ends_is_cut() -> None:
    cut = tokens("a " * (LONGEST * 2 + 5))
    assert [end - start for start, end in cut.sentences] == [LONGEST, LONGEST, 5]


@pytest.mark.parametrize(
    ("form", "shape", "kind"),
    [("Nguyễn", "Xx", "S"), ("WXZ", "XX", "-"), ("XIV", "R", "-"), ("2025", "4d", "-"), ("“", "“", "-"), ("phường", "x", "U")],
)
def test_what_a_form_tells(form: str, shape: str, kind: str) -> None:
    assert of_form(form)[:3] == (form.lower(), form, shape)
    assert kind in of_form(form)[3]


def test_the_grammar_is_a_column_and_speaks_for_the_same_name_elsewhere() -> None:
    plain = "ông Lê Văn Bốn nói. Văn Bốn cười."
    cut = tokens(plain)
    found = columns(cut, [Span(4, 14, "PER", "titled")])
    assert found.rule[1:4] == ["B-PER.titled", "I-PER.titled", "I-PER.titled"]
    assert dict(zip(cut.forms[5:], found.elsewhere[5:], strict=True))["Bốn"] == "PER"
    assert found.rule[6:8] == ["O", "O"]


def test_a_sentence_in_capitals_is_known() -> None:
    found = columns(tokens(TEXT), [])
    assert found.capitals[0] == "C"
    assert found.capitals[-1] == "-"


def test_every_token_has_one_feature_of_each_template() -> None:
    rows = features(columns(tokens(TEXT), spans(TEXT)))
    wanted = sum(map(len, SINGLE.values())) + sum(len(offsets) for *_, offsets in PAIRS)
    assert {len(row) for row in rows} == {wanted}
    assert all(len({feature.split("\t")[0] for feature in row}) == wanted for row in rows)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """The library's own file, from a dozen of our texts, and the numbers of its features."""
    file, numbers = tmp_path_factory.mktemp("crf") / "weights", dict[str, int]()
    fit([lesson(one) for one in read_gold(OWN)[:12]], numbers, file)
    return file, numbers


def test_the_labels_are_those_of_the_library(trained: tuple[Path, dict[str, int]]) -> None:
    file, numbers = trained
    texts = read_gold(OWN)
    model = train([lesson(one) for one in texts[:12]])
    weights, moves = tables(model), model.transitions.astype(np.float32) * np.float32(STEP)
    library = pycrfsuite.Tagger()
    library.open(str(file))
    same = []
    for plain in (clean(one.text) for one in texts[12:24]):
        cut = tokens(plain)
        known = columns(cut, spans(plain))
        rows = [numbered(row, numbers) for row in features(known)]
        labels = [model.labels[number] for number in best_labels(weights.scores(known), moves, cut.sentences)]
        for start, end in cut.sentences:
            theirs, ours = library.tag(rows[start:end]), labels[start:end]
            same.append(theirs == ours)
            assert library.probability(ours) >= 0.98 * library.probability(theirs)  # our weights are rounded
    assert sum(same) >= 0.995 * len(same)


def test_the_scores_of_a_text_do_not_depend_on_what_was_read_before() -> None:
    plain = [clean(one.text) for one in read_gold(OWN)[:6]]
    fresh = [tables(shipped()).scores(columns(tokens(text), spans(text))) for text in plain]
    used = tables(shipped())
    for text, scores in [*zip(plain, fresh, strict=True), *zip(plain, fresh, strict=True)]:
        np.testing.assert_array_equal(used.scores(columns(tokens(text), spans(text))), scores)


@given(st.integers(1, 6), st.lists(st.integers(1, 7), min_size=1, max_size=5), st.integers(0, 2**32 - 1))
def test_the_best_labels_are_the_best_of_all(labels: int, sizes: list[int], seed: int) -> None:
    """Against every way through each sentence, a step at a time with what is kept a step."""
    chance = np.random.default_rng(seed)
    scores = chance.normal(size=(sum(sizes), labels)).astype(np.float32)
    moves = chance.normal(size=(labels, labels)).astype(np.float32)
    ends = np.cumsum(sizes).tolist()
    sentences = list(pairwise([0, *ends]))
    found = best_labels(scores, moves, sentences)
    for start, end in sentences:
        assert worth(scores, moves, start, found[start:end].tolist()) == pytest.approx(best(scores[start:end], moves), abs=1e-4)


def worth(scores: np.ndarray, moves: np.ndarray, start: int, labels: list[int]) -> float:
    own = sum(float(scores[start + at, label]) for at, label in enumerate(labels))
    return own + sum(float(moves[one, other]) for one, other in pairwise(labels))


def best(scores: np.ndarray, moves: np.ndarray) -> float:
    reached = scores[0]
    for row in scores[1:]:
        reached = np.array([max(reached + moves[:, label]) + row[label] for label in range(len(row))])
    return float(max(reached))
