"""Our tables cut exactly as the package does whose weights they hold."""

import json
import lzma
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underthesea.pipeline.word_tokenize.regex_tokenize import tokenize

from nlp.segmentation import forget, scores, tokens
from nlp.segmentation.tagger import reference, segmented_lines
from nlp.segmentation.tokens import cut

OWN = [
    "Sáng 12/8/2020, tại Hội trường Huyện ủy, Đại hội đại biểu Đảng bộ huyện khai mạc với 248 đại biểu.",
    'Ông Y Thương Bkrông, H\'Mông, cho biết: "Chi bộ 5 họp lúc 7h30, thu 3.000.000 đồng (100%)"...',
    "Tp. Hồ Chí Minh, T.Ư, Th.S, NĐ-CP, 43H-0530; e-mail a@b.vn, http://x.vn/a(b) v.v... :D",
    "nghành qúa Ðảng uỷ hoà thuỷ",
    "Ông Thasen gặp Thos, (Th sao), Th\u00a0S Nam và Th.s Lan; ThS. Hà, Ths. Mai.",
    "A",
    "",
    "   ",
    "ĐẢNG BỘ THÀNH PHỐ",
]
ODD = "ThsaáâđĐÐeêiơƯyABTPĐ0123456789 .,-–:;!?()[]\"'’“”/&%$@#_+=<>×°\t\u00a0\u200b\x00İΣßΒ😀"
PIECES = [
    "Th",
    "ThS",
    "Tp",
    "Mr",
    "v.v",
    "T.Ư",
    "e-mail",
    "NĐ-CP",
    "http://",
    "a.vn",
    "12/8",
    "3x4",
    "1.000,5",
]


def expected(lines: list[str]) -> list[list[str]]:
    return [reference(line) for line in lines]


def test_our_own_lines_are_cut_alike() -> None:
    assert segmented_lines(OWN) == expected(OWN)


def test_a_line_does_not_depend_on_its_neighbours() -> None:
    assert segmented_lines(OWN) == [segmented_lines([line])[0] for line in OWN]
    assert segmented_lines([]) == []


def test_what_is_remembered_is_bounded_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    met = segmented_lines(OWN)
    monkeypatch.setattr(tokens, "_MOST", 5)
    monkeypatch.setattr(scores, "_MOST", 5)
    forget()
    assert [segmented_lines([line])[0] for line in OWN * 2] == met * 2


@settings(deadline=None, max_examples=150)
@given(st.one_of(st.text(ODD, max_size=40), st.text(max_size=30)))
def test_odd_letters_are_cut_alike(line: str) -> None:
    assert segmented_lines([line]) == expected([line])


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from(" ".join(OWN).split()), min_size=1, max_size=25))
def test_words_in_any_order_are_cut_alike(words: list[str]) -> None:
    assert segmented_lines([" ".join(words)]) == expected([" ".join(words)])


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from([*PIECES, *ODD]), max_size=30).map("".join))
def test_tokens_are_the_packages_own(line: str) -> None:
    assert cut(line) == tokenize(line)


@pytest.mark.slow
def test_ten_thousand_sentences_of_the_press_are_cut_alike(shared_data: Path) -> None:
    with lzma.open(shared_data / "corpus" / "corpus40k.jsonl.xz", "rt", encoding="utf-8") as rows:
        texts = (json.loads(row)["text"] for row in rows)
        lines = list(islice((line for text in texts for line in text.split("\n") if line.strip()), 10_000))
    assert len(lines) == 10_000
    found = segmented_lines(lines)
    differing = [line for line, words in zip(lines, found, strict=True) if words != reference(line)]
    assert differing == []
