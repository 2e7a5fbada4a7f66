"""What the conformance suite asks of every engine."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from search_api.index import (
    All,
    And,
    Count,
    DaysAgg,
    FiltersAgg,
    Ids,
    Max,
    Min,
    Not,
    Or,
    Query,
    Range,
    Sum,
    Terms,
    TermsAgg,
    Text,
    Unique,
)
from tests.support.search_corpus import CONGRESSES, corpus

DOCUMENTS = corpus()

TEXTS: tuple[Text, ...] = (
    Text("đại hội"),
    Text("dai hoi"),
    Text("ĐẠI HỘI"),
    Text("Đại Hội", mode="any"),
    Text("đường"),
    Text("dương"),
    Text("duong"),
    Text("đường", loose=True),
    Text("hoà"),
    Text("hòa"),
    Text("ủy ban"),
    Text("uỷ ban", mode="phrase"),
    Text("uy ban", mode="phrase"),
    Text("đảng bộ phường bến đá", mode="phrase"),
    Text("ban chấp hành trung ương", mode="phrase"),
    Text("ban chap hanh trung uong", mode="phrase"),
    Text("TP.HCM", mode="phrase"),
    Text("tp.hcm"),
    Text("trung-ương", mode="phrase"),
    Text("tiêu đề", fields=("title",)),
    Text("tiêu đề", fields=("body",)),
    Text("thân bài", fields=("title",)),
    Text("đại hội", mode="phrase", fields=("title",)),
    Text("a b", mode="phrase"),
    Text("a b", mode="phrase", slop=1),
    Text("a b c", mode="phrase", slop=1),
    Text("a b c", mode="phrase", slop=2),
    Text("c b a", mode="phrase", slop=3),
    Text("a a b", mode="phrase", slop=2),
    Text("a a a", mode="phrase", slop=4),
    Text("b a", mode="phrase", slop=0),
    Text("đại đảng", mode="phrase", slop=1),
    Text("phường", mode="phrase"),
    Text("y" * 101),
    Text("y" * 99),
    Text("x" * 250),
    Text("mã hóa"),
    Text("mã hoá ẩn", mode="phrase"),
    Text("😀"),
    Text(""),
    Text("!!! ..."),
    Text("không có từ này ở đâu cả zzz"),
    Text("zzz hội", mode="any"),
    Text("hội hội hội"),
    Text("1.234,5", mode="phrase"),
    Text("C++"),
    Text("đạ", mode="prefix"),
    Text("duo", mode="prefix"),
    Text("Đườ", mode="prefix"),
    Text("ph đả", mode="prefix"),
    Text("y" * 101, mode="prefix"),
    Text("2", mode="prefix", fields=("body",)),
    Text("...", mode="prefix"),
    Text("a.b", mode="prefix"),
    Text("zzz", mode="prefix"),
    Text("bí thư", mode="phrase", fields=("offices",)),
    Text("thành ủy trần văn a", mode="phrase", fields=("offices",)),
    Text("nguyen bi thu", mode="phrase", fields=("offices",)),
    Text("a nguyên", mode="phrase", fields=("offices",)),  # no phrase reaches from one office to the next
    Text("bí thư", fields=("offices", "title")),
    Text("UBND TP.HCM", mode="phrase", fields=("organisations",)),
    Text("uỷ ban", mode="phrase", fields=("organisations",)),
    Text("uy ban", mode="phrase", fields=("organisations",)),
    Text("tp hcm ủy ban", mode="phrase", fields=("organisations",)),
    Text("đảng", mode="prefix", fields=("organisations", "offices")),
    Text("|"),
)
FILTERS: tuple[Query, ...] = (
    All(),
    Terms("source", ("bao-a",)),
    Terms("source", ("bao-a", "báo-đ", "không có")),
    Terms("source", ()),
    Terms("source", ("",)),
    Terms("source_province", ("Đà Nẵng",)),
    Terms("congress", (CONGRESSES[1],)),
    Terms("congress", CONGRESSES),
    Terms("congress_mention", CONGRESSES[:2]),
    Terms("topics", ("culture", "personnel")),
    Terms("status", ("removed",)),
    Terms("day", (20250906, 20250907)),
    Terms("day", (0,)),
    Terms("id", (DOCUMENTS[10].id, 5)),
    Range("day", 20250901, 20250907),
    Range("day", None, 20250830),
    Range("published", DOCUMENTS[9].published, None),
    Range("published", None, None),
    Range("week", 202536, 202536),
    Range("audience", 1, 450_000),
    Range("audience", 3_000_000_000, None),
    Range("day", 20250907, 20250901),
    Ids(tuple(one.id for one in DOCUMENTS[::9])),
    Ids(()),
    And(()),
    Or(()),
    Not(All()),
    Not(Terms("topics", ("culture",))),
    Not(Not(Text("đại hội"))),
    And((Text("đại hội"), Terms("source_kind", ("local_press",)), Range("month", 202509, 202509))),
    And((Text("đại hội"), Not(Text("phường")))),
    And((Not(Text("đại")), Not(Text("hội")))),
    Or((Text("đường"), Text("dương"))),
    Or((Not(Text("hội")), Terms("status", ("removed",)))),
    And(
        (
            Or((Text("văn kiện", mode="phrase"), Text("nhan su", mode="phrase"))),
            Terms("is_original", ("yes",)),
        )
    ),
    And((Not(And((Text("a"), Text("b")))), Or((Terms("topics", ("documents",)), Range("audience", 1_000))))),
)


def _composed(count: int, seed: int = 11) -> Iterator[Query]:
    """Trees of the questions above, the same for the same seed."""
    chance = random.Random(seed)
    plain = (*TEXTS, *FILTERS)
    for number in range(count):
        parts = tuple(chance.choice(plain) for _ in range(chance.choice((2, 2, 3, 4))))
        inner: Query = And(parts[:-1]) if chance.random() < 0.4 else Or(parts[:-1])
        last: Query = Not(parts[-1]) if chance.random() < 0.4 else parts[-1]
        yield (And, Or)[number % 2]((inner, last))


QUERIES = (*TEXTS, *FILTERS, *_composed(160))

FIGURES = {
    "n": Count(),
    "sum": Sum("audience"),
    "least": Min("published"),
    "most": Max("published"),
    "last": Max("sort_key"),
    "total": Sum("sort_key"),
    "groups": Unique("reprint_group"),
    "events": Unique("event_group"),
    "named": Unique("entities"),
    "days": Unique("day"),
}
AGGREGATIONS: dict[str, Any] = {
    "figures": FIGURES,
    "facets": {
        name: TermsAgg(name) for name in ("source", "source_kind", "source_province", "congress", "topics")
    },
    "groups": {"g": TermsAgg("event_group", top=5), "all": TermsAgg("entities")},
    "numbers": {
        "day": TermsAgg("day"),
        "week": TermsAgg("week", top=2),
        "when": TermsAgg("published", top=3),
    },
    "days": {"d": DaysAgg()},
    "days given": {"d": DaysAgg(20250825, 20250927, {"n": Count(), "by": TermsAgg("source_kind")})},
    "days upside down": {"d": DaysAgg(20250927, 20250825)},
    "nested": {"k": TermsAgg("source_kind", inner={"s": TermsAgg("source", inner=FIGURES), "d": DaysAgg()})},
    "filters": {
        "f": FiltersAgg(
            {"đại hội": Text("đại hội"), "none": Ids(()), "early": Range("day", 20250801, 20250905)},
            {"by": TermsAgg("source"), "reach": Sum("audience")},
        )
    },
    "filters within": {
        "t": TermsAgg(
            "topics", inner={"f": FiltersAgg({"o": Terms("is_original", ("yes",)), "all": All()}, FIGURES)}
        )
    },
    "filters within filters": {
        "f": FiltersAgg({"a": All()}, {"g": FiltersAgg({"b": Text("phường")}, {"n": Count()})})
    },
    "unique within": {"k": TermsAgg("source_kind", inner={"stories": Unique("reprint_group")})},
}
