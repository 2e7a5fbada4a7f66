"""The whole application against its own description: whatever is asked, nothing breaks and every
answer is one that was described. Cases are made by schemathesis, the same in every run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.routing import Route

from tests.support.databases import empty_postgres
from tests.support.houses import whole_application

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
"""Not that all that fits the schema is taken: a cursor belongs to its search, days to their order."""
HERE = "http://127.0.0.1:8000"
TYPED = (
    "nhân sự", '"đại hội" -điểm', "nguồn:bao-a HOẶC chủ đề:\"Nhân sự\"", "(((", '"', "từ:31/2/2025", "tổ chức:thành", "a* b", "ban*",
    "KHÔNG", "\x00", "\ud7ff\uffff\U0010ffff", "()" * 60, "-" * 400 + "a", "đường " * 160, '"a b"' * 190, "ngày:..", "*",
)  # fmt: skip
KNOWN = {"article_id": st.integers(1, 37), "campaign_id": st.just("tg"), "saved_id": st.integers(1, 3), "period": st.sampled_from(["2025-W36", "2025-09"])}
SIGNED = {"who": "An", "why": "xem lại"}
BODIES = {
    "saved-searches": st.builds(lambda name: {"name": name, "address": "/tim-kiem?q=a"}, st.sampled_from(TYPED[:12])),
    "corrections": st.builds(
        lambda article, congress: {"action": "include", "articles": [str(article)], "congress": congress, **SIGNED},
        st.integers(1, 37), st.sampled_from(["city", "ward"]),
    ),
    "undo": st.builds(lambda entry: {"ids": [entry], **SIGNED}, st.integers(1, 4)),
}  # fmt: skip
"""What is sent where something is posted, by the end of the path."""


@pytest.fixture(scope="module", params=["memory", "embedded", pytest.param("postgresql", marks=pytest.mark.slow)])
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """Over the memory index, the embedded one, and that with PostgreSQL."""
    folder = tmp_path_factory.mktemp("openapi")
    if request.param != "postgresql":
        with whole_application(folder, "memory:" if request.param == "memory" else "") as made:
            yield made
        return
    for url in empty_postgres(request.getfixturevalue("postgres_url")):
        with whole_application(folder, database_url=url) as made:
            yield made


def tried(app: FastAPI, examples: int) -> dict[str, Counter[int]]:
    """Asks every operation with good values and with bad ones; statuses by operation."""
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers={"host": "127.0.0.1:8000"})
    answers: dict[str, Counter[int]] = {}
    for result in schema.get_all_operations():
        operation = result.ok()
        statuses = answers.setdefault(operation.label, Counter())
        for mode in GenerationMode:
            good = mode is GenerationMode.POSITIVE
            try:
                _ask(operation.as_strategy(generation_mode=mode), good, statuses, examples)
            except Unsatisfiable:
                assert not good, operation.label  # nothing in it can be wrong
    return answers


def _ask(cases: st.SearchStrategy[Case], good: bool, statuses: Counter[int], examples: int) -> None:
    """good: the cases keep to the schema; most of them are then about what is there."""
    there = st.sampled_from([True, True, True, False] if good else [True, False])

    @settings(max_examples=examples, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(cases, st.data())
    def ask(case: Case, data: st.DataObject) -> None:
        for name, known in KNOWN.items():
            if name in (case.path_parameters or {}) and data.draw(there):
                case.path_parameters[name] = data.draw(known)
        if case.path.endswith(("search", "suggest", "curve", "export")) and data.draw(there):
            case.query = {name: value for name, value in case.query.items() if name in ("limit", "format", "source")}
            case.query["q"] = data.draw(st.sampled_from(TYPED))
        if good and "layout" in (case.query or {}):
            case.query["layout"] = "state"
        if case.operation.label.startswith("POST") and data.draw(there):
            case.body = data.draw(BODIES[case.path.rpartition("/")[2]])
        answer = case.call(headers={"host": "127.0.0.1:8000"})
        statuses[answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS)

    ask()


def test_every_answer_is_one_that_is_described(app: FastAPI) -> None:
    answers = tried(app, 5)
    assert len(answers) >= 15
    assert [label for label, statuses in answers.items() if not {200, 201, 204} & statuses.keys()] == []
    assert all(code < 500 for statuses in answers.values() for code in statuses)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_no_answer_of_many_breaks_anything(app: FastAPI) -> None:
    answers = tried(app, 80)
    assert sum(statuses.total() for statuses in answers.values()) > 1_000


# -- what no schema says: addresses that no program of good will would send

VALUES = (
    "%00", "%ED%A0%80", "%FF%FE%C3", "%C3%28", "%F4%90%80%80", "%", "%zz", "%0d%0aX-A:1", "%E2%80%AE", "%1b%5B31m", "+" * 50, "9" * 400,
    "-1", "1e9", "NaN", "0x10", "%F0%9F%98%80", quote("ế" * 2_000), "a" * 20_000, "%7B%7B7*7%7D%7D", "..%2F..%2Fetc",
)  # fmt: skip
NAMES = ("q", "from", "to", "source", "topic", "entity", "sort", "limit", "after", "format", "campaign", "dimension", "week", "page", "%00")


def paths(app: FastAPI) -> list[str]:
    """Of every page and resource that can be read."""
    routers = [getattr(one, "original_router", None) for one in app.routes]
    routes = [route for router in routers if router is not None for route in router.routes]
    return sorted({one.path for one in routes if isinstance(one, Route) and "GET" in (one.methods or ())})


def statuses_of(app: FastAPI, each: int) -> Counter[int]:
    """Puts `each` of the odd values into every path and its parameters, others into the next path."""
    web = TestClient(app, base_url=HERE, follow_redirects=False, raise_server_exceptions=False)
    statuses = Counter[int]()
    for at, path in enumerate(paths(app)):
        for number in range(at, at + each):
            value, name = VALUES[number % len(VALUES)], NAMES[number % len(NAMES)]
            odd, known = re.sub(r"{\w+}", lambda _, value=value: value, path), path.format_map(_Known())
            for address in (odd, f"{known}?{name}={value}&q={value}&q={value}"):
                answer = web.get(address)
                statuses[answer.status_code] += 1
                assert answer.status_code < 500, address[:200]
    return statuses


class _Known(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return {"campaign_id": "tg", "source_id": "bao-a", "period": "2025-W39"}.get(name, "1")


def test_odd_addresses_are_refused_or_answered(app: FastAPI) -> None:
    assert statuses_of(app, 2).keys() >= {200, 404, 422}


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_all_odd_addresses_are_refused_or_answered(app: FastAPI) -> None:
    assert statuses_of(app, len(VALUES)).total() > 1_000


@pytest.mark.parametrize("name", ["\x00", "tên\x00", "\u202e", "x" * 5_000, "", "\ud800"])
@pytest.mark.parametrize("address", ["/tim-kiem?q=a", "/tim-kiem?q=%00", "/tim-kiem?q=%ED%A0%80", "\x00", "//a.test/tim-kiem", "?limit=9" + "9" * 99])
def test_odd_things_to_save_are_refused_or_kept(app: FastAPI, name: str, address: str) -> None:
    web = TestClient(app, base_url=HERE, follow_redirects=False, raise_server_exceptions=False)
    body = f'{{"name": {_json(name)}, "address": {_json(address)}}}'
    answer = web.post("/api/v1/saved-searches", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (201, 409, 422), answer.text
    form = {"name": name.encode(errors="surrogatepass"), "address": address.encode(errors="surrogatepass")}
    answer = web.post("/tim-kiem/luu", data=form)
    assert answer.status_code in (303, 409, 422), answer.text
    assert web.get("/api/v1/saved-searches").status_code == 200


def _json(text: str) -> str:
    return '"' + "".join(f"\\u{ord(char):04x}" for char in text) + '"'
