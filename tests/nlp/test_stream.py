"""Lines are tagged in order, and a wrong one does not stop the others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from lantoa.article import Outlet
from lantoa.errors import Later, Misuse
from nlp import stream
from nlp.stream import AHEAD, CHUNK, Here, LineResult, tag_lines

CITY = Outlet("bao", "Báo", "bao.test", "local_press", "province", "Hà Nội")


def nobody(url: str) -> Outlet | None:
    return None


def lines(count: int) -> Iterator[bytes]:
    for at in range(count):
        yield json.dumps({"id": at, "text": f"Đại hội Đảng bộ xã Vân Canh lần thứ {at % 30 + 1}."}).encode() + b"\n"


def test_results_come_in_the_order_of_the_lines() -> None:
    with ThreadPoolExecutor(3) as run:
        found = list(tag_lines(lines(3 * CHUNK + 1), run, nobody))
    assert [(one.line, one.id) for one in found] == [(at + 1, at) for at in range(3 * CHUNK + 1)]
    ordinals = [json.loads(one.out or b"")["congresses"][0]["ordinal"] for one in found]
    assert ordinals == [at % 30 + 1 for at in range(3 * CHUNK + 1)]


def test_here_and_in_a_pool_the_same_is_written() -> None:
    with ThreadPoolExecutor(2) as run:
        assert list(tag_lines(lines(20), run, nobody)) == list(tag_lines(lines(20), Here(), nobody))


def test_a_wrong_line_is_told_and_the_rest_goes_on() -> None:
    given = [b"\n", *lines(1), b'{"id": "x"}', b'{"id": "y", "text": "x", "published": "qua"}']
    found = list(tag_lines(given, Here(), nobody))
    assert [(one.line, one.id, one.out is None, bool(one.wrong)) for one in found] == [
        (1, None, True, True), (2, 0, False, False), (3, "x", True, True), (4, "y", False, True),
    ]  # fmt: skip


def test_a_text_that_cannot_be_tagged_is_told_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def fragile(article: Any, outlet: Any, model: Any) -> Any:
        if article.text == "vỡ":
            raise ZeroDivisionError("vỡ")
        return tagged(article, outlet, model)

    tagged = stream.tag
    monkeypatch.setattr(stream, "tag", fragile)
    given = [b'{"id": 1, "text": "v\xe1\xbb\xa1"}', b'{"id": 2, "text": "x"}']
    assert [(one.id, one.out is None, one.wrong) for one in tag_lines(given, Here(), nobody)] == [
        (1, True, "ZeroDivisionError('vỡ')"), (2, False, ""),
    ]  # fmt: skip


def test_no_more_is_read_ahead_than_the_workers_are_given() -> None:
    taken = 0

    def counted() -> Iterator[bytes]:
        nonlocal taken
        for line in lines(10 * AHEAD * CHUNK):
            taken += 1
            yield line

    first = next(tag_lines(counted(), Here(), nobody))
    assert (first.line, taken) == (1, AHEAD * CHUNK)


def test_long_texts_are_handed_out_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "HEAVY", 100)
    sizes = [len(chunk) for chunk in stream._chunks([b"x" * 99, b"x", b"x" * 300, *[b"x"] * (CHUNK + 1)])]
    assert sizes == [2, 1, CHUNK, 1]


def test_a_model_is_read_once_a_process(tmp_path: Path) -> None:
    from nlp.crf.model import shipped
    from nlp.step import model_in_force

    file = tmp_path / "khac.crf"
    file.write_bytes(shipped().to_bytes())
    assert model_in_force(None) is shipped()
    assert model_in_force(file) is model_in_force(file)
    assert model_in_force(file).names == shipped().names


def test_the_outlet_lends_its_place() -> None:
    line = b'{"id": 1, "url": "https://bao.test/1", "text": "%s"}' % "Đại hội Đảng bộ thành phố lần thứ XVIII.".encode()
    [known] = tag_lines([line], Here(), lambda url: CITY if url == "https://bao.test/1" else None)
    assert json.loads(known.out or b"")["congresses"][0]["resolved"]["place"] == "Hà Nội"


def test_a_killed_worker_is_one_clear_line() -> None:
    class Broken(Executor):
        def submit(self, *_: Any, **__: Any) -> Future[Any]:  # type: ignore[override]
            future = Future[Any]()
            future.set_exception(BrokenProcessPool("chết"))
            return future

    with pytest.raises(Later, match="chết"):
        list(tag_lines(lines(1), Broken(), nobody))


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misuse):
        list(tag_lines(lines(1), Here(), nobody, tmp_path / "none.crf"))


def test_a_result_says_which_model_helped() -> None:
    from nlp.crf.model import shipped

    [found] = tag_lines(lines(1), Here(), nobody)
    assert isinstance(found, LineResult)
    assert json.loads(found.out or b"")["model"] == shipped().trained_on[:12]
