"""A worker never hears Ctrl-C, not even while it is loading itself; its parent goes on hearing it."""

from __future__ import annotations

import signal

from lantoa.pool import open_pool, unheard


def test_a_worker_is_begun_deaf_to_it_and_the_parent_is_not() -> None:
    with open_pool("processes", 1) as pool:
        deaf = pool.submit(signal.pthread_sigmask, signal.SIG_BLOCK, ()).result()
        assert signal.SIGINT in deaf
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_what_comes_meanwhile_is_heard_afterwards() -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: heard.append(number))
    try:
        with unheard():
            signal.raise_signal(signal.SIGINT)
            assert heard == []
        assert heard == [signal.SIGINT]
    finally:
        signal.signal(signal.SIGINT, before)
