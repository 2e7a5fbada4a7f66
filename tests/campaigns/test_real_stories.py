"""Spread and lag over real events of 2013, whose outlets and minutes are known: who was first, who followed when."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from datetime import datetime
from pathlib import Path

from campaigns.spread import spread
from lantoa.article import Article, Kind, Moment, Origin, StoredArticle

Row = dict[str, str]


def events(file: Path) -> list[list[Row]]:
    """Events told by two or more outlets that are named."""
    found: dict[str, list[Row]] = defaultdict(list)
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["outlet"] and row["published"]:
                found[row["cluster"]].append(row)
    return [rows for rows in found.values() if len({row["outlet"] for row in rows}) > 1]


def told(rows: list[Row]) -> list[StoredArticle]:
    ordered = sorted(rows, key=lambda row: datetime.fromisoformat(row["published"]))
    return [
        StoredArticle(
            number, Article(f"http://mds.test/{row['id']}", Kind.ARTICLE, row["title"], "", row["title"], Moment.of(datetime.fromisoformat(row["published"]), "meta", 1)),
            row["outlet"], Origin.IMPORT, datetime.fromisoformat(row["published"]), "r", reprint_group=1, is_original=number == 1,
        )
        for number, row in enumerate(ordered, 1)
    ]  # fmt: skip


def test_first_publisher_and_lags_are_those_of_the_data(shared_data: Path) -> None:
    real = events(shared_data / "clusters" / "mds.jsonl.gz")
    assert len(real) > 100
    for rows in real:
        found = spread(told(rows), {row["outlet"] for row in rows})
        times = sorted(datetime.fromisoformat(row["published"]) for row in rows)
        first = [row["outlet"] for row in rows if datetime.fromisoformat(row["published"]) == times[0]]
        assert found.story.original.source in first
        assert [one.lag for one in found.appearances] == [at - times[0] for at in times]
        assert found.story.outlets == found.in_panel == len({row["outlet"] for row in rows})
        opened = sorted(min(datetime.fromisoformat(row["published"]) for row in rows if row["outlet"] == outlet) for outlet in {row["outlet"] for row in rows})
        assert found.half == opened[max(1, -(-len(opened) // 2) - 1)] - times[0]
