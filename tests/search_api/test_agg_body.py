"""A list of buckets that the engine cut is used only where nothing is missing from what was asked."""

from __future__ import annotations

from typing import Any

import pytest

from search_api.agg_body import TooMany, read
from search_api.index import Bucket, TermsAgg


def cut(*counts: int, error: int = 0) -> dict[str, Any]:
    """An engine's answer with further buckets behind these, of at most the last count each."""
    buckets = [{"key": f"v{at}", "doc_count": count} for at, count in enumerate(counts)]
    return {"values": {"buckets": buckets, "sum_other_doc_count": 7, "doc_count_error_upper_bound": error}}


def test_the_first_ones_are_read_from_a_list_that_was_cut_behind_them() -> None:
    assert read({"values": TermsAgg("source", 2)}, cut(9, 5, 5, 4)) == {"values": (Bucket("v0", 9), Bucket("v1", 5))}


@pytest.mark.parametrize(
    ("top", "answer"),
    [(None, cut(9, 5, 4)), (2, cut(9, 5, 5)), (3, cut(9, 5, 4)), (4, cut(9, 5, 4)), (1, cut(9, 5, 4, error=1)), (0, cut(9, 5))],
)
def test_where_one_may_be_missing_the_list_is_no_answer(top: int | None, answer: dict[str, Any]) -> None:
    with pytest.raises(TooMany):
        read({"values": TermsAgg("source", top)}, answer)
