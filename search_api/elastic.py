"""The index beyond one machine: Elasticsearch 8.14 and later.

The alias PREFIX-articles-vSCHEMA stands before an index PREFIX-articles-vSCHEMA-N; a
replacement is the next N, and is put behind the alias in one step. An operator may roll over:
then several stand behind it, and one of them takes what is new.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np
from elasticsearch import ApiError, Elasticsearch

from search_api import agg_body, counting
from search_api import elastic_setup as setup
from search_api.cursors import page_limit, read_cursor, written_cursor
from search_api.elastic_address import read_address
from search_api.elastic_bulk import Action, put
from search_api.elastic_errors import verdicts
from search_api.elastic_query import compiled, source
from search_api.index import (
    FIELDS,
    NO_TIME,
    SCHEMA,
    Agg,
    Aggregated,
    Column,
    Columns,
    Document,
    Hit,
    IndexInfo,
    Query,
    SearchIndex,
    SearchResult,
    Sort,
)
from search_api.query import check_columns, check_query

BATCH = 10_000
BULK = 1_000
TIMEOUT = 30.0


def open_elastic(url: str) -> ElasticIndex:
    """See elastic_address. Raises Misuse for a URL that cannot be."""
    address = read_address(url)
    trust: dict[str, Any] = {"ssl_context": address.tls} if address.tls else {}
    client = Elasticsearch(
        list(address.hosts),
        headers={"authorization": address.authorization} if address.authorization else {},
        request_timeout=TIMEOUT,
        max_retries=max(2, len(address.hosts)),
        retry_on_timeout=True,
        **trust,
    )
    return ElasticIndex(client, address.where, address.prefix)


class ElasticIndex:
    """See SearchIndex. build: an index that is not behind the alias yet (of `replacement`)."""

    def __init__(self, client: Elasticsearch, where: str, prefix: str, build: str = "") -> None:
        self._client = client
        self.where = where
        self._prefix = prefix
        self._alias = setup.alias_of(prefix)
        self._build = build
        self._ready = False

    @property
    def _name(self) -> str:
        return self._build or self._alias

    def ensure(self) -> None:
        if self._ready:
            return
        with verdicts(self.where):
            setup.check_version(self._client, self.where)
            if self._build:
                setup.make(self._client, self._build)
            else:
                setup.make_sure(self._client, self.where, self._prefix)
        self._ready = True

    def info(self) -> IndexInfo:
        count = self._ask({"size": 0, "track_total_hits": True})["hits"]["total"]["value"]
        with verdicts(self.where):
            found = self._client.indices.get_mapping(index=self._name).values()
        tokens = [one["mappings"]["_meta"].get("token", "") for one in found]  # none yet after a rollover
        return IndexInfo("elasticsearch", self.where, SCHEMA, count, max(tokens, key=bool))

    def upsert(self, documents: Iterable[Document]) -> None:
        self._put({"_op_type": "index", "_id": str(one.id), "_source": source(one)} for one in documents)

    def delete(self, ids: Iterable[int]) -> None:
        self._put({"_op_type": "delete", "_id": str(one)} for one in ids)

    def _put(self, actions: Iterable[Action]) -> None:
        self.ensure()
        rest = iter(actions)
        with verdicts(self.where):
            while batch := list(islice(rest, BULK)):
                if self._build:
                    put(self._client, self.where, self._build, batch, alias=False)
                else:
                    self._put_behind_alias(batch)

    def _put_behind_alias(self, batch: list[Action]) -> None:
        """Into the index that takes what is new; out of those that a rollover left behind it, or
        a changed article would stand in two. Once more where one comes in the middle of it."""
        older = self._older()
        while True:
            deletes = ({"_op_type": "delete", "_index": one, "_id": each["_id"]} for one in older for each in batch)
            put(self._client, self.where, self._alias, [*batch, *deletes], alias=True)
            before, older = older, self._older()
            if older == before:
                return

    def _older(self) -> list[str]:
        behind = self._client.indices.get_alias(index=self._alias)
        if len(behind) == 1:
            return []
        return sorted(
            name for name, one in behind.items() if not one["aliases"][self._alias].get("is_write_index")
        )

    def commit(self, token: str) -> None:
        self.ensure()
        with verdicts(self.where):
            self._client.indices.put_mapping(index=self._name, meta={"lantoa": SCHEMA, "token": token})
            self._client.indices.refresh(index=self._name)

    def search(
        self, query: Query, *, sort: Sort = "newest", limit: int = 20, after: str | None = None
    ) -> SearchResult:
        check_query(query)
        start = read_cursor(sort, after)
        limit = page_limit(limit, sort, start)
        asked: dict[str, Any] = {"query": compiled(query), "sort": _order(sort), "track_total_hits": True}
        if sort == "relevance":
            asked |= {"size": limit, "from_": start or 0}
        else:  # one more, to know whether another page follows
            asked |= {"size": limit + 1} | ({} if start is None else {"search_after": [start]})
        answer = self._ask(asked)
        total, found = int(answer["hits"]["total"]["value"]), answer["hits"]["hits"]
        hits = tuple(_hit(one, sort) for one in found[:limit])
        more = (start or 0) + limit < total if sort == "relevance" else len(found) > limit
        return SearchResult(hits, total, written_cursor(sort, start, hits, more))

    def aggregate(self, query: Query, aggs: Mapping[str, Agg]) -> dict[str, Aggregated]:
        return counting.aggregate(query, aggs, self._native, self.export)

    def _native(self, query: Query, aggs: Mapping[str, Agg]) -> dict[str, Aggregated] | None:
        asked: dict[str, Any] = {
            "query": compiled(query),
            "size": 0,
            "track_total_hits": False,
            "aggs": agg_body.body(aggs),
        }
        self.ensure()
        with verdicts(self.where):
            try:
                answer = self._client.search(
                    index=self._name, allow_partial_search_results=False, **asked
                )
                return agg_body.read(aggs, answer["aggregations"])
            except agg_body.TooMany:
                return None
            except ApiError as error:
                if "too_many_buckets" in str(error.body):
                    return None
                raise

    def export(self, query: Query, columns: Sequence[str]) -> Columns:
        check_query(query)
        check_columns(columns)
        rows = list(self._rows(compiled(query), columns))
        return {name: _column([row.get(name, []) for row in rows], name) for name in columns}

    def _rows(self, query: dict[str, Any], columns: Sequence[str]) -> Iterator[dict[str, list[Any]]]:
        self.ensure()
        with verdicts(self.where):
            moment = self._client.open_point_in_time(index=self._name, keep_alive="2m")["id"]
            try:
                after = None
                while True:
                    asked: dict[str, Any] = {"search_after": after} if after else {}
                    asked |= {"pit": {"id": moment, "keep_alive": "2m"}, "query": query, "size": BATCH}
                    asked |= {
                        "sort": _order("oldest"),
                        "docvalue_fields": list(columns),
                        "track_total_hits": False,
                    }
                    answer = self._client.search(allow_partial_search_results=False, **asked)
                    found = answer["hits"]["hits"]
                    yield from (one.get("fields", {}) for one in found)
                    if len(found) < BATCH:
                        return
                    after = found[-1]["sort"]
            finally:
                self._client.close_point_in_time(id=moment)

    def replacement(self) -> SearchIndex:
        number = setup.following(self._builds())
        return ElasticIndex(self._client, self.where, self._prefix, f"{self._alias}-{number}")

    def replace(self, replacement: SearchIndex) -> None:
        assert isinstance(replacement, ElasticIndex)
        replacement.ensure()
        fresh = {"index": replacement._name, "alias": self._alias, "is_write_index": True}
        old = {"index": f"{self._alias}-*", "alias": self._alias, "must_exist": False}
        with verdicts(self.where):
            self._client.indices.update_aliases(actions=[{"remove": old}, {"add": fresh}])
        self._discard([one for one in self._builds() if one.name != replacement._name], SCHEMA)
        self._ready = True

    def drop(self) -> None:
        """Delete everything of ours under this prefix."""
        self._discard(self._builds())
        self._ready = False

    def _builds(self) -> list[setup.Build]:
        with verdicts(self.where):
            return setup.builds(self._client, self.where, self._prefix)

    def _discard(self, builds: list[setup.Build], keep: int | None = None) -> None:
        with verdicts(self.where):
            setup.discard(self._client, self._prefix, builds, keep)

    def close(self) -> None:
        self._client.close()

    def _ask(self, asked: dict[str, Any]) -> Mapping[str, Any]:
        self.ensure()
        with verdicts(self.where):
            found: Mapping[str, Any] = self._client.search(
                index=self._name, allow_partial_search_results=False, **asked
            ).body
            return found


def _order(sort: Sort) -> list[dict[str, str]]:
    if sort == "relevance":
        return [{"_score": "desc"}, {"sort_key": "desc"}]
    return [{"sort_key": "asc" if sort == "oldest" else "desc"}]


def _hit(found: Mapping[str, Any], sort: Sort) -> Hit:
    score = float(found["sort"][0]) if sort == "relevance" else 0.0
    return Hit(int(found["_id"]), score, int(found["sort"][-1]))


def _column(values: list[list[Any]], name: str) -> Column:
    if FIELDS[name] == "int":
        return np.array([value[0] if value else NO_TIME for value in values], dtype=np.int64)
    if FIELDS[name] == "keyword":
        return np.array([value[0] if value else "" for value in values], dtype=object)
    return [tuple(value) for value in values]
