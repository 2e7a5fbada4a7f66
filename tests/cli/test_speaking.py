"""How commands speak: Vietnamese help, one line on a wrong use, JSON and nothing else for programs."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from lantoa.cli.main import app
from tests.support.terminal import Terminal

CAMPAIGN = """
id = "thu"
name = "Thử"
start = 2025-02-01
[[congress]]
id = "a"
name = "A"
level = "province"
place = "Thành phố Hồ Chí Minh"
ordinal = 1
term = [2025, 2030]
opening = 2025-10-13
closing = 2025-10-15
"""
ENGLISH = re.compile(
    r"\b(?:usage|options|arguments|commands|show|exit|required|default|missing|error|no such)\b",
    re.IGNORECASE,
)


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        yield (*path, name), command
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))


ALL = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("path", [(), *ALL], ids=" ".join)
def test_every_help_page_is_vietnamese(lantoa: Terminal, path: tuple[str, ...]) -> None:
    ended = lantoa(*path, "--help")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("Cách dùng: ")
    words = re.sub(r"--[\w-]+|\b(?:lantoa|RSS|HTML|JSONL?|WARC|TOML|API|DOCX)\b", "", ended.out)
    if path:
        assert not ENGLISH.search(words)
        assert "<" not in ended.out, "no type names of Python"
    for parameter in ALL[path].params if path else ():
        assert parameter.help, f"{parameter.name} is not explained"


def test_every_step_of_the_house_is_a_command() -> None:
    steps = "crawl extract tag group index reach report serve demo import add export doctor bench"
    assert {*((one,) for one in steps.split()), ("sources", "check")} <= set(ALL)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("crawl --nope", "Không có tùy chọn --nope."),
        ("crawl --jso", "--json"),
        ("reach", "Còn thiếu MÃ_CHIẾN_DỊCH."),
        ("nope", 'Không có lệnh "nope".'),
        ("sources nope", 'Không có lệnh "nope".'),
        ("demo --seed x", 'Giá trị "x" của --seed'),
        ("add --text", "--text cần kèm một giá trị"),
        ("crawl --json=3", "--json không nhận giá trị"),
        ("crawl mot hai", "Thừa tham số: mot hai."),
    ],
)
def test_a_wrong_use_is_told_in_one_line_with_where_to_read_on(
    lantoa: Terminal, typed: str, said: str
) -> None:
    ended = lantoa(*typed.split())
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.line
    assert ended.line.endswith("--help")
    assert not lantoa.data.exists()


def test_without_a_command_the_help_is_shown(lantoa: Terminal) -> None:
    for path in ((), ("sources",), ("campaign",)):
        ended = lantoa(*path)
        assert ended.code == 2
        assert ended.err.startswith("Cách dùng: ")


@pytest.fixture
def filled(lantoa: Terminal) -> Terminal:
    """A folder with a campaign and one article of it."""
    text = "Ngày 6/9, Bí thư Thành ủy TPHCM làm việc với Tiểu ban Tổ chức phục vụ Đại hội đại biểu Đảng bộ TPHCM lần thứ I."
    lantoa("campaign", "import", lantoa.write("c.toml", CAMPAIGN))
    add = (
        "--who",
        "Lan",
        "--why",
        "thử",
        "--date",
        "2025-09-06",
        "--title",
        "Chuẩn bị Đại hội Đảng bộ TPHCM lần thứ I",
    )
    assert lantoa("add", "--text", lantoa.write("b.txt", text), *add).code == 0
    return lantoa


def test_with_json_standard_output_is_one_document(filled: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    from lantoa.cli import house

    page = filled.write(
        "trang.html", "<html><title>Tin</title><body><article><p>Một bài.</p></article></body></html>"
    )
    facts = filled.write(
        "f.jsonl", json.dumps({"url": "https://bao.example/1", "date": "2025-09-06", "congress": "HCM-2025"})
    )
    more: dict[tuple[str, ...], tuple[object, ...]] = {
        ("extract",): ("--html", page, "--url", "https://bao.example/tin.html"),
        ("index",): ("--check",),
        ("segment",): (page,),
        **{(name,): ("thu",) for name in ("reach", "compare", "review")},
        **dict.fromkeys((("plan", "progress"), ("correct", "list"), ("campaign", "congresses"), ("campaign", "export")), ("thu",)),
        ("correct", "exclude"): ("thu", "1", "--who", "Lan", "--why", "thử"),
        ("up",): ("--once",),
        ("report",): ("thu", "--week", "2025-W36"),
        ("demo",): ("--truth", filled.folder / "truth.jsonl"),
        ("import",): ("--facts", facts),
        ("add",): ("--text", filled.write("h.txt", "Bài viết tay."), "--who", "Lan", "--why", "thử"),
        ("export",): (filled.folder / "ra.jsonl",),
        ("archive", "export"): (filled.folder / "ra.warc.gz", "--campaign", "thu"),
    }
    # what plays a demonstration, trains, asks an outlet, wants a source, a workbook or a lamp that burns: its own tests read its JSON
    own_tests = {("bench",), ("train",), ("status",), ("plan", "import"), *(("sources", name) for name in ("robots", "try", "accept", "reread"))}
    own_tests |= {("correct", name) for name in ("include", "confirm", "date", "regroup", "undo")}
    monkeypatch.setattr(house, "SHIPPED", filled.write("nguon.toml", ""))
    asked = [path for path, command in ALL.items() if any(one.name == "json" for one in command.params)]
    assert len(asked) >= 15
    for path in asked:
        if path in own_tests:
            continue
        ended = filled(*path, *more.get(path, ()), "--json", contact="lantoa@ban.example")
        assert (ended.code, ended.err) == (0, ""), path
        assert isinstance(ended.json, list | dict), path
    for typed in (("extract",), ("index",), ("index", "--rebuild")):
        assert isinstance(filled(*typed, "--json").json, list | dict)


def test_rows_of_reach_have_the_keys_that_programs_read(filled: Terminal) -> None:
    rows = filled("reach", "thu", "--json").json
    keys = (
        "phase", "from", "to", "dimension", "value", "articles", "originals", "outlets", "panel_size", "panel_articles",
        "ratio", "low", "high", "spread", "breadth", "breadth_low", "breadth_high", "panel_share_articles", "panel_share",
        "refused",
    )  # fmt: skip
    levels = ("weighted", "weighted_equal", "contacts", "net")
    assert {tuple(row) for row in rows if row["dimension"] != "all"} == {keys}
    assert {tuple(row) for row in rows if row["dimension"] == "all"} == {(*keys, *levels)}
    (all_before,) = [row for row in rows if row["dimension"] == "all" and row["phase"] == "before"]
    assert (all_before["articles"], all_before["originals"]) == (1, 1)
    weeks = [row for row in rows if row["dimension"] == "week" and row["articles"]]
    assert [row["value"] for row in weeks] == ["2025-W36"]


def test_a_search_is_counted_over_a_campaign(filled: Terminal) -> None:
    found = filled("reach", "thu", "--query", "đại hội", "--json").json
    assert (found["articles"], found["originals"], found["share"]["of"]) == (1, 1, 1)
    assert filled("reach", "thu", "--query", "", "--scope", "members", "--json").json["articles"] == 1
    shown = filled("reach", "thu", "--query", "đại hội").out
    assert "Trước đại hội" in shown
    assert "100,0%" in shown


def test_people_get_tables_and_counts(filled: Terminal) -> None:
    assert "Trước" in filled("reach", "thu").out.title()
    written = filled("report", "thu", "--week", "2025-W36").out.strip().splitlines()
    assert [Path(line.rpartition(" ")[2]).suffix for line in written] == [".html", ".docx", ".pdf", ".xlsx"]
    assert all(Path(line.rpartition(" ")[2]).stat().st_size > 1000 for line in written)
    assert "thu" in filled("campaign", "list").out
    assert tomllib.loads(filled("campaign", "export", "thu").out)["id"] == "thu"
    assert filled("doctor").code == 0
    assert filled("sources", "check").code == 0
