"""Corrections of a campaign: counts follow them, and equal their lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.campaign import Phase
from campaigns.corrections import Asked, Asking, overlay_of, read_day
from campaigns.desk import Desk, ListedBy
from campaigns.membership import membership
from campaigns.overlay import Overlay
from campaigns.reach import DIMENSIONS, reach
from campaigns.reference_file import references_in
from lantoa.correction_rows import Action, Correction
from lantoa.corrections import Refused
from lantoa.database import Database
from lantoa.errors import Misuse
from lantoa.words import word
from tests.support.campaign_corpus import CAMPAIGN, CITY, WARD, Row, desk_of

NUMBERS = count()
NOW = datetime(2025, 10, 12, tzinfo=UTC)
ROWS = [
    Row("bao-a", 10, 1),
    Row("bao-b", 12, 1),
    Row("cong-c", 24 * 8 + 3, 2, (WARD,)),
    Row("bao-a", 24 * 20, 3, (WARD, CITY)),
    Row("dai-d", 24 * 23 + 5, 4, ()),
    Row("bao-b", 0, 7, dated=False),
]


class Room:
    """A desk with the articles of ROWS, by their places there."""

    def __init__(self, database: Database) -> None:
        self.desk: Desk = desk_of(database, ROWS)
        urls = {one.article.url: one.id for one in self.desk.articles.everything()}
        self.ids = [urls[f"http://{row.source}.test/{place}"] for place, row in enumerate(ROWS)]

    def correct(self, action: Asking, *places: int, value: str = "") -> list[Correction]:
        members = set(self.desk.measured(CAMPAIGN).totals.id.tolist())
        return self.desk.corrections.correct(
            CAMPAIGN, [str(self.ids[one]) for one in places], Asked(action, value), "An", "xem lại", NOW, members
        )

    def undo(self, *entries: Correction) -> None:
        self.desk.corrections.log.undo([one.id for one in entries], "Bình", "nhầm", NOW)

    def members(self) -> dict[int, tuple[str, bool]]:
        """Place -> (congress, original) in the totals."""
        rows = self.desk.measured(CAMPAIGN).totals
        names = [one.id for one in CAMPAIGN.congresses]
        found = zip(rows.id.tolist(), rows.congress.tolist(), rows.original.tolist(), strict=True)
        return {self.ids.index(one): (names[congress], original) for one, congress, original in found}


@pytest.fixture
def room(sqlite_database: Database) -> Room:
    return Room(sqlite_database)


BEFORE = {0: ("city", True), 1: ("city", False), 2: ("ward", True), 3: ("ward", True), 5: ("city", True)}


def counts_equal_lists(desk: Desk) -> None:
    measured = desk.measured(CAMPAIGN)
    for row in reach(measured, [one for one in DIMENSIONS if one in ("all", "week", "source", "kind", "congress")]):
        for originals, number in ((False, row.articles), (True, row.originals)):
            listed = desk.listed(measured, ListedBy(row.phase, row.dimension, row.value, originals))
            assert len(listed) == number, (row, originals)


def test_an_excluded_article_is_gone_everywhere_and_its_story_goes_on(room: Room) -> None:
    assert room.members() == BEFORE
    made = room.correct("exclude", 0, 2)
    assert room.members() == {1: ("city", True), 3: ("ward", True), 5: ("city", True)}
    counts_equal_lists(room.desk)
    room.undo(made[0])
    assert room.members() == {0: ("city", True), 1: ("city", False), 3: ("ward", True), 5: ("city", True)}
    room.undo(made[1])
    assert room.members() == BEFORE


def test_an_article_counts_under_the_congress_that_was_chosen_and_no_other(room: Room) -> None:
    room.correct("include", 3, 4, value="city")
    assert room.members() == BEFORE | {3: ("city", True), 4: ("city", True)}
    measured = room.desk.measured(CAMPAIGN)
    ward = ListedBy(dimension="congress", value="ward")
    assert [one.id for one in room.desk.listed(measured, ward)] == [room.ids[2]]
    counts_equal_lists(room.desk)
    room.correct("include", 3, value="ward")
    assert room.members()[3] == ("ward", True)


def test_what_cannot_be_is_refused_row_by_row_and_nothing_is_taken(room: Room) -> None:
    desk = room.desk
    with pytest.raises(Refused) as refused:
        desk.corrections.correct(
            CAMPAIGN, [str(room.ids[0]), "99999", "http://elsewhere.test/x", str(room.ids[4]), str(room.ids[0])],
            Asked("exclude"), "An", "xem lại", NOW, {room.ids[0]},
        )  # fmt: skip
    assert [place for place, _ in refused.value.rows] == [1, 2, 3, 4]
    assert word("correct.none_taken") in str(refused.value)
    assert room.members() == BEFORE
    room.correct("exclude", 0)
    with pytest.raises(Refused, match="đã bị loại"):
        room.correct("exclude", 0)
    with pytest.raises(Misuse, match="hue"):
        room.correct("include", 0, value="hue")
    with pytest.raises(Misuse):
        room.correct("with", 0, value="99999")
    with pytest.raises(Misuse):
        room.correct("date", 0, value="31/2/2025")
    with pytest.raises(Refused, match="rà soát"):
        room.correct("confirm", 0)
    with pytest.raises(Misuse):
        desk.corrections.correct(CAMPAIGN, [], Asked("exclude"), "An", "x", NOW)


def test_an_article_of_other_days_is_not_added(room: Room) -> None:
    room.correct("date", 4, value="2024-01-01")
    with pytest.raises(Refused, match="01/01/2024"):
        room.correct("include", 4, value="city")


def test_the_last_of_two_people_counts_and_both_stand_in_the_log(room: Room) -> None:
    room.correct("exclude", 0)
    room.correct("include", 0, value="ward")
    assert room.members()[0] == ("ward", True)
    log = room.desk.corrections.of_campaign(CAMPAIGN.id, {room.ids[0]})
    assert [one.action for one in log] == ["include", "exclude"]
    room.correct("date", 0, value="6/9/2025 14:30")
    assert [one.action for one in room.desk.corrections.of_campaign(CAMPAIGN.id)] == ["date", "include", "exclude"]


def test_a_whole_group_is_joined_with_another(room: Room) -> None:
    made = room.correct("join", 1, value=str(room.ids[2]))
    assert [(room.ids.index(one.article), one.action, one.other) for one in made] == [(place, "with", room.ids[2]) for place in (0, 1)]


def test_articles_are_named_by_number_address_or_page(room: Room) -> None:
    find = room.desk.corrections.find
    for reference in (f"{room.ids[0]}", f" #{room.ids[0]} ", "http://bao-a.test/0", f"http://127.0.0.1:8000/bai-viet/{room.ids[0]}"):
        found = find(reference)
        assert found is not None
        assert found.id == room.ids[0], reference
    for reference in ("", "0", "-1", "²", "9" * 40, "\x00", "http://bao-a.test/", "/bai-viet/"):
        assert find(reference) is None


def test_every_member_says_why(room: Room) -> None:
    room.correct("exclude", 0)
    room.correct("include", 4, value="ward")
    standing = room.desk.corrections.standing(room.ids)
    found = {}
    for place, one in enumerate(room.desk.articles.many(room.ids)):
        why = membership(CAMPAIGN, one, standing)
        assert why is not None
        found[place] = (why.member, why.congress, why.phase)
        assert why.reasons[0].text
    assert {place: value[1] for place, value in found.items() if value[0]} == {one: value[0] for one, value in room.members().items()}
    assert found[4] == (True, "ward", Phase.AFTER)
    assert found[0][0] is False


@pytest.mark.parametrize(
    ("typed", "instant", "day"),
    [
        ("2025-09-06", None, date(2025, 9, 6)),
        (" 6/9/2025 ", None, date(2025, 9, 6)),
        ("2025-09-06T00:30", datetime(2025, 9, 5, 17, 30, tzinfo=UTC), date(2025, 9, 6)),
        ("6/9/2025 14:30", datetime(2025, 9, 6, 7, 30, tzinfo=UTC), date(2025, 9, 6)),
    ],
)
def test_days_are_read_in_local_time(typed: str, instant: datetime | None, day: date) -> None:
    assert read_day(typed) == (instant, day)


@pytest.mark.parametrize("typed", ["", "hôm qua", "2025-13-01", "0001-01-01", "9999-01-01", "2025-09-06T25:00", "\x00"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(Misuse):
        read_day(typed)


def test_a_list_of_articles_is_read_line_by_line() -> None:
    text = "số bài;tựa\n12\n\n// ghi chú\n13;Một bài\n14, hai\nhttp://bao.test/a,b-1.html\thai\n#15\n"
    assert references_in(text) == ["12", "13", "14", "http://bao.test/a,b-1.html", "#15"]
    assert references_in("\ufeff12\r\n13".encode()) == ["12", "13"]
    for data in (b"\xff\xfe1\x002\x00", b"12\x00"):
        with pytest.raises(Misuse):
            references_in(data)


ENTRIES = st.lists(
    st.one_of(
        st.tuples(st.just("exclude"), st.integers(1, 4), st.just("")),
        st.tuples(st.just("include"), st.integers(1, 4), st.sampled_from(["city", "ward"])),
        st.tuples(st.just("undo"), st.integers(1, 12), st.just("")),
    ),
    max_size=12,
)


@given(ENTRIES)
def test_the_overlay_is_the_fold_of_the_log(wanted: list[tuple[Action, int, str]]) -> None:
    log: list[Correction] = []
    stacks: dict[int, list[Correction]] = {}
    for number, (action, which, congress) in enumerate(wanted, 1):
        if action != "undo":
            one = Correction(which, action, "An", "x", NOW, "tg", congress, id=number)
            log.append(one)
            stacks.setdefault(which, []).append(one)
            continue
        former = next((one for one in log if one.id == which and one.action != "undo"), None)
        if former is not None and former in stacks[former.article]:
            stacks[former.article].remove(former)
            log.append(Correction(former.article, "undo", "An", "x", NOW, "tg", undoes=which, id=number))
    standing = {article: stack[-1] for article, stack in stacks.items() if stack}
    assert overlay_of(log) == Overlay(
        frozenset(article for article, one in standing.items() if one.action == "exclude"),
        {article: one.congress for article, one in standing.items() if one.action == "include"},
    )


OPERATIONS = st.lists(
    st.one_of(
        st.tuples(st.just("exclude"), st.integers(0, 5), st.just("")),
        st.tuples(st.just("include"), st.integers(0, 5), st.sampled_from(["city", "ward"])),
        st.tuples(st.just("undo"), st.integers(0, 9), st.just("")),
    ),
    max_size=10,
)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(OPERATIONS)
def test_whatever_is_corrected_and_undone_counts_equal_lists_and_refusals_change_nothing(
    room: Room, operations: list[tuple[str, int, str]]
) -> None:
    """Every example has a campaign of its own, over the same articles."""
    campaign = replace(CAMPAIGN, id=f"c{next(NUMBERS)}")
    corrections, made = room.desk.corrections, list[Correction]()
    for action, which, congress in operations:
        before = corrections.overlay(campaign.id)
        members = set(room.desk.measured(campaign).totals.id.tolist())
        try:
            if action == "undo":
                corrections.log.undo([made[which].id if which < len(made) else 10**9], "Bình", "nhầm", NOW)
            else:
                asked = Asked(action, congress)  # type: ignore[arg-type]
                made += corrections.correct(campaign, [str(room.ids[which])], asked, "An", "x", NOW, members)
        except Refused:
            assert corrections.overlay(campaign.id) == before
    overlay = corrections.overlay(campaign.id)
    assert overlay == overlay_of(corrections.log.entries(campaign=campaign.id))
    measured = room.desk.measured(campaign)
    assert not overlay.excluded & set(measured.totals.id.tolist())
    for row in reach(measured, ("all", "congress")):
        listed = room.desk.listed(measured, ListedBy(row.phase, row.dimension, row.value, originals=True))
        assert len(listed) == row.originals
    groups = measured.totals.group[measured.totals.original].tolist()
    assert len(groups) == len(set(groups)), "a story is counted once"
    assert set(groups) == set(measured.totals.group.tolist()), "and every story of the members is counted"
