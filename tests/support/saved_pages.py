"""Saved pages of sources, as `lantoa sources try ID --write FOLDER` leaves them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from crawlers.extract import extract
from crawlers.extract.show import article_json
from crawlers.sources import Sources
from lantoa.article import ZONE, Page

OURS = Path(__file__).resolve().parent.parent / "pages" / "sources"
"""Pages whose texts may be part of the project."""


def folders() -> list[Path]:
    """Ours, and the one that LANTOA_TEST_PAGES names: for texts that belong to their outlets."""
    named = os.environ.get("LANTOA_TEST_PAGES")
    return [each for each in (OURS, *([Path(named)] if named else [])) if each.is_dir()]


def saved_pages() -> Iterator[Path]:
    """Their expectations, one file each."""
    for folder in folders():
        yield from sorted(folder.glob("*.json"))


def read_again(file: Path, sources: Sources) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is expected of a saved page, and what is read from it with its source's stanza."""
    wanted = json.loads(file.read_text(encoding="utf-8"))
    fetched = datetime.fromisoformat(wanted["fetched_at"])
    headers = (("Content-Type", wanted["content_type"]),)
    page = Page(wanted["url"], wanted["url"], fetched, 200, headers, file.with_suffix(".html").read_bytes())
    found = article_json(extract(page, sources.by_id[wanted["source"]].hints(fetched.astimezone(ZONE).date())))
    del found["confidence"]
    return wanted["article"], found
