"""Phases follow the dates of the article's own congress; keys match however they are spelt."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.campaign import Campaign, CampaignCongress, Phase, tokens
from campaigns.membership import membership
from lantoa.article import Article, Congress, CongressKey, Kind, Moment, Origin, StoredArticle, Tags
from search_api.congress_token import place_token
from search_api.index import congress_token

CITY = CampaignCongress(
    "city", "Đại hội thành phố", CongressKey("province", "Trường Giang", 1, (2025, 2030)), date(2025, 9, 24), date(2025, 9, 26)
)
WARD = CampaignCongress(
    "ward", "Đại hội phường", CongressKey("commune", "phường Bến Đá", 1, (2025, 2030)), date(2025, 9, 9), date(2025, 9, 10), "city"
)
OPEN = CampaignCongress("open", "Chưa định", CongressKey("commune", "phường 1", None, (2025, 2030)))
CAMPAIGN = Campaign("tg", "Trường Giang", date(2025, 6, 2), date(2025, 10, 10), (CITY, WARD, OPEN))


def about(*keys: CongressKey, mention: CongressKey | None = None) -> Tags:
    rows = tuple(Congress(key, True, key) for key in keys)
    return Tags(1, congresses=rows + ((Congress(mention, False, mention),) if mention else ()))


def dated(tags: Tags | None, day: date) -> StoredArticle:
    article = Article("http://bao.test/1", Kind.ARTICLE, "Đại hội", "", "Thân.", Moment(None, day, "meta", 1))
    return StoredArticle(1, article, "bao", Origin.CAPTURE, datetime(2025, 9, 30, tzinfo=UTC), "1", tags=tags)


@pytest.mark.parametrize(
    ("day", "city", "ward"),
    [
        (date(2025, 6, 1), Phase.OUTSIDE, Phase.OUTSIDE),
        (date(2025, 9, 8), Phase.BEFORE, Phase.BEFORE),
        (date(2025, 9, 10), Phase.BEFORE, Phase.DURING),
        (date(2025, 9, 23), Phase.BEFORE, Phase.AFTER),
        (date(2025, 9, 24), Phase.DURING, Phase.AFTER),
        (date(2025, 9, 26), Phase.DURING, Phase.AFTER),
        (date(2025, 10, 10), Phase.AFTER, Phase.AFTER),
        (date(2025, 10, 11), Phase.OUTSIDE, Phase.OUTSIDE),
        (None, Phase.UNDATED, Phase.UNDATED),
    ],
)
def test_a_wards_after_lies_inside_the_citys_before(day: date | None, city: Phase, ward: Phase) -> None:
    assert CAMPAIGN.phase(CITY, day) is city
    assert CAMPAIGN.phase(WARD, day) is ward


def test_a_congress_without_dates_is_still_before() -> None:
    assert CAMPAIGN.phase(OPEN, date(2025, 10, 1)) is Phase.BEFORE


def test_an_article_about_two_congresses_counts_under_the_first() -> None:
    tags = about(WARD.key, CITY.key)
    found = membership(CAMPAIGN, dated(tags, date(2025, 9, 24)), {})
    assert found is not None
    assert (found.congress, found.phase) == ("ward", Phase.AFTER)
    assert [one.id for one in CAMPAIGN.own(one.stated for one in tags.congresses)] == ["ward", "city"]


def test_a_mention_is_no_member() -> None:
    for tags in (about(mention=CITY.key), None):
        assert membership(CAMPAIGN, dated(tags, date(2025, 9, 24)), {}) is None


@pytest.mark.parametrize(
    "spelling", ["TPHCM", "TP.HCM", "TP HCM", "Thành phố Hồ Chí Minh", "thành phố Hồ Chí Minh", "HỒ CHÍ MINH"]
)
def test_spellings_of_a_place_are_one(spelling: str) -> None:
    assert place_token(spelling) == "ho chi minh"


def test_a_vaguer_key_of_the_same_body_still_matches_and_another_ordinal_does_not() -> None:
    vague = CongressKey("province", "TP Trường Giang", None, (2025, 2030))
    assert CAMPAIGN.own([vague]) == [CITY]
    assert CAMPAIGN.own([CongressKey("province", "Trường Giang", 2, (2025, 2030))]) == []
    assert CAMPAIGN.own([CongressKey("commune", "Trường Giang", 1, (2025, 2030))]) == []


@given(st.integers(1, 30), st.integers(1930, 2100))
def test_a_keys_own_token_is_among_its_forms(ordinal: int, year: int) -> None:
    key = CongressKey("province", "Hà Nội", ordinal, (year, year + 5))
    assert congress_token(key) == tokens(key)[0]
    assert len(tokens(key)) == 4


def test_dates_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="bế mạc"):
        CampaignCongress("x", "x", CITY.key, date(2025, 9, 2), date(2025, 9, 1))
    with pytest.raises(ValueError, match="nằm ngoài"):
        Campaign("x", "x", date(2025, 10, 1), None, (CITY,))


def test_what_a_campaign_leaves_open_an_article_may_state() -> None:
    ward = CampaignCongress("p", "Phường 1", CongressKey("commune", "Phường 1"))
    city = CampaignCongress("c", "Thành phố", CongressKey("province", "Hà Nội", 18, None))
    campaign = Campaign("x", "x", date(2025, 1, 1), None, (ward, city))
    for ordinal, term in ((None, None), (1, None), (None, (2025, 2030)), (1, (2025, 2030))):
        assert campaign.own([CongressKey("commune", "Phường 1", ordinal, term)]) == [ward]
    assert campaign.own([CongressKey("province", "Hà Nội", 18, (2025, 2030))]) == [city]
    assert campaign.own([CongressKey("province", "Hà Nội", 17, (2020, 2025))]) == []
    assert campaign.own([CongressKey("commune", "Phường 1", 12, (2015, 2020))]) == [], "a term long over"


def test_an_open_key_does_not_take_what_another_congress_states() -> None:
    vague = CampaignCongress("a", "A", CongressKey("province", "Hà Nội"))
    exact = CampaignCongress("b", "B", CongressKey("province", "Hà Nội", 18, (2025, 2030)))
    campaign = Campaign("x", "x", date(2025, 1, 1), None, (vague, exact))
    assert campaign.own([exact.key]) == [exact]
    assert campaign.own([vague.key]) == [vague]
