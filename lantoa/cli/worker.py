"""A further process of `lantoa serve`: `python -m lantoa.cli.worker FD`, the socket on which all
of them answer. It ends when its standard input does."""

from __future__ import annotations

import signal
import socket
import sys
import threading

from lantoa.cli.house import open_house
from lantoa.cli.serving import answer
from lantoa.settings import load_settings


def main() -> None:
    """Answer until the first process is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all of them; the first one says what becomes of it
    ending = threading.Event()
    threading.Thread(target=_watch, args=(ending,), daemon=True).start()
    with socket.socket(fileno=int(sys.argv[1])) as listener, open_house(load_settings()) as house:
        answer(house, listener, ending)


def _watch(ending: threading.Event) -> None:
    sys.stdin.read()
    ending.set()


if __name__ == "__main__":
    main()
