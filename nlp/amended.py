"""What the model read against what the grammar is sure of: where a name of the model ends too late."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from nlp.letters import LOWER
from nlp.lexicon import lexicon, phrases
from nlp.organ_heads import head_at, may_open
from nlp.spans import Span

_DASH = re.compile(r" [-–] ")
_SURE = ("per.foreign", "per.again")
_FIELD_BEFORE = re.compile(r"(?i:thứ trưởng|bộ trưởng|cử nhân|thạc sĩ|tiến sĩ|chuyên ngành|ngành) $")
""" "Bộ trưởng Công an", "cử nhân Luật": a field, no organ."""
_BEFORE = len("chuyên ngành ")
_RANK = re.compile(
    r"(?:(?:Phó )?(?:Chánh|Trưởng) |Bộ [Tt]rưởng |Cán bộ |[Tt]hường trực (?=[Bb]an [Bb]í thư)|Tổng (?=Kiểm toán))"
)
_WHOLE = ("org.fixed", "org.owner", "org.chain")
_SMALL = re.compile(rf" [{LOWER}]")
_WORDS = re.compile(rf"[{LOWER}]+(?: [{LOWER}]+)?")


def amended(text: str, span: Span, found: Sequence[Span]) -> Iterator[Span]:
    """A name that only the model read, as it is or as the parts it is made of. found: the names of
    the grammar that lie within it."""
    if _holds_a_person(span, found) or (span.type == "LOC" and len(found) > 1):
        yield from found  # "UBND xã | Vương Đắc Chiến", "Trung Quốc | Tập Cận Bình", "Việt Nam | Lào"
        return
    if len(found) == 1 and found[0].end - found[0].start == span.end - span.start and found[0].rule in _SURE:
        yield found[0]
        return
    if span.type != "ORG":
        yield span
        return
    if rank := _RANK.match(text, span.start):
        span = replace(span, start=rank.end())
    if found and found[0].start == span.start and found[0].rule in _WHOLE and _SMALL.match(text, found[0].end):
        yield from found  # "Ban Bí thư quản lý"
        return
    if not found and (_no_organ().match(text, span.start, span.end) or not _opens(text, span)):
        return
    if _FIELD_BEFORE.search(text, max(0, span.start - _BEFORE), span.start):
        return
    end = span.end
    for dash in _DASH.finditer(text, span.start, span.end):
        if head_at(text, dash.end()):
            yield replace(span, end=dash.start())
            span = replace(span, start=dash.end())
        elif (words := _WORDS.match(text, dash.end())) and words[0] not in _fields():
            end = dash.start()
            break
    verb = _verbs().search(text, span.start, end)
    yield replace(span, end=verb.start() if verb else end)


def _opens(text: str, span: Span) -> bool:
    """A name that begins with a small letter begins with a head."""
    word = text[span.start : span.end].partition(" ")[0]
    return not word[0].islower() or may_open(word)


def _holds_a_person(span: Span, found: Sequence[Span]) -> bool:
    """Does the grammar read a place or an organisation, and behind it a person?"""
    if span.type == "PER" or len(found) < 2:
        return False
    first, last = found[0], found[-1]
    return (first.start, first.type, last.end, last.type) == (span.start, span.type, span.end, "PER")


@cache
def _fields() -> frozenset[str]:
    return frozenset(phrases(lexicon("organs")["going_on"]))


@cache
def _verbs() -> re.Pattern[str]:
    """Words that no name of an organisation goes on with."""
    table = lexicon("organs")
    return re.compile(rf" (?:{'|'.join([*phrases(table['verbs']), *phrases(table['behind'])])})(?!\w)")


@cache
def _no_organ() -> re.Pattern[str]:
    """What the model may take for an organisation, and is none: a lone word but for a heading of an
    agency, short names of things, degrees, bodies in general."""
    table = lexicon("organs")
    things, openings = table["things"].split(), phrases(table["openings"])
    return re.compile(rf"(?:{'|'.join(things)})$|(?:{'|'.join(openings)})(?!\w)|(?:Đảng|Việt|Trung|Nhà)$")
