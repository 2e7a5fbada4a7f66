"""Three nodes, one replica, one node killed in the middle: what was acknowledged stays, searching goes on."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from lantoa.errors import Later
from search_api.elastic import open_elastic
from search_api.index import SCHEMA, All, Document, Ids, TermsAgg
from tests.support.elastic_cluster import Cluster, three_nodes
from tests.support.search_corpus import corpus

PREFIX = "test"
ALIAS = f"{PREFIX}-articles-v{SCHEMA}"
DOCUMENTS = corpus(2_000, seed=5)
BATCHES = [DOCUMENTS[at : at + 50] for at in range(0, len(DOCUMENTS), 50)]
KILL_AFTER = 8
"""Acknowledged batches."""
ATTEMPTS = 20


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with three_nodes(tmp_path) as found:
        yield found


class Writer:
    """Puts batch after batch as `fill` does: a batch that must wait is put again."""

    def __init__(self, url: str) -> None:
        self.index = open_elastic(url)
        self.acknowledged: list[int] = []
        self.waited: list[str] = []
        self.far_enough = threading.Event()

    def run(self) -> None:
        try:
            for number, batch in enumerate(BATCHES):
                self.put(batch, number)
                if number == KILL_AFTER:
                    self.far_enough.set()
        finally:
            self.far_enough.set()

    def put(self, batch: Sequence[Document], number: int) -> None:
        for _ in range(ATTEMPTS):
            try:
                self.index.upsert(batch)
                self.index.commit(str(number))
            except Later as error:
                self.waited.append(str(error))
            else:
                self.acknowledged.append(number)
                return
        raise AssertionError(self.waited[-1])


def asked(url: str, writer: Writer, writing: Future[None]) -> int:
    """Search while the writer writes; how many answers came. Each holds everything that was
    acknowledged before it was asked for."""
    index, answers = open_elastic(url), 0
    while not writing.done():
        before = len(writer.acknowledged) * 50
        try:
            total = index.search(All(), limit=5).total
            counted = index.aggregate(All(), {"all": TermsAgg("status")})["all"]
        except Later:
            continue
        assert total >= before
        assert sum(one.count for one in counted) >= before  # type: ignore[union-attr]
        answers += 1
    index.close()
    return answers


@pytest.mark.slow
@pytest.mark.parametrize("victim", ["primary", "master"])
def test_a_node_killed_in_the_middle_loses_nothing(cluster: Cluster, victim: str) -> None:
    url = f"{cluster.url}?prefix={PREFIX}"
    writer = Writer(url)
    writer.index.ensure()
    with Elasticsearch(cluster.url.rstrip("/").replace(",", ",http://").split(",")) as client:
        client.cluster.health(wait_for_status="green", wait_for_nodes="3", timeout="60s")
        settings = next(iter(client.indices.get_settings(index=ALIAS).values()))["settings"]["index"]
        assert settings["number_of_replicas"] == "1"
        (primary,) = [one["node"] for one in client.cat.shards(index=ALIAS, format="json") if one["prirep"] == "p"]
        (master,) = [one["node"] for one in client.cat.master(format="json")]
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(writer.run)
        writer.far_enough.wait()
        cluster.kill(primary if victim == "primary" else master)
        written_before = len(writer.acknowledged)
        answers = asked(url, writer, writing)
        writing.result()
    assert written_before < len(BATCHES), "it was killed in the middle"
    assert len(writer.acknowledged) == len(BATCHES)
    assert answers > 0
    assert writer.index.search(Ids(tuple(one.id for one in DOCUMENTS))).total == len(DOCUMENTS)
    assert writer.index.info().documents == len(DOCUMENTS)
    assert sorted(writer.index.export(All(), ["id"])["id"]) == sorted(one.id for one in DOCUMENTS)
    writer.index.close()
