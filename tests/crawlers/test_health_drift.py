"""A redesign that breaks reading shows against a source's own history."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.health_drift import Drift, Reading, drift, wilson

TODAY = date(2025, 9, 29)
USUAL = {"read": 20, "empty": 0, "no_sapo": 1, "undated": 0, "unknown": 1, "length": 2400.0}


def readings(*latest: dict[str, float], before: int = 28) -> list[Reading]:
    """`before` usual days, then these changes of a usual day, up to today."""
    rows = [*({} for _ in range(before)), *latest]
    first = TODAY - timedelta(days=len(rows) - 1)
    return [Reading(first + timedelta(days=at), **(USUAL | row)) for at, row in enumerate(rows)]  # type: ignore[arg-type]


def keys(found: Drift | None) -> list[str]:
    assert found is not None
    return [each.key for each in found.reasons()]


def test_days_like_the_others_are_no_drift() -> None:
    assert keys(drift(readings({"length": 2600.0, "no_sapo": 3}), TODAY)) == []


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"empty": 14}, "drift_empty"),
        ({"no_sapo": 12}, "drift_no_sapo"),
        ({"undated": 19}, "drift_undated"),
        ({"unknown": 15}, "drift_unknown"),
        ({"length": 700.0}, "drift_length"),
        ({"length": 9000.0}, "drift_length"),
    ],
)
def test_each_measure_has_its_alarm(change: dict[str, float], key: str) -> None:
    found = drift(readings(change), TODAY)
    assert keys(found) == [key]
    assert found is not None
    assert all(each.alarm for each in found.reasons())


def test_the_alarm_names_its_numbers() -> None:
    found = drift(readings({"undated": 19}), TODAY)
    assert found is not None
    assert found.reasons()[0].text == "Không rõ ngày tăng lên 100,0% (19 bài đọc từ 29/09/2025), trước đây 0,0%."


def test_a_source_that_never_had_sapos_is_not_accused_of_losing_them() -> None:
    without = [Reading(one.day, 20, 0, 20, 0, 0, 2400.0) for one in readings({})]
    assert keys(drift(without, TODAY)) == []


def test_an_outlet_whose_lengths_vary_is_given_room() -> None:
    varied = [{"length": length} for length in (800.0, 4000.0, 1500.0, 3100.0, 2400.0, 950.0, 3600.0, 2000.0) * 3]
    assert keys(drift(readings(*varied, {"length": 5200.0}, before=0), TODAY)) == []


def test_small_outlets_are_compared_over_several_days() -> None:
    """Three pages a day: four days make twelve pages."""
    few = {"read": 3, "no_sapo": 0, "unknown": 0}
    rows = [few] * 20 + [few | {"undated": 3}] * 4
    found = drift(readings(*rows, before=0), TODAY)
    assert found is not None
    assert (found.read, found.since) == (12, TODAY - timedelta(days=3))
    assert keys(found) == ["drift_undated"]


@pytest.mark.parametrize("rows", [[], readings(before=1), readings({"read": 4}, before=0)])
def test_without_history_nothing_is_said(rows: list[Reading]) -> None:
    assert drift(rows, TODAY) is None


def test_a_source_that_was_silent_for_long_is_not_compared_with_itself_of_then() -> None:
    old = [Reading(one.day - timedelta(days=20), 20, 0, 0, 0, 0, 2400.0) for one in readings()]
    assert drift(old, TODAY) is None


@given(st.integers(1, 500), st.floats(0, 1))
def test_an_interval_holds_its_share(of: int, share: float) -> None:
    count = round(share * of)
    low, high = wilson(count, of)
    assert 0 <= low <= count / of + 1e-12
    assert count / of - 1e-12 <= high <= 1
