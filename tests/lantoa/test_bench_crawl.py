"""bench crawl: the same pages go through our stack and a newcomer's."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawlers.extract import Hints, Template
from crawlers.sources import load_sources
from lantoa.bench.crawl import _run
from lantoa.bench.site import Site, path_of, stands
from lantoa.bench.stack import stanzas
from lantoa.errors import LantoaError

TEMPLATE = Template(body="div.tin", drop=("div.lien-quan", ".quang-cao"), title="//h1[@class='tieu-de']")


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder with two saved articles."""
    text = "".join(
        f"<p>Tổ giúp việc số {number} báo cáo tiến độ văn kiện, nhân sự và hậu cần của đại hội trong tuần, "
        "nêu rõ việc nào chậm và ai chịu trách nhiệm đến cùng.</p>"
        for number in range(6)
    )
    for name in ("mot", "hai"):
        head = f"<title>Bài {name} về công tác chuẩn bị đại hội</title>"
        page = f"<html><head>{head}</head><body><h1>Bài {name} về công tác chuẩn bị đại hội</h1>{text}</body></html>"
        (tmp_path / f"{name}.html").write_text(page, encoding="utf-8")
    return tmp_path


def test_every_copy_of_a_page_has_an_address_and_a_body_of_its_own(pages: Path) -> None:
    site = Site(stands(pages, templates=False), 8)
    bodies = {site.answer("s0.test", path_of(number))[2] for number in range(8)}
    assert len(bodies) == 8
    status, kind, feed = site.answer("s0.test", "/feed.xml")
    assert (status, kind) == (200, "application/rss+xml")
    assert feed.count(b"<item>") == 8
    assert f"http://s0.test{path_of(7)}".encode() in feed
    assert f"http://127.0.0.1:9{path_of(7)}".encode() in site.answer("127.0.0.1:9", "/all.xml")[2]


def test_what_is_not_there_is_not_found(pages: Path) -> None:
    assert Site(stands(pages, templates=False), 2).answer("s0.test", "/robots.txt")[0] == 404


def test_pages_without_a_template_are_left_out_where_templates_count(pages: Path) -> None:
    assert stands(pages, templates=True) == []


def test_the_sources_of_the_bench_say_what_the_shipped_ones_say(tmp_path: Path) -> None:
    hints = {"s0.test": Hints("mdy", 'Báo "Thử"', TEMPLATE), "s1.test": Hints(publisher="Cổng Thử")}
    file = tmp_path / "sources.toml"
    file.write_text(stanzas(hints.items()), encoding="utf-8")
    sources = load_sources([file])
    for host, stated in hints.items():
        source = sources.of_url(f"http://{host}/x")
        assert source is not None
        assert (source.date_order, source.outlet.name) == (stated.date_order, stated.publisher)
        assert source.templates == ((stated.template,) if stated.template else ())


@pytest.mark.parametrize("name", ["generic", "naive"])
def test_both_stacks_bring_every_page(pages: Path, name: str) -> None:
    spent = _run(name, pages, stands(pages, templates=False), False, 4)
    assert spent.copies == 4
    assert spent.seconds > 0
    assert 0 < spent.share < 1
    assert (spent.peak > 0) == (name == "generic")


def test_a_stack_that_loses_pages_is_no_result(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lantoa.bench.crawl._naive", lambda _folder, _port: 3)
    with pytest.raises(LantoaError, match="3 trong 4"):
        _run("naive", pages, stands(pages, templates=False), False, 4)
