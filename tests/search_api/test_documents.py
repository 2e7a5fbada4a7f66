"""What of a stored article goes into the index."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

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
from search_api.congress_token import congress_token
from search_api.documents import document_of
from search_api.index import sort_key
from search_api.schema import index_form

WARD = CongressKey("commune", "Phường Bến Đá", 1, (2025, 2030))
CITY = CongressKey("province", "TP.HCM")
CITY_KNOWN = CongressKey("province", "Thành phố Hồ Chí Minh", 1, (2025, 2030))
LATE = datetime(2025, 12, 31, 17, 30, tzinfo=UTC)  # 00:30 of the next local day, month and year
OUTLET = Outlet("bao", "Báo", "bao.test", "local_press", "province", "Hà Nội", audience=900)


def stored(moment: Moment, tags: Tags | None = None, text: str = "Thân bài.") -> StoredArticle:
    article = Article("http://bao.test/1", Kind.ARTICLE, "Đại hội Đảng", "Mở đầu.", text, moment)
    return StoredArticle(
        7, article, "bao", Origin.CAPTURE, LATE, "w:1", tags=tags, reprint_group=3, is_original=True
    )


def test_the_calendar_is_local() -> None:
    one = document_of(stored(Moment.of(LATE, "meta", 1)), OUTLET)
    assert (one.day, one.week, one.month) == (20260101, 202601, 202601)
    assert one.published == int(LATE.timestamp())
    assert one.sort_key == sort_key(one.published, 7)


def test_an_iso_week_may_belong_to_another_year() -> None:
    one = document_of(stored(Moment(None, date(2027, 1, 2))), OUTLET)
    assert (one.day, one.week, one.month) == (20270102, 202653, 202701)


def test_a_day_alone_stands_at_its_local_midnight() -> None:
    one = document_of(stored(Moment(None, date(2026, 1, 1))), OUTLET)
    assert one.published == int(datetime(2025, 12, 31, 17, tzinfo=UTC).timestamp())


def test_undated_articles_have_day_nought_and_stand_before_all() -> None:
    one = document_of(stored(Moment()), OUTLET)
    assert (one.published, one.day, one.week, one.month) == (None, 0, 0, 0)
    assert one.sort_key < sort_key(1, 0)


def test_both_faces_of_the_text_are_written() -> None:
    one = document_of(stored(Moment()), OUTLET)
    assert (one.title, one.title_fold) == ("đại hội đảng", "dai hoi dang")
    assert (one.body, one.body_fold) == ("thân bài", "than bai")


def test_the_sapo_stands_in_for_a_text_that_is_missing() -> None:
    assert document_of(stored(Moment(), text=""), OUTLET).body == "mở đầu"


def test_an_outlet_without_stanza_leaves_its_fields_empty() -> None:
    one = document_of(stored(Moment()), None)
    assert (one.source, one.source_kind, one.source_province, one.audience) == ("bao", "", "", 0)


def test_congresses_are_known_as_resolved_and_about_wins_over_mention() -> None:
    tags = Tags(
        1,
        "congress",
        (
            Congress(WARD, True),
            Congress(CITY, True, CITY_KNOWN),
            Congress(CITY, False, CITY_KNOWN),
            Congress(CongressKey("national", None, 14), False),
        ),
    )
    one = document_of(stored(Moment(), tags), OUTLET)
    ward, city = "commune|ben da|1|2025-2030", "province|ho chi minh|1|2025-2030"
    assert one.congress == (ward, city)
    assert one.congress_path == f"{ward};{city}"
    assert one.congress_mention == ("national||14|",)
    assert one.congress_level == ("commune", "province")


def test_persons_are_indexed_as_holders_of_an_office_only() -> None:
    tags = Tags(
        1,
        entities=(
            Entity(0, 3, "PER", "Nguyễn Văn Dân"),
            Entity(4, 7, "ORG", "Thành ủy Hà Nội"),
            Entity(8, 9, "LOC", "Hà Nội", "province:01"),
            Entity(8, 9, "LOC", "Thủ đô", "province:01"),
        ),
        offices=(Office("Trần Văn Cán", "Bí thư"),),
        topics=("personnel", "documents", "personnel"),
    )
    one = document_of(stored(Moment(), tags), OUTLET)
    assert one.entities == ("ORG:thành ủy hà nội", "PER:trần văn cán", "province:01")
    assert one.places == ("province:01",)
    assert one.topics == ("documents", "personnel")
    assert "dân" not in " ".join((one.offices, *one.entities))


def test_offices_and_organisations_are_written_one_beside_the_other_and_no_phrase_reaches_over() -> None:
    """The word between them can be typed by nobody."""
    tags = Tags(
        1,
        entities=(
            Entity(0, 3, "ORG", "Thành ủy TP.HCM", "x"),
            Entity(4, 7, "ORG", "Thành uỷ TP.HCM", "x"),
            Entity(8, 9, "ORG", "UBND", "y"),
        ),
        offices=(Office("Trần Văn Cán", "Bí thư", "Thành ủy"), Office("Lê Thị Đa", "Chủ tịch", former=True)),
    )
    one = document_of(stored(Moment(), tags), OUTLET)
    assert one.offices == "bí thư thành ủy trần văn cán | nguyên chủ tịch lê thị đa"
    assert one.organisations_fold == "thanh uy tp hcm | ubnd"
    assert index_form("| | a|b") == ("a b", "a b")


@pytest.mark.parametrize(
    "spelling", ["TP.HCM", "TPHCM", "Thành phố Hồ Chí Minh", "tp hồ chí minh", "HỒ CHÍ MINH"]
)
def test_one_place_has_one_token(spelling: str) -> None:
    assert congress_token(CongressKey("province", spelling, None, None)) == "province|ho chi minh||"
