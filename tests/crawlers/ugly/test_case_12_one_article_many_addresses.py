"""Case 12: session ids, utm_, fbclid, zarsrc, gidzl, #, capitals, m. and amp. are one article;
_id=9 and _id=10 stay two."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.crawls import rss, stanza
from tests.support.ugly import Crawled, crawled, link, outlet, path, story
from tests.support.websites import Asked, Reply, Site

ONE = path("mot")
SPELLED = (
    link("dia", "mot"), link("dia", "mot") + "?utm_source=rss&utm_medium=x", link("dia", "mot") + "?fbclid=IwAR0",
    link("dia", "mot") + "?zarsrc=30&gidzl=abc", link("dia", "mot") + "#binh-luan", f"HTTP://DIA.Test:80{ONE}",
    f"http://dia.test{ONE};jsessionid=0A1B2C3D", f"http://dia.test/./x/..{ONE}", link("dia", "mot") + "?PHPSESSID=12ab&_ga=1",
)  # fmt: skip
MOBILE = (f"http://m.dia.test{ONE}", f"http://amp.dia.test{ONE}", f"http://www.dia.test{ONE}")
NUMBERED = ("http://dia.test/tin.aspx?_id=9", "http://dia.test/tin.aspx?_id=10", "http://dia.test/tin.aspx?_id=9&utm_source=x")


def page(asked: Asked) -> Reply:
    head = f'<link rel="canonical" href="{link("dia", "mot")}">'
    return story("Một bài, nhiều địa chỉ", head=head) if asked.path.startswith(ONE) else Reply(404)


def numbered(asked: Asked) -> Reply:
    name = asked.path.partition("_id=")[2]
    return story(f"Văn bản số {name}", more=f"Văn bản mang số {name} của phường.")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    feed = Reply(200, rss(*(each.replace("&", "&amp;") for each in (*SPELLED, *MOBILE, *NUMBERED))))
    whole: Site = outlet("dia", {"mot": page}, rss=feed, **{f"tin.aspx?_id={number}": numbered for number in (9, 10)})
    sites: dict[str, Site] = {f"{front}dia.test": whole for front in ("", "m.", "amp.", "www.")}
    with crawled(tmp_path_factory.mktemp("case"), sites, stanza("dia", "/rss")) as found:
        found.extract()
        yield found


def test_every_spelling_is_one_address_and_asked_once(case: Crawled) -> None:
    assert set(case.fates("dia")) == {"/", "/rss", ONE, "/tin.aspx?_id=9", "/tin.aspx?_id=10"}
    assert set(case.fates("dia").values()) == {"read", "stored"}
    assert [each for each in case.sites.paths("dia.test") if each.startswith(ONE)] == [ONE]


def test_mobile_and_amp_pages_name_the_article_they_are(case: Crawled) -> None:
    assert {case.outcomes()[each] for each in (SPELLED[0], *MOBILE)} == {"stored", "duplicate"}
    assert [one.article.title for one in case.articles().values()].count("Một bài, nhiều địa chỉ") == 1
    assert case.article(link("dia", "mot")).article.title == "Một bài, nhiều địa chỉ"


def test_two_numbers_are_two_articles(case: Crawled) -> None:
    titles = {url: one.article.title for url, one in case.articles().items() if "_id=" in url}
    assert titles == {NUMBERED[0]: "Văn bản số 9", NUMBERED[1]: "Văn bản số 10"}
