"""A name is looked for in its other spellings too, visibly, and only where it stands as a name."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search_api.aliases import MOST, Aliases, Expanded, Group, shipped_aliases
from search_api.index import And, Document, Not, Or, Query, Text
from search_api.memory import MemoryIndex
from search_api.query_text import parse, read
from search_api.schema import index_form
from tests.support.search_corpus import corpus

CITY = Group(("Thành phố Hồ Chí Minh", "TPHCM", "TP.HCM"))
COMMITTEE = Group(("Ủy ban nhân dân", "UBND"))
CENTRE = Group(("Trung ương", "TW"), typed=("TƯ",))
ALIASES = Aliases((CITY, COMMITTEE, CENTRE))


def asked(typed: str) -> tuple[Query, list[tuple[str, ...]]]:
    found = read(typed, aliases=ALIASES)
    return found.query, [(one.typed, *one.also) for one in found.expanded]


def phrase(text: str, loose: bool = False, fields: tuple[str, ...] = ("title", "body")) -> Text:
    return Text(text, "phrase", fields, loose=loose, exact=not loose)


def test_a_name_in_neighbouring_words_is_looked_for_in_its_other_spellings() -> None:
    query, told = asked("họp Thành phố Hồ Chí Minh sáng nay")
    own = Text("Thành phố Hồ Chí Minh", exact=True)
    assert query == And(
        (
            Text("họp", exact=True),
            Or((own, phrase("TPHCM"), phrase("TP.HCM"))),
            Text("sáng nay", exact=True),
        )
    )
    assert told == [("Thành phố Hồ Chí Minh", "TPHCM", "TP.HCM")]


def test_without_marks_the_others_are_sought_without_them_too() -> None:
    query, told = asked("thanh pho ho chi minh")
    assert query == Or((Text("thanh pho ho chi minh"), phrase("TPHCM", True), phrase("TP.HCM", True)))
    assert told == [("thanh pho ho chi minh", "TPHCM", "TP.HCM")]


def test_inside_a_phrase_the_whole_phrase_is_asked_in_each_wording() -> None:
    query, told = asked('"chủ tịch UBND TP.HCM"')
    wordings = [
        f"chủ tịch {committee} {city}"
        for committee in ("ubnd", "Ủy ban nhân dân")
        for city in ("tp hcm", "Thành phố Hồ Chí Minh", "TPHCM")
    ]
    assert query == Or((phrase("chủ tịch UBND TP.HCM"), *(phrase(one) for one in wordings[1:])))
    assert told == [("ubnd", "Ủy ban nhân dân"), ("tp hcm", "Thành phố Hồ Chí Minh", "TPHCM")]


@pytest.mark.parametrize(
    "typed",
    ["thành phố Hồ Chí", "phố Hồ Chí Minh", "tư nhân", '"thành phố" -"Hồ Chí Minh"', "thánh phố Hồ Chí Minh", "thanh phố"],
)
def test_what_is_not_the_name_is_left_alone(typed: str) -> None:
    query, told = asked(typed)
    assert (query, told) == (parse(typed), [])


def test_a_name_understood_in_capitals_is_never_looked_for() -> None:
    query, told = asked("Ban TƯ Đảng")
    assert told == [("TƯ", "Trung ương", "TW")]
    assert asked("tư")[1] == []
    assert all("TƯ" not in one for _, *also in asked("trung ương")[1] for one in also)
    assert isinstance(query, And)


def test_what_must_not_be_there_is_left_out_in_every_spelling() -> None:
    query, told = asked("họp -TPHCM")
    others = (phrase("Thành phố Hồ Chí Minh"), phrase("TP.HCM"))
    assert query == And((Text("họp", exact=True), Not(Or((Text("TPHCM", exact=True), *others)))))
    assert told == [("TPHCM", "Thành phố Hồ Chí Minh", "TP.HCM")]


def test_filters_of_words_are_widened_in_their_own_field() -> None:
    query, _told = asked('tổ chức:"UBND"')
    fields = ("organisations",)
    assert query == Or((Text("UBND", "phrase", fields), phrase("Ủy ban nhân dân", True, fields)))


def test_a_phrase_full_of_names_is_asked_in_so_many_wordings_and_no_more() -> None:
    query, told = asked('"UBND TPHCM UBND TPHCM UBND TPHCM"')
    assert isinstance(query, Or)
    assert len(query.parts) <= MOST
    assert 0 < len(told) < 6


def test_the_shipped_names_stand_in_one_group_each() -> None:
    """Said twice, one of the two groups would be lost."""
    aliases = shipped_aliases()
    found = read("UBND TP.HCM họp với HĐND, MTTQ và BCH TƯ", aliases=aliases).expanded
    assert [one.typed for one in found] == ["UBND", "TP.HCM", "HĐND", "MTTQ", "BCH", "TƯ"]
    assert all(one.also and one.typed not in one.also for one in found)
    table = tomllib.loads(files("search_api").joinpath("aliases.toml").read_text(encoding="utf-8"))
    for form in (0, 1):
        names = [index_form(name)[form] for group in table["group"] for name in group["names"]]
        assert len(names) == len(set(names)) > 40


INDEX = MemoryIndex()
INDEX.upsert(corpus(40))
INDEX.commit("1")
PIECES = st.sampled_from(["đại", "hội", "TP.HCM", '"phường TP.HCM"', "dai", "hoi", "ủy ban", "a", "a HOẶC hội", "(uỷ ban)"])


@settings(deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=5).map(" ".join))
def test_other_names_only_ever_add_articles(typed: str) -> None:
    aliases = Aliases((CITY, Group(("Ủy ban", "hội"))))
    narrow = {hit.id for hit in INDEX.search(parse(typed), limit=1000).hits}
    wide = {hit.id for hit in INDEX.search(read(typed, aliases=aliases).query, limit=1000).hits}
    assert narrow <= wide


def test_an_article_that_has_only_the_other_name_is_found() -> None:
    index = MemoryIndex()
    marked, folded = index_form("Lễ khai mạc tại Thành phố Hồ Chí Minh")
    empty = corpus(1)[0]
    parts = {name: getattr(empty, name) for name in empty.__slots__}
    index.upsert([Document(**parts | {"body": marked, "body_fold": folded, "title": "", "title_fold": ""})])
    index.commit("1")
    assert index.search(parse("khai mạc TPHCM")).total == 0
    assert index.search(read("khai mạc TPHCM", aliases=ALIASES).query).total == 1
    assert read("khai mạc TPHCM", aliases=ALIASES).expanded == (Expanded("TPHCM", ("Thành phố Hồ Chí Minh", "TP.HCM")),)
