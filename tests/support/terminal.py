"""The command line as a person meets it: what was typed, what came out, the exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lantoa.cli import steps
from lantoa.cli.main import main

ARTICLE = """<html><head><title>Phường Cửa Lũy họp bàn việc nước sạch</title>
<link rel="canonical" href="https://bao.example/{name}-123456.html">
<meta property="article:published_time" content="2025-09-06T08:00:00+07:00"></head><body><article><h1>Phường
Cửa Lũy họp bàn việc nước sạch</h1><p>Sáng 6/9, Ủy ban nhân dân phường Cửa Lũy họp bàn việc cấp nước sạch
cho ba khu phố ven sông trong mùa khô sắp tới.</p><p>Theo kế hoạch, tuyến ống mới dài hai cây số được lắp
trong tháng mười và bàn giao trước cuối năm nay cho công ty cấp nước.</p><p>Người dân đề nghị đơn vị thi
công báo trước lịch cắt nước từng ngày để các hộ chủ động trữ nước dùng.</p></article></body></html>"""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def line(self) -> str:
        """The one line on standard error; fails when there are more, or none."""
        assert "Traceback" not in self.err
        lines = self.err.strip().splitlines()
        assert len(lines) == 1, f"not one line:\n{self.err}"
        return lines[0]

    @property
    def json(self) -> Any:
        """Standard output, which must be one JSON document and nothing else."""
        return json.loads(self.out)


class Terminal:
    """Types commands in a folder of its own. Called, it runs them in this process, with the
    pool's work done here as well; `start` makes a real process."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.patch = patch
        self.capsys = capsys
        for name in [
            one for one in os.environ if one.startswith("LANTOA_") and not one.startswith("LANTOA_TEST_")
        ]:
            patch.delenv(name)
        patch.setattr(steps, "open_pool", pool_of_threads)
        patch.chdir(folder)
        patch.setenv("LANTOA_DATA", str(self.data))

    def __call__(self, *typed: object, **environ: object) -> Ended:
        """Run a command; keyword arguments are settings of this run alone."""
        self.capsys.readouterr()
        held = signal.getsignal(signal.SIGTERM)
        with self.patch.context() as patch:
            patch.setattr(sys, "argv", ["lantoa", *map(str, typed)])
            for name, value in environ.items():
                patch.setenv(f"LANTOA_{name.upper()}", str(value))
            try:
                with pytest.raises(SystemExit) as ended:
                    main()
            finally:
                signal.signal(signal.SIGTERM, held)
        said = self.capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Ended(ended.value.code, said.out, said.err)

    def start(self, *typed: object, **environ: object) -> subprocess.Popen[str]:
        """The command as a process in a session of its own."""
        more = {f"LANTOA_{name.upper()}": str(value) for name, value in environ.items()}
        return subprocess.Popen(
            [sys.executable, "-m", "lantoa.cli", *map(str, typed)],
            cwd=self.folder,
            env=os.environ | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def write(self, name: str, text: str) -> Path:
        """A file in the folder."""
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        return file

    def exported(self, **environ: object) -> list[dict[str, Any]]:
        """What `lantoa export` writes."""
        out = self.folder / "exported.jsonl"
        assert self("export", out, **environ).code == 0
        return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


@contextmanager
def pool_of_threads(url: str, workers: int) -> Iterator[Executor]:
    """In place of the process pool, whose start costs seconds."""
    with ThreadPoolExecutor(1) as executor:
        yield executor
