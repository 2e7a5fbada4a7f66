"""The fixed questions of the search benchmarks, and what is made of the times they took."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from time import perf_counter
from types import MappingProxyType

import numpy as np

from search_api.asked import Asked
from search_api.finding import listed, query_of
from search_api.services import Services

FILE = Path(__file__).parent / "queries.toml"
APART = "frequent_phrase"
"""The class that stands in no percentile but its own."""
ROUNDS = 5
DAWN = date(1900, 1, 1)
"""The days from here on lie before every article: each makes another question with the same answer."""

Times = dict[str, list[float]]
"""Class -> milliseconds of each question, all rounds."""


@cache
def questions() -> Mapping[str, Sequence[str]]:
    """Class -> what is typed, as in queries.toml."""
    return MappingProxyType(tomllib.loads(FILE.read_text(encoding="utf-8"))["class"])


def timed(ask: Callable[[str], object], rounds: int = ROUNDS) -> Times:
    """Every question so many times, the classes in turn, after a round that is not counted."""
    took: Times = {name: [] for name in questions()}
    for turn in range(rounds + 1):
        for name, typed in questions().items():
            for one in typed:
                start = perf_counter()
                ask(one)
                if turn:
                    took[name].append((perf_counter() - start) * 1000)
    return took


def searched(ours: Services, typed: str) -> object:
    """What is read, found, fetched and highlighted for one page of twenty, without counts."""
    asked = Asked(q=typed)
    return listed(ours, asked, query_of(ours, asked))


def percentile(took: Times, share: float, *, of: str = "") -> float:
    """Milliseconds that this share of the questions stayed under: of one class, else of all but APART."""
    chosen = took[of] if of else [one for name, times in took.items() if name != APART for one in times]
    return round(float(np.percentile(chosen, share)), 3)
