"""Heavy work goes through a concurrent.futures.Executor: processes here, or dask workers."""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from lantoa.errors import Later
from lantoa.words import word

GARBAGE = 50_000
"""Objects after which a process looks for cycles: after Python's 700 it costs a twentieth of the work."""
PATIENCE = timedelta(seconds=10)
"""How long a scheduler may take to answer."""


@contextmanager
def open_pool(url: str, workers: int) -> Iterator[Executor]:
    """An executor for `url`: "processes" or a dask scheduler (tcp://host:8786).

    Processes are spawned, not forked: the parent may have threads and open databases. When one
    dies, what was under way fails (`worker_deaths`), and what is handed in later runs. When
    the work is broken off, what no worker has begun is dropped. Raises Later when no scheduler
    answers.
    """
    if url == "processes":
        with _Processes(workers) as executor:
            try:
                yield executor
            except BaseException:
                executor.shutdown(wait=False, cancel_futures=True)
                raise
        return
    from distributed import Client

    try:
        client = Client(url, timeout=PATIENCE / timedelta(seconds=1))  # type: ignore[no-untyped-call]
    except OSError as error:
        raise Later(word("pool.unreachable", url=url, why=str(error).partition("\n")[0])) from None
    with client, client.get_executor(pure=False) as executor:  # type: ignore[no-untyped-call]
        yield executor


@contextmanager
def unheard() -> Iterator[None]:
    """Ctrl-C waits meanwhile, and a process begun within never hears it: it is for the parent to
    end it, and one that is just loading itself would die with a page of complaints."""
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def worker_deaths() -> tuple[type[BaseException], ...]:
    """What a future raises when the worker died, not the work."""
    dask = sys.modules.get("distributed")
    return (BrokenExecutor,) if dask is None else (BrokenExecutor, dask.KilledWorker)


class _Processes(Executor):
    """Processes, started anew for the next piece of work after one of them died."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool = self._started()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        with unheard():
            try:
                return self._pool.submit(fn, *args, **kwargs)
            except BrokenExecutor:
                self._pool.shutdown(wait=False, cancel_futures=True)
                self._pool = self._started()
                return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._pool.shutdown(wait, cancel_futures=cancel_futures)

    def _started(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._workers, mp_context=context, initializer=_begin)


def _begin() -> None:
    gc.set_threshold(GARBAGE)
