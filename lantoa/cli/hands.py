"""The processes that `lantoa up` has its steps done by: one a lane, begun when something is due,
gone when nothing is. One that hangs can be killed, one that dies takes nothing else with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

from campaigns.operating.lanes import Steady
from campaigns.operating.steps import Outcome
from lantoa.errors import Again, Aside, Later
from lantoa.pool import unheard
from lantoa.words import word

GRACE = timedelta(seconds=20)
"""How long a process gets to break off in order."""
COMMAND = (sys.executable, "-P", "-m", "lantoa.cli.stepping")
_VERDICTS = {"again": Again, "later": Later, "aside": Aside}


class ProcessHand:
    """One process at a time. `run` is called by the lane's thread, all else from any.

    log: where its standard error goes.
    """

    def __init__(self, log: Path, steady: Steady, command: Sequence[str] = COMMAND) -> None:
        self._log = log
        self._steady = steady
        self._command = command
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()
        self._over = False
        self._pulse: timedelta | None = None

    def run(self, step: str) -> Outcome:
        """Have a step done. Raises what its verdict says, and Again when the process died."""
        self._pulse = None
        process = self._begun()
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(BrokenPipeError):  # one that died already says so below
            process.stdin.write(step + "\n")
            process.stdin.flush()
        for line in process.stdout:
            said = self._understood(line)
            self._pulse = self._steady()
            if "verdict" in said:
                raise _VERDICTS[said["verdict"]](said["why"])
            if "counts" in said:
                return Outcome(said["counts"], tuple(said["aside"]))
        self.rest()
        raise Again(word("schedule.died", code=process.returncode))

    def _understood(self, line: str) -> dict[str, Any]:
        try:
            said: dict[str, Any] = json.loads(line)
        except ValueError:
            self.kill()
            self.rest()
            raise Again(word("schedule.strange", line=line.strip()[:200])) from None
        return said

    def pulse(self) -> timedelta | None:
        """When the step under way last said that it goes on."""
        return self._pulse

    def rest(self) -> None:
        """Let the process go; it ends when it is told nothing more."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            _close(process)

    def kill(self) -> None:
        """Break off what runs."""
        with self._lock:
            process = self._process
        if process is not None and process.poll() is None:
            process.terminate()
            try:
                process.wait(GRACE.total_seconds())
            except subprocess.TimeoutExpired:
                process.kill()

    def end(self) -> None:
        """Break off what runs and begin no process more."""
        with self._lock:
            self._over = True
        self.kill()

    def _begun(self) -> subprocess.Popen[str]:
        with self._lock:
            if self._over:
                raise Again(word("schedule.ending"))
            if self._process is not None and self._process.poll() is None:
                return self._process
            with open(self._log, "a", encoding="utf-8") as log, unheard():
                self._process = _started(self._command, log)
            return self._process


def _started(command: Sequence[str], log: IO[str]) -> subprocess.Popen[str]:
    """A session of its own: Ctrl-C reaches us alone, and we end it in order; where we are killed,
    its standard input closes, and it ends by itself."""
    environment: dict[str, Any] = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True,
        env=environment,
    )  # fmt: skip


def _close(process: subprocess.Popen[str]) -> None:
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(BrokenPipeError):
                stream.close()
    try:
        process.wait(GRACE.total_seconds())
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
