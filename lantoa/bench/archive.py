"""bench archive: how fast pages are archived and read again, and taken out of a crawl's file."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from lantoa.bench.options import Options
from lantoa.bench.pages import SAVED
from lantoa.bench.table import Bench, Row
from lantoa.errors import LantoaError
from lantoa.words import word

ROUNDS = 5


def bench_archive(options: Options) -> Bench:
    """Archive, read again and import, in one child process, over the pages of a folder.

    append_per_s: records a second of CPU, packed, written in batches of 64 (one write, one
    fsync, one transaction on SQLite each); replay_per_s: records read by their reference and
    verified, a second of CPU; import.share_of_fastwarc: CPU seconds of FastWARC's iteration with
    its defaults (HTTP heads parsed, bodies not read) over a file in the manner of CC-NEWS,
    divided by those of the import's reading of the same file, Vietnamese pages picked out and
    decoded, not archived; memory_mb: peak of the child. The best of the rounds counts.
    """
    kept = options.pages or (SAVED if SAVED.is_dir() else None)
    job = json.dumps({"pages": str(kept.resolve()) if kept else None, "rounds": ROUNDS})
    done = subprocess.run(
        [sys.executable, "-P", "-m", "lantoa.bench.archived"], input=job + "\n", capture_output=True, text=True
    )
    if done.returncode:
        raise LantoaError(word("bench.child_died", why=done.stderr.strip().rpartition("\n")[2]))
    told: dict[str, Any] = json.loads(done.stdout)
    wall = round(told["records"] / told["append_wall"])
    news = word("bench.archive_import", members=told["members"], taken=told["vietnamese"], left=told["others"])
    rows = (
        Row("append_per_s", round(told["records"] / told["append"]), "1/s", note=word("bench.archive_append", wall=wall)),
        Row("replay_per_s", round(told["records"] / told["replay"]), "1/s", note=word("bench.archive_replay")),
        Row("import.share_of_fastwarc", round(told["bare"] / told["taken"], 4), "", ">= 0.8", news),
        Row("compression", round(told["ratio"], 2), "x", note=word("bench.archive_ratio")),
        Row("memory_mb", round(told["peak"] / 1e6), "MB", note=word("bench.archive_memory")),
    )
    context = {
        "pages": str(kept) if kept else word("bench.press_pages"),
        "rounds": ROUNDS,
        "records": told["records"],
        "composition": word("bench.archive_composition", pages=told["pages"]),
    }
    return Bench("archive", context, rows)
