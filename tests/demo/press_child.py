"""Run by the tests: the press as a child process, with the handmade season.

press_child.py CLOCK PORT_FILE serves; press_child.py parent CLOCK PORT_FILE starts such a
child and sleeps, to be killed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from lantoa.demo.clock import DemoClock
from lantoa.demo.press.child import run_child
from tests.demo.press_pieces import season

if __name__ == "__main__":
    if sys.argv[1] == "parent":
        command = [sys.executable, "-m", "tests.demo.press_child", *sys.argv[2:]]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL):
            time.sleep(600)
    run_child(season(), DemoClock.open(Path(sys.argv[1])), Path(sys.argv[2]), os.getppid())
