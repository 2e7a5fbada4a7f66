"""Pages saved by `lantoa sources try --write` give the article that a person put right."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawlers.sources import SHIPPED, load_sources
from tests.support.saved_pages import read_again, saved_pages

LOCAL = Path("sources.local.toml")
PAGES = list(saved_pages())


@pytest.mark.skipif(not PAGES, reason="no saved pages of sources; LANTOA_TEST_PAGES names a folder of them")
@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.stem)
def test_a_saved_page_of_a_source_gives_the_expected_article(file: Path) -> None:
    sources = load_sources((SHIPPED, LOCAL) if LOCAL.exists() else (SHIPPED,))
    wanted, found = read_again(file, sources)
    assert found == wanted
