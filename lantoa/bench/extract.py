"""bench extract: how fast pages are read, against the parse alone; with --gold, how rightly."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from lantoa.bench.gold import gold_pages, gold_rows, score
from lantoa.bench.options import BARE, Options
from lantoa.bench.pages import SAVED, TRUTH, bench_pages
from lantoa.bench.table import Bench, Row
from lantoa.bench.truth import truth_row
from lantoa.errors import LantoaError, Misuse
from lantoa.words import word

ROUNDS = 5
GOALS = {"generic": ">= 0.11", "template": ">= 0.35", "naive": ""}


def bench_extract(options: Options) -> Bench:
    """Links, metadata and body of one parse, over the articles of a folder.

    NAME.share_of_parse: CPU seconds of `lxml.html.fromstring` alone on the same bytes,
    divided by those of the way: generic (no template), template (only pages of hosts that
    have one), naive (trafilatura as it comes, with metadata, without links). Ways and parse
    take turns in one child process; the best of several rounds counts, caches emptied
    before each. memory_mb: peak of a child that reads the pages the generic way alone.
    """
    if options.gold not in (None, BARE):
        raise Misuse(word("bench.gold_is_kept", folder=options.gold))
    bench_pages(options.pages)  # what is wrong with them is said here, not by a child that dies
    times = _child(options.pages, list(GOALS), ROUNDS)["ways"]
    alone = _child(options.pages, ["generic"], 1)["peak"]
    kept = options.pages or (SAVED if SAVED.is_dir() else None)
    goals = GOALS if kept else dict.fromkeys(GOALS, "")  # the press prints pages of a few kB: goals are for real ones
    rows = [_share(name, goal, *times[name]) for name, goal in goals.items() if times[name][0]]
    rows.append(Row("memory_mb", round(alone / 1e6), "MB", note=word("bench.extract_memory")))
    if options.pages is not None and (options.pages / TRUTH).is_file():
        rows.append(truth_row(options.pages))
    if options.gold:
        rows += gold_rows([score(each) for each in gold_pages(options.pages)])
    context = {"pages": str(kept) if kept else word("bench.press_pages"), "rounds": ROUNDS}
    return Bench("extract", context, rows)


def _share(name: str, goal: str, pages: int, seconds: float, alone: float) -> Row:
    note = word(f"bench.way_{name}", pages=pages, rate=round(pages / seconds))
    return Row(f"{name}.share_of_parse", round(alone / seconds, 4), "", goal, note)


def _child(pages: Path | None, ways: list[str], rounds: int) -> dict[str, Any]:
    """What the measured child tells. Raises LantoaError with its last line when it dies."""
    job = json.dumps({"pages": str(pages.resolve()) if pages else None, "ways": ways, "rounds": rounds})
    done = subprocess.run(
        [sys.executable, "-P", "-m", "lantoa.bench.measured"], input=job + "\n", capture_output=True, text=True
    )
    if done.returncode:
        raise LantoaError(word("bench.child_died", why=done.stderr.strip().rpartition("\n")[2]))
    told: dict[str, Any] = json.loads(done.stdout)
    return told
