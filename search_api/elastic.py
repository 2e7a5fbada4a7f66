"""The index beyond one machine: Elasticsearch 8.14 and later.

The alias PREFIX-articles-vSCHEMA stands before one index, PREFIX-articles-vSCHEMA-N; a
replacement is the next N, and is put behind the alias in one step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from elasticsearch import ApiError, Elasticsearch
from elasticsearch.helpers import bulk

from lantoa.errors import Aside, Misuse
from lantoa.words import word
from search_api import agg_body, counting
from search_api.cursors import page_limit, read_cursor, written_cursor
from search_api.elastic_address import read_address
from search_api.elastic_errors import verdicts
from search_api.elastic_query import SETTINGS, compiled, mappings, source
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
RETRIES = 5
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
        self._alias = f"{prefix}-articles-v{SCHEMA}"
        self._build = build
        self._ready = False

    @property
    def _name(self) -> str:
        return self._build or self._alias

    def ensure(self) -> None:
        if self._ready:
            return
        with verdicts(self.where):
            indices = self._client.indices
            if not indices.exists(index=self._name):
                aliases: dict[str, Any] | None = None if self._build else {self._alias: {}}
                self._create(self._build or f"{self._alias}-1", aliases)
            for name, found in indices.get_mapping(index=self._name).items():
                if found.get("mappings", {}).get("_meta", {}).get("lantoa") != SCHEMA:
                    raise Misuse(word("search.engine.elastic_alien", where=self.where, name=name))
        self._ready = True

    def _create(self, name: str, aliases: dict[str, Any] | None) -> None:
        try:
            self._client.indices.create(index=name, settings=SETTINGS, mappings=mappings(), aliases=aliases)
        except ApiError as error:  # another process was faster
            if "resource_already_exists" not in str(error.message):
                raise

    def info(self) -> IndexInfo:
        self.ensure()
        with verdicts(self.where):
            count = self._client.count(index=self._name)["count"]
            found = next(iter(self._client.indices.get_mapping(index=self._name).values()))
        return IndexInfo(
            "elasticsearch", self.where, SCHEMA, count, found["mappings"]["_meta"].get("token", "")
        )

    def upsert(self, documents: Iterable[Document]) -> None:
        self._bulk({"_op_type": "index", "_id": str(one.id), "_source": source(one)} for one in documents)

    def delete(self, ids: Iterable[int]) -> None:
        self._bulk({"_op_type": "delete", "_id": str(one)} for one in ids)

    def _bulk(self, actions: Iterable[dict[str, Any]]) -> None:
        self.ensure()
        with verdicts(self.where):
            _done, failed = bulk(
                self._client,
                actions,
                index=self._name,
                max_retries=RETRIES,
                raise_on_error=False,
                raise_on_exception=True,
            )
        answers = failed if isinstance(failed, list) else []
        errors = [next(iter(one.values())) for one in answers]
        errors = [one for one in errors if one.get("result") != "not_found"]
        if errors:
            why = (errors[0].get("error") or {}).get("reason", "?")
            first = errors[0].get("_id")
            text = word(
                "search.engine.elastic_rejected", where=self.where, count=len(errors), id=first, why=why
            )
            raise Aside(text)

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
                answer = self._client.search(index=self._name, **asked)
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
                    found = self._client.search(**asked)["hits"]["hits"]
                    yield from (one.get("fields", {}) for one in found)
                    if len(found) < BATCH:
                        return
                    after = found[-1]["sort"]
            finally:
                self._client.close_point_in_time(id=moment)

    def replacement(self) -> SearchIndex:
        self.ensure()
        numbers = [int(name.rpartition("-")[2]) for name in self._builds()]
        build = f"{self._alias}-{max(numbers, default=0) + 1}"
        return ElasticIndex(self._client, self.where, self._prefix, build)

    def replace(self, replacement: SearchIndex) -> None:
        assert isinstance(replacement, ElasticIndex)
        replacement.ensure()
        old = [name for name in self._builds() if name != replacement._name]
        with verdicts(self.where):
            self._client.indices.update_aliases(
                actions=[
                    {"remove": {"index": f"{self._alias}-*", "alias": self._alias}},
                    {"add": {"index": replacement._name, "alias": self._alias}},
                ]
            )
            if old:
                self._client.indices.delete(index=",".join(old))

    def _builds(self) -> list[str]:
        with verdicts(self.where):
            names = self._client.indices.get(index=f"{self._alias}-*").keys()
        return [name for name in names if name.rpartition("-")[2].isdigit()]

    def close(self) -> None:
        self._client.close()

    def _ask(self, asked: dict[str, Any]) -> Mapping[str, Any]:
        self.ensure()
        with verdicts(self.where):
            found: Mapping[str, Any] = self._client.search(index=self._name, **asked).body
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
