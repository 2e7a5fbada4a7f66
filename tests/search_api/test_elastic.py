"""Elasticsearch: what goes wrong is one clear line, and what is swapped is swapped at once."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from elasticsearch import Elasticsearch

from lantoa.errors import Aside, LantoaError, Later, Misuse
from search_api import agg_body
from search_api.elastic import ElasticIndex, open_elastic
from search_api.index import SCHEMA, All, Ids, SearchIndex, Terms, TermsAgg, Text, Unique
from search_api.memory import MemoryIndex
from search_api.open_index import open_index
from tests.support.fake_elastic import fake_elastic
from tests.support.search_corpus import corpus
from tests.support.tls import authority, server
from tests.support.tls_proxy import tls_proxy

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = corpus(60)


@pytest.fixture
def prefix() -> str:
    return f"test-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def index(elastic_url: str, prefix: str) -> Iterator[ElasticIndex]:
    found = open_elastic(f"{elastic_url}/?prefix={prefix}")
    found.upsert(DOCUMENTS)
    found.commit("all")
    yield found
    found.close()


def test_another_process_sees_what_was_committed(index: ElasticIndex, elastic_url: str, prefix: str) -> None:
    reader = open_index(f"{elastic_url}/?prefix={prefix}")
    index.delete([DOCUMENTS[0].id, 999_999])
    assert reader.info().documents == 60
    index.commit("one less")
    assert (reader.info().documents, reader.info().token) == (59, "one less")
    reader.close()


def test_prefixes_are_apart(index: ElasticIndex, elastic_url: str) -> None:
    other = open_elastic(f"{elastic_url}/?prefix=test-{uuid.uuid4().hex[:12]}")
    assert other.search(All()).total == 0
    assert index.search(All()).total == 60
    other.close()


def test_a_replacement_takes_the_alias_in_one_step(
    index: ElasticIndex, elastic_url: str, prefix: str
) -> None:
    fresh = index.replacement()
    fresh.ensure()
    fresh.upsert(DOCUMENTS[:10])
    fresh.commit("rebuilt")
    assert index.info().documents == 60
    index.replace(fresh)
    assert (index.info().documents, index.info().token) == (10, "rebuilt")
    with Elasticsearch(elastic_url) as client:
        assert list(client.indices.get(index=f"{prefix}-*")) == [f"{prefix}-articles-v{SCHEMA}-2"]
    again: SearchIndex = index.replacement()
    again.ensure()
    index.replace(again)
    assert index.search(All()).total == 0


def test_two_may_make_it_at_once(elastic_url: str, prefix: str) -> None:
    both = [open_elastic(f"{elastic_url}/?prefix={prefix}") for _ in range(4)]
    threads = [threading.Thread(target=one.ensure) for one in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.search(All()).total for one in both] == [0, 0, 0, 0]
    for one in both:
        one.close()


def test_an_index_of_somebody_else_is_left_alone(elastic_url: str, prefix: str) -> None:
    name = f"{prefix}-articles-v{SCHEMA}"
    with Elasticsearch(elastic_url) as client:
        client.indices.create(index=name)
    index = open_elastic(f"{elastic_url}/?prefix={prefix}")
    with pytest.raises(Misuse, match=name):
        index.ensure()
    index.close()


def test_more_values_than_it_lists_are_still_counted(
    index: ElasticIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    oracle = MemoryIndex()
    oracle.upsert(DOCUMENTS)
    oracle.commit("all")
    aggs = {"groups": Unique("reprint_group"), "named": TermsAgg("entities", top=3)}
    monkeypatch.setattr(agg_body, "MOST", 5)
    assert index.aggregate(All(), aggs) == oracle.aggregate(All(), aggs)
    monkeypatch.setattr(agg_body, "MOST", 70_000)
    assert index.aggregate(All(), aggs) == oracle.aggregate(All(), aggs)


def test_export_reads_on_behind_the_first_batch(index: ElasticIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search_api.elastic.BATCH", 7)
    assert sorted(index.export(All(), ["id"])["id"]) == sorted(one.id for one in DOCUMENTS)
    assert len(index.export(Ids(tuple(one.id for one in DOCUMENTS[:14])), ["id"])["id"]) == 14


def test_long_lists_of_values_are_taken(index: ElasticIndex) -> None:
    many = tuple(range(10_000_000, 10_120_000))
    assert index.search(Terms("id", (*many, DOCUMENTS[0].id))).total == 1


def test_a_document_that_is_refused_is_named(index: ElasticIndex) -> None:
    from dataclasses import replace

    with pytest.raises(Aside, match="4711"):
        index.upsert([replace(DOCUMENTS[0], id=4711, source="x" * 40_000)])
    assert index.search(Text("đại hội")).total > 0


def test_a_server_that_is_down_is_a_clear_line_without_the_password() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    index = open_index(f"http://lan:bi-mat@127.0.0.1:{port}/")
    for ask in (index.ensure, index.info, lambda: index.search(All()), lambda: index.upsert(DOCUMENTS)):
        line = refused(Later, ask)
        assert f"127.0.0.1:{port}" in line
        assert "\n" not in line
        assert "bi-mat" not in line
    index.close()


@pytest.mark.parametrize(
    ("status", "product", "verdict"),
    [
        (401, True, Misuse),
        (403, True, Misuse),
        (503, True, Later),
        (429, True, Later),
        (200, False, Misuse),
        (400, True, Misuse),
    ],
)
def test_what_a_server_answers_becomes_a_verdict(
    status: int, product: bool, verdict: type[LantoaError]
) -> None:
    with fake_elastic(status, product=product) as port:
        index = open_index(f"http://lan:bi-mat@127.0.0.1:{port}/?prefix=x")
        line = refused(verdict, lambda: index.search(All()))
        assert f"127.0.0.1:{port}" in line
        assert "\n" not in line
        assert "bi-mat" not in line
        index.close()


def refused(verdict: type[LantoaError], ask: object) -> str:
    assert callable(ask)
    with pytest.raises(verdict) as raised:
        ask()
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__
    return str(raised.value)


def test_all_goes_through_tls_as_well(elastic_url: str, prefix: str, tmp_path: Path) -> None:
    ours, plain = authority(tmp_path), urlsplit(elastic_url)
    with tls_proxy((str(plain.hostname), plain.port or 9200), server("localhost", tmp_path, ours)) as port:
        index = open_elastic(f"https://localhost:{port}/?prefix={prefix}&ca={ours.file}")
        index.upsert(DOCUMENTS)
        index.commit("all")
        assert index.info().documents == index.search(All()).total == len(index.export(All(), ["id"])["id"]) == 60
        index.close()


WRITER = """
import os, signal, sys
from search_api.open_index import open_index
from tests.support.search_corpus import corpus

index = open_index(sys.argv[1])
index.upsert(corpus(60)[:50])
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_writer_killed_between_putting_and_committing_does_no_harm(elastic_url: str, prefix: str) -> None:
    """The next one puts the same under the same ids."""
    url = f"{elastic_url}/?prefix={prefix}"
    killed = subprocess.run([sys.executable, "-c", WRITER, url], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    index = open_elastic(url)
    assert index.info().documents == 0
    index.upsert(DOCUMENTS)
    index.commit("all")
    assert index.info().documents == 60
    assert sorted(index.export(All(), ["id"])["id"]) == sorted(one.id for one in DOCUMENTS)
    index.close()
