"""A further process of `lantoa serve`, on the same address: `python -m lantoa.cli.worker`. It ends
when its standard input does."""

from __future__ import annotations

import sys
import threading

from lantoa.cli.house import open_house
from lantoa.cli.serving import answer, listen_too
from lantoa.settings import load_settings


def main() -> None:
    """Answer until the first process is gone."""
    ending = threading.Event()
    threading.Thread(target=_watch, args=(ending,), daemon=True).start()
    settings = load_settings()
    with open_house(settings) as house, listen_too(settings) as listener:
        house.index.ensure()  # connections come from here on: first everything is open
        print(flush=True)  # the first process waits for it
        answer(house, listener, ending)


def _watch(ending: threading.Event) -> None:
    sys.stdin.read()
    ending.set()


if __name__ == "__main__":
    main()
