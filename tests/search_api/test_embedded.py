"""The embedded index keeps what it acknowledged, whoever writes, reads, swaps or is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lantoa.errors import Later, Misuse
from search_api import agg_body
from search_api.embedded import EmbeddedIndex
from search_api.index import SCHEMA, All, DaysAgg, FiltersAgg, Ids, OtherSchema, TermsAgg, Text, Unique
from search_api.memory import MemoryIndex
from tests.support.search_corpus import corpus

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = corpus(60)
FIRST = f"v{SCHEMA}-1"


def filled(folder: Path) -> EmbeddedIndex:
    index = EmbeddedIndex(folder)
    index.upsert(DOCUMENTS)
    index.commit("all")
    return index


def test_what_was_committed_is_there_again(tmp_path: Path) -> None:
    filled(tmp_path).close()
    again = EmbeddedIndex(tmp_path)
    assert (again.info().documents, again.info().token) == (60, "all")
    assert again.search(Text("đại hội")).total > 0


def test_what_was_not_committed_is_not(tmp_path: Path) -> None:
    index = filled(tmp_path)
    index.delete([one.id for one in DOCUMENTS])
    assert index.info().documents == 60
    index.close()
    assert EmbeddedIndex(tmp_path).info().documents == 60


def test_an_open_reader_sees_the_next_commit(tmp_path: Path) -> None:
    writer, reader = filled(tmp_path), EmbeddedIndex(tmp_path)
    assert reader.info().documents == 60
    writer.delete([DOCUMENTS[0].id])
    assert reader.info().documents == 60
    writer.commit("one less")
    assert (reader.info().documents, reader.info().token) == (59, "one less")
    assert reader.export(Ids((DOCUMENTS[0].id,)), ["source"])["source"].tolist() == []  # type: ignore[union-attr]


def test_columns_are_read_anew_after_a_commit(tmp_path: Path) -> None:
    """The dictionary that turns codes into values belongs to one commit."""
    index = EmbeddedIndex(tmp_path)
    index.upsert(DOCUMENTS[:5])
    index.commit("1")
    index.export(All(), ["source", "entities"])
    index.upsert(DOCUMENTS)
    index.commit("2")
    oracle = MemoryIndex()
    oracle.upsert(DOCUMENTS)
    oracle.commit("2")
    assert index.export(All(), ["entities"]) == oracle.export(All(), ["entities"])


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    first = filled(tmp_path)
    second = EmbeddedIndex(tmp_path)
    with pytest.raises(Later):
        second.upsert(DOCUMENTS)
    first.close()
    second.upsert(DOCUMENTS)
    second.commit("mine")
    assert second.info().documents == 60


def test_a_replacement_is_swapped_in_under_open_readers(tmp_path: Path) -> None:
    index, reader = filled(tmp_path), EmbeddedIndex(tmp_path)
    assert reader.info().documents == 60
    fresh = index.replacement()
    fresh.ensure()
    fresh.upsert(DOCUMENTS[:10])
    fresh.commit("rebuilt")
    assert (index.info().documents, reader.info().documents) == (60, 60)
    index.replace(fresh)
    assert (index.info().documents, reader.info().documents) == (10, 10)
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 1
    index.upsert(DOCUMENTS[10:20])
    index.commit("more")
    assert reader.info().documents == 20


def test_a_broken_index_is_named(tmp_path: Path) -> None:
    filled(tmp_path).close()
    (tmp_path / FIRST / "meta.json").write_text("{")
    with pytest.raises(Misuse, match=FIRST):
        EmbeddedIndex(tmp_path).info()


@pytest.mark.parametrize("content", [b"", b"v2", b"\xff", b"../v1-1"])
def test_a_broken_name_of_the_build_in_force_is_no_empty_index(tmp_path: Path, content: bytes) -> None:
    filled(tmp_path).close()
    (tmp_path / "CURRENT").write_bytes(content)
    with pytest.raises(Misuse, match="CURRENT"):
        EmbeddedIndex(tmp_path).info()
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [FIRST]


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("schema", [SCHEMA - 1, SCHEMA + 1])
def test_another_schema_is_said_and_replaced_when_asked(tmp_path: Path, schema: int, named: bool) -> None:
    """Nothing is made or lost before the replacement stands."""
    filled(tmp_path).close()
    (tmp_path / FIRST).rename(tmp_path / f"v{schema}-1")
    (tmp_path / f"v{SCHEMA}-7").mkdir()  # of a rebuild that was killed
    if named:
        (tmp_path / "CURRENT").write_text(f"v{schema}-1\n")
    index = EmbeddedIndex(tmp_path)
    for ask in (index.ensure, index.info, lambda: index.search(All()), lambda: index.upsert(DOCUMENTS)):
        with pytest.raises(OtherSchema, match=r"lantoa index --rebuild") as raised:
            ask()
        assert raised.value.held == schema
    fresh = index.replacement()
    fresh.upsert(DOCUMENTS[:10])
    fresh.commit("rebuilt")
    assert (tmp_path / f"v{schema}-1" / "meta.json").exists()
    index.replace(fresh)
    assert index.info().documents == 10
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [f"v{SCHEMA}-8"]


def test_a_reader_of_the_older_release_is_told_when_the_newer_one_takes_over(tmp_path: Path) -> None:
    filled(tmp_path).close()
    reader = EmbeddedIndex(tmp_path)
    assert reader.info().documents == 60
    (tmp_path / "CURRENT").write_text(f"v{SCHEMA + 1}-2")
    with pytest.raises(OtherSchema):
        reader.search(All())
    reader.close()


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("")
    with pytest.raises(Misuse, match="index"):
        EmbeddedIndex(tmp_path / "index").ensure()


@pytest.mark.parametrize("most", [1, 7])
def test_more_values_than_the_engine_lists_are_still_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """What the engine would cut is counted over exported rows."""
    index, oracle = filled(tmp_path), MemoryIndex()
    oracle.upsert(DOCUMENTS)
    oracle.commit("all")
    aggs = {
        "groups": Unique("reprint_group"),
        "named": TermsAgg("entities", top=3, inner={"days": DaysAgg(), "f": FiltersAgg({"x": Text("hội")})}),
    }
    monkeypatch.setattr(agg_body, "MOST", most)
    assert index.aggregate(All(), aggs) == oracle.aggregate(All(), aggs)


WRITER = """
import sys
from pathlib import Path
from search_api.embedded import EmbeddedIndex
from tests.support.search_corpus import corpus

index = EmbeddedIndex(Path(sys.argv[1]))
documents = corpus(400, seed=3)
for batch in range(200):
    index.upsert(documents[batch % 20 * 20 : batch % 20 * 20 + 20])
    index.commit(str(batch))
    print(batch, flush=True)
"""


@pytest.mark.parametrize("after", [1, 9])
def test_a_killed_writer_loses_nothing_it_acknowledged(tmp_path: Path, after: int) -> None:
    killed(tmp_path, after)


@pytest.mark.slow
def test_twenty_killed_writers_lose_nothing(tmp_path: Path) -> None:
    for after in range(1, 41, 2):
        killed(tmp_path / str(after), after)


def killed(folder: Path, after: int) -> None:
    """kill -9 while the batch after `after` acknowledged ones is being written."""
    command = [sys.executable, "-c", WRITER, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        for _ in range(after):
            process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)
        seen = [*range(after), *map(int, process.stdout.read().split())]
    index = EmbeddedIndex(folder)
    documents = corpus(400, seed=3)
    kept = {one.id for batch in seen for one in documents[batch % 20 * 20 : batch % 20 * 20 + 20]}
    assert index.search(Ids(tuple(kept))).total == len(kept)
    index.upsert(documents)
    index.commit("again")
    assert index.info().documents == len(documents)
    index.close()
