"""The guides: the files of docs/ as pages, with their pictures; links lead on inside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from lantoa.web.failures import install_failures
from lantoa.web.guide import GUIDES, anchor, guide, guide_router

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    app.include_router(guide_router())
    install_failures(app)
    return TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)


@pytest.mark.parametrize("name", GUIDES)
def test_every_guide_is_a_page_with_its_contents(client: TestClient, name: str) -> None:
    page = client.get(f"/tro-giup/{name}").text
    headings = re.findall(r"^## (.*)$", (DOCS / f"{name}.md").read_text(encoding="utf-8"), re.MULTILINE)
    for heading in headings:
        assert f'<a href="#{anchor(heading)}">' in page
        assert f'id="{anchor(heading)}"' in page


def test_help_is_the_guide(client: TestClient) -> None:
    assert client.get("/tro-giup").text == client.get("/tro-giup/huong-dan").text


def test_every_picture_of_the_guide_is_there(client: TestClient) -> None:
    pictures = re.findall(r'src="([^"]+)"', guide(GUIDES[0]).html)
    assert len(pictures) >= 10
    for address in pictures:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["content-type"] == "image/png"
        assert answer.content.startswith(b"\x89PNG")


def test_a_link_to_another_guide_leads_to_its_page() -> None:
    assert '<a href="/tro-giup/cau-tim">' in guide(GUIDES[0]).html


@pytest.mark.parametrize("path", ["/tro-giup/decisions", "/tro-giup/hinh/khong-co.png", "/tro-giup/hinh/..%2Fapi.md", "/tro-giup/hinh/x.md"])
def test_nothing_else_is_handed_out(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
