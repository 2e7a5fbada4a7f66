"""lantoa sources: coverage, robots and try, as they are typed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from crawlers.plan import CrawlPlan
from crawlers.sources import load_sources
from lantoa.cli import robots, steps, trying
from lantoa.cli.house import House
from tests.support.crawls import stanza
from tests.support.saved_pages import read_again
from tests.support.terminal import Terminal
from tests.support.trials import SAPO, moved, outlet, silent
from tests.support.websites import Reply, Websites, websites

CONTACT = "https://lantoa.test/lien-he"
TEMPLATE = '[[source.tot.template]]\nbody = "div.xyz"\nsapo = "p > b"\nauthor = ".tac-gia"\n\n'
RULES = Reply(200, b"User-agent: *\nDisallow: /quan-tri/\nCrawl-delay: 2\n")


@pytest.fixture
def sites(lantoa: Terminal, monkeypatch: pytest.MonkeyPatch) -> Iterator[Websites]:
    """Outlets on loopback in place of the shipped ones; crawls are told where they stand."""
    pages = {"tot.test": outlet("tot.test", robots=RULES), "cu.test": moved("moi.test"), "im.test": silent}
    lantoa.write(
        "sources.local.toml",
        "shipped = false\n" + "".join(stanza(name, "/rss") for name in ("tot", "cu", "im")) + TEMPLATE,
    )
    monkeypatch.setenv("LANTOA_CONTACT", CONTACT)
    with websites(pages) as served:

        @contextmanager
        def plan(house: House) -> Iterator[CrawlPlan]:
            with steps.crawl_plan(house) as real:
                yield replace(real, hosts=served.hosts)

        for module in (robots, trying):
            monkeypatch.setattr(module, "crawl_plan", plan)
        yield served


def test_a_trial_shows_three_articles_as_they_were_read(lantoa: Terminal, sites: Websites) -> None:
    ended = lantoa("sources", "try", "tot")
    assert (ended.code, ended.err) == (0, "")
    assert [ended.out.count(text) for text in (SAPO, "Lê Thu", "ngày in trên trang", "theo mẫu")] == [3, 3, 3, 3]
    assert "http://tot.test/rss: đã đọc, 6 bài" in ended.out
    assert ended.out.rstrip().endswith("Không thấy gì sai.")


def test_a_trial_is_saved_as_a_test_that_passes_and_is_not_written_over(lantoa: Terminal, sites: Websites) -> None:
    ended = lantoa("sources", "try", "tot", "--write", "trang", "--json")
    written = [Path(one) for one in ended.json["written"]]
    assert [one.name for one in written] == ["tot-1", "tot-2", "tot-3"]
    sources = load_sources([lantoa.folder / "sources.local.toml"])
    for one in written:
        wanted, found = read_again(lantoa.folder / f"{one}.json", sources)
        assert wanted == found
        assert wanted["sapo"] == SAPO
    corrected = lantoa.folder / "trang" / "tot-2.json"
    corrected.write_text("{}", encoding="utf-8")
    again = lantoa("sources", "try", "tot", "--write", "trang")
    assert again.code == 2
    assert "tot-1.html" in again.line
    assert corrected.read_text(encoding="utf-8") == "{}"


def test_a_template_that_does_not_fit_is_told(lantoa: Terminal, sites: Websites) -> None:
    file = lantoa.folder / "sources.local.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("div.xyz", "nav"), encoding="utf-8")
    ended = lantoa("sources", "try", "tot")
    assert ended.code == 3
    assert "không còn khớp với trang" in ended.out
    assert "Ghi chú: mẫu không khớp với trang" in ended.out


def test_a_trial_tells_that_the_outlet_moved(lantoa: Terminal, sites: Websites) -> None:
    ended = lantoa("sources", "try", "cu")
    assert ended.code == 3
    assert ended.out.count("Cần xem") == 1
    assert 'thêm hosts = ["moi.test"] hoặc đổi home' in ended.out


def test_a_trial_tells_what_shows_nothing(lantoa: Terminal, sites: Websites) -> None:
    ended = lantoa("sources", "try", "im", "--json")
    assert ended.code == 3
    assert ended.json["articles"] == []
    assert len(ended.json["wrong"]) == 2
    assert "http://im.test/rss" in ended.json["wrong"][0]


def test_an_unknown_source_comes_with_a_hint(lantoa: Terminal) -> None:
    ended = lantoa("sources", "try", "vnexpres", contact=CONTACT)
    assert ended.code == 2
    assert '"vnexpress"' in ended.line


def test_nobody_is_asked_without_a_contact(lantoa: Terminal) -> None:
    for typed in (("try", "vnexpress"), ("robots", "https://vnexpress.net/")):
        ended = lantoa("sources", *typed)
        assert ended.code == 2
        assert "LANTOA_CONTACT" in ended.line


def test_robots_shows_the_decision_and_the_lines_it_rests_on(lantoa: Terminal, sites: Websites) -> None:
    url = "http://tot.test/quan-tri/a"
    ended = lantoa("sources", "robots", url)
    assert ended.code == 0
    assert "Không được phép" in ended.out
    assert "→ Disallow: /quan-tri/" in ended.out
    assert "Crawl-delay): 2 giây" in ended.out
    again = lantoa("sources", "robots", "http://tot.test/tin/1.html", "--json").json
    assert (again["decision"], again["asked_now"], again["matching"]) == ("allowed", False, [])
    assert (again["crawl_delay_seconds"], again["lines"]) == (2.0, ["Disallow: /quan-tri/", "Crawl-delay: 2"])
    assert sites.paths("tot.test") == ["/robots.txt"]


def test_robots_that_cannot_be_reached_is_no_permission(lantoa: Terminal, sites: Websites) -> None:
    ended = lantoa("sources", "robots", "http://khong-co.test/")
    assert ended.code == 0
    assert "Chưa được phép, hỏi lại lúc" in ended.out


def test_cached_asks_nobody(lantoa: Terminal, sites: Websites) -> None:
    ended = lantoa("sources", "robots", "http://tot.test/", "--cached")
    assert ended.code == 1
    assert "http://tot.test" in ended.line
    assert sites.asked == []


def test_what_is_no_address_is_refused(lantoa: Terminal) -> None:
    ended = lantoa("sources", "robots", "vnexpress")
    assert ended.code == 2
    assert '"vnexpress"' in ended.line


def test_coverage_names_the_provinces_that_nobody_is_crawled_in(lantoa: Terminal) -> None:
    told, shown = lantoa("sources", "coverage", "--json").json, lantoa("sources", "coverage").out
    assert told["total"]["known"] > told["total"]["enabled"] > 80
    assert len(told["provinces"]) == 35
    assert len(told["gaps"]) == 7
    assert f"7 tỉnh, thành phố chưa có nguồn nào đang bật: {', '.join(told['gaps'])}." in shown
    assert "Báo chí trung ương (central)" in shown


def test_the_check_names_the_certificates_that_are_accepted(lantoa: Terminal) -> None:
    reason = "chứng thư hết hạn, tòa soạn xác nhận ngày 6/9/2025"
    lantoa.write("sources.local.toml", f'[source.vtc]\ntls_exception = "{reason}"\nhosts = ["vtc-cu.test"]\n')
    assert f"ở nguồn vtc: {reason}." in lantoa("sources", "check").out
    told = {one["id"]: one for one in lantoa("sources", "check", "--json").json["sources"]}
    assert (told["vtc"]["tls_exception"], told["vtc"]["hosts"]) == (reason, ["vtc-cu.test"])
    assert told["vtv"]["tls_exception"] == ""


def test_the_users_file_may_stand_alone(lantoa: Terminal) -> None:
    lantoa.write("sources.local.toml", "shipped = false\n" + stanza("rieng", "/rss"))
    told = lantoa("sources", "check", "--json").json
    assert [one["id"] for one in told["sources"]] == ["rieng"]
    assert [Path(one).name for one in told["files"]] == ["sources.local.toml"]
    assert json.dumps(told["panels"]) == "{}"
