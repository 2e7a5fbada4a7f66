"""Every engine answers as the oracle does: same ids, totals, order, pages, buckets, columns."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from lantoa.errors import Misuse
from search_api.index import (
    All,
    And,
    Bucket,
    FiltersAgg,
    Ids,
    Not,
    Query,
    Range,
    SearchIndex,
    Sum,
    Terms,
    TermsAgg,
    Text,
)
from search_api.memory import MemoryIndex
from search_api.open_index import open_index
from search_api.schema import FIELDS
from tests.support.search_questions import AGGREGATIONS, DOCUMENTS, QUERIES

SERVERS = {"elasticsearch": "elastic_url", "elasticsearch 9": "elastic9_url"}
"""Engine -> the fixture that runs one."""


@pytest.fixture(
    scope="module",
    params=["memory", "embedded", "elasticsearch", pytest.param("elasticsearch 9", marks=pytest.mark.slow)],
)
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    """One engine filled with the corpus, in three commits with replaced and deleted rows."""
    url = "memory:"
    if request.param == "embedded":
        url = f"embedded:{tmp_path_factory.mktemp('index')}"
    elif request.param in SERVERS:
        url = f"{request.getfixturevalue(SERVERS[request.param])}/?prefix=test-{uuid.uuid4().hex[:12]}"
    found = open_index(url)
    fill(found)
    yield found
    found.close()


@pytest.fixture(scope="module")
def oracle() -> SearchIndex:
    """What is right."""
    return fill(MemoryIndex())


def fill(index: SearchIndex) -> SearchIndex:
    index.ensure()
    index.upsert(DOCUMENTS[:100])
    index.commit("first")
    index.upsert(DOCUMENTS[50:200])  # half of them once more
    index.delete([DOCUMENTS[3].id, DOCUMENTS[150].id, 999_999])
    index.commit("second")
    index.upsert(DOCUMENTS[200:])
    index.upsert([DOCUMENTS[150]])
    index.commit("third")
    return index


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: f"{QUERIES.index(query)} {query!r}"[:150])
def test_the_same_articles_are_found_in_the_same_order(
    index: SearchIndex, oracle: SearchIndex, query: Query
) -> None:
    for sort in ("newest", "oldest"):
        got, wanted = (one.search(query, sort=sort, limit=1000) for one in (index, oracle))  # type: ignore[arg-type]
        assert got == wanted
    got, wanted = (one.search(query, sort="relevance", limit=1000) for one in (index, oracle))
    assert {hit.id for hit in got.hits} == {hit.id for hit in wanted.hits}
    assert (got.total, got.cursor) == (wanted.total, wanted.cursor)


def test_the_corpus_asks_something(oracle: SearchIndex) -> None:
    """Two thirds of the queries find some articles and not all: equal empty answers prove little."""
    totals = [oracle.search(query).total for query in QUERIES]
    telling = [total for total in totals if 0 < total < oracle.info().documents]
    assert len(telling) > 2 * len(QUERIES) / 3


@pytest.mark.parametrize("sort", ["newest", "oldest", "relevance"])
@pytest.mark.parametrize("query", [All(), Text("đại hội", mode="any"), Not(Text("đại"))], ids=repr)
def test_pages_lead_through_every_hit_once(index: SearchIndex, query: Query, sort: Any) -> None:
    whole = index.search(query, sort=sort, limit=1000)
    seen, cursor, pages = [], None, 0
    while True:
        page = index.search(query, sort=sort, limit=7, after=cursor)
        seen += list(page.hits)
        cursor = page.cursor
        pages += 1
        assert page.total == whole.total
        if cursor is None:
            break
    assert [hit.id for hit in seen] == [hit.id for hit in whole.hits]
    assert pages == -(-whole.total // 7)


@pytest.mark.parametrize("query", [All(), Text("đại hội"), Terms("status", ("removed",)), Ids(())], ids=repr)
@pytest.mark.parametrize("name", AGGREGATIONS)
def test_the_same_buckets_are_counted(
    index: SearchIndex, oracle: SearchIndex, query: Query, name: str
) -> None:
    assert index.aggregate(query, AGGREGATIONS[name]) == oracle.aggregate(query, AGGREGATIONS[name])


@pytest.mark.parametrize("field", ["source", "congress", "topics", "day", "status"])
def test_every_count_equals_its_list(index: SearchIndex, field: str) -> None:
    base = Text("đại hội")
    (buckets,) = index.aggregate(base, {"b": TermsAgg(field)}).values()
    assert isinstance(buckets, tuple)
    assert buckets
    for bucket in buckets:
        assert isinstance(bucket, Bucket)
        assert index.search(And((base, Terms(field, (bucket.key,))))).total == bucket.count


@pytest.mark.parametrize("query", [All(), Text("đại hội"), Ids(()), Terms("day", (0,))], ids=repr)
def test_the_same_columns_are_exported(index: SearchIndex, oracle: SearchIndex, query: Query) -> None:
    names = [name for name, kind in FIELDS.items() if kind != "text"]
    got, wanted = index.export(query, names), oracle.export(query, names)
    assert list(got) == names
    for name in names:
        assert list(got[name]) == list(wanted[name]), name
        assert type(got[name]) is type(wanted[name])
        assert getattr(got[name], "dtype", None) == getattr(wanted[name], "dtype", None)


def test_the_index_tells_what_it_holds(index: SearchIndex) -> None:
    info = index.info()
    assert (info.documents, info.token) == (len(DOCUMENTS) - 1, "third")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda index: index.search(Terms("colour", ("red",))),
        lambda index: index.search(Range("source", 1, 2)),
        lambda index: index.search(Text("a", fields=("source",))),
        lambda index: index.search(Terms("day", ("heute",))),
        lambda index: index.search(Terms("source", (5,))),
        lambda index: index.search(Range("day", 2**70)),
        lambda index: index.search(Text("một hai ba bốn năm sáu bảy tám", mode="phrase", slop=9)),
        lambda index: index.search(Not(And((All(), Terms("colour", ()))))),
        lambda index: index.search(All(), after="n12x"),
        lambda index: index.search(All(), sort="oldest", after="n12"),
        lambda index: index.search(All(), sort="relevance", after="r10000"),
        lambda index: index.search(All(), limit=0),
        lambda index: index.search(All(), limit=1_001),
        lambda index: index.aggregate(All(), {"x": TermsAgg("title")}),
        lambda index: index.aggregate(All(), {"x": TermsAgg("source", inner={"y": Sum("source")})}),
        lambda index: index.aggregate(All(), {"x": FiltersAgg({"y": Terms("colour", ())})}),
        lambda index: index.export(All(), ["body"]),
        lambda index: index.export(All(), ["colour"]),
    ],
)
def test_what_cannot_be_asked_is_refused(index: SearchIndex, wrong: Any) -> None:
    with pytest.raises(Misuse):
        wrong(index)


def test_the_oracle_itself_is_right(oracle: SearchIndex) -> None:
    """Counted by hand on the fixed articles: đường is not dương, NFD is NFC, both tone styles are one."""
    fixed = [one.id for one in DOCUMENTS[:9]]

    def found(query: Query) -> list[int]:
        ids = {hit.id for hit in oracle.search(And((query, Ids(tuple(fixed)))), limit=100).hits}
        return [fixed.index(one) for one in fixed if one in ids]

    assert found(Text("bến đá", mode="phrase")) == [0, 1]
    assert found(Text("đường")) == [1, 7, 8]
    assert found(Text("dương")) == [7, 8]
    assert found(Text("duong")) == [1, 7, 8]
    assert found(Text("uỷ ban", mode="phrase")) == [7]
    assert found(Text("hòa bình", mode="phrase")) == [1]
    assert found(Text("chấp hành trung ương", mode="phrase")) == [2]
    assert found(Text("a b c", mode="phrase", slop=1)) == [5]
    assert found(Text("mã hóa ẩn", mode="phrase")) == [6]
