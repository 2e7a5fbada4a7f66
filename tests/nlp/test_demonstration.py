"""The demonstration press is tagged exactly as its generator means it, under any name and spelling."""

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from lantoa.article import UNDATED, Article, CongressKey, Kind, Moment, Outlet
from lantoa.demo.newsroom import write_season
from lantoa.demo.outlets import OUTLETS
from lantoa.demo.story import Piece
from nlp.normalise import search_form
from nlp.tag import tag

SEED = random.SystemRandom().randrange(10**6)
OUTLET = {outlet.id: outlet for outlet in OUTLETS}
CITIES = ["Bình Hòa Hải", "Nam Hải", "Vĩnh Thạnh", "An Lạc"]
WARDS = [
    "Long Phước",
    "Ia Grai",
    "Nguyễn Phích",
    "An Hội Tây",
    "Đại Đồng",
    "Dân Chủ",
    "Trần Hưng Đạo",
    "Hoàn Kiếm",
]
NEW_STYLE = {
    "òa": "oà",
    "óa": "oá",
    "ọa": "oạ",
    "ủy": "uỷ",
    "úy": "uý",
    "ùy": "uỳ",
    "ũy": "uỹ",
    "ụy": "uỵ",
    "ỏe": "oẻ",
}

Spelling = Callable[[str], str]


def same(text: str) -> str:
    return text


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def new_style(text: str) -> str:
    return re.sub(rf"(?<![qQ])(?:{'|'.join(NEW_STYLE)})(?!\w)", lambda match: NEW_STYLE[match[0]], text)


def invisible(text: str) -> str:
    return text.replace(" lần thứ", "\u00a0lần thứ").replace("Đại hội", "Đại\u200b hội")


@cache
def season() -> tuple[Piece, ...]:
    return write_season(SEED).pieces


@cache
def new_names() -> dict[str, str]:
    chance = random.Random(SEED)
    keys = {key for piece in season() for key, _ in piece.truth.congresses if key.level == "commune"}
    wards = sorted({key.place.split(" ", 1)[1] for key in keys if key.place})
    return dict(zip(wards, chance.sample(WARDS, len(WARDS)), strict=False)) | {
        "Trường Giang": chance.choice(CITIES)
    }


def renamed(text: str) -> str:
    return re.sub("|".join(map(re.escape, new_names())), lambda match: new_names()[match[0]], text)


def spelled(piece: Piece, spelling: Spelling, shouting: bool = False) -> tuple[Article, Outlet]:
    title = piece.title.upper() if shouting else spelling(piece.title)
    lines = [spelling(line) for line in (piece.sapo, *piece.paragraphs) if line]
    published = Moment.of(piece.published, "json-ld", 1.0) if piece.dated else UNDATED
    outlet = OUTLET[piece.outlet]
    return (
        Article("u", Kind.ARTICLE, title, spelling(piece.sapo), "\n".join(lines), published),
        replace(outlet, province=spelling(outlet.province), locality=spelling(outlet.locality)),
    )


def row(key: CongressKey, about: bool) -> tuple[object, ...]:
    return key.level, search_form(key.place or "")[1], key.ordinal, key.term, about


def differences(pieces: list[Piece], spelling: Spelling, shouting: bool = False) -> list[object]:
    found: list[object] = []
    for piece in pieces:
        tags = tag(*spelled(piece, spelling, shouting))
        got = {row(each.resolved, each.about) for each in tags.congresses if each.resolved}
        got = {each for each in got if each[0] != "generic"}
        meant = {
            row(replace(key, place=spelling(key.place) if key.place else None), about)
            for key, about in piece.truth.congresses
        }
        if got != meant or tags.about != piece.truth.about:
            found.append((piece.id, piece.title, got - meant, meant - got))
    return found


def test_every_piece_of_a_season_is_read_as_it_was_meant() -> None:
    print(f"seed {SEED}")
    assert differences(list(season()), same) == []


@pytest.mark.parametrize("spelling", [decomposed, new_style, invisible, renamed])
def test_another_spelling_or_name_changes_nothing_else(spelling: Spelling) -> None:
    print(f"seed {SEED}")
    assert differences(list(season())[::4], spelling) == []


def test_titles_in_capitals_change_nothing() -> None:
    print(f"seed {SEED}")
    assert differences(list(season())[::4], same, shouting=True) == []
