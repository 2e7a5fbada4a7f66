"""Every count beside a result equals the list behind it, on both engines; of persons there is none."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from lantoa.article import Article, Entity, Kind, Office, Origin, StoredArticle, Tags
from lantoa.articles import ArticleStore
from lantoa.clock import SystemClock
from lantoa.database import Database
from lantoa.outlets import OutletStore
from search_api import asked as asking
from search_api import query_lexer
from search_api.asked import Asked
from search_api.documents import document_of
from search_api.finding import FACETS, Found, find, query_of
from search_api.index import FIELDS, day_of
from search_api.open_index import open_index
from search_api.services import Services
from tests.support.databases import fresh_sqlite
from tests.support.houses import whole_application
from tests.support.search_corpus import CONGRESSES, KINDS, PROVINCES, SOURCES, TOPICS, corpus

TYPED = (
    "", "đại hội", "duong", '"ban chấp hành"', "cán bộ -xã", "đường HOẶC dương", "KHÔNG a", "(a HOẶC b) c", "tiêu đề:đại",
    "nhi*", "từ:5/9/2025", "ngày:1/9/2025..10/9/2025", "đại hội:\"Bến Đá\"", "chủ đề:\"Văn kiện\"", "TP.HCM",
)  # fmt: skip
DAYS = st.none() | st.dates(date(2025, 8, 27), date(2025, 9, 22))


def some(*values: str) -> st.SearchStrategy[list[str]]:
    """No filter more often than one, one more often than two."""
    return st.lists(st.sampled_from(values), max_size=2, unique=True) | st.just([])


ASKED = st.builds(
    Asked,
    q=st.sampled_from(TYPED),
    start=DAYS,
    source=some(*SOURCES),
    kind=some(*KINDS),
    province=some(*filter(None, PROVINCES)),
    congress=some(*CONGRESSES),
    mention=some(*CONGRESSES),
    topic=some(*TOPICS),
    entity=some("PER:1", "PER:7"),
    original=some("yes", "no"),
    status=some("live", "removed"),
    alias=st.sampled_from(["yes", "no"]),
)


ENGINES = ["memory", "embedded", pytest.param("elasticsearch", marks=pytest.mark.slow)]


@pytest.fixture(scope="module", params=ENGINES)
def ours(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("facets")
    url = {"memory": "memory:", "embedded": f"embedded:{folder / 'index'}"}.get(request.param, "")
    if not url:
        url = f"{request.getfixturevalue('elastic_url')}/?prefix=test-{uuid.uuid4().hex[:12]}"
    index = open_index(url)
    index.ensure()
    index.upsert(corpus(90))
    index.commit("1")
    databases = fresh_sqlite(folder)
    database = next(databases)
    store, outlets = ArticleStore(database), OutletStore(database)
    yield Services(store, outlets, index, lambda found: [{} for _ in found], lambda *_: [], SystemClock())
    index.close()
    databases.close()


def opened(address: str) -> Asked:
    """What the page behind a link asks for."""
    given = parse_qs(urlsplit(address).query)
    many = {name for name, field in Asked.model_fields.items() if "List" in str(field.annotation) or "list" in str(field.annotation)}
    return Asked.model_validate({name: values if name in many else values[0] for name, values in given.items()})


def listed(ours: Services, asked: Asked) -> int:
    return ours.index.search(query_of(ours, asked), limit=1).total


class TestFacets:
    """The law, on one engine."""

    @pytest.fixture(autouse=True)
    def over(self, ours: Services) -> None:
        self.ours = ours

    @given(ASKED)
    @settings(max_examples=25, deadline=None)
    def test_every_count_equals_the_list_behind_its_link(self, asked: Asked) -> None:
        found = find(self.ours, asked.model_copy(update={"limit": 1}))
        assert found.total == listed(self.ours, asked)
        for name, buckets in found.facets.items():
            for one in buckets:
                held = one.key in getattr(asked, name)
                link = asked.address() if held else asked.toggled(name, str(one.key))
                if held and FIELDS[asking.FILTERS[name]] == "keyword":
                    link = asked.address(**{name: [one.key]})
                assert listed(self.ours, opened(link)) == one.count, (name, one)
        self._days(asked, found)

    def _days(self, asked: Asked, found: Found) -> None:
        shown = [one for one in found.days if one.count]
        for one in shown:
            day = day_of(int(one.key))
            assert listed(self.ours, opened(asked.address(start=day, end=day))) == one.count
        if found.days:
            first, last = day_of(int(found.days[0].key)), day_of(int(found.days[-1].key))
            dated = listed(self.ours, opened(asked.address(start=first, end=last)))
            assert dated == sum(one.count for one in shown) == found.total - found.undated


def test_the_corpus_puts_something_in_every_facet(ours: Services) -> None:
    found = find(ours, Asked(limit=1))
    assert {name: len(buckets) > 1 for name, buckets in found.facets.items()} == dict.fromkeys(found.facets, True)
    assert len(found.days) > 20
    assert found.undated > 3


# -- no authors, no private persons

PERSON = re.compile(r"author|person|people|byline|writer|journalist|nguoi|tac_gia|tác giả|nhân vật", re.IGNORECASE)


def test_no_field_filter_or_facet_is_of_persons() -> None:
    filters = {*asking.FILTERS, *asking.FILTERS.values(), *Asked.model_fields}
    typed = {*query_lexer.FILTERS, *query_lexer.FILTERS.values(), *query_lexer.ENGLISH, *query_lexer.ENGLISH.values()}
    assert [name for name in {*FIELDS, *filters, *typed, *FACETS} if PERSON.search(name)] == []
    assert {*asking.FILTERS.values()} <= {*FIELDS}
    assert {*FACETS} <= {*asking.FILTERS, "day"}


def test_no_parameter_of_the_api_is_of_persons(tmp_path: Path) -> None:
    with whole_application(tmp_path) as app:
        paths = app.openapi()["paths"]
    names = {one["name"] for methods in paths.values() for told in methods.values() for one in told.get("parameters", ())}
    assert {"q", "source", "topic", "article_id", "campaign_id"} <= names
    assert [name for name in (*names, *paths) if PERSON.search(name)] == []


def test_no_table_lists_persons(sqlite_database: Database) -> None:
    """Authors stand with their article, as published, and nowhere else: no index of the database
    leads to them."""
    with sqlite_database.read() as connection:
        told = sa.inspect(connection)
        columns = {table: [one["name"] for one in told.get_columns(table)] for table in told.get_table_names()}
        indexed = [name for table in columns for one in told.get_indexes(table) for name in one["column_names"] if name]
    assert len(columns) > 10
    assert [table for table in columns if PERSON.search(table)] == []
    assert [(table, name) for table, names in columns.items() for name in names if PERSON.search(name)] == [("articles", "authors")]
    assert [name for name in indexed if PERSON.search(name)] == []


def test_of_private_persons_and_authors_no_document_holds_a_value() -> None:
    article = Article("http://a.test/1", Kind.ARTICLE, "Một ngày", "", "Chuyện trong ngày.", authors=("Khuất Văn Dậu",))
    people = tuple(Entity(0, 1, "PER", name, link) for name, link in (("Đoàn Thị Mận", "person:doan-thi-man"), ("Vũ Trí", "")))
    tags = Tags(1, entities=people, offices=(Office("Vũ Trí", "Bí thư", "Xã Sậy"),))
    held = _values(StoredArticle(1, article, "a", Origin.CAPTURE, SystemClock().now(), "w:1", tags=tags))
    assert not any(name in value for value in held for name in ("mận", "man", "dậu", "dau", "khuất"))
    assert [value for value in held if "vũ trí" in value] == ["PER:vũ trí", "bí thư xã sậy vũ trí"]


def _values(stored: StoredArticle) -> list[str]:
    document = document_of(stored, None)
    held: list[Any] = [getattr(document, name) for name in FIELDS]
    return [one for value in held for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, str)]
