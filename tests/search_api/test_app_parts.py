"""The parts of the pages: addresses that narrow, the histogram, evidence, lags, the export object."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from lantoa.article import (
    Article,
    Congress,
    CongressKey,
    Entity,
    Kind,
    Moment,
    Office,
    Origin,
    Outlet,
    StoredArticle,
    Tags,
)
from lantoa.errors import Misuse
from lantoa.evidence import evidence
from lantoa.web.formats import lag
from nlp.flags import FLAGS
from search_api.article_object import article_object, published_text
from search_api.article_page import flags, names, paragraphs
from search_api.asked import Asked
from search_api.histogram import histogram
from search_api.index import All, And, Bucket, Range, Terms
from search_api.reading import members, references
from search_api.search_advice import without_marks

NOON = datetime(2025, 9, 6, 5, 0, tzinfo=UTC)
TITLE = "Chuẩn bị Đại hội Đảng bộ TPHCM"
TEXT = "Mở đầu ngắn.\nThân bài nói về Đại hội Đảng bộ TPHCM lần thứ I và nhiều việc khác nữa."
STATED = CongressKey("province", "TPHCM", 1)
RESOLVED = CongressKey("province", "Thành phố Hồ Chí Minh", 1, (2025, 2030), "79")
START = len(TITLE) + 1 + TEXT.index("Đại hội")
TAGS = Tags(
    version=1,
    about="congress",
    congresses=(
        Congress(STATED, True, RESOLVED, START, START + len("Đại hội Đảng bộ TPHCM lần thứ I")),
        Congress(CongressKey("generic"), False),
    ),
    entities=(Entity(0, 5, "LOC", "TPHCM", "hcm"), Entity(7, 13, "LOC", "TP.HCM", "hcm"), Entity(0, 3, "ORG", "Ban", "ban")),
    offices=(Office("Trần Văn A", "Bí thư", "Thành ủy TPHCM"),),
    topics=("personnel",),
    form="tin",
)
STORED = StoredArticle(
    id=7,
    article=Article("http://bao.test/a", Kind.ARTICLE, TITLE, "Mở đầu ngắn.", TEXT, Moment.of(NOON, "json-ld", 1.0)),
    source="bao",
    origin=Origin.CAPTURE,
    first_seen=NOON,
    ref="w:1",
    tags=TAGS,
    reprint_group=3,
    event_group=2,
    is_original=True,
)
OUTLET = Outlet("bao", "Báo Thử", "bao.test", "local_press", "province")


def test_the_export_object_has_the_promised_keys_in_their_order() -> None:
    made = article_object(STORED, {"c1": "before"}, OUTLET)
    assert list(made) == [
        "url", "title", "sapo", "text", "published_at", "source", "source_kind", "kind", "congresses", "topics",
        "entities", "offices", "reprint_group", "event_group", "is_original", "phases",
    ]  # fmt: skip
    assert made["congresses"][0] == {
        "level": "province", "place": "TPHCM", "ordinal": 1, "term": None, "about": True,
        "resolved": {
            "level": "province", "place": "Thành phố Hồ Chí Minh", "ordinal": 1, "term": [2025, 2030], "body": "79",
        },
    }  # fmt: skip
    assert made["congresses"][1]["resolved"] is None
    assert (made["source"], made["source_kind"], made["kind"]) == ("bao", "local_press", "article")
    assert made["phases"] == {"c1": "before"}
    assert made["offices"][0]["organisation"] == "Thành ủy TPHCM"


def test_an_untagged_article_of_an_unknown_outlet_has_the_same_keys() -> None:
    bare = article_object(replace(STORED, tags=None), {}, None)
    assert list(bare) == list(article_object(STORED, {}, OUTLET))
    assert (bare["congresses"], bare["topics"], bare["source_kind"]) == ([], [], "")


def test_the_time_of_publication_is_told_as_precisely_as_it_is_known() -> None:
    assert published_text(Moment.of(NOON, "meta", 1.0)) == "2025-09-06T12:00:00+07:00"
    assert published_text(Moment(None, date(2025, 9, 6), "visible", 0.9)) == "2025-09-06"
    assert published_text(Moment()) is None


def test_filters_stand_around_the_typed_query() -> None:
    asked = Asked.model_validate({"source": ["a", "b"], "kind": ["portal"], "from": "2025-09-01", "to": "2025-09-30"})
    assert asked.narrowed(All()) == And(
        (All(), Terms("source", ("a", "b")), Terms("source_kind", ("portal",)), Range("day", 20250901, 20250930))
    )
    assert Asked().narrowed(All()) == All()


def test_an_open_beginning_leaves_undated_articles_out() -> None:
    assert Asked.model_validate({"to": "2025-09-30"}).narrowed(All()) == And((All(), Range("day", 1, 20250930)))


def test_days_that_run_backwards_are_refused() -> None:
    with pytest.raises(Misuse, match="2025-09-30"):
        Asked.model_validate({"from": "2025-09-30", "to": "2025-09-01"}).narrowed(All())


@pytest.mark.parametrize(
    "bad", [{"nguon": "x"}, {"sort": "best"}, {"limit": 0}, {"limit": 101}, {"from": "6/9"}, {"original": ["maybe"]}]
)
def test_what_cannot_be_meant_is_refused(bad: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Asked.model_validate(bad)


def test_an_empty_field_of_the_form_is_no_condition() -> None:
    assert Asked.model_validate({"from": "", "to": "", "source": [""]}) == Asked()


def test_a_filter_link_puts_a_value_in_and_takes_it_out_and_begins_at_the_first_page() -> None:
    asked = Asked.model_validate({"q": "đại hội", "topic": ["a"], "after": "trang-2"})
    put = asked.toggled("topic", "b")
    assert put == "/tim-kiem?q=%C4%91%E1%BA%A1i+h%E1%BB%99i&topic=a&topic=b"
    assert asked.toggled("topic", "a") == "/tim-kiem?q=%C4%91%E1%BA%A1i+h%E1%BB%99i"
    assert "after=trang-2" in asked.address(after="trang-2")


def buckets(first: date, counts: list[int]) -> list[Bucket]:
    days = [first + timedelta(days=step) for step in range(len(counts))]
    return [Bucket(int(day.strftime("%Y%m%d")), count) for day, count in zip(days, counts, strict=True)]


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.lists(st.integers(0, 50), min_size=2, max_size=900))
def test_no_article_is_lost_between_the_days_and_the_bars(first: date, counts: list[int]) -> None:
    counts[0] += 1
    chart = histogram(buckets(first, counts))
    assert chart is not None
    assert sum(bar.count for bar in chart.rows) == sum(counts)
    assert sum(value["count"] for value in chart.spec["datasets"]["bars"]) == sum(counts)
    ends = [value["to"] for value in chart.spec["datasets"]["bars"][:-1]]
    starts = [value["from"] for value in chart.spec["datasets"]["bars"][1:]]
    assert ends == starts


@pytest.mark.parametrize(("days", "title"), [(20, "Số bài theo ngày"), (200, "Số bài theo tuần"), (900, "Số bài theo tháng")])
def test_a_long_time_is_drawn_in_longer_steps(days: int, title: str) -> None:
    chart = histogram(buckets(date(2023, 1, 1), [1] * days))
    assert chart is not None
    assert chart.title == title
    assert len(chart.spec["datasets"]["bars"]) <= 110


def test_one_day_is_no_chart() -> None:
    assert histogram([]) is None
    assert histogram(buckets(date(2025, 9, 6), [4])) is None


def test_evidence_is_the_words_in_their_surroundings() -> None:
    about = references(STORED, about=True)
    assert [one.name for one in about] == ["Đại hội Đảng bộ Thành phố Hồ Chí Minh lần thứ I, nhiệm kỳ 2025–2030"]
    found = about[0].evidence
    assert found is not None
    assert found.words == "Đại hội Đảng bộ TPHCM lần thứ I"
    assert found.before.endswith("Thân bài nói về ")
    assert found.after.startswith(" và nhiều việc")
    mentioned = references(STORED, about=False)
    assert (mentioned[0].resolved, mentioned[0].evidence) == (False, None)


@given(st.integers(-5, 300), st.integers(-5, 300))
def test_evidence_that_lies_outside_is_none_and_never_an_error(start: int, end: int) -> None:
    whole = f"{TITLE}\n{TEXT}"
    found = evidence(STORED.article, Congress(STATED, True, None, start, end))
    assert (found is not None) == (0 <= start < end <= len(whole))
    if found:
        assert found.words == whole[start:end]


@pytest.mark.parametrize(
    ("distance", "said"),
    [
        (None, ""),
        (timedelta(0), ""),
        (timedelta(seconds=20), "sau 0 phút"),
        (timedelta(minutes=45), "sau 45 phút"),
        (timedelta(hours=3, minutes=20), "sau 3 giờ 20 phút"),
        (timedelta(days=2, hours=1, minutes=5), "sau 2 ngày 1 giờ"),
    ],
)
def test_a_lag_is_said_in_its_two_largest_units(distance: timedelta | None, said: str) -> None:
    assert lag(distance) == said


def test_members_are_measured_from_the_first_dated_one() -> None:
    later = replace(STORED, id=8, article=replace(STORED.article, published=Moment.of(NOON + timedelta(hours=2), "meta", 1)))
    undated = replace(STORED, id=9, article=replace(STORED.article, published=Moment()))
    rows = members([STORED, later, undated], 8, {"bao": OUTLET})
    assert [(row.outlet, row.lag, row.here) for row in rows] == [
        ("Báo Thử", "", False), ("Báo Thử", "sau 2 giờ", True), ("Báo Thử", "", False),
    ]  # fmt: skip


def test_the_sapo_is_not_shown_twice_and_a_thing_is_named_once() -> None:
    assert paragraphs(STORED) == ["Thân bài nói về Đại hội Đảng bộ TPHCM lần thứ I và nhiều việc khác nữa."]
    assert names(STORED, "LOC") == ["TPHCM"]
    assert names(STORED, "ORG") == ["Ban"]


@pytest.mark.parametrize("flag", FLAGS)
def test_what_was_wrong_with_a_text_is_said_in_words(flag: str) -> None:
    said = flags(replace(STORED, tags=replace(TAGS, flags=(flag,))))
    assert said
    assert said != flag
    assert flags(STORED) == flags(replace(STORED, tags=None)) == ""


def test_marks_are_taken_off_and_everything_else_stays() -> None:
    assert without_marks('"Đường về" -đỏ') == '"Duong ve" -do'
