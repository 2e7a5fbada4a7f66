"""lantoa export: what a search finds, as a file of the form that is asked for."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from lantoa.cli.output import Exit
from tests.support.terminal import Terminal

TEXTS = {"nhan-su": "Tiểu ban nhân sự họp bàn về đại hội đảng bộ.", "van-kien": "Dự thảo văn kiện đại hội được lấy ý kiến."}


@pytest.fixture
def filled(lantoa: Terminal) -> Terminal:
    for name, text in TEXTS.items():
        url = ("--url", f"http://bao.test/{name}", "--date", "2025-09-06")
        assert lantoa("add", "--text", lantoa.write(f"{name}.txt", text), "--who", "Lan", "--why", "thử", *url).code == 0
    return lantoa


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_form_is_the_one_asked_for_or_that_of_the_name(filled: Terminal) -> None:
    out = {name: filled.folder / f"ra.{name}" for name in ("csv", "xlsx", "jsonl", "txt")}
    for file in out.values():
        assert filled("export", file, "--query", "nhân sự", "--json").json == {"file": str(file), "articles": 1}
    [row] = rows(out["csv"])
    assert row["Địa chỉ"] == "http://bao.test/nhan-su"
    assert openpyxl.load_workbook(out["xlsx"]).active["A2"].value == int(row["Số bài"])
    for name in ("jsonl", "txt"):
        [line] = out[name].read_text(encoding="utf-8").splitlines()
        assert (json.loads(line)["id"], json.loads(line)["text"]) == (int(row["Số bài"]), TEXTS["nhan-su"])
    typed = filled("export", out["txt"], "--query", "", "--format", "csv")
    assert (typed.code, "2 bài" in typed.out, len(rows(out["txt"]))) == (Exit.DONE, True, 2)
    assert filled("export", out["csv"], "--query", "khủng long", "--json").json["articles"] == 0
    assert rows(out["csv"]) == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("ra.csv",), "--query"), (("ra.jsonl", "--format", "xlsx"), "--query"), (("ra.jsonl", "--query", "a", "--format", "pdf"), "pdf"),
        (("ra.csv", "--query", "nhân sự HOẶC"), "HOẶC"), (("mat/ra.csv", "--query", ""), "mat/ra.csv"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_told_in_one_line_and_writes_nothing(lantoa: Terminal, typed: tuple[str, ...], told: str) -> None:
    ended = lantoa("export", *typed)
    assert (ended.code, told in ended.line) == (Exit.MISUSE, True)
    assert not list(lantoa.folder.glob("ra.*"))
