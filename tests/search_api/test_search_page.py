"""The search page as it is sent: links that keep their word, advice, bars for picked days."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from lantoa.database import Database
from search_api.app import create_app
from search_api.asked import Asked
from search_api.histogram import Span, histogram, neighbourhood
from search_api.index import Bucket, day_number
from search_api.search_filters import Names, filter_groups
from tests.support.coverage import seeded


@pytest.fixture
def web(sqlite_database: Database) -> TestClient:
    coverage = seeded(sqlite_database)
    app = create_app(store=coverage.store, outlets=coverage.outlets, index=coverage.index)
    return TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False)


def page(web: TestClient, path: str) -> str:
    answer = web.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def test_the_search_page_narrows_by_links_and_leads_on(web: TestClient) -> None:
    text = page(web, "/tim-kiem?q=đại+hội&source=bao-a")
    assert "Nguồn: Báo Trường Giang" in text
    assert "Đại hội Đảng bộ phường Bến Đá, nhiệm kỳ 2025–2030" in text
    assert '<input type="hidden" name="source" value="bao-a">' in text
    whole = page(web, "/tim-kiem?limit=10")
    following = re.search(r'rel="next" href="([^"]+)"', whole)
    assert following is not None
    second = page(web, following[1].replace("&amp;", "&"))
    assert "Về trang đầu" in second
    assert set(re.findall(r"/bai-viet/\d+", whole)).isdisjoint(re.findall(r"/bai-viet/\d+", second))


@pytest.mark.parametrize("start", ["", "?q=đại+hội", "?topic=personnel", "?topic=personnel&source=bao-a", "?original=no"])
def test_every_filter_link_leads_to_as_many_articles_as_it_says(web: TestClient, start: str) -> None:
    text = page(web, f"/tim-kiem{start}")
    links = re.findall(r'<li><a href="([^"]+)"><span>[^<]*</span><span class="count">([\d.]+)</span>', text)
    assert links
    for href, count in links:
        assert f"<strong>{count} bài</strong>" in page(web, href.replace("&amp;", "&")), href


def test_nothing_found_gives_advice_that_finds_something(web: TestClient) -> None:
    text = page(web, "/tim-kiem?q=dương+lớn&topic=decoration")
    assert "Không tìm thấy bài nào" in text
    advised = re.findall(r'<li>[^<]*<a href="([^"]+)">([^<]+)</a> <span class="count">\(([\d.]+) bài\)', text)
    assert [(shown, count) for _, shown, count in advised] == [("duong lon", "9")]
    assert "<strong>9 bài</strong>" in page(web, advised[0][0].replace("&amp;", "&"))


def test_where_no_single_change_helps_all_are_offered_at_once_or_other_words(web: TestClient) -> None:
    at_once = page(web, "/tim-kiem?q=dương+lớn&topic=personnel&from=2025-09-01")
    assert 'href="/tim-kiem?q=duong+lon"' in at_once
    assert "(9 bài)" in at_once
    assert "những từ khác" in page(web, "/tim-kiem?q=khủng+lông&topic=personnel")


def test_other_names_of_what_was_typed_are_looked_for_visibly_and_can_be_left_out(web: TestClient) -> None:
    text = page(web, "/tim-kiem?q=HĐND&sort=oldest")
    assert "“HĐND”: tìm cả Hội đồng nhân dân." in text
    off = re.search(r'href="([^"]+)">Chỉ tìm đúng chữ đã gõ', text)
    assert off is not None
    exact = page(web, off[1].replace("&amp;", "&"))
    assert "tìm cả Hội đồng" not in exact
    assert '<input type="hidden" name="alias" value="no">' in exact
    assert 'href="/tim-kiem?q=H%C4%90ND&amp;sort=oldest">Tìm cả các tên gọi khác' in exact
    assert "tên gọi khác" not in page(web, "/tim-kiem?q=nhân+sự&alias=no")


def test_the_file_and_the_curve_are_of_the_whole_search_whatever_page_is_shown(web: TestClient) -> None:
    text = page(web, "/tim-kiem?q=nhân+sự&source=bao-a&sort=oldest&limit=2")
    following = re.search(r'rel="next" href="([^"]+)"', text)
    assert following is not None
    for shown in (text, page(web, unescape(following[1]))):
        links = [unescape(one) for one in re.findall(r'href="([^"]+)"', shown)]
        asked = "?q=nh%C3%A2n+s%E1%BB%B1&source=bao-a&sort=oldest"
        assert f"/do-phu{asked}" in links
        assert {f"/api/v1/search/export{asked}&format={form}" for form in ("csv", "xlsx", "jsonl")} <= set(links)


def test_the_form_loses_nothing_that_it_does_not_show(web: TestClient) -> None:
    text = page(web, "/tim-kiem?q=nhân&alias=no&limit=7&topic=personnel&topic=preparation")
    form = text[text.index('role="search"') : text.index("</form>")]
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)">', form)
    assert hidden == [("topic", "personnel"), ("topic", "preparation"), ("alias", "no"), ("limit", "7")]
    plain = page(web, "/tim-kiem?q=nhân")
    assert 'type="hidden"' not in plain[: plain.index("</form>")]


def test_bars_lead_to_their_days_without_a_script_too(web: TestClient) -> None:
    text = page(web, "/tim-kiem?q=đại+hội&from=2025-09-20&to=2025-09-30")
    links = re.findall(r'<td class="date"><a href="([^"]+)">\d\d/\d\d/\d{4}</a></td><td class="number">(\d+)</td>', text)
    assert len(links) > 3
    for href, count in links:
        assert f"<strong>{count} bài</strong>" in page(web, unescape(href))


def test_days_that_were_asked_for_stand_among_their_neighbours_and_every_day_is_one_link_away(web: TestClient) -> None:
    text = page(web, "/tim-kiem?q=nhân+sự&from=2025-09-20&to=2025-09-30")
    assert "20/09/2025 – 30/09/2025" in text
    assert '<a class="no-print" href="/tim-kiem?q=nh%C3%A2n+s%E1%BB%B1">Xem mọi ngày</a>' in text
    assert "Xem mọi ngày" not in page(web, "/tim-kiem?q=nhân+sự")


def test_many_values_of_a_filter_unfold_and_one_that_cannot_narrow_is_left_out() -> None:
    names = Names({}, {})
    many = [Bucket(f"nguon-{at}", 60 - at) for at in range(50)]
    groups = filter_groups(Asked(source=["nguon-20"]), {"source": many, "kind": [Bucket("portal", 99)]}, 99, names)
    assert [(len(one["choices"]), len(one["further"]), one["more"]) for one in groups] == [(12, 28, 10)]
    assert [one.label for one in groups[0]["further"] if one.on] == ["nguon-20"]
    held = filter_groups(Asked(kind=["portal"]), {"kind": [Bucket("portal", 99)]}, 99, names)
    assert [one.href for one in held[0]["choices"]] == ["/tim-kiem"]
    assert filter_groups(Asked(), {"kind": [Bucket("portal", 98)]}, 99, names)


DAYS = st.dates(date(1990, 1, 1), date(2030, 1, 1))


@given(DAYS, st.lists(st.integers(0, 9), min_size=1, max_size=900), st.integers(-5, 905), st.integers(0, 900))
def test_strong_parts_of_bars_are_exactly_the_articles_of_the_picked_days(
    first: date, counts: list[int], start: int, length: int
) -> None:
    days = [first + timedelta(days=at) for at in range(len(counts))]
    picked = Span(first + timedelta(days=start), first + timedelta(days=start + length))
    buckets = [Bucket(day_number(day), count) for day, count in zip(days, counts, strict=True)]
    chart = histogram(buckets, picked)
    assert chart is None or sum(bar.picked for bar in chart.rows) == sum(
        count for day, count in zip(days, counts, strict=True) if picked.holds(day)
    )
    if chart is not None:
        drawn = chart.spec["datasets"]["bars"]
        strong = sum(value["high"] - value["low"] for value in drawn if value["picked"])
        pale = sum(value["high"] - value["low"] for value in drawn if not value["picked"])
        assert (strong, strong + pale) == (sum(bar.picked for bar in chart.rows), sum(counts))


@pytest.mark.parametrize("day", [date.min, date(2025, 9, 6), date.max])
def test_a_picked_day_has_neighbours_as_far_as_the_calendar_goes(day: date) -> None:
    around = neighbourhood([Bucket(day_number(day), 3)])
    assert around.first == max(day, date.min + timedelta(days=7)) - timedelta(days=7)
    assert around.last == min(day, date.max - timedelta(days=7)) + timedelta(days=7)
    chart = histogram([Bucket(day_number(day), 3)], Span(day, day))
    assert chart is not None
    assert sum(bar.picked for bar in chart.rows) == 3


def test_names_in_an_article_lead_to_what_else_bears_them(web: TestClient) -> None:
    text = page(web, "/bai-viet/1")
    links = dict(re.findall(r'<a href="(/tim-kiem\?q=[^"]+)">([^<]+)</a>', text))
    named = {name: href for href, name in links.items()}
    assert {"Thành ủy Trường Giang", "Bí thư, Thành ủy Trường Giang"} <= named.keys()
    for href in named.values():
        assert "<strong>36 bài</strong>" in page(web, href)


def test_an_article_leads_to_its_congress_and_its_outlet(web: TestClient) -> None:
    text = page(web, "/bai-viet/1")
    links = {name: unescape(href) for href, name in re.findall(r'<a href="(/tim-kiem\?[^"]+)">([^<]+)</a>', text)}
    congress = page(web, links["Đại hội Đảng bộ thành phố Trường Giang lần thứ I, nhiệm kỳ 2025–2030"])
    assert "Đại hội: Đại hội Đảng bộ thành phố Trường Giang" in congress
    assert 'href="/bai-viet/1"' in page(web, links["Báo Trường Giang"] + "&sort=oldest")


def test_an_article_shows_what_resembles_it_and_why(web: TestClient) -> None:
    text = page(web, "/bai-viet/1")
    similar = text[text.index("Bài tương tự") : text.index("Các lần sửa")]
    assert re.search(r'<a href="/bai-viet/\d+">', similar)
    assert "Cùng có: " in similar
    assert 'href="/bai-viet/1"' not in similar
