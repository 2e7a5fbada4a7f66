"""bench serve: how many searches a second the service answers over HTTP, counts included."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import numpy as np

from lantoa.bench.child import child, free_port
from lantoa.bench.options import Options
from lantoa.bench.questions import APART, DAWN, questions
from lantoa.bench.shelf import context, corpus_of, fill_store, index_store
from lantoa.bench.table import Bench, Row
from lantoa.errors import LantoaError, Later
from lantoa.settings import PREFIX, Settings, load_settings
from lantoa.words import word

CONNECTIONS = 8
SECONDS = 10.0
MANY = 20_000
"""Addresses that differ from all others by their first day."""
PATIENCE = 60.0
"""Seconds in which our own server has to answer its first request."""
NARROWED: tuple[dict[str, str], ...] = ({"kind": "local_press"}, {"kind": "portal", "original": "yes"}, {"sort": "relevance"})
"""What a reader clicks beside the results of a common word."""


def bench_serve(options: Options) -> Bench:
    """The rows that docs/search.md explains.

    docs: fill a store of this size and serve it; without it the running service that this
    folder's settings describe is asked. corpus: texts of that store. Raises Later when nobody
    answers, LantoaError when the service refuses.
    """
    if options.docs is None:
        settings = load_settings()
        return Bench("serve", {"where": f"{_host(settings)}:{settings.port}"}, _rows(settings))
    corpus = corpus_of(options)
    with tempfile.TemporaryDirectory() as name:
        filled = fill_store(Path(name), corpus, options.docs)
        index_store(Path(name))
        settings = Settings(data=Path(name), port=free_port(), serve_workers=len(os.sched_getaffinity(0)))
        with _served(settings):
            rows = _rows(settings)
        said = {**context(corpus, options.docs, filled), "serve_workers": settings.serve_workers}
    return Bench("serve", said, rows)


def paths() -> list[str]:
    """The addresses that are asked: every question but those of APART, and common words narrowed."""
    plain = [{"q": typed} for name, each in questions().items() if name != APART for typed in each]
    narrowed = [{"q": typed} | more for typed in questions()["common_word"] for more in NARROWED]
    both = [*plain, *narrowed]
    return [f"/api/v1/search?{urlencode(one)}" for one in both[::2] + both[1::2]]


def unrepeated(asked: list[str]) -> list[str]:
    """The same with a first day that is another one each time, long before the first article."""
    days = (DAWN + timedelta(days=number) for number in range(MANY))
    return [f"{path}&from={day}" for path, day in zip(cycle(asked), days, strict=False)]


def _rows(settings: Settings) -> list[Row]:
    articles = _answer(settings, "/api/v1/search?limit=1")["total"]
    asked = paths()
    done = _asked(settings, asked)
    once = _asked(settings, unrepeated(asked), known=False)
    took = done["took"]
    note = word("bench_search.load", requests=len(took), connections=CONNECTIONS, paths=len(asked), cpu=round(100 * done["cpu"] / done["seconds"]))
    p50, p95, p99 = (round(float(np.percentile(took, share)), 1) for share in (50, 95, 99))
    return [
        Row("requests_per_s", round(len(took) / done["seconds"], 1), "1/s", ">= 200", note),
        Row("p50_ms", p50, "ms"),
        Row("p95_ms", p95, "ms", "<= 100"),
        Row("p99_ms", p99, "ms"),
        Row("errors", done["errors"], "", "<= 0"),
        Row("articles", articles, "", "", word("bench_search.articles")),
        Row("unrepeated.requests_per_s", round(len(once["took"]) / once["seconds"], 1), "1/s", "", word("bench_search.unrepeated")),
        Row("unrepeated.p95_ms", round(float(np.percentile(once["took"], 95)), 1), "ms"),
    ]


def _asked(settings: Settings, asked: list[str], known: bool = True) -> dict[str, Any]:
    """What lantoa.bench.load says of these addresses; known: each was asked once before."""
    job = {
        "host": _host(settings), "port": settings.port, "token": settings.token, "paths": asked,
        "connections": CONNECTIONS, "seconds": SECONDS, "known": known,
    }  # fmt: skip
    with child("lantoa.bench.load") as asking:
        done: dict[str, Any] = asking.answer(job)
    return done


def _host(settings: Settings) -> str:
    """Where this machine reaches the service itself."""
    return "127.0.0.1" if settings.host in ("0.0.0.0", "::", "") else settings.host


def _answer(settings: Settings, path: str) -> Any:
    """Raises Later when nobody answers, LantoaError when it is no 200."""
    where = f"http://{_host(settings)}:{settings.port}"
    headers = {"Authorization": f"Bearer {settings.token}"} if settings.token else {}
    try:
        with urlopen(Request(where + path, headers=headers)) as answer:
            return json.load(answer)
    except HTTPError as error:
        raise LantoaError(word("bench_search.refused", where=where, code=error.code)) from None
    except (URLError, OSError, ValueError) as error:
        raise Later(word("bench_search.nobody", where=where, why=getattr(error, "reason", error))) from None


@contextmanager
def _served(settings: Settings) -> Iterator[None]:
    """`lantoa serve` over that folder, ended as by Ctrl-C. Raises LantoaError when it does not begin."""
    ours = {"DATA": settings.data, "PORT": settings.port, "HOST": settings.host, "SERVE_WORKERS": settings.serve_workers,
            "DATABASE_URL": f"sqlite:///{settings.data / 'bench.db'}"}  # fmt: skip
    left = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    environment = left | {f"{PREFIX}{name}": str(value) for name, value in ours.items()}
    command = [sys.executable, "-P", "-m", "lantoa.cli", "serve"]
    log = settings.data / "serve.log"
    with log.open("wb") as said, subprocess.Popen(
        command, cwd=settings.data, env=environment, stdout=said, stderr=said
    ) as process:
        try:
            _wait(settings, process, log)
            yield
        finally:
            process.send_signal(signal.SIGINT)


def _wait(settings: Settings, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        if process.poll() is not None:
            raise LantoaError(word("bench.child_died", why=log.read_text(errors="replace").strip().rpartition("\n")[2]))
        try:
            _answer(replace(settings, token=""), "/api/v1/health")
            return
        except Later:
            if time.monotonic() > end:
                raise
        time.sleep(0.1)
