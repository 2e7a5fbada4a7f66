"""Where the entries of a plan stand: planned, seen, late, missing, done; and the progress by unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.campaign import Phase
from campaigns.columns import coded
from campaigns.counted import PHASE_ORDER, Counted
from campaigns.plan.dates import deadline_typed
from campaigns.plan.items import STEPS, Done, Expectation, Offline, Plan, PlanItem, Step
from campaigns.plan.status import Rows, Standing, State, judged, progress, standings, status, summed
from campaigns.reach import Measured
from tests.support.campaign_corpus import CAMPAIGN

UNDATED = replace(CAMPAIGN, congresses=(replace(CAMPAIGN.leading, opening=None, closing=None),))


def measured(rows: Sequence[tuple[str, str, bool]]) -> Measured:
    """(outlet, day "2025-09-01" or "" undated, original); all about the city's congress."""
    days = [date.fromisoformat(day) if day else None for _, day, _ in rows]
    phases = [PHASE_ORDER.index(CAMPAIGN.phase(CAMPAIGN.leading, day)) for day in days]
    count = len(rows)
    columns = {
        "id": np.arange(1, count + 1), "day": np.array([int(f"{day:%Y%m%d}") if day else 0 for day in days], dtype=np.int64),
        "source": coded([row[0] for row in rows]), "original": np.array([row[2] for row in rows], dtype=bool),
        "phase": np.array(phases, dtype=np.int64), "primary": np.ones(count, dtype=bool),
        "congress": np.zeros(count, dtype=np.int64),
    }  # fmt: skip
    empty = {name: np.zeros(count, dtype=np.int64) for name in Counted.__slots__ if name not in columns}
    return Measured(CAMPAIGN, Counted(**columns, **empty), ("bao-a", "bao-b"), {})  # type: ignore[arg-type]


NOTHING = measured([])


def expecting(**fields: object) -> Expectation:
    return Expectation(**{"campaign": "tg", "code": "E1", "outlet": "bao-a", "phase": Phase.BEFORE, **fields})  # type: ignore[arg-type]


def item(deadline: str, **fields: object) -> PlanItem:
    return PlanItem("tg", "V1", "Mở chuyên mục", "Phòng Tuyên truyền", deadline=deadline_typed(deadline), **fields)  # type: ignore[arg-type]


def only(plan: Plan, today: str, rows: Measured = NOTHING) -> Standing:
    return standings(plan, rows, date.fromisoformat(today))[0]


ROWS = measured([("bao-a", "2025-09-01", True), ("bao-a", "2025-09-10", True), ("bao-a", "2025-09-12", False),
                 ("bao-b", "2025-09-02", True), ("bao-a", "", True), ("bao-a", "2025-09-25", True)])  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "today", "state", "found"),
    [
        ({}, "2025-09-20", State.SEEN, 2),
        ({"minimum": 3}, "2025-09-20", State.PLANNED, 2),
        ({"minimum": 3}, "2025-09-24", State.MISSING, 2),
        ({"minimum": 3, "reprints": True}, "2025-09-24", State.SEEN, 3),
        ({"minimum": 2, "deadline": date(2025, 9, 5)}, "2025-09-20", State.LATE, 2),
        ({"minimum": 2, "deadline": date(2025, 9, 10)}, "2025-09-20", State.SEEN, 2),
        ({"phase": Phase.DURING}, "2025-09-25", State.SEEN, 1),
        ({"outlet": "bao-b", "phase": Phase.DURING}, "2025-09-26", State.PLANNED, 0),
        ({"outlet": "bao-b", "phase": Phase.DURING}, "2025-09-27", State.MISSING, 0),
        ({"outlet": "unknown"}, "2025-09-20", State.PLANNED, 0),
    ],
)
def test_coverage_is_judged_by_outlet_phase_and_number(fields: dict[str, object], today: str, state: State, found: int) -> None:
    standing = only(Plan(coverage=(expecting(**fields),)), today, ROWS)
    assert (standing.state, standing.found) == (state, found)


def test_a_message_counts_only_in_articles_that_carry_it() -> None:
    wanted = expecting(message="tin-vui")
    carried = only(Plan(coverage=(wanted,)), "2025-09-20", replace(ROWS, messages={"tin-vui": np.array([2, 4])}))
    assert (carried.state, carried.found, carried.on) == (State.SEEN, 1, date(2025, 9, 10))
    assert only(Plan(coverage=(wanted,)), "2025-09-24", ROWS).state is State.MISSING


def test_every_count_equals_its_rows() -> None:
    wanted = expecting(reprints=True)
    rows = Rows(ROWS, {"bao-a"}).matching(wanted)
    assert sorted(rows.id.tolist()) == [1, 2, 3]
    assert only(Plan(coverage=(wanted,)), "2025-09-20", ROWS).found == len(rows)


def test_a_congress_without_days_has_no_deadline() -> None:
    rows = replace(NOTHING, campaign=UNDATED)
    wanted = only(Plan(coverage=(expecting(phase=Phase.AFTER),)), "2030-01-01", rows)
    assert (wanted.state, wanted.due) == (State.PLANNED, None)
    activity = only(Plan(items=(item("trước khai mạc 7 ngày"),)), "2030-01-01", rows)
    assert (activity.state, activity.due) == (State.PLANNED, None)


@pytest.mark.parametrize(
    ("deadline", "done", "today", "state"),
    [
        ("15/09/2025", (), "2025-09-15", State.PLANNED),
        ("15/09/2025", (), "2025-09-16", State.MISSING),
        ("15/09/2025", (Done(date(2025, 9, 15), date(2025, 9, 15)),), "2025-09-20", State.DONE),
        ("15/09/2025", (Done(date(2025, 9, 15), date(2025, 9, 16)),), "2025-09-20", State.LATE),
        ("18/09/2025", (Done(date(2025, 9, 15), date(2025, 9, 16)),), "2025-09-20", State.DONE),
        ("tháng 9/2025", (), "2025-09-30", State.PLANNED),
        ("chưa định", (Done(None, date(2025, 9, 1)),), "2025-09-20", State.DONE),
    ],
)
def test_an_activity_is_done_by_hand(deadline: str, done: tuple[Done, ...], today: str, state: State) -> None:
    assert only(Plan(items=(item(deadline, done=done),)), today).state is state


def test_a_recurring_activity_stands_as_its_worst_occurrence() -> None:
    weekly, first = "thứ sáu hằng tuần từ 01/09/2025 đến 19/09/2025", Done(date(2025, 9, 5), date(2025, 9, 5))
    standing = only(Plan(items=(item(weekly, done=(first,)),)), "2025-09-13")
    assert [one.state for one in standing.dues] == [State.DONE, State.MISSING, State.PLANNED]
    assert (standing.state, standing.due, standing.found, standing.wanted) == (State.MISSING, date(2025, 9, 12), 1, 3)


def test_an_activity_nobody_marked_stands_as_its_coverage() -> None:
    plan = Plan(items=(item("20/09/2025"),), coverage=(expecting(item="V1"), expecting(code="E2", item="V1", outlet="bao-b")))
    states = {one.entry.code: one.state for one in standings(plan, ROWS, date(2025, 9, 20))}
    assert states == {"V1": State.SEEN, "E1": State.SEEN, "E2": State.SEEN}
    assert {one.entry.code: one.unit for one in standings(plan, ROWS, date(2025, 9, 20))}["E1"] == "Phòng Tuyên truyền"
    short = replace(plan, coverage=(*plan.coverage, expecting(code="E3", item="V1", minimum=9)))
    assert {one.entry.code: one.state for one in standings(short, ROWS, date(2025, 9, 22))}["V1"] is State.MISSING


def test_a_step_whose_day_has_passed_holds_the_activity_up() -> None:
    steps = (Step(date(2025, 9, 1), date(2025, 9, 1)), Step(date(2025, 9, 8)), Step(), Step())
    assert only(Plan(items=(item("20/09/2025", steps=steps),)), "2025-09-09").held_up == STEPS[1]
    assert only(Plan(items=(item("20/09/2025", steps=steps),)), "2025-09-08").held_up == ""


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"inspected": date(2025, 9, 5), "result": "pass"}, State.DONE),
        ({"inspected": date(2025, 9, 12), "result": "part"}, State.LATE),
        ({"inspected": date(2025, 9, 5), "result": "fail"}, State.MISSING),
        ({}, State.MISSING),
        ({"last": date(2025, 9, 30)}, State.PLANNED),
        ({"sort": "official_post", "link": "https://trang.test/1"}, State.DONE),
        ({"sort": "official_post", "link": "https://trang.test/1", "first": date(2025, 9, 21)}, State.PLANNED),
    ],
)
def test_offline_items_are_judged_by_their_inspection(fields: dict[str, object], state: State) -> None:
    given = {"sort": "billboard", "first": date(2025, 9, 1), "last": date(2025, 9, 10), **fields}
    if given["first"] == date(2025, 9, 21):
        given["last"] = None
    thing = Offline("tg", "N1", name="Panô", **given)  # type: ignore[arg-type]
    assert status(thing, NOTHING, date(2025, 9, 20)) is state


ENTRIES = st.builds(
    lambda number, unit, days, done: PlanItem(
        "tg", f"V{number}", "Việc", unit, deadline=deadline_typed(f"{days % 28 + 1}/09/2025"),
        done=(Done(date(2025, 9, days % 28 + 1), date(2025, 9, 1) + timedelta(days=done)),) if done >= 0 else (),
    ),
    st.integers(0, 999), st.sampled_from(["A", "B", "C"]), st.integers(0, 60), st.integers(-5, 29),
)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(st.lists(ENTRIES, unique_by=lambda one: one.code), st.dates(date(2025, 8, 1), date(2025, 11, 1)))
def test_units_add_up_to_the_whole_and_states_to_each_unit(items: list[PlanItem], today: date) -> None:
    found = standings(Plan(items=tuple(items)), NOTHING, today)
    lines = progress(found)
    assert sum(line.total for line in lines) == len(items)
    for line in [*lines, summed("", found)]:
        assert line.planned + line.seen + line.done + line.late + line.missing == line.total
        assert line.undecided <= line.planned
    assert {line.unit: line.total for line in lines} == Counter(one.lead for one in items)


@settings(max_examples=50, deadline=None)
@given(st.none() | st.dates(), st.none() | st.dates(), st.dates())
def test_time_only_makes_missing_of_planned(due: date | None, on: date | None, today: date) -> None:
    now, later = (judged(due, on, day, State.SEEN) for day in (today, min(today, date(9998, 1, 1)) + timedelta(days=30)))
    assert now is later or (now, later) == (State.PLANNED, State.MISSING)
