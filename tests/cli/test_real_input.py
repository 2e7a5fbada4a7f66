"""Real pages, real facts and the client's five texts, taken in by the commands alone."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from lantoa.article import Origin
from lantoa.cli.house import open_house
from lantoa.settings import load_settings
from tests.support.terminal import Terminal

CAMPAIGNS = {
    "tphcm": ("2025-03-01", "province", "Thành phố Hồ Chí Minh", 1, (2025, 2030), "2025-10-13", "2025-10-15"),
    "ha-noi": ("2025-01-01", "province", "Hà Nội", 18, (2025, 2030), "2025-10-15", "2025-10-17"),
    "ha-noi-2020": ("2020-01-01", "province", "Hà Nội", 17, (2020, 2025), "2020-10-11", "2020-10-13"),
    "phuong-1": ("2025-01-01", "commune", "Phường 1", None, (2025, 2030), "", ""),
}
"""id -> start of preparation, level, place, ordinal, term, opening, closing."""

DATES = {"002": "2025-03-18", "003": "2025-02-20"}
"""What the person who brings them knows and the texts do not say of themselves."""


def campaign_file(lantoa: Terminal, name: str) -> Path:
    start, level, place, ordinal, term, opening, closing = CAMPAIGNS[name]
    rows = [f'id = "{name}"', f'name = "Đại hội {place}"', f"start = {start}", "[[congress]]"]
    rows += [f'id = "{name}"', f'name = "Đại hội {place}"', f'level = "{level}"', f'place = "{place}"']
    rows += [f"ordinal = {ordinal}"] if ordinal else []
    rows += [f"term = [{term[0]}, {term[1]}]"]
    rows += [f"opening = {opening}", f"closing = {closing}"] if opening else []
    return lantoa.write(f"{name}.toml", "\n".join(rows) + "\n")


@pytest.fixture
def seeds(lantoa: Terminal, shared_data: Path) -> dict[str, dict[str, Any]]:
    """The five texts, added one by one; by their number, as exported."""
    for name in CAMPAIGNS:
        assert lantoa("campaign", "import", campaign_file(lantoa, name)).code == 0
    for file in sorted((shared_data / "seeds").iterdir()):
        number = file.name[:3]
        day = ("--date", DATES[number]) if number in DATES else ()
        url = f"https://ban-tuyen-giao.example/{number}"
        ended = lantoa("add", "--text", file, "--url", url, "--who", "Lan", "--why", "bài mẫu", *day)
        assert (ended.code, ended.err) == (0, "")
    found = {one["url"][-3:]: one for one in lantoa.exported()}
    assert sorted(found) == ["000", "001", "002", "003", "004"]
    return found


def about(article: dict[str, Any]) -> dict[str, Any]:
    (one,) = [row for row in article["congresses"] if row["about"]]
    return dict(one)


def _party_congress(fact: dict[str, Any]) -> bool:
    return bool(fact["congress"]) and not fact["congress"].startswith("NEG")


def key(row: dict[str, Any]) -> tuple[Any, ...]:
    return (row["level"], row["place"], row["ordinal"], row["term"])


def test_the_seeds_are_about_the_congresses_they_prepare(seeds: dict[str, dict[str, Any]]) -> None:
    stated = {number: key(about(one)) for number, one in seeds.items()}
    assert stated["000"] == ("province", "TPHCM", 1, [2025, 2030])
    assert stated["001"] == ("province", "TP.HCM", 1, [2025, 2030])
    assert stated["002"] == ("province", "thành phố Hà Nội", 18, None), "its term is not in the text"
    assert stated["003"] == ("commune", "Phường 1", None, [2025, 2030])
    assert stated["004"][:3] == ("province", "thành phố Hà Nội", 17)
    resolved = {number: about(one)["resolved"] for number, one in seeds.items()}
    assert (
        key(resolved["000"]) == key(resolved["001"]) == ("province", "Thành phố Hồ Chí Minh", 1, [2025, 2030])
    )
    assert key(resolved["002"]) == ("province", "Hà Nội", 18, [2025, 2030])
    assert key(resolved["004"]) == ("province", "Hà Nội", 17, [2020, 2025])
    assert (
        resolved["000"]["body"]
        == resolved["001"]["body"]
        != resolved["002"]["body"]
        == resolved["004"]["body"]
    )
    assert resolved["003"]["body"] is None, "no district is stated: many wards are called so"


def test_the_seeds_lie_before_their_congresses(seeds: dict[str, dict[str, Any]]) -> None:
    assert {number: one["phases"] for number, one in seeds.items()} == {
        "000": {"tphcm": "before"},
        "001": {"tphcm": "before"},
        "002": {"ha-noi": "before"},
        "003": {"phuong-1": "before"},
        "004": {"ha-noi-2020": "before"},
    }


def test_two_reports_of_one_survey_are_one_event_and_no_reprint(seeds: dict[str, dict[str, Any]]) -> None:
    assert seeds["000"]["event_group"] == seeds["001"]["event_group"]
    assert len({one["reprint_group"] for one in seeds.values()}) == len(seeds)
    assert len({one["event_group"] for one in seeds.values()}) == len(seeds) - 1
    assert all(one["is_original"] for one in seeds.values())


def test_the_seeds_are_read_without_what_came_along(seeds: dict[str, dict[str, Any]]) -> None:
    assert {number: one["published_at"][:10] for number, one in seeds.items()} == {
        "000": "2025-09-06", "001": "2025-09-06", "002": "2025-03-18", "003": "2025-02-20", "004": "2020-06-26",
    }  # fmt: skip
    assert seeds["001"]["published_at"] == "2025-09-06T15:49:00+07:00"
    assert seeds["001"]["title"] == "Ứng dụng công nghệ phục vụ Đại hội Đảng bộ TP.HCM"
    assert seeds["000"]["text"].startswith("Ngày 6/9, Bí thư Thành ủy TPHCM")
    for line in ("date 2025-09-06", "Bạn cần biết", "Viết bình luận", "Họ tên:(*)"):
        assert not any(line in one["text"] or line in one["title"] for one in seeds.values())


def test_the_saved_pages_are_articles_and_lists(lantoa: Terminal, shared_data: Path) -> None:
    ended = lantoa("import", shared_data / "html", "--json")
    assert (ended.code, ended.err) == (0, "")
    assert ended.json[0] == {"step": "import", "pages": 50, "failed_items": []}
    articles = lantoa.exported()
    assert Counter(one["kind"] for one in articles) == {"article": 34, "list": 16}
    for one in articles:
        if one["kind"] == "article":
            assert one["title"]
            assert len(one["text"]) > 300
            assert one["published_at"]
            assert one["reprint_group"]
    again = lantoa("import", shared_data / "html", "--json")
    assert again.code == 0
    assert len(lantoa.exported()) == len(articles), "the same pages twice are no new articles"
    assert lantoa("index", "--check").code == 0


def test_facts_carry_their_congress_and_are_never_captures(lantoa: Terminal, shared_data: Path) -> None:
    path = shared_data / "coverage" / "coverage_2025.jsonl"
    stated = {row["url"]: row for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    ended = lantoa("import", "--facts", path, "--json")
    assert (ended.code, ended.err) == (0, "")
    assert ended.json[0]["pages"] == 136
    articles = lantoa.exported()
    assert len(articles) == len(stated)
    with_congress = [one for one in articles if any(row["about"] for row in one["congresses"])]
    assert len(with_congress) == sum(_party_congress(row) for row in stated.values())
    bodies = Counter(
        (row["resolved"]["body"], row["term"][0])
        for one in articles
        for row in one["congresses"]
        if row["about"]
    )
    assert bodies["79", 2025] == sum(row["congress"] == "HCM-2025" for row in stated.values())


def test_what_was_brought_is_shown_as_brought(lantoa: Terminal, shared_data: Path) -> None:
    seed = min((shared_data / "seeds").iterdir())
    page = next((shared_data / "html" / "raw" / "fundus").rglob("*.htm*"))
    facts = shared_data / "coverage" / "coverage_2025.jsonl"
    assert lantoa("import", page, "--facts", facts).code == 0
    assert lantoa("add", "--text", seed, "--who", "Lan", "--why", "bài mẫu").code == 0
    with open_house(load_settings()) as house:
        origins = Counter(stored.origin for stored in house.articles.everything())
    assert origins == {Origin.FACTS: 136, Origin.IMPORT: 1, Origin.MANUAL: 1}


def test_a_page_is_read_packed_as_it_is_plain(lantoa: Terminal) -> None:
    """And a file that is cut short is said to be, by name."""
    saved = Path(__file__).parents[1] / "pages" / "press_jsonld.html"
    packed = lantoa.folder / "trang.html.gz"
    packed.write_bytes(gzip.compress(saved.read_bytes(), mtime=0))
    plain, again = (
        lantoa("extract", "--html", file, "--url", "https://bao.example/tin-123456.html", "--json") for file in (saved, packed)
    )
    assert json.loads(plain.out) == json.loads(again.out)
    assert json.loads(plain.out)["kind"] == "article"
    packed.write_bytes(packed.read_bytes()[:-40])
    ended = lantoa("extract", "--html", packed, "--url", "https://bao.example/tin-123456.html")
    assert (ended.code, "trang.html.gz" in ended.line) == (2, True)


def test_an_address_without_its_file_is_not_passed_over(lantoa: Terminal) -> None:
    ended = lantoa("extract", "--url", "https://bao.example/tin-123456.html")
    assert (ended.code, "--html" in ended.line) == (2, True)
