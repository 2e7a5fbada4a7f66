"""Case 20: edited twice, title changed, address changed, removed and restored, a captcha in between;
and outlets that got a new design: no false mass change."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crawlers.redesigns import redesigns_of
from lantoa.articles import ArticleStore
from lantoa.version_rows import changes
from tests.support.crawls import HOUR, START
from tests.support.ugly import HTML, PROSE, Crawled, crawled, link, markup, outlet, path, story
from tests.support.websites import Asked, Reply, Site

NEW = "/chinh-tri/dai-hoi-dang-bo-lan-thu-doi-10001.html"
CAPTCHA = Reply(403, b"<html><title>Just a moment...</title><script>window._cf_chl_opt={}</script></html>", HTML)
BANNER = "Tải ứng dụng của báo để nhận tin nhanh nhất mỗi sáng cùng hàng triệu bạn đọc."
MANY = [f"so{number}" for number in range(6)]


def twice(asked: Asked) -> Reply:
    return story("Bài sửa hai lần", more=("", "Bổ sung lần đầu.", "Bổ sung lần hai.")[min(asked.nth, 3) - 1])


def retitled(asked: Asked) -> Reply:
    return story("Phường chuẩn bị đại hội" if asked.nth == 1 else "Phường hoãn ngày mở đại hội")


def moved(asked: Asked) -> Reply:
    return story("Bài đổi địa chỉ") if asked.nth == 1 else Reply(301, headers={"Location": NEW})


def restored(asked: Asked) -> Reply:
    return Reply(404) if 2 <= asked.nth <= 4 else story("Bài bị gỡ rồi đăng lại")


def challenged(asked: Asked) -> Reply:
    return CAPTCHA if asked.nth in (2, 3) else story("Bài sau trang kiểm tra")


def failing(asked: Asked) -> Reply:
    return Reply(503) if asked.nth in (2, 3) else story("Bài lúc máy chủ lỗi")


def counting(asked: Asked) -> Reply:
    return story("Bài có số lượt xem", more=f"{asked.nth * 117} lượt xem")


def framed(asked: Asked) -> Reply:
    """The same article, with what the new design puts under each text."""
    return story(f"Bài {asked.path[-12:-11]} trong khung mới", more="" if asked.nth == 1 else BANNER)


def emptied(asked: Asked) -> Reply:
    """The same head, and only the first paragraph: the rest comes by script now."""
    number = asked.path[-12:-11]
    own = " ".join(f"Việc thứ {number}{each} của riêng phường số {number} được bàn kỹ." for each in range(9))
    whole = markup(f"Bài {number} mất thân bài", more=own)
    short = whole.replace(own, f"Mời bạn đọc bản đầy đủ, mã {number * 3}.")
    return Reply(200, (whole if asked.nth == 1 else short).encode(), HTML)


def changing() -> Site:
    articles: dict[str, Site | Reply] = {
        "hailan": twice, "tua": retitled, "doi": moved, "mat": restored, "robot": challenged, "loi": failing,
        "xem": counting, "yen": story("Bài không đổi"),
    }  # fmt: skip
    known = outlet("sua", articles)
    return lambda asked: story("Bài đổi địa chỉ") if asked.path == NEW else known(asked)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    sites = {
        "sua.test": changing(),
        "khung.test": outlet("khung", dict.fromkeys(MANY, framed)),
        "rong.test": outlet("rong", dict.fromkeys(MANY, emptied)),
    }
    with crawled(tmp_path_factory.mktemp("case"), sites, until=START + 80 * HOUR) as found:
        found.extract()
        yield found


def kinds(case: Crawled, name: str, host: str = "sua") -> list[tuple[str, ...]]:
    store = ArticleStore(case.world.database)
    return [each.kinds for each in store.history(case.article(link(host, name)).id)]


def test_an_article_edited_twice_has_three_versions(case: Crawled) -> None:
    assert kinds(case, "hailan") == [(), ("body",), ("body",)]
    assert "lần hai" in case.article(link("sua", "hailan")).article.text


def test_a_changed_title_is_told_as_that(case: Crawled) -> None:
    assert kinds(case, "tua") == [(), ("title",)]


def test_a_moved_article_is_the_same_one_under_its_new_address(case: Crawled) -> None:
    assert kinds(case, "doi") == [(), ("url",)]
    found = case.article(link("sua", "doi"))
    assert found.article.url == f"http://sua.test{NEW}"
    assert [url for url in case.articles() if "-doi-" in url] == [found.article.url]
    assert found.removed_at is None


def test_a_removal_and_a_restoration_are_both_told(case: Crawled) -> None:
    found = case.article(link("sua", "mat"))
    [removal] = ArticleStore(case.world.database).removals(found.id)
    assert removal.restored_at is not None
    assert removal.removed_at - START >= 36 * HOUR
    assert removal.restored_at > removal.removed_at
    assert (found.removed_at, kinds(case, "mat")) == (None, [()])


@pytest.mark.parametrize("name", ["robot", "loi", "xem", "yen"])
def test_captcha_errors_and_counters_are_neither_edits_nor_removals(case: Crawled, name: str) -> None:
    found = case.article(link("sua", name))
    assert (kinds(case, name), found.removed_at, case.fate(link("sua", name))) == ([()], None, "stored")
    assert ArticleStore(case.world.database).removals(found.id) == []


def test_a_captcha_is_never_archived(case: Crawled) -> None:
    assert all(b"_cf_chl_opt" not in each.body for each in case.world.pages(link("sua", "robot")))


def test_a_new_design_makes_no_edits(case: Crawled) -> None:
    assert changes(case.world.database, "khung") == changes(case.world.database, "rong") == []
    texts = {one.article.text for url, one in case.articles().items() if "khung" in url or "rong" in url}
    assert all(PROSE[2] in text and BANNER not in text for text in texts)


def test_it_is_listed_for_somebody_to_look_at(case: Crawled) -> None:
    noticed = {each.source: each for each in redesigns_of(case.world.database)}
    assert {source: each.verdict for source, each in noticed.items()} == {"khung": "boilerplate", "rong": "held"}
    assert (noticed["khung"].lines, noticed["rong"].changed, noticed["rong"].revisited) == ((BANNER,), 6, 6)
    held = [url for url, word in case.outcomes().items() if word == "redesign"]
    assert sorted(held) == [link("rong", each) for each in MANY]


def test_the_edits_of_an_outlet_without_a_new_design_stay_edits(case: Crawled) -> None:
    assert len(changes(case.world.database, "sua")) == 4
    assert path("hailan") in case.kept("sua")
