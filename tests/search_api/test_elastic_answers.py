"""What an Elasticsearch answers that knows us not, may not, cannot now: acted by a server of our own."""

from __future__ import annotations

from typing import Any

import pytest
from elasticsearch import Elasticsearch

from lantoa.errors import Aside, LantoaError, Later, Misuse
from search_api.elastic import open_elastic
from search_api.elastic_bulk import PAUSES, put
from search_api.index import SCHEMA, All
from tests.support.fake_elastic import Answer, fake_elastic

ALIAS = f"lantoa-articles-v{SCHEMA}"


@pytest.mark.parametrize("version", ["7.17.9", "8.13.4", "10.0.0", "thử"])
def test_a_version_that_was_never_tried_is_named(version: str) -> None:
    nodes = {"nodes": {"a": {"version": "9.1.0"}, "b": {"version": version}}}
    with fake_elastic(404, answers={"/_nodes/http": (200, nodes)}) as port:
        index = open_elastic(f"http://127.0.0.1:{port}/")
        with pytest.raises(Misuse, match=rf"127.0.0.1:{port}.*{version};"):
            index.ensure()
        index.close()


@pytest.mark.parametrize("version", ["8.14.0", "8.19.21", "9.0.0", "9.5.3-SNAPSHOT"])
def test_a_version_we_know_is_taken(version: str) -> None:
    nodes = {"nodes": {"a": {"version": version}}}
    with fake_elastic(400, answers={"/_nodes/http": (200, nodes)}) as port:
        index = open_elastic(f"http://127.0.0.1:{port}/")
        with pytest.raises(Misuse, match="400"):  # the next thing asked
            index.ensure()
        index.close()


def test_a_server_that_does_not_speak_our_protocol_is_named() -> None:
    wrong = {"error": {"type": "media_type_header_exception", "reason": "Accept"}, "status": 400}
    with fake_elastic(400, answers={"/_nodes/http": (400, wrong)}) as port:
        index = open_elastic(f"http://127.0.0.1:{port}/")
        with pytest.raises(Misuse, match=r"8\.14"):
            index.ensure()
        index.close()


def test_who_may_not_ask_for_the_version_is_told_what_else_is_refused() -> None:
    denied = {"error": {"type": "security_exception", "reason": "put_template is unauthorized"}, "status": 403}
    none: Answer = (200, {})
    with fake_elastic(403, answers={"/_nodes/http": (403, denied), "/lantoa-articles-v*": none, ALIAS: (403, denied)}) as port:
        index = open_elastic(f"http://127.0.0.1:{port}/")
        with pytest.raises(Misuse, match="put_template"):
            index.ensure()
        index.close()


def test_an_export_whose_moment_is_lost_is_asked_again_later() -> None:
    lost = {"type": "search_phase_execution_exception", "root_cause": [{"type": "search_context_missing_exception"}]}
    ours = {f"{ALIAS}-1": {"aliases": {ALIAS: {}}, "mappings": {"_meta": {"lantoa": SCHEMA}}}}
    answers: dict[str, Answer | list[Answer]] = {
        "/_nodes/http": (200, {"nodes": {"a": {"version": "8.19.21"}}}),
        "/lantoa-articles-v*": (200, ours),
        f"/{ALIAS}/_pit": (200, {"id": "p"}),
        "/_search": (404, {"error": lost, "status": 404}),
        "/_pit": (200, {}),
    }
    with fake_elastic(answers=answers) as port:
        index = open_elastic(f"http://127.0.0.1:{port}/")
        with pytest.raises(Later, match="search_phase"):
            index.export(All(), ["id"])
        index.close()


def answer(status: int, kind: str = "x", number: str = "1") -> dict[str, Any]:
    return {"index": {"_id": number, "status": status, "error": {"type": kind, "reason": f"vì {kind}"}}}


BUSY, WELL, BAD = answer(429, "es_rejected_execution_exception"), {"index": {"_id": "1", "status": 201}}, answer(400)


@pytest.mark.parametrize(
    ("answers", "pauses", "verdict"),
    [
        ([[WELL, BUSY], [BUSY], [WELL]], 2, None),
        ([[BUSY, BAD], [WELL]], 1, Aside),
        ([[answer(503, "unavailable_shards_exception"), WELL], [WELL]], 1, None),
        ([[answer(503, "cluster_block_exception"), WELL], [WELL]], 1, None),  # no master for a moment
        ([[BUSY, BUSY]] * 6, 5, Later),
        ([[WELL, answer(429, "cluster_block_exception")]], 0, Later),
        ([[WELL, answer(404, "index_not_found_exception")]], 0, Later),
    ],
)
def test_what_is_busy_is_asked_again(
    answers: list[list[dict[str, Any]]], pauses: int, verdict: type[LantoaError] | None
) -> None:
    told: list[Answer] = [(200, {"errors": True, "items": items}) for items in answers]
    slept: list[float] = []
    actions = [{"_op_type": "index", "_id": number, "_source": {}} for number in (1, 2)]
    with fake_elastic(answers={"/_bulk": told}) as port, Elasticsearch(f"http://127.0.0.1:{port}") as client:
        if verdict is None:
            put(client, "đây", "x", actions, alias=True, sleep=slept.append)
        else:
            with pytest.raises(verdict, match="đây"):
                put(client, "đây", "x", actions, alias=True, sleep=slept.append)
    assert not told
    assert slept == [one.total_seconds() for one in PAUSES[:pauses]]
