"""How well and how fast articles are grouped: reprints made by editing, events, joining."""

from __future__ import annotations

import gzip
import json
import random
import secrets
import tempfile
import time
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
from nlp.group import BATCH, GROUPER, Batch, group_due

BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
EDITED = 100
"""Texts of which every kind of edit is made."""
LONG_ENOUGH = 6
"""Paragraphs of a text that can be cut and reordered."""
JOINED = 1000

Groups = dict[str, int]


@dataclass(frozen=True, slots=True)
class Edited:
    """A text and what other outlets made of it, by kind of edit."""

    original: Article
    copies: dict[str, Article]


def likeness_rows(
    corpus: Path | None, clusters: Path | None, docs: int = 100_000, seed: int | None = None
) -> list[Row]:
    """Rows of point 8. corpus: corpus40k.jsonl.xz; clusters: mds.jsonl.gz; without one its rows
    are missing. docs: articles stored before joining is timed. seed: None draws one, and the
    note says which."""
    drawn = secrets.randbelow(1_000_000) if seed is None else seed
    rows: list[Row] = []
    if corpus is not None:
        texts = list(_corpus(corpus, docs))
        rows += _reprint_rows(texts[: 20 * EDITED], drawn)
        rows.append(_join_row(texts, docs, drawn))
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
        store, database = _store(Path(folder))
        _fill(store, texts)
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


def _join_row(texts: Sequence[Article], docs: int, seed: int) -> Row:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        store, database = _store(Path(folder))
        _fill(store, _varied(texts, docs, chance))
        group_due(database, store)
        alone = _joining(store, database, [_mixed(texts, f"a{at}", chance) for at in range(JOINED // 5)], 1)
        many = _joining(store, database, [_mixed(texts, f"b{at}", chance) for at in range(JOINED)], BATCH)
        database.close()
    note = word("likened.join", docs=docs, texts=len(texts), batch=BATCH, many=f"{many:.2f}")
    return Row("join_ms_at_100k", alone, "ms", "<= 5", note)


def _joining(store: ArticleStore, database: Database, texts: Sequence[Article], batch: int) -> float:
    """CPU milliseconds an article."""
    _fill(store, texts)
    start = time.process_time()
    while due := store.ungrouped(GROUPER, batch):
        Batch(database, due).run(store)
    return (time.process_time() - start) * 1000 / len(texts)


def _store(folder: Path) -> tuple[ArticleStore, Database]:
    database = open_database(f"sqlite:///{folder / 'bench.db'}")
    migrate(database)
    return ArticleStore(database), database


def _fill(store: ArticleStore, texts: Sequence[Article] | Iterator[Article]) -> None:
    for number, article in enumerate(texts):
        dated = (
            article
            if article.published != UNDATED
            else replace(article, published=Moment.of(BEGIN + timedelta(minutes=5 * number), "stated", 1.0))
        )
        store.save(dated, source="bench", origin=Origin.IMPORT, ref=article.url, seen_at=BEGIN, extractor=1)
    while due := store.untagged(1):
        store.save_tags([(one, Tags(1)) for one in due])


def _varied(texts: Sequence[Article], docs: int, chance: random.Random) -> Iterator[Article]:
    """So many articles: each text once, then mixtures of them."""
    yield from texts
    for number in range(len(texts), docs):
        yield _mixed(texts, f"m{number}", chance)


def _mixed(texts: Sequence[Article], url: str, chance: random.Random) -> Article:
    """A third of the paragraphs of each of three texts: like none of them."""
    parts = [chance.choice(texts).text.split("\n") for _ in range(3)]
    lines = [line for part in parts for line in chance.sample(part, max(1, len(part) // 3))]
    return Article(url, Kind.ARTICLE, url, "", "\n".join(lines))


def _corpus(path: Path, most: int) -> Iterator[Article]:
    """Without a "/" in their urls: a copy's stands behind its original's."""
    for number, article in enumerate(islice(corpus_articles(path), most)):
        yield replace(article, url=f"t{number}")
