"""The press as a child process: python -m lantoa.demo.press --seed N --clock FILE --port-file FILE.

Prints nothing. Writes its port (digits) to the port file once it answers, and ends on
SIGTERM or SIGINT, when its parent is gone, or when the pipe at its stdin is closed.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import stat
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from lantoa.demo.clock import DemoClock
from lantoa.demo.newsroom import write_season
from lantoa.demo.press.press import Press
from lantoa.demo.press.server import listen

_LOOK_AROUND = timedelta(seconds=0.5)


def main() -> None:
    """Serve until told to stop or left alone."""
    parser = argparse.ArgumentParser(prog="python -m lantoa.demo.press")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--clock", type=Path, required=True)
    parser.add_argument("--port-file", type=Path, required=True)
    given = parser.parse_args()
    parent = os.getppid()
    clock = DemoClock.open(given.clock)
    press = Press(write_season(given.seed).pieces, clock, clock.start)
    asyncio.run(_serve(press, given.port_file, parent))


async def _serve(press: Press, port_file: Path, parent: int) -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    watch_pipe(loop, stop.set)
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


def watch_pipe(loop: asyncio.AbstractEventLoop, ended: Callable[[], None]) -> None:
    """Call `ended` when stdin, if it is a pipe, is closed at the other end."""
    if sys.stdin is None or not stat.S_ISFIFO(os.fstat(sys.stdin.fileno()).st_mode):
        return
    descriptor = sys.stdin.fileno()

    def look() -> None:
        if not os.read(descriptor, 4096):
            loop.remove_reader(descriptor)
            ended()

    loop.add_reader(descriptor, look)


if __name__ == "__main__":
    main()
