"""An outlet has moved when everything it answers leads to one other host."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawlers.moved import moved_line, moved_to
from crawlers.sources import load_sources
from tests.support.crawls import stanza

THERE = "https://www.moi.test/rss"


@pytest.mark.parametrize(
    ("visits", "host"),
    [
        ([("off_panel", THERE)], "moi.test"),
        ([("off_panel", THERE), ("off_panel", "https://m.moi.test/")], "moi.test"),
        ([("off_panel", THERE), ("timeout", "https://cu.test/"), ("robots_later", "https://cu.test/")], "moi.test"),
        ([("off_panel", THERE), ("off_panel", "https://khac.test/")], ""),
        ([("off_panel", THERE), ("read", "https://cu.test/")], ""),
        ([("off_panel", THERE), ("gone", "https://cu.test/rss")], ""),
        ([("timeout", "https://cu.test/")], ""),
        ([], ""),
    ],
)
def test_all_that_was_answered_must_lead_to_one_host(visits: list[tuple[str, str]], host: str) -> None:
    assert moved_to(visits) == host


def test_the_line_says_what_to_write_or_which_source_it_is(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(stanza("cu", "/rss") + stanza("moi", "/rss"), encoding="utf-8")
    sources = load_sources([file])
    assert 'hosts = ["ten-moi.test"]' in moved_line(sources.by_id["cu"], "ten-moi.test", sources)
    taken = moved_line(sources.by_id["cu"], "moi.test", sources)
    assert '"moi"' in taken
    assert "hosts" not in taken
