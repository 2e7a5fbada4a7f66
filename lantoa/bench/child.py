"""Processes beside a benchmark that answer lines of JSON."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lantoa.errors import LantoaError
from lantoa.words import word


class Child:
    """One of them."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def answer(self, job: dict[str, Any]) -> Any:
        """What it says to this line. Raises LantoaError when it has died."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(job) + "\n")
            self._process.stdin.flush()
            said = self._process.stdout.readline()
        except BrokenPipeError:
            said = ""
        if not said:
            raise LantoaError(word("bench.child_died", why=self._process.wait()))
        return json.loads(said)


@contextmanager
def child(module: str, *arguments: str) -> Iterator[Child]:
    """`python -m module arguments`, ended when its input ends."""
    command = [sys.executable, "-P", "-m", module, *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Child(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
