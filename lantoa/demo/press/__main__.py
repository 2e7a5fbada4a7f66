"""python -m lantoa.demo.press --seed N --clock FILE --port-file FILE: what the door starts; prints nothing."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from lantoa.demo.clock import DemoClock
from lantoa.demo.newsroom import write_season
from lantoa.demo.press.child import run_child


def main() -> None:
    """Serve the season of a seed until told to stop or left alone."""
    # Asked first: a parent that is gone before the season is written would not be missed.
    parent = os.getppid()
    parser = argparse.ArgumentParser(prog="python -m lantoa.demo.press")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--clock", type=Path, required=True)
    parser.add_argument("--port-file", type=Path, required=True)
    given = parser.parse_args()
    run_child(write_season(given.seed).pieces, DemoClock.open(given.clock), given.port_file, parent)


if __name__ == "__main__":
    main()
