"""Only this machine is served without a token; with one, every request but health wants it."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from lantoa.errors import Misuse
from lantoa.web.assets import Assets
from lantoa.web.failures import install_failures
from lantoa.web.guard import COOKIE, Guard, check_binding, session_value
from lantoa.web.sign_in import sign_in_router

TOKEN = "một mã đủ dài để thử"
HERE = "http://127.0.0.1:8000"


def client(token: str = "", host: str = "127.0.0.1", base: str = HERE) -> TestClient:
    app = FastAPI()
    app.include_router(sign_in_router(token, Assets(lambda: b"")))
    app.add_api_route("/api/v1/health", lambda: {"status": "ok"})
    app.add_api_route("/api/v1/search", lambda: {"total": 0})
    app.add_api_route("/tim-kiem", lambda: {"page": "search"})
    app.add_api_route("/ghi", lambda: {"done": True}, methods=["POST"])
    install_failures(app)
    app.add_middleware(Guard, host=host, token=token)
    return TestClient(app, base_url=base, follow_redirects=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_loopback_needs_no_token(host: str) -> None:
    check_binding(host, "")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.168.1.5", "lantoa.example"])
def test_another_address_is_refused_without_a_token(host: str) -> None:
    with pytest.raises(Misuse, match="LANTOA_TOKEN"):
        check_binding(host, "")
    check_binding(host, TOKEN)


@pytest.mark.parametrize("base", [HERE, "http://localhost:8000", "http://[::1]:8000"])
def test_names_of_this_machine_are_answered(base: str) -> None:
    assert client(base=base).get("/tim-kiem").status_code == 200


def test_a_foreign_name_for_this_machine_is_refused() -> None:
    answer = client().get("/api/v1/search", headers={"Host": "evil.example:8000"})
    assert answer.status_code == 400
    assert "evil.example" in answer.json()["detail"]


def test_bound_to_every_address_an_ip_is_a_known_name_but_a_strange_name_is_not() -> None:
    web = client(token=TOKEN, host="0.0.0.0")
    signed = {"Authorization": "Bearer " + "x"}
    assert web.get("/tim-kiem", headers={"Host": "192.168.1.5:8000", **signed}).status_code == 401
    assert web.get("/tim-kiem", headers={"Host": "evil.example", **signed}).status_code == 400


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": HERE}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1:9999"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
    ],
)
def test_a_form_of_another_page_is_not_taken(headers: dict[str, str], status: int) -> None:
    assert client().post("/ghi", headers=headers).status_code == status


def test_with_a_token_everything_but_health_wants_it() -> None:
    web = client(TOKEN)
    assert web.get("/api/v1/health").status_code == 200
    refused = web.get("/api/v1/search")
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert web.get("/api/v1/openapi.json").status_code == 401
    assert web.post("/ghi").status_code == 401


def test_the_token_opens_as_a_bearer() -> None:
    ascii_token = "0123456789abcdef"
    web = client(ascii_token)
    assert web.get("/api/v1/search", headers={"Authorization": f"Bearer {ascii_token}"}).status_code == 200
    assert web.get("/api/v1/search", headers={"Authorization": f"bearer  {ascii_token}"}).status_code == 200
    assert web.get("/api/v1/search", headers={"Authorization": f"Bearer {ascii_token}x"}).status_code == 401
    assert web.get("/api/v1/search", headers={"Authorization": ascii_token}).status_code == 401


def test_a_browser_is_led_to_the_form_and_back() -> None:
    web = client(TOKEN)
    asked = web.get("/tim-kiem?q=a", headers={"Accept": "text/html"})
    assert (asked.status_code, asked.headers["location"]) == (303, "/dang-nhap?next=/tim-kiem%3Fq%3Da")
    form = web.get(asked.headers["location"])
    assert 'name="next" value="/tim-kiem?q=a"' in form.text
    done = web.post("/dang-nhap", data={"token": TOKEN, "next": "/tim-kiem?q=a"})
    assert (done.status_code, done.headers["location"]) == (303, "/tim-kiem?q=a")
    assert web.get("/tim-kiem", headers={"Accept": "text/html"}).status_code == 200


def test_the_cookie_is_not_the_token_and_is_kept_from_scripts_and_other_sites() -> None:
    answer = client(TOKEN).post("/dang-nhap", data={"token": TOKEN})
    cookie = answer.headers["set-cookie"]
    assert session_value(TOKEN) in cookie
    assert TOKEN not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_a_wrong_token_sets_no_cookie() -> None:
    web = client(TOKEN)
    answer = web.post("/dang-nhap", data={"token": "sai"})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert "không đúng" in answer.text
    web.cookies.set(COOKIE, session_value("sai"))
    assert web.get("/api/v1/search").status_code == 401


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1", ""])
def test_the_form_leads_nowhere_else(place: str) -> None:
    answer = client(TOKEN).post("/dang-nhap", data={"token": TOKEN, "next": place})
    assert answer.headers["location"] == "/"


def test_signing_out_takes_the_cookie_away() -> None:
    web = client(TOKEN)
    web.post("/dang-nhap", data={"token": TOKEN})
    assert web.get("/api/v1/search").status_code == 200
    web.post("/dang-xuat")
    assert web.get("/api/v1/search").status_code == 401


def test_every_answer_says_that_only_this_server_may_be_loaded_from() -> None:
    web = client(TOKEN)
    for path in ("/api/v1/health", "/api/v1/search", "/dang-nhap", "/nowhere"):
        policy = web.get(path).headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
