"""What the guide to queries shows is understood, and what it calls refused is refused."""

from __future__ import annotations

import re

import pytest

from search_api.query_lexer import ENGLISH, FILTERS
from search_api.query_text import QueryError, parse
from tests.docs.test_docs import ROOT

GUIDE = (ROOT / "docs" / "cau-tim.md").read_text(encoding="utf-8")
TYPED = [row.split("`")[1] for row in GUIDE.splitlines() if row.startswith("| `") and ":` |" not in row and ":` `" not in row]
VALUES = [one for one in re.findall(r"`([^`]*)`", GUIDE) if re.fullmatch(r"[^:]+:[^ ].*", one)]


@pytest.mark.parametrize("typed", [*TYPED, *VALUES])
def test_every_example_is_read(typed: str) -> None:
    assert parse(typed) is not None


@pytest.mark.parametrize("typed", ["tác giả:x", "a HOAC b", "a && b"])
def test_what_is_called_refused_is_refused(typed: str) -> None:
    with pytest.raises(QueryError):
        parse(typed)


def test_every_filter_is_listed() -> None:
    assert len(TYPED) == 6
    assert len(VALUES) >= 10
    listed = set(re.findall(r"`([^`:]+):`", GUIDE))
    assert listed >= set(FILTERS) | (set(ENGLISH) - {"organization"})
