"""The selection that comes with the program says what the data shows, no more and no less."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from crawlers.sources import Source, Sources, load_sources
from crawlers.urls import site_of
from lantoa.provinces import PROVINCES

KINDS = {
    "local party newspaper": "local_press", "central press": "central_press", "government portal": "portal",
    "local press": "local_press", "ward portal": "portal", "local broadcaster": "broadcaster",
    "central broadcaster": "broadcaster", "entertainment site": "entertainment", "party portal": "portal",
    "central party newspaper": "central_press", "central press agency": "agency", "aggregator": "aggregator",
    "commune portal": "portal", "district portal": "portal", "government newspaper": "central_press",
    "central press (army)": "central_press", "central press (police)": "central_press",
    "central party journal": "journal", "organisation portal": "portal",
}  # fmt: skip
LEVELS = {"ward portal": "commune", "commune portal": "commune", "district portal": "district"}

Rows = Mapping[str, Mapping[str, Any]]


@pytest.fixture(scope="module")
def shipped() -> Sources:
    return load_sources()


@pytest.fixture
def rows(shared_data: Path) -> Rows:
    lines = (shared_data / "outlets.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["domain"]: row for row in map(json.loads, lines)}


def owner(sources: Sources, domain: str) -> Source:
    return next(one for one in sources.by_id.values() if domain in one.all_hosts)


def channels(row: Mapping[str, Any], *names: str) -> set[str]:
    return {each["url"] for name in names for each in row[name]}


def test_every_outlet_of_the_data_is_a_source_and_every_source_is_of_the_data(
    shipped: Sources, rows: Rows
) -> None:
    assert len(rows) == 154
    hosts = [host for one in shipped.by_id.values() for host in one.all_hosts]
    assert sorted(hosts) == sorted(rows)


def test_two_domains_are_one_outlet_only_where_the_data_gives_them_one_name(
    shipped: Sources, rows: Rows
) -> None:
    shared = [one for one in shipped.by_id.values() if one.hosts]
    assert len(shared) == 6
    for one in shared:
        told = [tuple(rows[host][key] for key in ("name", "kind", "province_old")) for host in one.all_hosts]
        assert len(set(told)) == 1, one.id
        seen = [len(rows[host]["seen_in"]) for host in one.all_hosts]
        assert seen[0] == max(seen), one.id


def test_kind_level_and_province_are_the_datas(shipped: Sources, rows: Rows) -> None:
    for domain, row in rows.items():
        outlet = owner(shipped, domain).outlet
        assert (outlet.kind, outlet.province) == (KINDS[row["kind"]], row["province_2025"] or ""), domain
        if row["kind"] in LEVELS:
            assert outlet.level == LEVELS[row["kind"]], domain
        assert (outlet.level == "central") == (row["province_2025"] is None), domain
        assert bool(outlet.locality) == (outlet.level in ("district", "commune")), domain


def test_the_channels_are_exactly_those_the_data_shows(shipped: Sources, rows: Rows) -> None:
    for one in shipped.by_id.values():
        shown = [rows[host] for host in one.all_hosts]
        assert set(one.feeds) == set().union(*(channels(row, "rss") for row in shown)), one.id
        assert set(one.sitemaps) == set().union(*(channels(row, "sitemaps") for row in shown)), one.id
        assert one.sections == (), one.id
        assert site_of(one.home) in one.all_hosts, one.id


def test_an_outlet_is_crawled_when_the_data_knows_more_of_it_than_a_name(
    shipped: Sources, rows: Rows
) -> None:
    for one in shipped.by_id.values():
        row = rows[one.outlet.host]
        known = bool(row["rss"] or row["sitemaps"]) or len(row["seen_in"]) >= 2
        if one.id == "dangcongsan" or one.outlet.kind == "aggregator":
            known = False
        assert one.enabled == known, one.id


def test_every_stanza_says_how_much_is_known(shipped: Sources, rows: Rows) -> None:
    for one in shipped.by_id.values():
        twice = [
            each["url"]
            for each in rows[one.outlet.host]["rss"] + rows[one.outlet.host]["sitemaps"]
            if each["verified"] == "two_or_more_repos"
        ]
        assert "chưa thử trực tiếp" in one.checked, one.id
        assert all(url.partition("//")[2].partition("/")[2] in one.checked for url in twice), one.id
        assert ("thấy trong hai kho" in one.checked) == bool(twice), one.id
        assert one.enabled or "chưa bật" in one.checked or "đăng lại" in one.checked, one.id


def test_the_panels_are_made_by_rule(shipped: Sources) -> None:
    rules = {
        "central": lambda one: (
            one.outlet.level == "central" and one.outlet.kind in ("central_press", "agency", "broadcaster")
        ),
        "province": lambda one: (
            one.outlet.level == "province" and one.outlet.kind in ("local_press", "broadcaster")
        ),
        "portal": lambda one: one.outlet.kind == "portal",
        "ha-noi": lambda one: one.outlet.province == "Hà Nội",
        "tphcm": lambda one: one.outlet.province == "Hồ Chí Minh",
    }
    assert set(shipped.panels) == set(rules)
    for name, rule in rules.items():
        assert set(shipped.panels[name]) == {one.id for one in shipped.enabled() if rule(one)}, name
        assert shipped.panel_names[name] != name


def test_the_provinces_are_written_as_everywhere(shipped: Sources) -> None:
    assert {one.outlet.province for one in shipped.by_id.values()} - {""} == set(PROVINCES)


def test_every_feed_of_the_test_data_is_of_a_shipped_source(shipped: Sources, shared_data: Path) -> None:
    feeds = {path.stem for path in (shared_data / "feeds").glob("*.rss")}
    assert len(feeds) == 14
    assert feeds - set(shipped.by_id) == set()


def test_the_readme_counts_them_as_they_are(shipped: Sources) -> None:
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
    domains = sum(len(one.all_hosts) for one in shipped.by_id.values())
    crawled = len(list(shipped.enabled()))
    assert f"{len(shipped.by_id)} outlets at {domains} domains, {crawled} of them crawled" in readme
