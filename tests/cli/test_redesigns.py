"""lantoa sources redesigns, accept, reread: what was held is listed, and how it ends is typed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lantoa.article import Origin, Page
from lantoa.cli.house import House, open_house
from lantoa.cli.output import Exit
from lantoa.settings import load_settings
from lantoa.version_rows import changes
from tests.support.crawls import stanza
from tests.support.extract_desk import page
from tests.support.terminal import Terminal

NOON = datetime(2025, 9, 6, 5, 0, tzinfo=UTC)


def numbered(number: int, more: str, after: timedelta) -> Page:
    address = f"http://bao.test/thanh-uy-hop-chuan-bi-dai-hoi-{100000 + number}.html"
    return page(address, more, after, origin=Origin.CAPTURE)


@pytest.fixture
def held(lantoa: Terminal) -> Terminal:
    """Six articles of which all six are another text a day later."""
    lantoa.write("sources.local.toml", "shipped = false\n" + stanza("bao", "/rss") + stanza("yen", "/rss"))
    with open_house(load_settings()) as house:
        keep(house, [numbered(n, "", timedelta(0)) for n in range(6)])
        keep(house, [numbered(n, f"Chữ lạ thứ {n}.", timedelta(days=1)) for n in range(6)])
    assert lantoa("extract").code == Exit.DONE
    return lantoa


def keep(house: House, pages: list[Page]) -> None:
    with house.archive() as archive:
        archive.append_many(pages)


def edits(source: str = "bao") -> int:
    with open_house(load_settings()) as house:
        return len(changes(house.database, source))


def test_what_is_held_is_listed(held: Terminal) -> None:
    assert edits() == 0
    [one] = held("sources", "redesigns", "--json").json
    assert (one["source"], one["verdict"], one["changed"], one["revisited"]) == ("bao", "held", 6, 6)
    assert "đang giữ lại, chờ xem" in held("sources", "redesigns").out


def test_what_somebody_accepts_becomes_edits(held: Terminal) -> None:
    assert held("sources", "accept", "bao", "--json").json == {"captures": 6}
    assert held("extract").code == Exit.DONE
    assert edits() == 6
    assert "đã xác nhận là sửa bài" in held("sources", "redesigns").out
    assert held("sources", "accept", "bao").code == Exit.MISUSE


def test_a_source_is_read_again_and_what_still_differs_is_held_again(held: Terminal) -> None:
    assert held("sources", "reread", "bao", "--json").json == {"captures": 12}
    assert held("extract").code == Exit.DONE
    assert edits() == 0
    assert [one["verdict"] for one in held("sources", "redesigns", "--json").json] == ["held", "reread"]


@pytest.mark.parametrize("command", ["accept", "reread"])
def test_a_source_that_is_not_there_is_named(held: Terminal, command: str) -> None:
    ended = held("sources", command, "yenn")
    assert (ended.code, '"yenn"' in ended.line, '"yen"' in ended.line) == (Exit.MISUSE, True, True)


def test_nothing_held_is_said(held: Terminal) -> None:
    ended = held("sources", "accept", "yen")
    assert (ended.code, "yen" in ended.line) == (Exit.MISUSE, True)


def test_before_anything_was_noticed_the_list_says_so(lantoa: Terminal) -> None:
    assert "Chưa có nguồn nào" in lantoa("sources", "redesigns").out
