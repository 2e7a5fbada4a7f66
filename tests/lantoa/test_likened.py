"""The benchmark of likeness: edits are what they are called, B-cubed counts as defined."""

from __future__ import annotations

import gzip
import json
import lzma
import random
from pathlib import Path

import pytest

from lantoa.article import Article, Kind
from lantoa.bench.joined import fill_for_joining, join_row
from lantoa.bench.likened import bcubed, edits, likeness_rows


def story(seed: int) -> list[str]:
    """Eight paragraphs that no other seed repeats."""
    chance = random.Random(seed)
    return [" ".join(f"{chance.choice('bcdghk')}a{chance.randrange(900)}" for _ in range(25)) for _ in range(8)]


def article(seed: int) -> Article:
    return Article(f"t{seed}", Kind.ARTICLE, f"Tiêu đề {seed}", "", "\n".join(story(seed)))


def test_edits_are_what_they_are_called() -> None:
    made = edits(article(1), article(2), random.Random(3)).copies
    lines = story(1)
    assert sorted(made["reordered"].text.split("\n")) == sorted(lines)
    assert made["cut"].text.split("\n") == lines[: made["cut"].text.count("\n") + 1] != lines
    assert made["lead"].text.split("\n") == [story(2)[0], *lines[1:]]
    assert (made["title"].title, made["title"].text) == ("Tiêu đề 2", article(1).text)
    assert len({copy.url for copy in made.values()}) == 7


def test_bcubed_is_one_for_the_truth_and_loses_for_apart_and_for_together() -> None:
    true = {"a": "x", "b": "x", "c": "y", "d": "y"}
    assert bcubed(true, {"a": 1, "b": 1, "c": 2, "d": 2}) == 1
    assert bcubed(true, {"a": 1, "b": 2, "c": 3, "d": 4}) == pytest.approx(2 / 3)
    assert bcubed(true, dict.fromkeys(true, 1)) == pytest.approx(2 / 3)


@pytest.mark.slow
def test_every_row_stands_with_its_files_and_none_without(tmp_path: Path) -> None:
    corpus, clusters = tmp_path / "corpus.jsonl.xz", tmp_path / "clusters.jsonl.gz"
    texts = [{"title": f"T{at}", "sapo": "", "text": "\n".join(story(at))} for at in range(12)]
    with lzma.open(corpus, "wt", encoding="utf-8") as out:
        out.write("\n".join(json.dumps(one) for one in texts))
    reports = [
        {"cluster": at // 2, "published": f"2025-09-0{at // 2 + 1}T08:00:00+07:00", "title": "T", "summary": "S",
         "text": "\n".join(story(at // 2))}
        for at in range(6)
    ]  # fmt: skip
    with gzip.open(clusters, "wt", encoding="utf-8") as out:
        out.write("\n".join(json.dumps(one) for one in reports))
    rows = {row.name: row.value for row in likeness_rows(corpus, clusters, seed=1)}
    assert list(rows) == ["reprint.precision", "reprint.recall", "events.bcubed_f1"]
    assert rows["reprint.precision"] == rows["events.bcubed_f1"] == 1
    assert rows["reprint.recall"] > 0.9
    assert likeness_rows(None, None, 1) == []
    fill_for_joining(corpus, tmp_path, 20, 1)
    row = join_row(corpus, tmp_path, 20, 1)
    assert (row.name, row.unit) == ("join_ms_at_100k", "ms")
    assert 0 < row.value < 1000
