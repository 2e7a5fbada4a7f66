"""What a verdict means for when a step runs again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.operating.lanes import judged
from campaigns.operating.steps import (
    AT_ONCE,
    ATTEMPTS,
    FAILED,
    LATER,
    LATEST,
    SOONEST_NOTICED,
    UNKNOWN,
    Outcome,
    Step,
    Trouble,
    Verdict,
    after_failure,
    patience,
)
from lantoa.errors import Again, Aside, LantoaError, Later, Misuse

HOUR = timedelta(hours=1)


def pauses(verdict: Verdict, runs: int) -> list[timedelta]:
    trouble, found = Trouble(), []
    for _ in range(runs):
        trouble = after_failure(trouble, verdict, HOUR)
        found.append(trouble.pause)
    return found


def test_what_passes_by_itself_is_tried_at_once_and_then_ever_more_rarely() -> None:
    found = pauses(Verdict.AGAIN, ATTEMPTS + 8)
    assert found[: ATTEMPTS - 1] == [AT_ONCE * 2**at for at in range(ATTEMPTS - 1)]
    assert found[ATTEMPTS - 1] == LATER
    assert found[-1] == LATEST


def test_what_has_to_wait_waits_twice_as_long_each_time() -> None:
    assert pauses(Verdict.LATER, 7) == [min(LATER * 2**at, LATEST) for at in range(7)]


def test_what_needs_somebody_waits_for_its_usual_time() -> None:
    assert pauses(Verdict.ASIDE, 3) == [HOUR] * 3


@given(st.lists(st.sampled_from(FAILED), min_size=1, max_size=60))
def test_no_pause_is_longer_than_half_an_hour_or_the_rhythm(verdicts: list[Verdict]) -> None:
    trouble = Trouble()
    for number, verdict in enumerate(verdicts, 1):
        trouble = after_failure(trouble, verdict, HOUR)
        assert (trouble.runs, trouble.pause <= HOUR) == (number, True)
        assert trouble.pause > timedelta(0)


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (Again("x"), Verdict.AGAIN), (Later("x"), Verdict.LATER), (Aside("x"), Verdict.ASIDE), (Misuse("x"), Verdict.ASIDE),
        (LantoaError("x"), Verdict.LATER), (ZeroDivisionError("x"), Verdict.AGAIN), (MemoryError("x"), Verdict.AGAIN),
    ],
    ids=lambda one: type(one).__name__,
)  # fmt: skip
def test_whatever_is_raised_becomes_a_verdict_in_words(error: Exception, verdict: Verdict) -> None:
    def run() -> Outcome:
        raise error

    ended = judged(Step("tag", run, HOUR))
    assert (ended.verdict, ended.error.endswith("x")) == (verdict, True)


def test_what_was_put_aside_is_named_and_no_failure() -> None:
    ended = judged(Step("tag", lambda: Outcome({"done": 3}, ("http://a.test/1: hỏng",)), HOUR))
    assert (ended.verdict, ended.error) == (Verdict.PARTLY, "http://a.test/1: hỏng")
    assert ended.verdict not in FAILED


def test_a_step_counts_as_stuck_by_its_own_usual_time() -> None:
    assert patience(None) == UNKNOWN
    assert patience(timedelta(seconds=3)) == SOONEST_NOTICED
    assert patience(HOUR) == 6 * HOUR
