"""Congresses found in texts that concern none: each is false."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TextIO

from lantoa.article import Article, Congress
from lantoa.bench.table import Row
from lantoa.words import word
from nlp.headline import headed
from nlp.normalise import search_form
from nlp.tag import congresses_of

_CONGRESS = "đại hội|đh"
_PARTY = (
    r"đảng|đảng bộ|chi bộ|(?:thành|tỉnh|quận|huyện|thị|đảng|cấp) ủy|bộ chính trị|trung ương|toàn quốc lần|"
    r"đại biểu toàn quốc|[ivx]{2,5}|lần thứ (?:[ivx]+|\d+)"
)
_NEAR = re.compile(
    rf"(?<!\w)(?:{_CONGRESS}) [ivx]+(?!\w)|(?<!\w)(?:{_CONGRESS})(?!\w).{{0,80}}?(?<!\w)(?:{_PARTY})(?!\w)"
    rf"|(?<!\w)(?:{_PARTY})(?!\w).{{0,80}}?(?<!\w)(?:{_CONGRESS})(?!\w)"
)

_FOREIGN = re.compile(
    r"(?<!\w)(?:trung quốc|bắc kinh|liên xô|triều tiên|lào|campuchia|cu ?ba|công đảng|quốc dân đảng|đảng (?:cộng hòa|"
    r"dân chủ|bảo thủ|lao động|quốc đại|nhân dân cách mạng|xã hội))(?!\w)"
)
_OURS = re.compile(
    r"(?<!\w)(?:việt nam|vn|đảng (?:bộ|ta|viên)|chi bộ|(?:thành|tỉnh|quận|huyện|thị|đảng|cấp) ủy)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Mistaken:
    """An unrelated text, and the congress that was found in it with its words."""

    where: str
    congress: Congress
    evidence: str


def concerns_none(article: Article) -> bool:
    """Whether no word for a congress stands within 80 characters of one that could make it the
    party's, or a foreign country or party is named and nothing of ours: none of the grammar is
    used. A text that fails this may concern none all the same.
    """
    marked = search_form(f"{article.title} . {article.text}")[0]
    if _NEAR.search(marked) is None:
        return True
    return _FOREIGN.search(marked) is not None and _OURS.search(marked) is None


def mistaken(articles: Iterable[Article]) -> Iterator[Mistaken]:
    """The first congress, generic ones aside, of each text that has one. Texts concern none."""
    for article in articles:
        found = [one for one in congresses_of(headed(article)) if one.stated.level != "generic"]
        if found:
            joined = f"{article.title}\n{article.text}"
            yield Mistaken(article.url, found[0], joined[max(0, found[0].start - 60) : found[0].end + 60])


def false_rows(articles: Iterable[Article], listed: TextIO | None) -> Iterator[Row]:
    """`false_congress_per_1000`; each text with one is a line on `listed`."""
    unrelated = [article for article in articles if concerns_none(article)]
    found = list(mistaken(unrelated))
    for one in found if listed else ():
        print(f"{one.where}: {one.congress.stated} {one.evidence!r}", file=listed)
    rate = 1000 * len(found) / max(1, len(unrelated))
    first = found[0].where if found else ""
    note = word("bench.tag_false", found=len(found), texts=len(unrelated), first=first)
    yield Row("false_congress_per_1000", round(rate, 3), "", "<= 2", note)
