"""bench tag: its texts, its rows, and what it refuses."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from lantoa.article import Article, Kind
from lantoa.bench import tag_speed
from lantoa.bench.options import BARE, Options
from lantoa.bench.tag import bench_tag
from lantoa.bench.tag_scores import FIGURES, figure_rows, gold_rows, tagged
from lantoa.bench.tag_speed import STEPS, stage_rows, step_rows
from lantoa.bench.texts import OWN, SIZE, corpus_articles, own_articles, sized
from lantoa.bench.unrelated import concerns_none, false_rows, mistaken
from lantoa.errors import Misuse
from nlp.crf.model import shipped
from nlp.gold import parted, read_gold
from nlp.score import score

LINES = [
    {"title": "Nước sạch về xã", "sapo": "Đường ống mới.", "text": "Dài hai cây số."},
    {"title": None, "sapo": None, "text": "Không có gì khác."},
]
NEWS = "".join(json.dumps(one) + "\n" for one in LINES).encode()


def article(text: str, title: str = "") -> Article:
    return Article("kho:1", Kind.ARTICLE, title, "", text)


# -- texts


@pytest.mark.parametrize(("name", "body"), [("a.jsonl", NEWS), ("a.jsonl.gz", gzip.compress(NEWS)), ("a.jsonl.xz", lzma.compress(NEWS))])
def test_a_corpus_is_lines_of_json_packed_or_not(tmp_path: Path, name: str, body: bytes) -> None:
    (tmp_path / name).write_bytes(body)
    one, two = corpus_articles(tmp_path / name)
    assert (one.title, one.sapo, one.text) == ("Nước sạch về xã", "Đường ống mới.", "Đường ống mới.\nDài hai cây số.")
    assert (two.title, two.text) == ("", "Không có gì khác.")
    assert two.url == f"{name}:2"
    assert list(corpus_articles(tmp_path)) == [one, two], "its folder is the same corpus"


def test_a_folder_of_plain_texts_is_a_corpus_in_order(tmp_path: Path) -> None:
    for name in ("2.txt", "1.txt", "1.json"):
        (tmp_path / name).write_text(f"bài {name}", encoding="utf-8")
    assert [one.text for one in corpus_articles(tmp_path)] == ["bài 1.txt", "bài 2.txt"]


@pytest.mark.parametrize(
    ("name", "body"),
    [("a.jsonl", b"khong"), ("a.jsonl", b'{"title": "x"}'), ("a.jsonl", b"[1]"), ("a.jsonl", b"\xff"), ("a.jsonl.gz", b"khong"),
     ("a.jsonl.xz", b"khong"), ("a.txt", b"\xff"), ("a.jsonl", b'{"text": 5}')],
)  # fmt: skip
def test_a_corpus_that_cannot_be_read_is_named(tmp_path: Path, name: str, body: bytes) -> None:
    (tmp_path / name).write_bytes(body)
    with pytest.raises(Misuse, match=name):
        list(corpus_articles(tmp_path / name))


def test_a_corpus_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="khong-co"):
        corpus_articles(tmp_path / "khong-co")
    with pytest.raises(Misuse, match=tmp_path.name):
        corpus_articles(tmp_path)


def test_texts_are_joined_and_cut_to_one_size() -> None:
    short, long = article("x" * 3000, "một"), article("y" * 9000, "hai")
    one, two = sized([short, short, long, short], 5)
    assert (one.title, two.title) == ("một", "hai")
    assert [len(each.text) for each in (one, two)] == [SIZE, SIZE]
    assert len(sized([long] * 3, 2)) == 2


def test_there_are_texts_of_our_own_to_measure_by() -> None:
    assert len(sized(own_articles(), 20)) == 20


# -- congresses where there are none


@pytest.mark.parametrize(
    "text",
    ["Xã họp bàn việc nước sạch.", "Đại hội cổ đông của công ty bầu hội đồng quản trị.", "Đại hội XX Đảng Cộng sản Trung Quốc khai mạc tại Bắc Kinh.", "Đảng viên trẻ hiến máu. " + "Trời nắng đẹp. " * 10 + "Đại hội thể thao."],
)
def test_texts_concern_none_by_their_words_alone(text: str) -> None:
    assert concerns_none(article(text))


@pytest.mark.parametrize(
    "text",
    ["Đại hội XIII", "Nghị quyết Đại hội Đảng", "đại hội chi bộ thôn", "Đảng bộ xã Vân Canh họp đại hội", "ĐH Đảng", "Đại hội Đảng Nhân dân Cách mạng Lào có đoàn Việt Nam dự", "Đại hội lần thứ 12", "Đại hội X"],
)
def test_texts_that_could_concern_one_are_left_out(text: str) -> None:
    assert not concerns_none(article(text))
    assert not concerns_none(article("Trời nắng.", text))


def test_each_text_with_a_false_one_is_counted_once_and_can_be_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lantoa.bench.unrelated.concerns_none", lambda one: "nắng" not in one.text)
    texts = [article("Đại hội XIII và Đại hội XII của Đảng."), article("Trời nắng. Đại hội XIII của Đảng."), article("Xã họp.")]
    listed = io.StringIO()
    [row] = false_rows(texts, listed)
    assert (row.name, row.value, row.met) == ("false_congress_per_1000", 500, False)
    assert "Đại hội XIII" in listed.getvalue()
    assert len(listed.getvalue().splitlines()) == 1


def test_generic_ones_are_none() -> None:
    assert list(mistaken([article("Tiến tới đại hội đảng bộ các cấp.")])) == []


# -- speed


@pytest.mark.slow
def test_every_step_has_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tag_speed, "ROUNDS", 1)
    rows = list(step_rows(sized(own_articles(), 1)))
    names = ["normalise", "segment", "entities", "crf", "links", "offices", "congress", "topics", "form", "dates", "likeness"]
    assert [row.name for row in rows] == [f"step.{name}.docs_per_s_core" for name in names]
    assert list(STEPS) == names
    assert all(row.value > 0 for row in rows)


@pytest.mark.slow
def test_the_goal_stands_on_unrelated_texts_or_on_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tag_speed, "ROUNDS", 1)
    own = sized(own_articles(), 1)
    assert [(row.name, row.goal) for row in stage_rows(own, own)] == [("stage.docs_per_s_core", ">= 100"), ("stage.own_docs_per_s_core", "")]
    assert [(row.name, row.goal) for row in stage_rows((), own)] == [("stage.docs_per_s_core", ">= 100")]


# -- scores


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Annotated texts of which some have ids that are held out."""
    folder = tmp_path_factory.mktemp("gold")
    for name in ("000", "001", "002", "003"):
        for kind in ("txt", "json"):
            shutil.copy(OWN / f"{name}.{kind}", folder)
    return folder


@pytest.mark.slow
def test_train_and_held_out_are_scored_apart(some: Path) -> None:
    rows = {row.name: row for row in gold_rows(some)}
    assert set(rows) == {f"{model}.{part}.{figure}" for model in ("shipped", "gold_trained") for part in ("train", "heldout") for figure in FIGURES}
    assert rows["shipped.heldout.entities_f1"].goal == ">= 0.92"
    assert rows["shipped.train.entities_f1"].goal == ""
    _, held_out = parted(read_gold(some))
    expected = score(held_out, tagged(held_out, shipped()))
    assert rows["shipped.heldout.entities_f1"].value == round(expected["entities"].f1, 4)
    assert rows["shipped.heldout.congress_r"].value == round(expected["congress"].recall, 4)


def test_every_figure_is_one_of_the_counts() -> None:
    [one] = [text for text in read_gold(OWN) if text.id == "000"]
    rows = list(figure_rows("x", score([one], {}), 1, goals=False))
    assert [row.value for row in rows] == [0] * len(FIGURES)
    assert all(f"thiếu {count}" in row.note for row, count in zip(rows[:1], [len(one.spans)], strict=True))


# -- the whole


@pytest.mark.slow
def test_every_row_is_there_by_its_name(some: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for where, name, value in [
        ("tag", "TIMED", 1), ("tag", "REMEMBERED", 2), ("tag_speed", "ROUNDS", 1), ("tag_speed", "SHARED", 8),
        ("tag_reference", "TEXTS", 1), ("tag_scores", "FOLDS", 2), ("tag_scores", "OWN", some), ("tag", "STORED", 4),
        ("tag", "CLUSTERS", tmp_path / "none"),
    ]:  # fmt: skip
        monkeypatch.setattr(f"lantoa.bench.{where}.{name}", value)
    corpus = tmp_path / "kho.jsonl"
    corpus.write_text(json.dumps({"text": "Xã họp bàn việc nước sạch ở thôn ven sông.\n" * 300}) + "\n", encoding="utf-8")
    bench = bench_tag(Options(gold=some, corpus=corpus))
    names = [row.name for row in bench.rows]
    assert len(names) == len(set(names))
    assert {name for name in names if not name.startswith(("step.", "own.cv.", "shipped.", "gold_trained."))} == {
        "stage.docs_per_s_core", "stage.own_docs_per_s_core", "two_processes.speedup", "memory_mb",
        "ner.ratio_to_underthesea", "false_congress_per_1000", "reprint.precision", "reprint.recall", "join_ms_at_100k",
        "segment.ratio_to_underthesea", "segment.differences",
    }  # fmt: skip
    assert {name for name in names if name.startswith("own.cv.")} == {f"own.cv.{figure}" for figure in FIGURES}
    assert bench.context["corpus"] == str(corpus)
    values = {row.name: row.value for row in bench.rows}
    assert values["two_processes.speedup"] > 0
    assert 40 < values["memory_mb"] < 1000


def test_a_folder_without_annotated_texts_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match=tmp_path.name):
        bench_tag(Options(gold=tmp_path))


# -- the command line


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Options]]:
    """What benchmarks are asked for by command lines."""
    asked: list[tuple[str, Options]] = []
    monkeypatch.setattr("lantoa.bench.run_bench", lambda name, _json, options: asked.append((name, options)))
    return asked


@pytest.mark.parametrize(
    ("line", "name", "options"),
    [
        ("extract --gold", "extract", Options(gold=BARE)),
        ("extract --gold --json", "extract", Options(gold=BARE)),
        ("--gold --json extract", "extract", Options(gold=BARE)),
        ("extract --pages p --gold", "extract", Options(pages=Path("p"), gold=BARE)),
        ("tag --gold g", "tag", Options(gold=Path("g"))),
        ("tag --gold=g --corpus c --list", "tag", Options(gold=Path("g"), corpus=Path("c"), list=True)),
        ("tag", "tag", Options()),
    ],
)
def test_gold_is_typed_with_a_folder_or_without(typed: list[tuple[str, Options]], monkeypatch: pytest.MonkeyPatch, line: str, name: str, options: Options) -> None:
    from lantoa.cli.main import main

    monkeypatch.setattr("sys.argv", ["lantoa", "bench", *line.split()])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    assert typed == [(name, options)]


def test_the_answers_for_pages_stand_in_one_place() -> None:
    from lantoa.bench import run_bench

    with pytest.raises(Misuse, match="--gold"):
        run_bench("extract", as_json=True, options=replace(Options(), gold=Path("khac")))
