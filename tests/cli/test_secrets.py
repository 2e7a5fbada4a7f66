"""Password and key of the index stand in nothing that a person or a file sees."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from lantoa.cli.house import open_house
from lantoa.cli.serving import application
from lantoa.settings import load_settings
from search_api.open_index import open_index
from tests.support.terminal import Terminal

SECRET = "Ym1raG9uZ25vaQ"
DOWN = "127.0.0.1:1"


@pytest.mark.parametrize("url", [f"http://lan:{SECRET}@{DOWN}/", f"https://{DOWN}/?api_key={SECRET}"])
def test_an_index_that_is_down_tells_no_secret(lantoa: Terminal, article: Path, url: str) -> None:
    told = ""
    for typed in (("import", article), ("index",), ("index", "--check"), ("doctor",), ("doctor", "--json")):
        ended = lantoa(*typed, index_url=url)
        assert ended.code != 0
        assert DOWN in ended.out + ended.err, typed
        told += ended.out + ended.err
    told += "".join(file.read_text(errors="ignore") for file in lantoa.data.rglob("*.log"))
    with open_house(load_settings({"LANTOA_DATA": str(lantoa.data)})) as house:
        vars(house)["index"] = vars(house)["bare_index"] = open_index(url)
        web = TestClient(application(house), base_url="http://127.0.0.1:8000")
        for path in ("/api/v1/health", "/api/v1/search", "/tim-kiem"):
            answer = web.get(path)
            assert answer.status_code == 503
            told += answer.text
    assert SECRET not in told


def test_a_wrong_address_tells_no_secret(lantoa: Terminal) -> None:
    for url in (f"htp://lan:{SECRET}@{DOWN}/", f"http://{DOWN}/?key={SECRET}", f"http://{DOWN}/?ca=x&api_key={SECRET}"):
        ended = lantoa("doctor", index_url=url)
        assert ended.code != 0
        assert SECRET not in ended.out + ended.err
