"""lantoa tag --jsonl: a file of texts, a file of tags, and what becomes of wrong lines."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from lantoa.cli import tagging
from nlp.crf.model import shipped
from tests.support.terminal import Terminal, pool_of_threads

DONE, FAILED, MISUSE, PARTLY, INTERRUPTED = 0, 1, 2, 3, 130
TEXT = "Đại hội Đảng bộ xã Vân Canh lần thứ {at} đã bầu ông Lê Văn Bốn làm Bí thư Đảng ủy."


def texts(count: int) -> str:
    return "".join(json.dumps({"id": f"{at:03}", "text": TEXT.format(at=at % 30 + 1)}) + "\n" for at in range(count))


def objects(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_a_file_is_tagged_and_nothing_is_stored(lantoa: Terminal) -> None:
    ended = lantoa("tag", "--jsonl", lantoa.write("in.jsonl", texts(3)), lantoa.folder / "out.jsonl")
    assert (ended.code, ended.err) == (DONE, "")
    assert "3 văn bản" in ended.out
    assert [one["id"] for one in objects(lantoa.folder / "out.jsonl")] == ["000", "001", "002"]
    assert not lantoa.data.exists()
    assert sorted(one.name for one in lantoa.folder.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_many_lines_go_through_the_pool_in_order(lantoa: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []

    def pool(url: str, workers: int) -> Any:
        opened.append((url, workers))
        return pool_of_threads(url, workers)

    monkeypatch.setattr(tagging, "open_pool", pool)
    file, out = lantoa.write("in.jsonl", texts(2 * tagging.FEW + 3)), lantoa.folder / "out.jsonl"
    assert lantoa("tag", "--jsonl", file, out, workers=3).code == DONE
    assert opened == [("processes", 3)]
    assert [one["id"] for one in objects(out)] == [f"{at:03}" for at in range(2 * tagging.FEW + 3)]


def test_wrong_lines_are_named_and_the_others_are_written(lantoa: Terminal) -> None:
    file = lantoa.write("in.jsonl", texts(1) + '\n{"id": "hai"}\n' + '{"id": "ba", "text": "Vân Canh.", "published": "mai"}\n' + "[\n")
    ended = lantoa("tag", "--jsonl", file, lantoa.folder / "out.jsonl")
    assert ended.code == PARTLY
    told = ended.err.splitlines()
    assert len(told) == 4
    for line, named in zip(told, ["dòng 2: dòng trống", 'dòng 3 (id hai): thiếu "text"', 'dòng 4 (id ba): "published"', "dòng 5: không phải JSON"], strict=True):
        assert named in line
        assert "in.jsonl" in line
    assert [one["id"] for one in objects(lantoa.folder / "out.jsonl")] == ["000", "ba"]


def test_wrong_lines_are_counted_for_programs(lantoa: Terminal) -> None:
    file = lantoa.write("in.jsonl", texts(2) + '{"id": 5}\n{"id": 6, "text": "", "published": "mai"}')
    ended = lantoa("tag", "--json", "--jsonl", file, "out.jsonl")
    assert (ended.code, ended.json["tagged"], ended.json["file"]) == (PARTLY, 3, "out.jsonl")
    assert [(one["line"], one["id"], one["tagged"]) for one in ended.json["wrong"]] == [(3, 5, False), (4, 6, True)]
    assert all(one["why"] for one in ended.json["wrong"])


def test_where_every_line_is_wrong_the_command_fails(lantoa: Terminal) -> None:
    assert lantoa("tag", "--jsonl", lantoa.write("in.jsonl", "x\n"), "out.jsonl").code == FAILED
    assert objects(lantoa.folder / "out.jsonl") == []


def test_an_empty_file_gives_an_empty_one(lantoa: Terminal) -> None:
    ended = lantoa("tag", "--jsonl", lantoa.write("in.jsonl", ""), "out.jsonl")
    assert (ended.code, objects(lantoa.folder / "out.jsonl")) == (DONE, [])
    assert "0 văn bản" in ended.out


def test_a_dash_is_standard_input_and_output(lantoa: Terminal) -> None:
    command = [sys.executable, "-m", "lantoa.cli", "tag", "--jsonl", "-", "-"]
    done = subprocess.run(command, input=texts(2).encode(), cwd=lantoa.folder, capture_output=True)
    assert (done.returncode, done.stderr) == (DONE, b"")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["000", "001"]


def test_one_output_is_not_given_two_things(lantoa: Terminal) -> None:
    ended = lantoa("tag", "--json", "--jsonl", lantoa.write("in.jsonl", texts(1)), "-")
    assert ended.code == MISUSE
    assert "--json" in ended.line


@pytest.mark.parametrize("source", ["khong-co.jsonl", "."])
def test_what_cannot_be_read_is_named(lantoa: Terminal, source: str) -> None:
    ended = lantoa("tag", "--jsonl", source, "out.jsonl")
    assert ended.code == MISUSE
    assert source in ended.line
    assert not (lantoa.folder / "out.jsonl").exists()


@pytest.mark.parametrize("target", ["khong-co/out.jsonl", "."])
def test_what_cannot_be_written_is_named_before_anything_is_tagged(lantoa: Terminal, target: str) -> None:
    ended = lantoa("tag", "--jsonl", lantoa.write("in.jsonl", "x\n"), target)
    assert ended.code == MISUSE
    assert target in ended.line


def test_a_device_stays_one(lantoa: Terminal) -> None:
    pipe = lantoa.folder / "ống"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert lantoa("tag", "--jsonl", lantoa.write("in.jsonl", texts(1)), pipe).code == DONE
        assert json.loads(os.read(reader, 100_000))["id"] == "000"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def test_the_last_result_stands_until_the_next_is_whole(lantoa: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    lantoa.write("out.jsonl", "trước\n")

    def broken(*_: object) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(tagging, "tag_lines", broken)
    assert lantoa("tag", "--jsonl", lantoa.write("in.jsonl", texts(1)), "out.jsonl").code == INTERRUPTED
    assert (lantoa.folder / "out.jsonl").read_text(encoding="utf-8") == "trước\n"
    assert sorted(one.name for one in lantoa.folder.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_a_file_may_be_written_in_its_own_place(lantoa: Terminal) -> None:
    file = lantoa.write("in.jsonl", texts(2))
    assert lantoa("tag", "--jsonl", file, file).code == DONE
    assert [one["about"] for one in objects(file)] == ["congress", "congress"]


def test_another_model_is_taken_and_named(lantoa: Terminal) -> None:
    model = lantoa.folder / "cua-toi.crf"
    model.write_bytes(shipped().to_bytes())
    assert lantoa("tag", "--model", model, "--jsonl", lantoa.write("in.jsonl", texts(1)), "out.jsonl").code == DONE
    assert objects(lantoa.folder / "out.jsonl")[0]["model"] == shipped().trained_on[:12]


@pytest.mark.parametrize("more", [["--jsonl", "in.jsonl", "out.jsonl"], []])
def test_what_is_no_model_is_refused_before_anything_is_done(lantoa: Terminal, more: list[str]) -> None:
    lantoa.write("in.jsonl", texts(1))
    ended = lantoa("tag", "--model", "in.jsonl", *more)
    assert ended.code == MISUSE
    assert "in.jsonl" in ended.line
    assert not (lantoa.folder / "out.jsonl").exists()


def test_one_name_is_not_enough(lantoa: Terminal) -> None:
    ended = lantoa("tag", "--jsonl", "in.jsonl")
    assert ended.code == MISUSE
    assert "--jsonl" in ended.line


def test_a_line_that_is_too_long_is_held_back_and_the_next_one_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagging, "LONGEST_LINE", 10)
    given = io.BytesIO(b"1234567890\n" + b"x" * 35 + b"\n" + b"mot\nhai")
    assert list(tagging._lines(given)) == [b"1234567890\n", b"x" * 11, b"mot\n", b"hai"]


@pytest.mark.slow
def test_it_can_be_interrupted_while_processes_are_at_work(lantoa: Terminal) -> None:
    long = "".join(json.dumps({"id": at, "text": TEXT * 300}) + "\n" for at in range(4000))
    process = lantoa.start("tag", "--jsonl", lantoa.write("in.jsonl", long), "out.jsonl")
    partial = lantoa.folder / "out.jsonl.part"
    until = time.monotonic() + 60
    while not (partial.exists() and partial.stat().st_size) and time.monotonic() < until:
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == INTERRUPTED
    assert "Traceback" not in said
    assert sorted(one.name for one in lantoa.folder.iterdir()) == ["in.jsonl"]
