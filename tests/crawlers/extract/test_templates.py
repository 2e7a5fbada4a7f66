"""Host templates: dated versions, direct reading, and what happens when one no longer fits."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crawlers.extract import Hints, Template, extract, read, read_links
from crawlers.extract.hints import check_selector, template_for
from crawlers.sources import load_sources
from lantoa.article import ZONE, Kind, Page
from lantoa.errors import Misuse

PAGES = Path(__file__).resolve().parents[2] / "pages"
HOSTS = sorted(each.stem for each in (PAGES / "sources").glob("*.json"))
FETCHED = datetime(2025, 12, 21, 3, 0, tzinfo=UTC)
OLD = Template(body="div.old")
NEW = Template(body="div.new", since=date(2025, 9, 1))
PROSE = "Chợ nổi Hồ Đêm đóng cửa từ đầu tháng tới sau ba mươi năm hoạt động, nhường chỗ cho bến tàu du lịch. "
BODY = "".join(f"<p>{number}. {PROSE}</p>" for number in range(1, 5))
ADDRESS = "https://baolamson.test/cho-noi-ho-dem-truoc-gio-dong-cua-d10203.html"


def page(body: str, url: str = ADDRESS) -> Page:
    head = (
        '<meta charset="utf-8"><meta property="article:published_time" content="2025-12-20T08:00:00+07:00">'
    )
    markup = f"<html><head>{head}</head><body><h1>Chợ nổi Hồ Đêm trước giờ đóng cửa</h1>{body}</body></html>"
    return Page(url, url, FETCHED, 200, (), markup.encode())


def saved(name: str) -> tuple[Page, Hints]:
    wanted = json.loads((PAGES / "sources" / f"{name}.json").read_text(encoding="utf-8"))
    fetched = datetime.fromisoformat(wanted["fetched_at"])
    body = (PAGES / "sources" / f"{name}.html").read_bytes()
    source = load_sources().by_id[wanted["source"]]
    return Page(wanted["url"], wanted["url"], fetched, 200, (), body), source.hints(
        fetched.astimezone(ZONE).date()
    )


@pytest.mark.parametrize("name", HOSTS)
def test_the_template_of_a_host_fits_its_pages(name: str) -> None:
    found = read(*saved(name))
    assert (found.way, found.article.kind, found.article.flags) == ("template", Kind.ARTICLE, ())


@pytest.mark.parametrize("name", HOSTS)
def test_the_general_way_reads_the_same_article_without_a_template(name: str) -> None:
    given, hints = saved(name)
    general = read(given, Hints(hints.date_order, hints.publisher))
    assert general.way != "template"
    assert general.article.content_hash() == read(given, hints).article.content_hash()


@pytest.mark.parametrize("name", HOSTS)
def test_links_of_the_one_parse_are_those_of_a_parse_of_their_own(name: str) -> None:
    given, hints = saved(name)
    found = read(given, hints)
    assert found.links == read_links(given) != ()
    assert found.article == extract(given, hints)


@pytest.mark.parametrize("name", sorted(each.stem for each in PAGES.glob("*.html")))
def test_links_and_article_come_together_by_the_general_way_too(name: str) -> None:
    url = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))["url"]
    given = Page(url, url, FETCHED, 200, (), (PAGES / f"{name}.html").read_bytes())
    assert (read(given).links, read(given).article) == (read_links(given), extract(given))


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        (date(2022, 12, 24), OLD),
        (date(2025, 8, 31), OLD),
        (date(2025, 9, 1), NEW),
        (date(2026, 3, 7), NEW),
    ],
)
def test_the_newest_template_that_had_begun_on_the_day_of_the_fetch_is_in_force(
    day: date, in_force: Template
) -> None:
    assert template_for((OLD, NEW), day) == template_for((NEW, OLD), day) == in_force


def test_before_the_first_version_there_is_no_template() -> None:
    assert template_for((NEW,), date(2025, 8, 31)) is None
    assert template_for((), date(2025, 8, 31)) is None


def test_a_source_reads_each_page_by_the_template_of_its_day(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(
        '[source.lam-son]\nname = "Lam Sơn"\nhome = "https://baolamson.test/"\nkind = "local_press"\nlevel = "province"\n'
        '[[source.lam-son.template]]\nbody = "div.old"\n'
        '[[source.lam-son.template]]\nsince = 2025-09-01\nbody = "div.new"\n',
        encoding="utf-8",
    )
    source = load_sources([file]).by_id["lam-son"]
    given = page(f"<div class=old>{BODY}</div><div class=new>{BODY.replace('Chợ', 'Bến')}</div>")
    assert "Chợ nổi" in extract(given, source.hints(date(2025, 8, 31))).text
    assert "Bến nổi" in extract(given, source.hints(date(2025, 9, 1))).text


@pytest.mark.parametrize("selector", ["div[", "p:nothing", "//div[", "//$x", "", "./p["])
def test_a_selector_that_finds_no_elements_is_refused_with_the_reason(selector: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        check_selector(selector)


def test_a_sources_file_with_a_broken_selector_is_refused_by_key(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(
        '[source.lam-son]\nname = "Lam Sơn"\nhome = "https://baolamson.test/"\nkind = "local_press"\nlevel = "province"\n'
        '[[source.lam-son.template]]\nbody = "div"\ndrop = [".x", "div["]\n',
        encoding="utf-8",
    )
    with pytest.raises(Misuse, match=r"drop.*div\["):
        load_sources([file])


@pytest.mark.parametrize(
    "body",
    [
        f"<div class='article-body'>{BODY}</div>",
        f"<div class=new></div><div class='article-body'>{BODY}</div>",
        f"<div class=new><p>Ngắn.</p></div><div class='article-body'>{BODY}</div>",
        f"<div class=new><p>{'Không có dấu câu nào ' * 20}</p></div><div class='article-body'>{BODY * 3}</div>",
        f"<div class=new><p>{PROSE * 3}</p></div><div class='article-body'>{BODY * 12}</div>",
    ],
    ids=["gone", "empty", "short", "no sentence", "small part"],
)
def test_a_template_that_no_longer_fits_gives_way_and_is_flagged(body: str) -> None:
    plain, found = extract(page(body)), extract(page(body), Hints(template=NEW))
    assert "template_misfit" in found.flags
    assert found.text == plain.text


def test_a_short_text_that_is_all_there_is_is_no_misfit() -> None:
    found = read(page("<div class=new><p>Chợ nổi Hồ Đêm đóng cửa từ mai.</p></div>"), Hints(template=NEW))
    assert (found.way, found.article.text) == ("template", "Chợ nổi Hồ Đêm đóng cửa từ mai.")
    assert "template_misfit" not in found.article.flags


def test_a_list_of_a_host_with_a_template_is_no_misfit() -> None:
    url = "https://baolamson.test/thoi-su.htm"
    given = Page(url, url, FETCHED, 200, (), (PAGES / "section.html").read_bytes())
    found = read(given, Hints(template=NEW))
    assert (found.article.kind, found.article.flags) == (Kind.LIST, read(given).article.flags)


def test_boxes_inside_each_other_are_read_once() -> None:
    found = extract(page(f"<div class=new><div class=new>{BODY}</div></div>"), Hints(template=NEW))
    assert len(found.text.splitlines()) == 4


@pytest.mark.parametrize("tag", ["div", "span", "font"])
def test_a_page_nested_too_deep_for_the_parser_keeps_its_text_and_says_so(tag: str) -> None:
    found = extract(page(f"<{tag}>" * 20_000 + BODY))
    assert "too_deep" in found.flags
    assert all(f"{number}. {PROSE.strip()}" in found.text for number in range(1, 5))
