"""bench crawl: from the line to the database, against the parse alone."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lxml import html

from lantoa.bench.options import Options
from lantoa.bench.pages import SAVED
from lantoa.bench.site import Stand, stands
from lantoa.bench.table import Bench, Row
from lantoa.errors import LantoaError
from lantoa.words import word

COPIES, NAIVE_COPIES = 3000, 1000
"""Pages of one run: some half a minute of CPU, so that starting up weighs little; the naive
stack takes three times as long for each."""
STACK = "from lantoa.bench.stack import main; main()"
"""Not by -m: workers would import again what only the parent needs."""
ROUNDS = 5
GOALS = {"generic": ">= 0.07", "template": ">= 0.12"}
"""For pages of real sites; those of the demonstration press have a few kB."""


@dataclass(frozen=True, slots=True)
class Spent:
    """CPU seconds of all processes of a stack; copies: pages it went through; peak: bytes of
    its crawl process; alone: seconds of the parse alone for as many pages."""

    copies: int
    seconds: float
    peak: int
    alone: float

    @property
    def share(self) -> float:
        return self.alone / self.seconds


def bench_crawl(options: Options) -> Bench:
    """Fetch over loopback HTTP, archive, extract, store, every process counted but the site's.

    NAME.share_of_parse: CPU seconds of `lxml.html.fromstring` alone for the same number of
    the same pages, divided by those of the stack, starting up included: generic and template
    (our crawl child and extract step, SQLite), naive (a plain Scrapy spider, trafilatura as
    it comes, JSON lines). memory_mb: peak of our crawl process.
    """
    runs: dict[str, Spent] = {}
    for name, templates in (("generic", False), ("template", True), ("naive", False)):
        served = stands(options.pages, templates)
        if served:
            runs[name] = _run(name, options.pages, served, templates, NAIVE_COPIES if name == "naive" else COPIES)
    few = stands(options.pages, templates=False)
    start = _run("generic", options.pages, few, False, len(few)).seconds
    kept = options.pages or (SAVED if SAVED.is_dir() else None)
    context = {"pages": str(kept) if kept else word("bench.press_pages"), "distinct": len(few), "copies": COPIES}
    return Bench("crawl", context, _rows(runs, start, GOALS if kept else {}))


def _rows(runs: Mapping[str, Spent], start: float, goals: Mapping[str, str]) -> list[Row]:
    rows = [
        Row(f"{name}.share_of_parse", round(spent.share, 4), "", goals.get(name, ""),
            word(f"bench.crawl_{name}", pages=spent.copies, rate=round(spent.copies / spent.seconds, 1)))
        for name, spent in runs.items()
    ]  # fmt: skip
    ours = runs["generic"]
    note = word("bench.crawl_start", seconds=round(start, 1))
    rows.append(Row("pages_per_s", round(ours.copies / ours.seconds, 1), "1/s", note=note))
    peak = max(spent.peak for spent in runs.values())
    return [*rows, Row("memory_mb", round(peak / 1e6), "MB", "<= 250", word("bench.crawl_memory"))]


def _run(name: str, pages: Path | None, served: list[Stand], templates: bool, copies: int) -> Spent:
    """One stack over `copies` pages. Raises LantoaError when it did not bring them all."""
    before = _alone(served)
    with _site(pages, templates, copies) as port, tempfile.TemporaryDirectory() as folder:
        start = _children()
        if name == "naive":
            stored, peak = _naive(Path(folder), port), 0
        else:
            told = _ours(Path(folder), pages, templates, copies, port)
            stored, peak = min(told["stored"], told["articles"]), told["peak"]
        seconds = _children() - start
    if stored < copies:
        raise LantoaError(word("bench.crawl_incomplete", name=name, stored=stored, copies=copies))
    alone = min(before, _alone(served)) * copies / len(served)
    return Spent(copies, seconds, peak, alone)


def _ours(folder: Path, pages: Path | None, templates: bool, copies: int, port: int) -> dict[str, int]:
    job = {"folder": str(folder), "pages": _name(pages), "templates": templates, "copies": copies, "port": port}
    told: dict[str, int] = json.loads(_child([sys.executable, "-P", "-c", STACK], json.dumps(job) + "\n"))
    return told


def _naive(folder: Path, port: int) -> int:
    """Articles that the newcomer's spider wrote."""
    file, out = Path(__file__).with_name("naive_spider.py"), folder / "articles.jsonl"
    feed = f"feed=http://127.0.0.1:{port}/all.xml"
    _child([sys.executable, "-m", "scrapy", "runspider", str(file), "-a", feed, "-O", f"{out}:jsonlines"], "")
    return len(out.read_bytes().splitlines())


def _child(command: list[str], given: str) -> str:
    done = subprocess.run(command, input=given, capture_output=True, text=True)
    if done.returncode:
        raise LantoaError(word("bench.child_died", why=done.stderr.strip().rpartition("\n")[2]))
    return done.stdout


def _alone(served: list[Stand]) -> float:
    """Seconds to parse each distinct page once: the least of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for each in served:
            html.fromstring(each.kept.page.body)
        best = min(best, time.process_time() - start)
    return best


@contextmanager
def _site(pages: Path | None, templates: bool, copies: int) -> Iterator[int]:
    """The site's port; its process ends with the block and is not counted before."""
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "lantoa.bench.site"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        child.stdin.write(json.dumps({"pages": _name(pages), "templates": templates, "copies": copies}) + "\n")
        child.stdin.flush()
        yield int(json.loads(child.stdout.readline())["port"])
    finally:
        child.terminate()
        child.wait()
        child.stdin.close()
        child.stdout.close()


def _children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _name(pages: Path | None) -> str | None:
    return str(pages.resolve()) if pages else None
