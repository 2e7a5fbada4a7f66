"""The parts of the crawling machinery that need no network."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from scrapy.resolver import dnscache
from scrapy.settings import default_settings
from twisted.python.failure import Failure

from crawlers.answers import LONGEST_PAUSE, PAUSE, asked_pause, is_html
from crawlers.machinery.resolver import GuardedResolver, PrivateAddress
from crawlers.machinery.settings import scrapy_settings, user_agent
from crawlers.plan import CrawlPlan
from crawlers.soft_gone import says_gone
from lantoa.article import Page
from tests.support.crawls import make_world

NOW = datetime(2025, 9, 1, tzinfo=UTC)
PLAN = CrawlPlan("sqlite://", Path("archive"), ())


@pytest.mark.parametrize(
    ("status", "header", "pause"),
    [
        (503, "120", timedelta(minutes=2)),
        (429, "Mon, 01 Sep 2025 01:00:00 GMT", timedelta(hours=1)),
        (429, "", PAUSE),
        (429, "soon", PAUSE),
        (503, "", None),
        (503, "soon", None),
        (503, "99999999", LONGEST_PAUSE),
        (503, "Mon, 01 Sep 2005 01:00:00 GMT", timedelta(seconds=1)),
        (500, "120", None),
    ],
)
def test_a_pause_is_what_retry_after_says_within_reason(
    status: int, header: str, pause: timedelta | None
) -> None:
    assert asked_pause(status, header, NOW) == pause


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("text/html; charset=utf-8", b"<html>", True),
        ("", b"<html>", True),
        ("application/xhtml+xml", b"<html>", True),
        ("text/html", b"%PDF-1.7", False),
        ("application/json", b"{}", False),
        ("image/gif", b"GIF89a", False),
    ],
)
def test_html_is_told_by_type_and_first_bytes(kind: str, body: bytes, expected: bool) -> None:
    headers = (("Content-Type", kind),) if kind else ()
    assert is_html(Page("http://a.test/", "http://a.test/", NOW, 200, headers, body)) is expected


def test_a_heading_that_says_not_there_is_believed_but_not_of_an_article() -> None:
    gone = "<title>Không tìm thấy trang</title><h1>Xin lỗi</h1>".encode()
    assert says_gone(gone)
    assert says_gone("<h1 class='x'>Bài viết đã <b>bị xóa</b></h1>".encode())
    assert says_gone(b"<title>Kh&ocirc;ng t&igrave;m th&#7845;y</title>")
    assert not says_gone("<title>Đại hội Đảng bộ phường</title><p>Không tìm thấy</p>".encode())
    assert not says_gone(gone + b'<meta property="article:published_time" content="2025-09-01">')
    assert not says_gone(gone, known_title="Không tìm thấy nạn nhân")


def test_every_setting_is_one_that_scrapy_knows() -> None:
    unknown = [name for name in scrapy_settings(PLAN) if not hasattr(default_settings, name)]
    assert unknown == []


def test_what_bears_on_safety_is_set() -> None:
    settings = scrapy_settings(PLAN)
    off = (
        "REMOTE_CONTROL_ENABLED",
        "TELNETCONSOLE_ENABLED",
        "COOKIES_ENABLED",
        "METAREFRESH_ENABLED",
        "HTTPPROXY_ENABLED",
    )
    assert not any(settings[name] for name in off)
    assert settings["DOWNLOAD_VERIFY_CERTIFICATES"] is True
    assert settings["DOWNLOAD_MAXSIZE"] == 10 * 1024 * 1024
    assert settings["DOWNLOAD_DELAY"] >= 2
    assert settings["CONCURRENT_REQUESTS_PER_DOMAIN"] == 1
    assert settings["DOWNLOAD_SLOTS"] == {}


def test_the_user_agent_names_us_and_a_contact() -> None:
    assert user_agent("https://lantoa.test") == "LanToa/0.1 (+https://lantoa.test)"
    assert user_agent("") == "LanToa/0.1"


@pytest.mark.parametrize(
    ("address", "allowed"), [("127.0.0.1", False), ("10.1.2.3", False), ("113.160.1.1", True)]
)
def test_a_name_that_leads_inside_is_not_connected_to(address: str, allowed: bool) -> None:
    resolver = GuardedResolver(reactor=None, cache_size=10, timeout=1)  # type: ignore[arg-type]
    dnscache["trong.example"] = address
    got: list[object] = []
    resolver.getHostByName("trong.example").addBoth(got.append)
    del dnscache["trong.example"]
    (answer,) = got
    if allowed:
        assert answer == address
    else:
        assert isinstance(answer, Failure)
        assert answer.check(PrivateAddress)


def test_files_of_the_working_folder_stand_in_for_no_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "queue.py").write_text("raise SystemExit('not the standard library')", encoding="utf-8")
    world = make_world(tmp_path, {}, "")
    monkeypatch.chdir(tmp_path)
    assert world.crawl().complete
    world.database.close()
