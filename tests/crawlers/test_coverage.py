"""Coverage counts outlets by kind, level and province, and names what is missing."""

from __future__ import annotations

from dataclasses import replace

from crawlers.coverage import Coverage, Row, coverage
from crawlers.overview import Channel, SourceState
from crawlers.sources import KINDS, LEVELS, Source
from lantoa.article import Outlet
from lantoa.provinces import PROVINCES


def state(
    name: str, kind: str, level: str, province: str = "", *, fate: str = "", articles: int = 0, **stated: object
) -> SourceState:
    outlet = Outlet(name, name, f"{name}.test", kind, level, province)
    source = replace(Source(outlet, f"https://{name}.test/"), **stated)  # type: ignore[arg-type]
    channels = (Channel(source.home, "home", fate, None, ""),) if fate else ()
    return SourceState(outlet, source, articles, channels=channels)


STATES = [
    state("trung-uong", "central_press", "central", fate="read", articles=3, feeds=("https://trung-uong.test/rss",)),
    state("thu-do", "local_press", "province", "Hà Nội", fate="timeout", sections=("https://thu-do.test/tin",)),
    state("hue", "local_press", "province", "Huế", enabled=False, sitemaps=("https://hue.test/sitemap.xml",)),
    state("xa", "portal", "commune", "Hà Nội", fate="read"),
    SourceState(Outlet("nhap", "Nhập", "nhap.test", "unknown", ""), None, articles=9),
]
PANELS = {"tat-ca": ("trung-uong", "thu-do"), "xa": ("xa",)}


def found() -> Coverage:
    return coverage(STATES, PANELS)


def row(rows: tuple[Row, ...], value: str) -> Row:
    return next(one for one in rows if one.value == value)


def test_an_outlet_counts_by_what_is_known_of_it() -> None:
    assert found().total == Row("", known=4, enabled=3, channel=3, read=2, stored=1)
    assert row(found().kinds, "local_press") == Row("local_press", known=2, enabled=1, channel=2)
    assert row(found().levels, "commune") == Row("commune", known=1, enabled=1, read=1)
    assert row(found().provinces, "Hà Nội") == Row("Hà Nội", known=2, enabled=2, channel=1, read=1)


def test_every_kind_level_and_province_has_a_row_and_they_add_up() -> None:
    assert [one.value for one in found().kinds] == list(KINDS)
    assert [one.value for one in found().levels] == list(LEVELS)
    assert [one.value for one in found().provinces] == [*PROVINCES, ""]
    for rows in (found().kinds, found().levels, found().provinces):
        assert [sum(getattr(one, name) for one in rows) for name in ("known", "enabled", "stored")] == [4, 3, 1]


def test_a_province_without_a_crawled_outlet_is_a_gap() -> None:
    assert set(found().gaps) == set(PROVINCES) - {"Hà Nội"}


def test_a_crawled_outlet_of_which_no_channel_answered_is_silent() -> None:
    assert found().silent == ("thu-do",)


def test_a_panel_is_covered_as_far_as_its_members_have_articles() -> None:
    assert found().panels == {"tat-ca": (2, 1), "xa": (1, 0)}


def test_a_province_of_another_name_stands_at_the_end() -> None:
    odd = coverage([state("x", "portal", "province", "Hà Tây")], {})
    assert odd.provinces[-1] == Row("Hà Tây", known=1, enabled=1)
