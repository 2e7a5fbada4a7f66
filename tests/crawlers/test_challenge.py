"""A page that asks whether a person is there says nothing of the article."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawlers.answers import verdict
from crawlers.challenge import is_challenge
from crawlers.fates import Fate
from crawlers.plan import Rhythm
from crawlers.visits import GONE_VISITS, Due, after
from lantoa.article import Page

NOON = datetime(2025, 9, 6, 5, 0, tzinfo=UTC)
DUE = Due(
    id=1, url="https://bao.test/a", host="bao.test", source="bao", role="article", title="", every=None, page=1,
    etag="", last_modified="", digest="d", visits=2, tries=0, fate=Fate.STORED, stored_at=NOON, gone_count=0,
    gone_since=None, removed_at=None,
)  # fmt: skip
CLOUDFLARE = "<title>Just a moment...</title><h1>bao.test</h1><script>window._cf_chl_opt={cType:'managed'}</script>"
ASKED = (
    CLOUDFLARE,
    "<title>Attention Required! | Cloudflare</title>",
    "<title>Báo Thử</title><h1>Xác minh bạn là người</h1><p>Nhập mã bên dưới.</p>",
    "<title>Xác nhận bạn không phải là robot</title>",
    "<title>Kiểm tra bảo mật</title><p>Vui lòng chờ.</p>",
    "<title>Vui lòng nhập mã captcha</title>",
    "<html><head><script>document.cookie=\"D1N=abc\"+\"; path=/\";window.location.reload(true);</script></head></html>",
)
NOT_ASKED = (
    "<title>Thành ủy họp bàn công tác đại hội</title><h1>Thành ủy họp</h1><script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>",
    "<title>Captcha là gì? Just a moment</title><meta property='article:published_time' content='2025-09-06'>",
    "<title>Kiểm tra Đảng viên chấp hành Điều lệ</title><h1>Ủy ban Kiểm tra họp</h1>",
    "<title>Trang không tồn tại</title>",
)


def page(body: str, status: int = 200, **headers: str) -> Page:
    given = (("Content-Type", "text/html; charset=utf-8"), *headers.items())
    return Page("https://bao.test/a", "https://bao.test/a", NOON, status, given, body.encode())


@pytest.mark.parametrize("body", ASKED)
@pytest.mark.parametrize("status", [200, 403, 503])
def test_it_is_recognised_and_keeps_nothing(body: str, status: int) -> None:
    found = verdict(DUE, page(body, status), "allowed")
    assert (found.outcome.fate, found.keep) == (Fate.CHALLENGE, False)


@pytest.mark.parametrize("body", NOT_ASKED)
def test_other_pages_are_not_taken_for_one(body: str) -> None:
    assert not is_challenge(page(body))


def test_a_server_that_says_so_in_a_header_is_believed() -> None:
    assert is_challenge(page("<title>Báo</title>", 403, **{"cf-mitigated": "challenge"}))


def test_however_often_it_comes_nothing_is_held_to_be_gone() -> None:
    for _ in range(2 * GONE_VISITS):
        state = after(verdict(DUE, page(CLOUDFLARE, 403), "allowed").outcome, Rhythm())
        assert (state["fate"], state["gone_count"], state["removed_at"]) == ("stored", 0, None)
