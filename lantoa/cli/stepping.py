"""A process that does steps for `lantoa up`: `python -m lantoa.cli.stepping`. Reads names of steps,
a line each; answers in JSON lines: how far it is, then what was done, or a verdict. It ends when
its standard input does, breaking off what is under way."""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
import time
from types import FrameType
from typing import IO, Any

from campaigns.operating.lanes import judged
from campaigns.operating.steps import FAILED, Step, Verdict
from lantoa.cli.bars import Listener
from lantoa.cli.house import House, open_house
from lantoa.cli.rounds import EVERY, ROUND
from lantoa.errors import LantoaError, Misuse
from lantoa.settings import load_settings

OFTEN = 1.0
"""Seconds between two lines that say how far a step is."""


class Pulse:
    """Progress as lines, not too often."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out
        self._said = 0.0

    def total(self, count: int) -> None:
        self._say()

    def advance(self, count: int = 1) -> None:
        self._say()

    def _say(self) -> None:
        if time.monotonic() - self._said >= OFTEN:
            self._said = time.monotonic()
            _tell(self._out, {"pulse": True})


def main() -> None:
    """Do what is asked for, until nothing more can be."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    signal.signal(signal.SIGTERM, _interrupted)
    asked: queue.Queue[str] = queue.Queue()
    busy = threading.Event()
    threading.Thread(target=_listen, args=(asked, busy), daemon=True).start()
    Listener.progress = Pulse(out)
    try:
        with open_house(load_settings()) as house:
            while name := asked.get():
                busy.set()
                _tell(out, _answer(house, name))
                busy.clear()
    except KeyboardInterrupt:
        sys.exit(130)
    except LantoaError as error:
        verdict = Verdict.ASIDE if isinstance(error, Misuse) else Verdict.LATER
        _tell(out, {"verdict": verdict, "why": str(error)})


def _answer(house: House, name: str) -> dict[str, Any]:
    ended = judged(Step(name, lambda: ROUND[name](house), EVERY[name]))
    if ended.verdict in FAILED:
        return {"verdict": ended.verdict, "why": ended.error}
    return {"counts": dict(ended.outcome.counts), "aside": ended.outcome.aside}


def _listen(asked: queue.Queue[str], busy: threading.Event) -> None:
    for line in sys.stdin:
        asked.put(line.strip())
    asked.put("")
    if busy.is_set():
        os.kill(os.getpid(), signal.SIGTERM)


def _tell(out: IO[str], said: dict[str, Any]) -> None:
    print(json.dumps(said, ensure_ascii=False), file=out, flush=True)


def _interrupted(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
