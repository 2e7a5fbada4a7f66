"""Corrections: one log, all or nothing; corrected dates survive whatever extraction reads."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from lantoa.article import Article, Kind, Moment, Origin, StoredArticle, Tags
from lantoa.articles import ArticleStore
from lantoa.correction_rows import Action, Correction, in_force
from lantoa.corrections import CorrectionLog, Refused
from lantoa.database import Database
from lantoa.words import word

NOON = datetime(2025, 9, 6, 5, tzinfo=UTC)
RIGHT = date(2025, 8, 30)


class Office:
    """A store with articles, and the log over it."""

    def __init__(self, database: Database) -> None:
        self.store = ArticleStore(database)
        self.log = CorrectionLog(database)

    def read(self, url: str, hours: float = 0, text: str = "Thân.", ref: str = "1", seen: float = 0, kind: Kind = Kind.ARTICLE, extractor: int = 1) -> int:
        at = Moment.of(NOON + timedelta(hours=hours), "meta", 0.9)
        article = Article(url, kind, "Đại hội", "", text, at)
        return self.store.save(
            article, source="bao", origin=Origin.CAPTURE, ref=ref, seen_at=NOON + timedelta(hours=seen), extractor=extractor
        ).id

    def __getitem__(self, article: int) -> StoredArticle:
        found = self.store.get(article)
        assert found is not None
        return found

    def correct(self, article: int, action: Action, **more: object) -> Correction:
        return self.log.write([entry(article, action, **more)])[0]

    def undo(self, number: int) -> Correction:
        return self.log.undo([number], "Bình", "nhầm", NOON)[0]

    def tag(self) -> None:
        self.store.save_tags((due, Tags(1)) for due in self.store.untagged(1))


def entry(article: int, action: Action, **more: object) -> Correction:
    return Correction(article, action, "An", "xem lại", NOON, **more)  # type: ignore[arg-type]


@pytest.fixture
def office(sqlite_database: Database) -> Office:
    return Office(sqlite_database)


def test_a_corrected_date_survives_re_reading_and_edits_and_can_be_given_back(database: Database) -> None:
    office = Office(database)
    one = office.read("http://bao.test/1")
    office.tag()
    office.correct(one, "date", day=RIGHT)
    assert office[one].article.published == Moment(None, RIGHT, "corrected", 1.0)
    assert [due.stored.id for due in office.store.untagged(1)] == [one], "tags follow the date"
    office.read("http://bao.test/1", hours=5, extractor=2)
    office.read("http://bao.test/1", hours=5, text="Thân khác.", ref="2", seen=9, extractor=2)
    assert office[one].article.text == "Thân khác."
    assert office[one].article.published.day == RIGHT
    history = office.store.history(one)
    assert [each.article.published.provenance for each in history] == ["meta", "meta"]
    assert history[-1].kinds == ("body",), "a correction is no edit by the outlet"
    office.correct(one, "extracted")
    assert office[one].article.published == Moment.of(NOON + timedelta(hours=5), "meta", 0.9)


def test_undone_dates_fall_back_to_the_one_before(office: Office) -> None:
    one = office.read("http://bao.test/1")
    first = office.correct(one, "date", day=RIGHT)
    second = office.correct(one, "date")
    assert office[one].article.published == Moment(None, None, "corrected", 1.0)
    office.undo(second.id)
    assert office[one].article.published.day == RIGHT
    office.undo(first.id)
    assert office[one].article.published == Moment.of(NOON, "meta", 0.9)


def test_an_article_that_is_joined_takes_its_corrections_along(database: Database) -> None:
    office = Office(database)
    one, two = office.read("http://bao.test/1"), office.read("http://bao.test/2", seen=1)
    office.correct(two, "date", day=RIGHT)
    made = office.correct(two, "exclude", campaign="tg")
    office.store.join(one, two)
    assert office[one].article.published.day == RIGHT
    assert in_force(office.log.entries())["membership", "tg", one].id == made.id
    with pytest.raises(Refused, match="đã bị loại"):
        office.correct(two, "exclude", campaign="tg")


def test_of_many_none_is_taken_when_one_cannot_be(office: Office) -> None:
    one, page = office.read("http://bao.test/1"), office.read("http://bao.test/", kind=Kind.LIST)
    wanted = [entry(one, "exclude", campaign="tg"), entry(99, "date", day=RIGHT), entry(page, "apart"), entry(one, "with", other=one)]
    with pytest.raises(Refused) as refused:
        office.log.write(wanted)
    assert refused.value.rows == (
        (1, word("correct.no_article", id=99)),
        (2, word("correct.not_counted", id=page)),
        (3, word("correct.with_itself", id=one)),
    )
    assert office.log.entries() == []


def test_what_stands_already_is_refused_with_who_did_it(office: Office) -> None:
    one = office.read("http://bao.test/1")
    office.correct(one, "exclude", campaign="tg")
    for again in (entry(one, "exclude", campaign="tg"), entry(one, "extracted")):
        with pytest.raises(Refused):
            office.log.write([again])
    office.correct(one, "exclude", campaign="hue")
    with pytest.raises(Refused, match="An"):
        office.log.write([entry(one, "apart"), entry(one, "apart")])


def test_a_correction_is_signed(office: Office) -> None:
    one = office.read("http://bao.test/1")
    for who, why, says in (("", "x", "no_who"), ("An", " ", "no_why"), ("An\x00", "x", "odd_text"), ("A" * 200, "x", "too_long")):
        with pytest.raises(Refused, match=word(f"correct.{says}", who=120, why=2000)):
            office.log.write([Correction(one, "apart", who, why, NOON)])


def test_an_undo_is_an_entry_and_is_not_undone(office: Office) -> None:
    one = office.read("http://bao.test/1")
    first = office.correct(one, "exclude", campaign="tg")
    second = office.correct(one, "include", campaign="tg", congress="city")
    undo = office.undo(second.id)
    assert in_force(office.log.entries())["membership", "tg", one].action == "exclude"
    for number in (undo.id, second.id, 99):
        with pytest.raises(Refused):
            office.undo(number)
    with pytest.raises(Refused):
        office.log.undo([first.id, first.id], "Bình", "nhầm", NOON)
    office.undo(first.id)
    assert in_force(office.log.entries()) == {}
    assert [each.who for each in office.log.entries()] == ["An", "An", "Bình", "Bình"]
