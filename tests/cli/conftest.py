"""A terminal for every test of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.terminal import Terminal


@pytest.fixture
def lantoa(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """Types commands in an empty folder."""
    return Terminal(tmp_path, monkeypatch, capsys)
