"""A public benchmark folder (ground-truth.json beside html/) scored as its own program does it."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from pathlib import Path

from crawlers.extract import NotHtml, extract
from lantoa.bench.pages import folder_pages, ground_truth
from lantoa.bench.table import Row
from lantoa.words import word

_TOKEN = re.compile(r"\w+")


def truth_row(folder: Path) -> Row:
    """F1 of runs of four tokens, case kept.

    Of each page the shared, surplus and missing runs are divided by their sum, so that long
    texts weigh no more than short ones. Precision and recall are the means of the pages'
    (pages with nothing to be precise about, or to recall, are left out of the mean), F1 is
    theirs. A body that is no HTML counts as an empty text.
    """
    truth = ground_truth(folder)
    counted = []
    for kept, stated in zip(folder_pages(folder), truth.values(), strict=True):
        try:
            text = extract(kept.page).text
        except NotHtml:
            text = ""
        counted.append(_counts(str(stated.get("articleBody") or ""), text))
    precision = statistics.mean(both / (both + surplus) for both, surplus, _ in counted if both + surplus)
    recall = statistics.mean(both / (both + missing) for both, _, missing in counted if both + missing)
    value = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    note = word("bench.truth", pages=len(counted), precision=f"{precision:.4f}", recall=f"{recall:.4f}")
    return Row("truth.f1", round(value, 4), "", ">= 0.96", note)


def _counts(expected: str, found: str) -> tuple[float, float, float]:
    """(shared, surplus, missing) runs of one page, as shares of their sum."""
    wanted, got = _runs(expected), _runs(found)
    both = (wanted & got).total()
    surplus, missing = got.total() - both, wanted.total() - both
    total = both + surplus + missing
    return (both / total, surplus / total, missing / total) if total else (0.0, 0.0, 0.0)


def _runs(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    return Counter(run for start in range(max(1, len(tokens) - 3)) if (run := tuple(tokens[start : start + 4])))
