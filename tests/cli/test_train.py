"""lantoa train: scores for people and programs, a file when one is asked for."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from lantoa.cli import training
from nlp.crf.model import load_model
from nlp.gold import OWN
from tests.support.terminal import Terminal

DONE, MISUSE = 0, 2


@pytest.fixture
def few(lantoa: Terminal, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three of our own texts in place of all."""
    folder = copied(lantoa.folder / "own", 0, 3)
    monkeypatch.setattr(training, "OWN", folder)
    monkeypatch.setattr(training, "SHIPPED", lantoa.folder / "shipped.crf")
    return folder


def copied(folder: Path, first: int, last: int, names: tuple[str, ...] = ()) -> Path:
    """Some of our own texts in another folder, under their names or others."""
    folder.mkdir()
    files = sorted(OWN.glob("*.txt"))[first:last]
    for file, name in zip(files, names or [file.stem for file in files], strict=True):
        for half in (file, file.with_suffix(".json")):
            shutil.copy(half, folder / f"{name}{half.suffix}")
    return folder


def test_scores_are_printed_and_nothing_is_written(lantoa: Terminal, few: Path) -> None:
    ended = lantoa("train")
    assert (ended.code, ended.err) == (DONE, "")
    assert "kiểm chứng chéo" in ended.out
    assert "3 văn bản" in ended.out
    assert [one.name for one in lantoa.folder.iterdir()] == ["own"]


def test_a_model_is_written_where_asked(lantoa: Terminal, few: Path) -> None:
    ended = lantoa("train", "--out", lantoa.folder / "mine.crf", "--json")
    assert (ended.code, ended.err) == (DONE, "")
    told = ended.json
    assert (told["file"], told["texts"]) == (str(lantoa.folder / "mine.crf"), 3)
    assert told["scores"].keys() == {"own_grammar", "own_cv"}
    assert told["scores"]["own_cv"]["entities"].keys() == {"precision", "recall", "f1"}
    assert load_model(lantoa.folder / "mine.crf").trained_on == told["trained_on"]


@pytest.mark.slow
def test_held_out_texts_are_scored_and_not_learned(lantoa: Terminal, few: Path) -> None:
    gold = copied(lantoa.folder / "gold", 5, 8, ("000", "001", "002"))  # of these, 001 is held out
    told = lantoa("train", "--gold", gold, "--json").json
    assert told["texts"] == 5
    assert told["scores"]["held_out_model"]["texts"] == 1
    assert told["scores"]["train_model"]["texts"] == 2
    whole = lantoa("train", "--gold", gold, "--whole", "--json").json
    assert whole["texts"] == 6
    assert not any(name.startswith("held_out") for name in whole["scores"])


def test_the_shipped_model_learns_from_our_own_texts_only(lantoa: Terminal, few: Path) -> None:
    told = lantoa("train", "--ship", "--json").json
    assert json.loads((lantoa.folder / "shipped.crf").read_bytes().partition(b"\n")[0])["trained_on"] == told["trained_on"]
    for more in (("--gold", few), ("--out", lantoa.folder / "mine.crf")):
        refused = lantoa("train", "--ship", *more)
        assert refused.code == MISUSE
        assert "--ship" in refused.line


@pytest.mark.parametrize("arguments", [("--whole",), ("--gold", "nowhere"), ("--out", "no/folder/mine.crf")])
def test_what_cannot_be_is_said_in_one_line(lantoa: Terminal, few: Path, arguments: tuple[str, ...]) -> None:
    ended = lantoa("train", *arguments)
    assert ended.code == MISUSE
    assert ended.line
