"""Heavy work goes through a concurrent.futures.Executor: processes here, or dask workers."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

from lantoa.errors import Later
from lantoa.words import word

PATIENCE = timedelta(seconds=10)
"""How long a scheduler may take to answer."""


@contextmanager
def open_pool(url: str, workers: int) -> Iterator[Executor]:
    """An executor for `url`: "processes" or a dask scheduler (tcp://host:8786).

    Processes are spawned, not forked: the parent may have threads and open databases. When
    the work is broken off, what no worker has begun is dropped. Raises Later when no scheduler
    answers.
    """
    if url == "processes":
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=context, initializer=_deaf) as executor:
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


def _deaf() -> None:
    """Ctrl-C reaches every process of a terminal; the parent alone decides what follows."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
