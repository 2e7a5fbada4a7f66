"""A source on trial: its channels, then its three newest articles, and nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawlers.attempt import ARTICLES, REQUESTS, Attempt, attempt
from crawlers.sources import load_sources
from lantoa.progress import Silent
from tests.support.crawls import START, World, make_world, stanza
from tests.support.trials import SAPO, address, moved, outlet, silent
from tests.support.websites import Reply, Websites, websites

TEMPLATE = '[[source.tot.template]]\nbody = "div.xyz"\nsapo = "p > b"\nauthor = ".tac-gia"\n\n'
CLOSED = Reply(200, b"User-agent: *\nDisallow: /chinh-tri/\n")


@dataclass(frozen=True)
class Trials:
    """A world, its websites, and a way to try one of its sources."""

    world: World
    sites: Websites
    folder: Path

    def __call__(self, name: str) -> Attempt:
        sources = load_sources(self.world.plan.sources)
        now = self.world.clock.now()
        return attempt(self.world.plan, sources, name, self.folder / name, now, Silent())


@pytest.fixture
def trials(tmp_path: Path) -> Iterator[Trials]:
    sites = {
        "tot.test": outlet("tot.test"),
        "dong.test": outlet("dong.test", robots=CLOSED),
        "cu.test": moved("moi.test"),
        "moi.test": outlet("moi.test"),
        "im.test": silent,
    }
    stanzas = "".join(stanza(name, "/rss") for name in ("tot", "dong", "cu", "im"))
    stanzas = stanzas.replace("feeds =", "enabled = false\nfeeds =", 1) + TEMPLATE
    with websites(sites) as served:
        yield Trials(make_world(tmp_path, served.hosts, stanzas), served, tmp_path)


def test_three_articles_are_read_newest_first_of_a_source_that_is_off(trials: Trials) -> None:
    found = trials("tot")
    assert [(one.role, one.fate, one.shown) for one in found.channels] == [("feed", "read", 6), ("home", "read", 0)]
    assert found.noted == 6
    assert found.moved == ""
    assert [one.url for one in found.articles] == [f"http://tot.test{address(number)}" for number in (1, 2, 3)]
    first = found.articles[0]
    assert first.article is not None
    assert (first.article.title, first.article.sapo) == ("Bàn nhân sự đại hội, kỳ 1", SAPO)
    assert (first.article.published.provenance, first.article.authors) == ("visible", ("Lê Thu",))
    assert first.way == "template"


def test_it_asks_little_and_leaves_the_users_folder_as_it_is(trials: Trials) -> None:
    trials("tot")
    asked = [each for each in trials.sites.paths("tot.test") if each != "/robots.txt"]
    assert len(asked) == len(set(asked)) == 2 + ARTICLES
    assert len(asked) <= REQUESTS
    assert trials.world.rows() == []
    assert not trials.world.plan.archive.exists()
    assert trials.world.clock.now() == START


def test_what_robots_txt_closes_is_not_asked_and_is_told(trials: Trials) -> None:
    found = trials("dong")
    assert [one.fate for one in found.articles] == ["robots"] * ARTICLES
    assert all(one.article is None for one in found.articles)
    assert not any(each.startswith("/chinh-tri/") for each in trials.sites.paths("dong.test"))


def test_an_outlet_that_moved_is_told_by_where_it_went(trials: Trials) -> None:
    found = trials("cu")
    assert found.moved == "moi.test"
    assert [one.fate for one in found.channels] == ["off_panel", "off_panel"]
    assert (found.noted, found.articles) == (0, ())
    assert trials.sites.paths("moi.test") == []


def test_with_the_new_domain_among_its_hosts_its_articles_are_read_there(trials: Trials) -> None:
    (file,) = trials.world.plan.sources
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("[source.cu]", '[source.cu]\nhosts = ["moi.test"]'), encoding="utf-8")
    found = trials("cu")
    assert (found.moved, found.noted) == ("", 6)
    assert [one.article.title[-4:] for one in found.articles if one.article] == ["kỳ 1", "kỳ 2", "kỳ 3"]


def test_a_channel_that_shows_nothing_is_no_failure_and_no_article(trials: Trials) -> None:
    found = trials("im")
    assert [(one.fate, one.shown) for one in found.channels] == [("read", 0), ("read", 0)]
    assert (found.noted, found.articles, found.moved) == (0, (), "")
