"""What benchmarks print: a contract that other programs read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lantoa.bench import Options, benches, run_bench
from lantoa.bench.options import BARE
from lantoa.bench.table import Bench, Row, calibration, print_bench
from lantoa.errors import Misuse

BENCH = Bench("run", {"seed": 7}, (Row("a_s", 1.5, "s", "<= 2", "ghi chú"), Row("b", 0.1, "", ">= 0.11"), Row("c", 3, "bài")))


def test_the_json_has_the_agreed_form(capsys: pytest.CaptureFixture[str]) -> None:
    print_bench(BENCH, as_json=True)
    printed = json.loads(capsys.readouterr().out)
    assert printed["bench"] == "run"
    assert printed["context"]["seed"] == 7
    assert printed["context"]["calibration"] > 0
    assert printed["rows"][0] == {"name": "a_s", "value": 1.5, "unit": "s", "goal": "<= 2", "met": True, "note": "ghi chú"}
    assert [row["met"] for row in printed["rows"]] == [True, False, None]


def test_the_table_names_every_row(capsys: pytest.CaptureFixture[str]) -> None:
    print_bench(BENCH, as_json=False)
    printed = capsys.readouterr().out
    assert all(row.name in printed for row in BENCH.rows)
    assert "KHÔNG" in printed


def test_the_machine_is_calibrated_by_work_that_was_done() -> None:
    assert calibration() > 1


def test_an_unknown_benchmark_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Misuse, match=", ".join(benches())):
        run_bench("fast", as_json=True)


def test_an_option_that_a_benchmark_does_not_take_is_refused_by_name() -> None:
    with pytest.raises(Misuse, match="run không nhận tùy chọn --gold"):
        run_bench("run", as_json=True, options=Options(gold=BARE))
    with pytest.raises(Misuse, match="--pages"):
        run_bench("run", as_json=True, options=Options(pages=Path("pages")))
