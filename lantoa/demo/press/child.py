"""The press as a process of its own: says its port in a file, ends with its parent."""

from __future__ import annotations

import asyncio
import os
import signal
import stat
import sys
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

from lantoa.demo.clock import DemoClock
from lantoa.demo.press.press import Press
from lantoa.demo.press.server import listen
from lantoa.demo.story import Piece

_LOOK_AROUND = timedelta(seconds=0.5)


def run_child(pieces: Iterable[Piece], clock: DemoClock, port_file: Path, parent: int) -> None:
    """Serve until SIGTERM or SIGINT, until `parent` (process id) is gone, or until the pipe
    at stdin, if it is one, is closed. The port file is written whole once requests are taken.
    """
    asyncio.run(_serve(Press(pieces, clock, clock.start), port_file, parent))


async def _serve(press: Press, port_file: Path, parent: int) -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    _watch_pipe(loop, stop.set)
    listening = await listen(press)
    draft = port_file.with_name(f"{port_file.name}.{os.getpid()}")
    draft.write_text(f"{listening.port}\n", encoding="ascii")
    draft.replace(port_file)
    while not stop.is_set() and os.getppid() == parent:
        try:
            await asyncio.wait_for(stop.wait(), _LOOK_AROUND.total_seconds())
        except TimeoutError:
            continue
    await listening.close()


def _watch_pipe(loop: asyncio.AbstractEventLoop, ended: Callable[[], None]) -> None:
    if sys.stdin is None or not stat.S_ISFIFO(os.fstat(sys.stdin.fileno()).st_mode):
        return
    descriptor = sys.stdin.fileno()

    def look() -> None:
        if not os.read(descriptor, 4096):
            loop.remove_reader(descriptor)
            ended()

    loop.add_reader(descriptor, look)
