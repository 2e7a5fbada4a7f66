"""The demonstration press as a child process, for as long as a crawl lasts."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from lantoa.cli.house import House, clock_file, demo_seed
from lantoa.demo.newsroom import DEFAULT_SEED
from lantoa.demo.resolver import press_hosts
from lantoa.errors import LantoaError
from lantoa.words import word

PATIENCE = timedelta(seconds=60)


@contextmanager
def playing_press(house: House) -> Iterator[Mapping[str, tuple[str, int]]]:
    """Yields host -> (address, port) of the press; the press is gone afterwards."""
    seed = demo_seed(house) or DEFAULT_SEED
    with tempfile.TemporaryDirectory() as folder:
        port_file = Path(folder) / "port"
        command = [sys.executable, "-P", "-m", "lantoa.demo.press", "--seed", str(seed)]
        command += ["--clock", str(clock_file(house.settings)), "--port-file", str(port_file)]
        press = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
        try:
            port = _port(press, port_file)
            yield dict.fromkeys(press_hosts(), ("127.0.0.1", port))
        finally:
            press.terminate()
            press.communicate()


def _port(press: subprocess.Popen[bytes], file: Path) -> int:
    until = time.monotonic() + PATIENCE.total_seconds()
    while time.monotonic() < until and press.poll() is None:
        text = file.read_text() if file.exists() else ""
        if text.strip():
            return int(text)
        time.sleep(0.05)
    raise LantoaError(word("cli.press_silent"))
