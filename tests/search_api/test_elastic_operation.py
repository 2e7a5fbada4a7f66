"""An Elasticsearch in operation: other releases, full disks, missing parts, rollover."""

from __future__ import annotations

import socket
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from lantoa.articles import ArticleStore
from lantoa.database import Database
from lantoa.errors import Later
from search_api import elastic
from search_api.elastic import ElasticIndex, open_elastic
from search_api.elastic_bulk import put
from search_api.fill import check, fill, rebuild
from search_api.index import SCHEMA, All, DaysAgg, Ids, OtherSchema, Terms, TermsAgg, Text
from search_api.memory import MemoryIndex
from tests.support.search_corpus import corpus
from tests.support.stored import grouped_articles

DOCUMENTS = corpus(60)


@pytest.fixture(params=["elastic_url", pytest.param("elastic9_url", marks=pytest.mark.slow)])
def url(request: pytest.FixtureRequest) -> str:
    """Of a real server of either line."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def prefix() -> str:
    return f"test-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def server(url: str) -> Iterator[Elasticsearch]:
    """The operator's own client."""
    with Elasticsearch(url) as client:
        yield client


@pytest.fixture
def index(url: str, prefix: str) -> Iterator[ElasticIndex]:
    found = open_elastic(f"{url}/?prefix={prefix}")
    yield found
    found.close()


@pytest.fixture
def store(sqlite_database: Database) -> ArticleStore:
    """Seven articles that are due."""
    return grouped_articles(sqlite_database, 7)


def older(server: Elasticsearch, prefix: str, schema: int = SCHEMA - 1) -> str:
    """What another release left: an index behind an alias of its schema."""
    alias = f"{prefix}-articles-v{schema}"
    name = f"{alias}-3"
    server.indices.put_index_template(name=alias, index_patterns=[f"{alias}-*"])
    mappings = {"_meta": {"lantoa": schema, "token": "7"}}
    server.indices.create(index=name, mappings=mappings, aliases={alias: {}})
    return name


# -- what other releases left


@pytest.mark.parametrize(("schema", "build"), [(SCHEMA - 1, fill), (SCHEMA + 1, rebuild)])
def test_another_schema_is_said_and_replaced(
    index: ElasticIndex, server: Elasticsearch, prefix: str, store: ArticleStore, schema: int, build: Any
) -> None:
    """Nothing is made or lost before the replacement stands; the index step replaces an older one."""
    left = older(server, prefix, schema)
    for ask in (index.ensure, index.info, lambda: index.search(All()), lambda: index.upsert(DOCUMENTS)):
        with pytest.raises(OtherSchema, match="lantoa index --rebuild"):
            ask()
    assert list(server.indices.get(index=f"{prefix}-*")) == [left]
    assert build(store, {}, index) == 7
    assert check(store, index) == []
    assert list(server.indices.get(index=f"{prefix}-*")) == [f"{prefix}-articles-v{SCHEMA}-1"]
    assert templates(server, prefix) == [f"{prefix}-articles-v{SCHEMA}"]
    index.drop()
    assert not server.indices.get(index=f"{prefix}-*")
    assert templates(server, prefix) == []


def templates(server: Elasticsearch, prefix: str) -> list[str]:
    found = server.options(ignore_status=404).indices.get_index_template(name=f"{prefix}-*")["index_templates"]
    return [str(one["name"]) for one in found]


def test_what_a_killed_rebuild_left_is_in_nobodys_way(index: ElasticIndex, server: Elasticsearch, prefix: str) -> None:
    index.replacement().ensure()
    index.upsert(DOCUMENTS)
    index.commit("all")
    assert index.info().documents == 60
    fresh = index.replacement()
    fresh.ensure()
    index.replace(fresh)
    assert list(server.indices.get(index=f"{prefix}-*")) == [f"{prefix}-articles-v{SCHEMA}-3"]


def test_an_index_that_was_deleted_is_not_made_by_writing_to_it(
    index: ElasticIndex, server: Elasticsearch, prefix: str
) -> None:
    index.ensure()
    fresh = index.replacement()
    fresh.ensure()
    server.indices.delete(index=f"{prefix}-articles-v{SCHEMA}-1,{prefix}-articles-v{SCHEMA}-2")
    for one in (index, fresh):
        for ask in (lambda one=one: one.upsert(DOCUMENTS), lambda one=one: one.search(All())):
            with pytest.raises(Later, match="lantoa index"):
                ask()
    assert not server.indices.get(index=f"{prefix}-*")


# -- what passes


@pytest.mark.parametrize("block", ["read_only_allow_delete", "read_only"])
def test_a_full_disk_loses_nothing(
    index: ElasticIndex, server: Elasticsearch, prefix: str, store: ArticleStore, block: str
) -> None:
    index.ensure()
    server.indices.put_settings(index=f"{prefix}-*", settings={f"index.blocks.{block}": True})
    with pytest.raises(Later, match="chỉ đọc"):
        fill(store, {}, index)
    assert store.due_counts(0, 0, SCHEMA)["index"] == 7
    assert index.search(All()).total == 0
    server.indices.put_settings(index=f"{prefix}-*", settings={f"index.blocks.{block}": None})
    assert fill(store, {}, index) == 7
    assert check(store, index) == []


def test_a_server_that_is_down_loses_nothing(index: ElasticIndex, store: ArticleStore) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        down = open_elastic(f"http://127.0.0.1:{unused.getsockname()[1]}/")
        with pytest.raises(Later):
            fill(store, {}, down)
        down.close()
    assert fill(store, {}, index) == 7
    assert check(store, index) == []


def test_a_part_that_is_missing_is_no_shorter_answer(index: ElasticIndex, server: Elasticsearch, prefix: str) -> None:
    alias = f"{prefix}-articles-v{SCHEMA}"
    index.upsert(DOCUMENTS)
    index.commit("all")
    nowhere = {"index.routing.allocation.require._name": "nowhere"}
    server.indices.create(index=f"{alias}-2", settings=nowhere, aliases={alias: {}}, wait_for_active_shards=0)
    asks = (index.info, lambda: index.search(All()), lambda: index.export(All(), ["id"]))
    for ask in (*asks, lambda: index.aggregate(All(), {"days": DaysAgg()})):
        with pytest.raises(Later, match="Sẽ thử lại"):
            ask()
    server.indices.delete(index=f"{alias}-2")
    assert [ask() for ask in asks]


# -- rollover


def test_the_template_makes_what_a_rollover_adds(index: ElasticIndex, server: Elasticsearch, prefix: str) -> None:
    alias = f"{prefix}-articles-v{SCHEMA}"
    index.ensure()
    server.indices.rollover(alias=alias)
    made = server.indices.get(index=f"{alias}-*")
    assert list(made) == [f"{alias}-000002", f"{alias}-1"]
    first, second = made[f"{alias}-1"], made[f"{alias}-000002"]
    assert first["mappings"] == second["mappings"]
    assert second["aliases"] == {alias: {"is_write_index": True}}
    assert server.indices.get_index_template(name=alias)["index_templates"][0]["name"] == alias


def test_several_indices_behind_the_alias_are_one(index: ElasticIndex, server: Elasticsearch, prefix: str) -> None:
    """Changed and deleted articles are so in whichever index they stand."""
    alias, oracle = f"{prefix}-articles-v{SCHEMA}", MemoryIndex()
    changed = [replace(one, source="bao-khac") for one in DOCUMENTS[:25]]
    for one in (index, oracle):
        for documents, gone in ((DOCUMENTS[:30], 0), (DOCUMENTS[20:45], 1), (DOCUMENTS[45:] + changed, 31)):
            one.upsert(documents)
            one.delete([DOCUMENTS[gone].id, 999_999])
            one.commit(str(gone))
            if one is index:
                server.indices.rollover(alias=alias)
    assert index.info().token == oracle.info().token == "31"
    assert index.info().documents == oracle.info().documents
    for query in (All(), Text("đại hội"), Terms("source", ("bao-khac",)), Ids((DOCUMENTS[3].id,))):
        assert index.search(query, limit=1000) == oracle.search(query, limit=1000)
        aggs = {"source": TermsAgg("source"), "days": DaysAgg()}
        assert index.aggregate(query, aggs) == oracle.aggregate(query, aggs)
        assert list(index.export(query, ["id"])["id"]) == list(oracle.export(query, ["id"])["id"])
    fresh = index.replacement()
    fresh.upsert(DOCUMENTS)
    fresh.commit("one again")
    index.replace(fresh)
    assert list(server.indices.get(index=f"{alias}-*")) == [f"{alias}-5"]
    assert (index.info().documents, index.info().token) == (60, "one again")
    server.indices.rollover(alias=alias)
    index.upsert(DOCUMENTS)
    index.commit("still")
    assert index.info().documents == 60


def test_a_rollover_in_the_middle_of_a_batch_doubles_nothing(
    index: ElasticIndex, server: Elasticsearch, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.upsert(DOCUMENTS)
    index.commit("all")

    def rolled(*arguments: Any, **named: Any) -> None:
        monkeypatch.undo()
        server.indices.rollover(alias=f"{prefix}-articles-v{SCHEMA}")
        put(*arguments, **named)

    monkeypatch.setattr(elastic, "put", rolled)
    index.upsert(DOCUMENTS[:10])
    index.commit("again")
    assert index.info().documents == 60
