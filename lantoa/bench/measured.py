"""The child that is measured: `python -m lantoa.bench.measured`, its job as JSON on stdin.

{"pages": folder or null, "ways": names, "rounds": n} -> {"ways": {name: [pages, seconds,
seconds of the parse alone]}, "peak": bytes}. Seconds are CPU time, the least of all rounds.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from functools import _lru_cache_wrapper
from pathlib import Path

from lxml import html

from crawlers.extract import Hints, read
from crawlers.extract.tree import compiled
from crawlers.sources import load_sources
from lantoa.article import Page
from lantoa.bench.pages import bench_pages, hints_of

Reader = Callable[[Page, Hints], object]
KEEPERS = ("trafilatura", "htmldate", "courlan", "justext", "crawlers")
"""Packages whose caches are emptied before a round: it would be the same pages they know. The
selectors of templates stay: they are made ready once a process, whatever the pages."""


def parse_alone(page: Page, _hints: Hints) -> object:
    """The ceiling: a tree of the bytes, nothing more."""
    return html.fromstring(page.body)


def naive(page: Page, _hints: Hints) -> object:
    """What a newcomer writes: trafilatura as it comes, with metadata, on the decoded text. No
    links are read."""
    import trafilatura

    text = page.body.decode("utf-8", "replace")
    return trafilatura.bare_extraction(text, url=page.final_url, with_metadata=True)


def main() -> None:
    """Measure as told."""
    job = json.loads(sys.stdin.readline())
    pages, sources = bench_pages(Path(job["pages"]) if job["pages"] else None), load_sources()
    plain = [(each.page, hints_of(sources, each, templates=False)) for each in pages]
    fitted = [(each.page, hints) for each in pages if (hints := hints_of(sources, each)).template]
    known: dict[str, tuple[Reader, Sequence[tuple[Page, Hints]]]] = {
        "generic": (read, plain),
        "template": (read, fitted),
        "naive": (naive, plain),
    }
    ways = {name: known[name] for name in job["ways"]}
    spent = [{name: _round(*way) for name, way in ways.items()} for _ in range(job["rounds"] + 1)]
    measured = {}
    for name, (_, given) in ways.items():
        seconds, alone = (min(one[name][column] for one in spent[1:]) for column in (0, 1))
        measured[name] = [len(given), seconds, alone]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"ways": measured, "peak": peak}))


def _round(way: Reader, given: Sequence[tuple[Page, Hints]]) -> tuple[float, float]:
    """(seconds of a way, seconds of the parse alone) over the same pages, one after the other."""
    for kept in gc.get_objects():
        if isinstance(kept, _lru_cache_wrapper) and kept is not compiled and _keeps(kept):
            kept.cache_clear()
    spent = []
    for each in (way, parse_alone):
        gc.collect()
        start = time.process_time()
        for page, hints in given:
            each(page, hints)
        spent.append(time.process_time() - start)
    return spent[0], spent[1]


def _keeps(kept: object) -> bool:
    return str(kept.__module__).partition(".")[0] in KEEPERS


if __name__ == "__main__":
    main()
