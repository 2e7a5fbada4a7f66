"""Tags scored against annotated texts: with the shipped model, and with one trained on part of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from lantoa.article import Article, Kind, Moment, Tags
from lantoa.bench.table import Row
from lantoa.bench.texts import OWN
from lantoa.words import word
from nlp.crf.model import Model, shipped
from nlp.crf.training import lesson, train
from nlp.gold import Annotated, parted, read_gold
from nlp.score import Counts, Scores, score
from nlp.tag import tag

FOLDS = 5
"""Parts of our own texts: each is scored with a model that was trained on the others."""

FIGURES: dict[str, tuple[str, Callable[[Counts], float], str]] = {
    "entities_f1": ("entities", lambda one: one.f1, ">= 0.92"),
    "per_f1": ("PER", lambda one: one.f1, ">= 0.95"),
    "org_f1": ("ORG", lambda one: one.f1, ">= 0.92"),
    "loc_f1": ("LOC", lambda one: one.f1, ">= 0.85"),
    "office_p": ("office", lambda one: one.precision, ">= 0.95"),
    "office_r": ("office", lambda one: one.recall, ">= 0.85"),
    "congress_p": ("congress", lambda one: one.precision, ">= 0.95"),
    "congress_r": ("congress", lambda one: one.recall, ">= 0.88"),
    "congress_about": ("congress_about", lambda one: one.recall, ""),
    "about": ("about_accuracy", lambda one: one.recall, ""),
    "topics_f1": ("topic", lambda one: one.f1, ">= 0.8"),
    "dates_f1": ("date", lambda one: one.f1, ""),
}
"""Figure -> (what is counted, the figure of the counts, its goal on texts never seen)."""


def gold_rows(folder: Path) -> Iterator[Row]:
    """`shipped.` and `gold_trained.` over the texts for training and the held-out ones apart.

    The latter model learns from our own texts and those for training. Raises Misuse for a
    folder that holds no annotated texts.
    """
    known, held_out = parted(read_gold(folder))
    learned = train([lesson(one) for one in (*read_gold(OWN), *known)])
    for name, model in (("shipped", shipped()), ("gold_trained", learned)):
        for part, texts in (("train", known), ("heldout", held_out)):
            if texts:
                goals = part == "heldout"
                yield from figure_rows(f"{name}.{part}", score(texts, tagged(texts, model)), len(texts), goals)


def own_rows() -> Iterator[Row]:
    """`own.cv.`: our own texts, cross-validated."""
    texts = read_gold(OWN)
    lessons = [lesson(one) for one in texts]
    tags: dict[str, Tags] = {}
    for fold in range(FOLDS):
        learned = train([one for at, one in enumerate(lessons) if at % FOLDS != fold])
        tags |= tagged(texts[fold::FOLDS], learned)
    yield from figure_rows("own.cv", score(texts, tags), len(texts), goals=False)


def tagged(texts: Iterable[Annotated], model: Model) -> dict[str, Tags]:
    """Tags by id, of texts that come without a title."""
    return {one.id: tag(_article(one), None, model) for one in texts}


def figure_rows(name: str, scores: Scores, texts: int, goals: bool) -> Iterator[Row]:
    """A row for each of FIGURES."""
    for figure, (counted, value, goal) in FIGURES.items():
        counts = scores[counted]
        note = word("bench.tag_counts", right=counts.right, surplus=counts.surplus, missing=counts.missing, texts=texts)
        yield Row(f"{name}.{figure}", round(value(counts), 4), "", goal if goals else "", note)


def _article(text: Annotated) -> Article:
    published = Moment(None, text.published, "stated", 1.0)
    return Article(text.url or f"gold:{text.id}", Kind.ARTICLE, "", "", text.text, published)


__all__ = ["FIGURES", "figure_rows", "gold_rows", "own_rows", "tagged"]
