"""Counts are made once a question and commit, and never outlive the commit."""

from __future__ import annotations

from pathlib import Path

from search_api.embedded import EmbeddedIndex
from search_api.index import All, Bucket, Terms, TermsAgg
from search_api.remembered import KEPT, Remembered
from tests.support.search_corpus import corpus

AGGS = {"kind": TermsAgg("source_kind")}


def test_a_question_is_counted_once_and_its_answer_cannot_be_spoilt() -> None:
    remembered, counts = Remembered(), [5, 6]
    first = remembered.counted(All(), AGGS, lambda: {"kind": counts.pop(0)})
    first.clear()
    assert remembered.counted(All(), AGGS, lambda: {"kind": counts.pop(0)}) == {"kind": 5}
    assert remembered.counted(All(), {"kind": TermsAgg("source_kind", 3)}, lambda: {"kind": counts.pop(0)}) == {"kind": 6}


def test_the_oldest_answer_goes_when_there_are_too_many() -> None:
    remembered = Remembered()
    for number in range(KEPT + 1):
        remembered.counted(Terms("day", (number,)), AGGS, lambda: {"kind": 1})
    assert remembered.counted(Terms("day", (KEPT,)), AGGS, lambda: {"kind": 2}) == {"kind": 1}
    assert remembered.counted(Terms("day", (0,)), AGGS, lambda: {"kind": 2}) == {"kind": 2}


def test_what_is_committed_is_counted_anew(tmp_path: Path) -> None:
    index = EmbeddedIndex(tmp_path)
    one, two = corpus(2)
    index.upsert([one])
    index.commit("1")
    assert index.aggregate(All(), {"id": TermsAgg("id")}) == {"id": (Bucket(one.id, 1),)}
    index.upsert([two])
    index.commit("2")
    assert {bucket.key for bucket in index.aggregate(All(), {"id": TermsAgg("id")})["id"]} == {one.id, two.id}
    index.close()
