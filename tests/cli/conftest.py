"""A terminal for every test of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.terminal import ARTICLE, Terminal


@pytest.fixture
def lantoa(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """Types commands in an empty folder."""
    return Terminal(tmp_path, monkeypatch, capsys)


@pytest.fixture
def article(lantoa: Terminal) -> Path:
    """A page that can be imported."""
    return lantoa.write("bai.html", ARTICLE.format(name="nuoc-sach"))
