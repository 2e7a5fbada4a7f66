"""The demonstration's sources.toml says what the press does."""

from __future__ import annotations

import re
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import pytest

from crawlers.sources import Source, Sources, load_sources
from lantoa.clock import FixedClock
from lantoa.demo.newsroom import write_season
from lantoa.demo.outlets import OUTLETS
from lantoa.demo.press import Answer, Press, Request
from lantoa.demo.resolver import press_hosts, url_of
from tests.demo.press_pieces import FIRST, LATER, OPENED, season

PIECES = season()


@pytest.fixture(scope="module")
def sources() -> Sources:
    return load_sources([Path(str(files("lantoa.demo") / "sources.toml"))])


@pytest.fixture(scope="module")
def press() -> Press:
    return Press(PIECES, FixedClock(LATER), OPENED)


def get(press: Press, url: str) -> Answer:
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return press.answer(Request("GET", target, {"host": parts.netloc}))


def channels(source: Source) -> list[str]:
    return [source.home, *source.feeds, *source.sitemaps, *source.sections]


def test_the_stanzas_are_the_twelve_outlets(sources: Sources) -> None:
    assert list(sources.by_id) == [outlet.id for outlet in OUTLETS]
    for outlet in OUTLETS:
        stated = sources.by_id[outlet.id].outlet
        assert (stated.name, stated.host, stated.kind, stated.level) == (
            outlet.name,
            outlet.host,
            outlet.kind,
            outlet.level,
        )
        assert (stated.province, stated.locality) == (outlet.province, outlet.locality)


def test_all_are_one_panel(sources: Sources) -> None:
    assert sources.panels == {"demo": tuple(outlet.id for outlet in OUTLETS)}
    assert sources.panel_names == {"demo": "Báo chí trình diễn"}


def test_audience_figures_say_that_they_are_made_up(sources: Sources) -> None:
    origins = {one.outlet.audience_origin for one in sources.by_id.values() if one.outlet.audience}
    assert origins == {"số liệu giả định của bản trình diễn"}


def test_every_channel_stated_is_served_and_open_to_robots(sources: Sources, press: Press) -> None:
    for source in sources.by_id.values():
        robots = RobotFileParser()
        robots.parse(get(press, f"{source.home}robots.txt").body.decode("utf-8-sig").splitlines())
        for url in channels(source):
            assert urlsplit(url).netloc in press_hosts()
            assert get(press, url).status == 200, url
            assert robots.can_fetch("LanToa", url), url


def test_only_the_portal_that_writes_the_month_first_says_so(sources: Sources) -> None:
    assert [one.id for one in sources.by_id.values() if one.date_order == "mdy"] == ["cong-thanh-pho"]


def test_channels_vary_and_one_outlet_has_none(sources: Sources) -> None:
    kinds = {(bool(one.feeds), bool(one.sitemaps), bool(one.sections)) for one in sources.by_id.values()}
    assert len(kinds) >= 5
    bare = [one.id for one in sources.by_id.values() if not (one.feeds or one.sitemaps or one.sections)]
    assert bare == ["phuong-ben-da"]


def test_polling_the_stated_channels_twice_a_day_finds_every_piece(sources: Sources) -> None:
    clock = FixedClock(FIRST - timedelta(days=1))
    press, found = Press(PIECES, clock, OPENED), set[str]()
    while clock.now() < LATER:
        clock.skip_to(clock.now() + timedelta(hours=12))
        for source in sources.by_id.values():
            for url in channels(source):
                if not url.endswith(("/index.xml", "/sitemap.xml")):
                    body = get(press, url).body.decode().replace("&amp;", "&")
                    found |= set(re.findall(r"""(?<=[">])http://[^"<?]+(?:\?id=\d+)?""", body))
    missed = [each.id for each in PIECES if url_of(each) not in found and each.section != "noi-bo"]
    assert missed == []


@pytest.mark.parametrize("seed", [7, 1930])
def test_the_newsrooms_season_is_served_whole(seed: int) -> None:
    season_of = write_season(seed)
    press = Press(season_of.pieces, FixedClock(LATER), OPENED)
    there = [each for each in season_of.pieces if each.removed_at is None]
    assert there
    assert {get(press, url_of(each)).status for each in there} == {200}
    inner = {urlsplit(url_of(each)).path.split("/")[1] for each in there if not each.truth.reachable}
    assert inner == {"noi-bo"}
