"""Verdicts on messages: a sample that stays, the last word counts, nothing unsigned."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.verdicts import SAMPLE, Verdicts, sample
from lantoa.article import Article, Kind
from lantoa.database import Database
from lantoa.errors import Misuse
from lantoa.evidence import phrase_evidence

NOW = datetime(2025, 10, 12, tzinfo=UTC)


def test_the_last_verdict_counts_and_can_be_taken_back(database: Database) -> None:
    verdicts = Verdicts(database)
    assert verdicts.precisions("tg").get("m") is None
    verdicts.judge("tg", "m", [(1, "right"), (2, "right"), (3, "wrong")], " An ", NOW)
    verdicts.judge("tg", "other", [(1, "wrong")], "An", NOW)
    assert verdicts.precisions("tg").get("m") == (2, 3)
    verdicts.judge("tg", "m", [(2, "wrong"), (3, "")], "Bình", NOW)
    assert verdicts.precisions("tg").get("m") == (1, 2)
    assert {article: one.who for article, one in verdicts.of("tg", "m").items()} == {1: "An", 2: "Bình"}
    assert verdicts.precisions("tg") == {"m": (1, 2), "other": (0, 1)}


def test_a_verdict_is_signed(sqlite_database: Database) -> None:
    verdicts = Verdicts(sqlite_database)
    for who in ("", " ", "An\x00", "A" * 121):
        with pytest.raises(Misuse):
            verdicts.judge("tg", "m", [(1, "right")], who, NOW)
    assert verdicts.precisions("tg").get("m") is None


@settings(max_examples=30)
@given(st.sets(st.integers(1, 10_000), max_size=120), st.sets(st.integers(10_001, 20_000), max_size=40), st.integers(0, SAMPLE))
def test_a_sample_stays_what_was_judged_and_changes_little_when_articles_come(old: set[int], new: set[int], judged: int) -> None:
    first = sample("tg", "m", old, ())
    assert list(first) == list(sample("tg", "m", sorted(old, reverse=True), ()))
    assert len(first) == min(SAMPLE, len(old))
    seen = first[:judged]
    later = sample("tg", "m", old | new, seen)
    assert set(seen) <= set(later)
    assert len(set(later) - set(first) - new) == 0, "only new articles push others out"


def test_other_messages_draw_other_articles() -> None:
    assert sample("tg", "m", range(1000), ()) != sample("tg", "n", range(1000), ()) != sample("hue", "n", range(1000), ())


def test_the_words_of_a_phrase_are_shown_where_they_stand() -> None:
    article = Article("u", Kind.ARTICLE, "Một ngày", "", "Cả phường Cùng\n hành động vì ngày hội.")
    found = phrase_evidence(article, "cùng hành động")
    assert found is not None
    assert found.words == "Cùng\n hành động"
    assert phrase_evidence(article, "hanh dong") is None
