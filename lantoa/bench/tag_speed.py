"""How fast texts are tagged: the whole stage, each of its steps, two processes, and the memory."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, wait
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import TypeVar

from lantoa.article import Article
from lantoa.bench.table import Row
from lantoa.bench.texts import SIZE
from lantoa.errors import LantoaError
from lantoa.pool import open_pool
from lantoa.words import word
from nlp.crf.model import shipped
from nlp.dates import dates
from nlp.entities import Span, spans
from nlp.form import form
from nlp.headline import Headed, headed
from nlp.likeness import signature
from nlp.links import linked
from nlp.normalise import clean_with_map, search_form
from nlp.offices import offices
from nlp.recognise import corrected
from nlp.segment import words
from nlp.step import tag_many
from nlp.tag import congresses_of, tag
from nlp.topics import topics

ROUNDS = 3
SHARED = 320
"""Texts that one and two processes tag: a few seconds of work."""
CHUNK = 8
SUMMED = 4_000_000
"""Numbers of one piece of bare arithmetic."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a step gets of an article from the steps before it."""

    article: Article
    top: Headed = field(init=False)
    text: str = field(init=False)
    names: list[Span] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "top", headed(self.article))
        object.__setattr__(self, "text", clean_with_map(self.article.text)[0])
        object.__setattr__(self, "names", spans(self.text))


STEPS: dict[str, Callable[[Prepared], object]] = {
    "normalise": lambda one: (clean_with_map(one.article.text), search_form(one.article.text)),
    "segment": lambda one: words(one.article.text),
    "entities": lambda one: spans(one.text),
    "crf": lambda one: corrected(one.text, one.names, shipped()),
    "links": lambda one: linked(one.text, one.names),
    "offices": lambda one: offices(one.text, one.names),
    "congress": lambda one: congresses_of(one.top),
    "topics": lambda one: topics(one.top.article.title, one.top.article.sapo, one.top.article.text),
    "form": lambda one: form(one.top.article),
    "dates": lambda one: dates(one.text, None),
    "likeness": lambda one: signature(one.article.text),
}
"""Each alone, over what the steps before it found."""


def stage_rows(unrelated: Sequence[Article], own: Sequence[Article]) -> Iterator[Row]:
    """`stage.docs_per_s_core` over the corpus, `stage.own_docs_per_s_core` over texts that are
    about congresses; without a corpus the latter alone bears the goal."""
    if unrelated:
        rate = per_second(unrelated, tag)
        yield Row("stage.docs_per_s_core", rate, "1/s", ">= 100", word("bench.tag_stage", texts=len(unrelated), size=SIZE))
    rate = per_second(own, tag)
    name = "stage.own_docs_per_s_core" if unrelated else "stage.docs_per_s_core"
    yield Row(name, rate, "1/s", "" if unrelated else ">= 100", word("bench.tag_own", texts=len(own), size=SIZE))


def step_rows(articles: Sequence[Article]) -> Iterator[Row]:
    """One row a step."""
    prepared = [Prepared(article) for article in articles]
    for name, step in STEPS.items():
        yield Row(f"step.{name}.docs_per_s_core", per_second(prepared, step), "1/s")


def per_second(given: Sequence[_T], work: Callable[[_T], object]) -> float:
    """Items a second of CPU: the best of the rounds, after one that warms up."""
    best = float("inf")
    for turn in range(ROUNDS + 1):
        gc.collect()
        start = time.process_time()
        for one in given:
            work(one)
        best = min(best, time.process_time() - start) if turn else best
    return round(len(given) / best, 1)


def two_processes_row(articles: Sequence[Article]) -> Row:
    """Wall time of one process of the pool, divided by that of two, on the same texts; beside it
    the same of bare arithmetic, which is what the machine has to give at that time."""
    given = list(islice(cycle(articles), SHARED))
    with open_pool("processes", 1) as one, open_pool("processes", 2) as two:
        for run in (one, two):
            _wall(run, given[: 8 * CHUNK])  # started, lexicons read
        times = [(_wall(one, given), _wall(two, given), _bare(one), _bare(two)) for _ in range(ROUNDS)]
    alone, shared, bare, both = (min(column) for column in zip(*times, strict=True))
    note = word("bench.tag_two", texts=SHARED, rate=round(SHARED / shared), machine=round(bare / both, 2))
    return Row("two_processes.speedup", round(alone / shared, 2), "x", ">= 1.8", note)


def _wall(run: Executor, given: Sequence[Article]) -> float:
    start = time.monotonic()
    waiting = [run.submit(tag_many, [(one, None) for one in given[at : at + CHUNK]]) for at in range(0, len(given), CHUNK)]
    done = wait(waiting).done
    took = time.monotonic() - start
    for one in done:
        one.result()
    return took


def _bare(run: Executor) -> float:
    start = time.monotonic()
    wait([run.submit(sum, range(SUMMED)) for _ in range(2 * CHUNK)])
    return time.monotonic() - start


def memory_row(articles: Sequence[Article]) -> Row:
    """Peak of a fresh process that tags, segments and signs the texts."""
    job = json.dumps([[one.title, one.sapo, one.text] for one in articles]).encode()
    child = [sys.executable, "-P", "-m", "lantoa.bench.tag_memory"]
    done = subprocess.run(child, input=job, capture_output=True, check=False)
    if done.returncode:
        why = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise LantoaError(word("bench.child_died", why=why))
    peak = int(done.stdout)
    return Row("memory_mb", round(peak / 1e6), "MB", "<= 300", word("bench.tag_memory", texts=len(articles)))
