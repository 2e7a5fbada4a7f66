"""How well articles are grouped: reprints made by editing, events."""

from __future__ import annotations

import gzip
import json
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from lantoa.article import UNDATED, Article, Kind, Moment, Origin, Tags
from lantoa.articles import ArticleStore
from lantoa.bench.table import Row
from lantoa.bench.texts import corpus_articles
from lantoa.database import Database, open_database
from lantoa.migrations import migrate
from lantoa.words import word
from nlp.group import group_due

BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
EDITED = 100
"""Texts of which every kind of edit is made."""
LONG_ENOUGH = 6
"""Paragraphs of a text that can be cut and reordered."""

Groups = dict[str, int]


@dataclass(frozen=True, slots=True)
class Edited:
    """A text and what other outlets made of it, by kind of edit."""

    original: Article
    copies: dict[str, Article]


def likeness_rows(corpus: Path | None, clusters: Path | None, seed: int) -> list[Row]:
    """What groups are worth. corpus: corpus40k.jsonl.xz; clusters: mds.jsonl.gz; without one its
    rows are missing."""
    rows = _reprint_rows(list(numbered_texts(corpus, 20 * EDITED)), seed) if corpus is not None else []
    return rows + ([_events_row(clusters)] if clusters is not None else [])


def edits(article: Article, other: Article, chance: random.Random) -> Edited:
    """What outlets do to a text they reprint. other: an unrelated text, lends lead and title."""
    lines = article.text.split("\n")
    kept = max(1, round(len(lines) * chance.uniform(0.5, 0.8)))
    moved = lines[:]
    chance.shuffle(moved)
    lead = other.text.split("\n")[0]
    combined = [lead, *chance.sample(lines, kept), f"Theo {other.title}"]
    made = {
        "cut": lines[:kept], "reordered": moved, "lead": [lead, *lines[1:]], "title": lines,
        "credit": [*lines, "Theo Thông tấn xã"], "typos": _misspelled(lines, chance), "combined": combined,
    }  # fmt: skip
    return Edited(
        article,
        {
            kind: replace(
                article,
                url=f"{article.url}/{kind}",
                title=other.title if kind in ("title", "combined") else article.title,
                text="\n".join(text),
            )
            for kind, text in made.items()
        },
    )


def _misspelled(lines: Sequence[str], chance: random.Random) -> list[str]:
    """One word in fifty loses its last letter."""
    return [
        " ".join(word[:-1] if chance.random() < 0.02 else word for word in line.split(" ")) for line in lines
    ]


def _reprint_rows(texts: Sequence[Article], seed: int) -> list[Row]:
    chance = random.Random(seed)
    long = [one for one in texts if one.text.count("\n") + 1 >= LONG_ENOUGH]
    chosen = chance.sample(long, min(EDITED, len(long) // 2))
    made = [edits(one, other, chance) for one, other in zip(chosen, reversed(chosen), strict=True)]
    copies = [copy for each in made for copy in each.copies.values()]
    chance.shuffle(copies)
    got = _grouped([*texts, *copies])
    true = {one.url: one.url.split("/")[0] for one in (*texts, *copies)}
    same, said, meant = _pairs(true, got)
    lost = Counter(
        kind for each in made for kind, copy in each.copies.items() if got[copy.url] != got[each.original.url]
    )
    note = word("likened.reprints", seed=seed, copies=len(copies), texts=len(texts), wrong=said - same)
    missed = ", ".join(f"{kind} {count}" for kind, count in sorted(lost.items())) or "0"
    return [
        Row("reprint.precision", same / max(1, said), "", ">= 0.99", note),
        Row("reprint.recall", same / max(1, meant), "", ">= 0.95", word("likened.lost", missed=missed)),
    ]


def _grouped(texts: Sequence[Article], event: bool = False) -> Groups:
    """url -> reprint group (or event group), grouped by the one writer in a scratch database."""
    with tempfile.TemporaryDirectory() as folder:
        store, database = store_in(Path(folder))
        fill(store, texts)
        group_due(database, store)
        found = {
            one.article.url: (one.event_group if event else one.reprint_group) or 0
            for one in store.everything()
        }
        database.close()
    return found


def _pairs(true: dict[str, str], got: Groups) -> tuple[int, int, int]:
    """Pairs of one group: (in both, as found, as meant)."""

    def within(counts: Counter[object]) -> int:
        return sum(count * (count - 1) // 2 for count in counts.values())

    both: Counter[object] = Counter((group, got[url]) for url, group in true.items())
    return within(both), within(Counter(got.values())), within(Counter(true.values()))


def _events_row(path: Path) -> Row:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    texts = [
        Article(
            str(number), Kind.ARTICLE, row["title"], row["summary"], f"{row['summary']}\n{row['text']}",
            Moment.of(datetime.fromisoformat(row["published"]), "stated", 1.0),
        )
        for number, row in enumerate(rows)
    ]  # fmt: skip
    true = {str(number): str(row["cluster"]) for number, row in enumerate(rows)}
    value = bcubed(true, _grouped(texts, event=True))
    alone = bcubed(true, {url: at for at, url in enumerate(true)})
    note = word("likened.events", articles=len(rows), events=len(set(true.values())), alone=f"{alone:.3f}")
    return Row("events.bcubed_f1", value, "", "", note)


def bcubed(true: dict[str, str], got: Groups) -> float:
    """F1 of B-cubed precision and recall of a partition; the same keys in both."""
    meant, said = Counter(true.values()), Counter(got.values())
    both = Counter((group, got[url]) for url, group in true.items())
    precision = sum(count * count / said[found] for (_, found), count in both.items()) / len(true)
    recall = sum(count * count / meant[group] for (group, _), count in both.items()) / len(true)
    return 2 * precision * recall / (precision + recall)


def store_in(folder: Path) -> tuple[ArticleStore, Database]:
    """The scratch store of this folder, made where there is none."""
    database = open_database(f"sqlite:///{folder / 'bench.db'}")
    migrate(database)
    return ArticleStore(database), database


def fill(store: ArticleStore, texts: Sequence[Article] | Iterator[Article]) -> None:
    """Store articles as tagged, one of every five minutes where they have no date."""
    for number, article in enumerate(texts):
        dated = (
            article
            if article.published != UNDATED
            else replace(article, published=Moment.of(BEGIN + timedelta(minutes=5 * number), "stated", 1.0))
        )
        store.save(dated, source="bench", origin=Origin.IMPORT, ref=article.url, seen_at=BEGIN, extractor=1)
    while due := store.untagged(1):
        store.save_tags([(one, Tags(1)) for one in due])


def numbered_texts(path: Path, most: int) -> Iterator[Article]:
    """Without a "/" in their urls: a copy's stands behind its original's."""
    for number, article in enumerate(islice(corpus_articles(path), most)):
        yield replace(article, url=f"t{number}")
