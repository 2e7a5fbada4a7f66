"""bench index, search and serve: the press they make, the questions they ask, their rows."""

from __future__ import annotations

import asyncio
import json
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from lantoa.article import Article, Kind
from lantoa.bench import Options, run_bench
from lantoa.bench.full_text import FullText
from lantoa.bench.index import bench_index
from lantoa.bench.load import ask
from lantoa.bench.questions import APART, percentile, questions, timed
from lantoa.bench.search import bench_search
from lantoa.bench.serve import bench_serve, paths, unrepeated
from lantoa.bench.shelf import fill_store, opened
from lantoa.bench.varied import outlets, rows
from lantoa.errors import Later, Misuse
from lantoa.serial import tags_from_json
from search_api.asked import Asked
from search_api.fill import rebuild
from search_api.finding import query_of
from search_api.vocabulary import Labels
from tests.support.awaited import awaited
from tests.support.ports import free_port

LINES = [f"Người dân thôn {number} cho biết đường giao thông Việt Nam sau khi bão tan đã thông." for number in range(9)]
TEXTS = [Article(f"kho:{at}", Kind.ARTICLE, f"Tin {at}", "", "\n".join(LINES[at:])) for at in range(4)]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("kho") / "kho.jsonl"
    lines = (json.dumps({"title": one.title, "text": one.text}) for one in TEXTS)
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


# -- the press


def test_the_same_seed_gives_the_same_press_and_another_another() -> None:
    assert list(rows(TEXTS, 30, 1)) == list(rows(TEXTS, 30, 1))
    assert list(rows(TEXTS, 30, 1)) != list(rows(TEXTS, 30, 2))


def test_every_text_comes_once_as_it_is_and_then_in_mixtures() -> None:
    made = list(rows(TEXTS, 40, 1))
    assert [one["text"] for one in made[:4]] == [one.text for one in TEXTS]
    rest = [one["text"] for one in made[4:]]
    assert len(set(rest)) == 36
    assert all(set(text.split("\n")[1:-1]) <= set(LINES) for text in rest), "all but a shuffled line and a number"


def test_what_is_invented_of_an_article_is_what_a_store_holds() -> None:
    made = list(islice(rows(TEXTS, 400, 1), 400))
    tags = [tags_from_json(one["tags"]) for one in made]
    assert [one["id"] for one in made] == list(range(1, 401))
    assert {one["source"] for one in made} <= outlets().keys()
    assert any(one.about == "congress" and one.congresses for one in tags)
    assert any(one["reprint_group"] < one["id"] and not one["is_original"] for one in made)
    assert any(one["published_day"] is None for one in made)


# -- the questions


def test_every_question_can_be_read_whatever_the_store_holds(tmp_path: Path, corpus: Path) -> None:
    fill_store(tmp_path, corpus, 5)
    with opened(tmp_path) as ours:
        for typed in (one for each in questions().values() for one in each):
            query_of(ours, Asked(q=typed))
    assert Labels().values("topics", "nhân sự") == ("personnel",)


def test_frequent_phrases_stand_in_their_own_percentile_only() -> None:
    took = {name: [1.0] for name in questions()} | {APART: [500.0]}
    assert percentile(took, 95) == 1
    assert percentile(took, 95, of=APART) == 500


def test_each_round_asks_everything_and_the_first_is_not_counted() -> None:
    asked: list[str] = []
    took = timed(asked.append, rounds=2)
    typed = [one for each in questions().values() for one in each]
    assert asked == typed * 3
    assert {name: len(times) for name, times in took.items()} == {name: 2 * len(each) for name, each in questions().items()}


def test_fts5_finds_the_same_articles(tmp_path: Path, corpus: Path) -> None:
    """Otherwise its times would say nothing."""
    fill_store(tmp_path, corpus, 60)
    with opened(tmp_path) as ours:
        rebuild(ours.store, ours.outlets.all(), ours.index)
        other = FullText(tmp_path / "fts5.db")
        other.fill(ours)
        found = 0
        for typed in (one for each in questions().values() for one in each):
            query = query_of(ours, Asked(q=typed))
            result = ours.index.search(query)
            assert other.search(query) == (result.total, [hit.id for hit in result.hits]), typed
            found += result.total > 0
        other.close()
    assert found >= 10, "enough of them find anything"


# -- the rows


def test_bench_index_has_its_rows(corpus: Path) -> None:
    bench = bench_index(Options(docs=30, corpus=corpus))
    assert [row.name for row in bench.rows] == [
        "build.ratio_to_raw", "build.docs_per_s", "size.ratio_to_text", "build.raw_docs_per_s", "commit_1000_s", "visible_ms",
    ]  # fmt: skip
    assert {row.name: row.goal for row in bench.rows}["build.ratio_to_raw"] == ">= 0.45"
    assert bench.context["docs"] == 30
    assert "4 văn bản" in bench.context["texts"]


def test_bench_search_has_its_rows(corpus: Path) -> None:
    bench = bench_search(Options(docs=30, corpus=corpus))
    values = {row.name: row.value for row in bench.rows}
    assert {"p50_ms", "p95_ms", "fts5.p50_ms", "fts5.p95_ms", "facets.ratio_to_numpy", "reader_memory_mb"} <= values.keys()
    assert {f"p50_ms.{name}" for name in questions()} <= values.keys()
    assert "elastic.p50_ms" not in values
    assert 20 < values["reader_memory_mb"] < 1000


def test_no_address_comes_twice_where_none_may() -> None:
    made = unrepeated(paths())
    assert len(set(made)) == len(made) > 10 * len(paths())
    assert made[0].startswith(paths()[0])


@pytest.mark.slow
def test_bench_serve_has_its_rows_and_asks_the_real_service(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lantoa.bench.serve.SECONDS", 0.2)
    bench = bench_serve(Options(docs=30, corpus=corpus))
    values = {row.name: row.value for row in bench.rows}
    assert list(values)[:6] == ["requests_per_s", "p50_ms", "p95_ms", "p99_ms", "errors", "articles"]
    assert list(values)[6:] == ["unrepeated.requests_per_s", "unrepeated.p95_ms"]
    assert (values["errors"], values["articles"]) == (0, 30)
    assert {row.name: row.goal for row in bench.rows}["requests_per_s"] == ">= 200"


def test_without_a_service_nobody_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANTOA_PORT", str(free_port()))
    with pytest.raises(Later, match="lantoa serve"):
        bench_serve(Options())


def test_what_is_no_answer_of_a_search_is_an_error_not_a_time() -> None:
    """A service that refuses is quick."""

    async def refused(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 2\r\n\r\nno")

    async def asked() -> dict[str, Any]:
        server = await asyncio.start_server(refused, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        job = {"host": "127.0.0.1", "port": port, "token": "", "paths": paths()[:3], "connections": 2, "seconds": 0.05, "known": True}
        done = await ask(job)
        server.close()
        return done

    done = awaited(asked())
    assert done["errors"] == len(done["took"]) > 0


@pytest.mark.parametrize(("name", "options"), [("run", Options(docs=5)), ("tag", Options(elastic="http://es.test:9200"))])
def test_options_are_refused_by_name_where_they_mean_nothing(name: str, options: Options) -> None:
    with pytest.raises(Misuse, match=f"{name} không nhận tùy chọn --{options.given()[0]}"):
        run_bench(name, as_json=True, options=options)
