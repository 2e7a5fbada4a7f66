"""What extraction reaches on pages whose article is known may not drop."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from lantoa.bench.gold import FACTS, OWN, Scored, gold_pages, gold_rows, score
from lantoa.bench.pages import bench_pages
from lantoa.bench.shingles import unpacked
from lantoa.errors import Misuse

FLOORS = tomllib.loads((FACTS.parent / "floors.toml").read_text(encoding="utf-8"))


@cache
def scored(folder: Path | None, origin: str) -> tuple[Scored, ...]:
    return tuple(score(each) for each in gold_pages(folder) if each.origin == origin)


def hold(found: tuple[Scored, ...], origin: str, row: str) -> None:
    value = next(each.value for each in gold_rows(found) if each.name == row)
    floor = FLOORS[origin][row]
    worst = [(each.expected.name, round(each.f1, 3), each.leaks) for each in sorted(found, key=lambda one: one.f1)[:3]]
    assert value <= floor if row == "gold.leaks" else value >= floor, f"{row}: {value}, floor {floor}; {worst}"


@pytest.mark.parametrize("row", sorted(FLOORS["saved"]))
def test_saved_pages_of_real_sites_stay_read(shared_data: Path, row: str) -> None:
    hold(scored(shared_data / "html", "saved"), "saved", row)


@cache
def scored_without_templates(folder: Path) -> tuple[Scored, ...]:
    found = [each for each in gold_pages(folder) if each.origin == "saved"]
    return tuple(score(replace(each, hints=replace(each.hints, template=None))) for each in found)


@pytest.mark.parametrize("row", sorted(FLOORS["saved"]))
def test_they_are_read_as_well_without_their_templates(shared_data: Path, row: str) -> None:
    hold(scored_without_templates(shared_data / "html"), "saved", row)


@pytest.mark.parametrize("row", sorted(FLOORS["own"]))
def test_skeletons_written_by_us_stay_read(row: str) -> None:
    hold(scored(OWN[1], "own"), "own", row)


@pytest.mark.parametrize("row", sorted(FLOORS["press"]))
def test_the_demonstration_press_stays_read(row: str) -> None:
    hold(scored(OWN[1], "press"), "press", row)


def test_every_article_of_the_saved_pages_has_its_facts(shared_data: Path) -> None:
    stated = {json.loads(file.read_text(encoding="utf-8"))["file"] for file in FACTS.glob("*.json")}
    assert stated == {each.page.note for each in bench_pages(shared_data / "html")}


def test_facts_hold_no_text() -> None:
    for file in FACTS.glob("*.json"):
        fact = json.loads(file.read_text(encoding="utf-8"))
        assert set(fact) == {
            "file", "sha1", "site", "url", "title", "day", "dated_by", "authors", "credit", "sapo",
            "paragraphs", "characters", "words", "shingles",
        }  # fmt: skip
        runs = unpacked(fact["shingles"]).total()
        assert 0.7 * fact["words"] < runs < 1.3 * fact["words"]


def test_another_page_under_the_name_of_a_known_one_is_refused(tmp_path: Path) -> None:
    fact = json.loads(next(iter(sorted(FACTS.glob("*.json")))).read_text(encoding="utf-8"))
    file = tmp_path / fact["file"]
    file.parent.mkdir(parents=True)
    file.write_text("<html><body>Trang khác</body></html>", encoding="utf-8")
    with pytest.raises(Misuse, match=file.name):
        gold_pages(tmp_path)
