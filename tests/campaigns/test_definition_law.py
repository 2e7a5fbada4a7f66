"""A law: whatever campaign there is comes back from its file and from its JSON as it was."""

from __future__ import annotations

import json
import string
import tomllib
from datetime import date, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.campaign import (
    PHASES,
    Campaign,
    CampaignCongress,
    Letterhead,
    Message,
    ReportOrder,
    Target,
    Wave,
)
from campaigns.changed import changes
from campaigns.definition import LEVELS, campaign_from, campaign_table
from campaigns.parts import FORMATS, MEASURES, REPORT_PERIODS
from campaigns.written import campaign_toml
from lantoa.article import OUTLET_KINDS, CongressKey

FIRST, LAST = date(2025, 2, 1), date(2025, 11, 30)
IDS = st.text(string.ascii_letters + string.digits, min_size=1, max_size=6).map(lambda text: f"a{text}")
LINES = st.text('aăÂđ"\'\\#=[]{}. 1', min_size=1, max_size=12).map(str.strip).filter(bool)
TEXTS = st.text('aăÂđ"\'\\#=\n\t 1', max_size=20).map(str.strip)
DAYS = st.dates(FIRST, LAST)


@st.composite
def congresses(draw: st.DrawFn) -> tuple[CampaignCongress, ...]:
    made: list[CampaignCongress] = []
    for one in draw(st.lists(IDS, min_size=1, max_size=4, unique=True)):
        days = sorted(draw(st.lists(DAYS, min_size=2, max_size=2)))
        opening, closing = draw(st.sampled_from([(None, None), (days[0], None), (None, days[1]), tuple(days)]))
        level = draw(st.sampled_from(LEVELS))
        above = [other.id for other in made if other.key.level == level]
        key = CongressKey(
            level,
            draw(st.none() | LINES),
            draw(st.none() | st.integers(1, 99)),
            draw(st.none() | st.integers(1930, 2090).map(lambda year: (year, year + 5))),
            draw(st.none() | LINES),
        )
        made.append(
            CampaignCongress(
                one, draw(LINES), key, opening, closing, draw(st.sampled_from(["", *above])), draw(st.booleans()),
                draw(st.just("") | LINES), draw(TEXTS),
            )
        )  # fmt: skip
    return tuple(made)


@st.composite
def waves(draw: st.DrawFn) -> tuple[Wave, ...]:
    days = sorted(draw(st.lists(DAYS, max_size=6, unique=True)))
    pairs = list(zip(days[::2], days[1::2], strict=False))
    return tuple(Wave(f"Đợt {at}", start, end) for at, (start, end) in enumerate(pairs))


ORDERS = st.lists(
    st.builds(
        ReportOrder,
        st.sampled_from(REPORT_PERIODS),
        st.builds(time, st.integers(0, 23), st.integers(0, 59)),
        st.sampled_from(["party", "state"]),
        st.lists(st.sampled_from(FORMATS), min_size=1, unique=True).map(tuple),
        st.booleans(),
    ),
    max_size=3, unique_by=lambda one: (one.period, one.layout),
).map(tuple)  # fmt: skip
TARGETS = st.lists(
    st.builds(Target, st.sampled_from(MEASURES), st.integers(1, 10**9), st.sampled_from([None, *PHASES])),
    max_size=3, unique_by=lambda one: (one.measure, one.phase),
).map(tuple)  # fmt: skip
MESSAGES = st.lists(
    st.builds(Message, IDS, LINES, st.lists(LINES, min_size=1, max_size=3, unique=True).map(tuple)),
    max_size=3, unique_by=lambda one: one.id,
).map(tuple)  # fmt: skip
CAMPAIGNS = st.builds(
    Campaign,
    id=IDS.map(lambda one: f"c-{one}"),
    name=LINES,
    start=st.just(FIRST),
    end=st.sampled_from([None, LAST]),
    congresses=congresses(),
    panel=st.just("main"),
    before=st.integers(1, 53).map(lambda weeks: timedelta(weeks=weeks)),
    after=st.integers(1, 53).map(lambda weeks: timedelta(weeks=weeks)),
    addressee=TEXTS,
    waves=waves(),
    query=st.sampled_from(["", '"nhân sự" HOẶC nguồn:bao-a', "loại:portal"]),
    own_sources=st.lists(st.sampled_from(["bao-a", "cong-c"]), unique=True).map(tuple),
    commissioned=st.lists(st.just("bao-b"), max_size=1).map(tuple),
    panel_version=st.none() | st.integers(1, 9),
    messages=MESSAGES,
    targets=TARGETS,
    previous=st.just("") | IDS,
    peers=st.lists(IDS, max_size=2, unique=True).map(tuple),
    unlike=TEXTS,
    weights=st.dictionaries(st.sampled_from(OUTLET_KINDS), st.floats(0, 10, allow_subnormal=False), max_size=3),
    letterhead=st.builds(Letterhead, st.just("") | LINES, st.just("") | LINES, signer=st.just("") | LINES),
    recipients=st.lists(LINES, max_size=3, unique=True).map(tuple),
    mail=st.sampled_from([(), ("a@b.test",), ("a@b.test", "d.e@f.g.test")]),
    webhook=st.sampled_from(["", "https://hook.test/a?b=c"]),
    alert_budget=st.integers(0, 1000),
    silence=st.integers(1, 1440).map(lambda hours: timedelta(hours=hours)),
    reports=ORDERS,
    origin=TEXTS,
)


@settings(max_examples=60, deadline=None)
@given(CAMPAIGNS)
def test_a_campaign_comes_back_from_file_and_from_json(campaign: Campaign) -> None:
    assert campaign_from(tomllib.loads(campaign_toml(campaign))) == campaign
    kept = campaign_from(json.loads(json.dumps(campaign_table(campaign))))
    assert kept == campaign
    assert changes(campaign, kept) == []


@settings(max_examples=30, deadline=None)
@given(CAMPAIGNS, CAMPAIGNS)
def test_different_campaigns_are_told_apart(one: Campaign, other: Campaign) -> None:
    assert (changes(one, other) == []) == (one == other)
