"""Reading captures in the pool: what a worker does, and what follows when it dies of a page.

A worker has limits. A page that takes too long ends by itself; one that hangs where Python has
no say, or eats the memory, ends its worker. Then the pages that were under way are read once
more, at last one by one, and the one that kills again is put aside with its reason.
"""

from __future__ import annotations

import multiprocessing
import resource
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from crawlers.archive import read_page
from crawlers.challenge import CHALLENGED, is_challenge
from crawlers.extract import Hints, NotHtml, extract
from lantoa.article import Article
from lantoa.errors import Again, Aside, Later
from lantoa.pool import worker_deaths
from lantoa.words import word

CHUNK = 8
"""Captures handed to a worker at once."""
TRIES = 3
LIMIT = timedelta(seconds=60)
"""Of CPU time for one page; the slowest of the ugly ones takes a tenth of it."""
HARD_LIMIT = timedelta(minutes=5)
"""Of real time; then the system ends the worker."""
MEMORY = 4 << 30
"""Bytes of address space of a worker."""

Job = tuple[str, Hints]


@dataclass(frozen=True, slots=True)
class Read:
    """What a worker made of one capture: an article, or the word of why there is none.
    fate "later": it could not be read now."""

    article: Article | None = None
    fate: str = ""
    error: str = ""


def read_in_pool(pool: Executor, folder: Path, jobs: Sequence[Job]) -> Iterator[Read]:
    """What became of each (ref, hints), in order. The work begins at once, and is waited for as
    it is asked for. Raises the pool's error when no worker lives at all."""
    chunks = [jobs[start : start + CHUNK] for start in range(0, len(jobs), CHUNK)]
    begun = [pool.submit(read_captures, folder, chunk) for chunk in chunks]
    return _results(pool, folder, list(zip(chunks, begun, strict=True)))


def read_captures(folder: Path, jobs: Sequence[Job]) -> list[Read]:
    """Runs in a worker: read and extract each (ref, hints). Never raises for a bad page."""
    return [_verdict(folder, ref, hints) for ref, hints in jobs]


def _results(
    pool: Executor, folder: Path, begun: Sequence[tuple[Sequence[Job], Future[list[Read]]]]
) -> Iterator[Read]:
    for chunk, future in begun:
        found = _of(future)
        if found is None:  # died of one of these, or with a worker that did
            found = _of(pool.submit(read_captures, folder, chunk))
        yield from found if found is not None else (_alone(pool, folder, job) for job in chunk)


def _alone(pool: Executor, folder: Path, job: Job) -> Read:
    found = _of(pool.submit(read_captures, folder, [job]))
    if found is not None:
        return found[0]
    pool.submit(read_captures, folder, []).result()  # raises when not the page is to blame
    return Read(fate="failed", error=word("archive.worker_died", ref=job[0]))


def _of(future: Future[list[Read]]) -> list[Read] | None:
    """None: its worker died."""
    try:
        return future.result()
    except worker_deaths():
        return None


def _verdict(folder: Path, ref: str, hints: Hints) -> Read:
    """The one place where errors of a page become: again now, later, or put aside."""
    for _ in range(TRIES):
        try:
            with limits(ref):
                return _read(folder, ref, hints)
        except Again as error:
            failure = Read(fate="later", error=str(error))
        except Later as error:
            return Read(fate="later", error=str(error))
        except NotHtml as error:
            return Read(fate="not_html", error=str(error))
        except Aside as error:
            return Read(fate="failed", error=str(error))
        except Exception as error:  # noqa: BLE001 - one page must not stop the others
            return Read(fate="failed", error=word("archive.extract_failed", ref=ref, why=repr(error)[:500]))
    return failure


def _read(folder: Path, ref: str, hints: Hints) -> Read:
    page = read_page(folder, ref)
    if page.status in CHALLENGED and is_challenge(page):
        return Read(fate="challenge")
    if page.status >= 300:
        return Read(fate="gone" if page.status in (404, 410) else "http_error")
    article = extract(page, hints)
    return Read(fate="soft_404") if "soft_404" in article.flags else Read(article)


@contextmanager
def limits(ref: str, soft: timedelta = LIMIT, hard: timedelta = HARD_LIMIT) -> Iterator[None]:
    """The limits of one page; only in a process of a pool, whose signals are nobody else's.

    soft: CPU time, then Aside is raised; hard: real time, then the process ends."""
    own = multiprocessing.parent_process() is not None
    if not own or threading.current_thread() is not threading.main_thread():
        yield
        return

    def too_long(*_: object) -> None:
        raise Aside(word("archive.too_long", ref=ref, seconds=f"{soft / timedelta(seconds=1):g}"))

    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    memory = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (memory, most))
    signal.signal(signal.SIGPROF, too_long)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    # Again every second: what was raised may have been caught on the way.
    signal.setitimer(signal.ITIMER_PROF, soft / timedelta(seconds=1), 1)
    signal.setitimer(signal.ITIMER_REAL, hard / timedelta(seconds=1))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
