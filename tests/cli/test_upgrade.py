"""A folder whose index another release made: the index step builds anew, all else says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from search_api.index import SCHEMA
from tests.support.ports import free_port
from tests.support.terminal import Terminal

DONE, MISUSE, PARTLY = 0, 2, 3


@pytest.fixture
def upgraded(lantoa: Terminal, article: Path) -> Terminal:
    """One article; the index says that an older release made it."""
    assert lantoa("import", article).code == DONE
    remade(lantoa, SCHEMA - 1)
    return lantoa


def remade(lantoa: Terminal, schema: int) -> None:
    (build,) = (lantoa.data / "index").glob("v*-1")
    build.rename(build.with_name(f"v{schema}-1"))


def builds(lantoa: Terminal) -> list[str]:
    return sorted(path.name for path in (lantoa.data / "index").iterdir() if path.is_dir())


def test_what_asks_the_old_index_says_what_to_do(upgraded: Terminal) -> None:
    upgraded.write("c.toml", CAMPAIGN)
    assert upgraded("campaign", "import", upgraded.folder / "c.toml").code == DONE
    for typed in (("index", "--check"), ("reach", "thu"), ("serve",)):
        ended = upgraded(*typed, port=free_port())
        assert (ended.code, "lantoa index --rebuild" in ended.line) == (MISUSE, True), typed
    doctor = upgraded("doctor", "--json")
    assert doctor.code == PARTLY
    (ill,) = [one for one in doctor.json["checks"] if not one["well"]]
    assert (ill["name"], "lantoa index --rebuild" in ill["found"]) == ("index", True)
    assert builds(upgraded) == [f"v{SCHEMA - 1}-1"], "nothing was made and nothing deleted"


@pytest.mark.parametrize("typed", [("index",), ("index", "--rebuild")])
def test_the_index_is_built_anew(upgraded: Terminal, typed: tuple[str, ...]) -> None:
    assert upgraded(*typed).code == DONE
    assert upgraded("index", "--check").code == DONE
    assert upgraded("doctor").code == DONE
    assert builds(upgraded) == [f"v{SCHEMA}-2"]
    assert upgraded("index", "--json").json[0]["done"] == 0


def test_the_next_import_builds_it_too(upgraded: Terminal) -> None:
    page = (upgraded.folder / "bai.html").read_text(encoding="utf-8").replace("nuoc-sach", "cau-moi")
    ended = upgraded("import", upgraded.write("bai-2.html", page), "--json")
    assert (ended.code, ended.json[-1]["step"], ended.json[-1]["done"]) == (DONE, "index", 2)
    assert upgraded("index", "--check").code == DONE


def test_the_index_of_a_newer_release_is_not_built_over_unasked(lantoa: Terminal, article: Path) -> None:
    assert lantoa("import", article).code == DONE
    remade(lantoa, SCHEMA + 1)
    ended = lantoa("index")
    assert (ended.code, "mới hơn" in ended.line) == (MISUSE, True)
    assert builds(lantoa) == [f"v{SCHEMA + 1}-1"]
    assert lantoa("index", "--rebuild").code == DONE
    assert lantoa("index", "--check").code == DONE


CAMPAIGN = """
id = "thu"
name = "Thử"
start = 2025-02-01
panel = "central"
[[congress]]
id = "a"
name = "A"
level = "commune"
"""
