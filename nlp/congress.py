"""Text -> the party congresses it refers to, and which of them it is about.

References are read by `congress_grammar`, completed from their context, resolved by
`congress_terms`, gathered to one congress each, and weighed.

Offsets of evidence: into NFC(title) + "\\n" + NFC(text).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from lantoa.article import Congress, CongressKey, Outlet
from nlp.congress_context import Body, Context
from nlp.congress_grammar import Name, names
from nlp.congress_terms import Known, is_over, resolve
from nlp.congress_weight import Weighed, is_about, is_at_work, is_held, is_looking_back, is_welcome
from nlp.letters import ROMAN, ordinal
from nlp.normalise import search_form
from nlp.reading import Reading, prepare


@dataclass(slots=True)
class _Reference:
    name: Name
    body: Body
    ordinal: int | None
    term: tuple[int, int] | None
    looking_back: bool
    resolved: CongressKey

    @property
    def open(self) -> bool:
        return self.ordinal is None and self.term is None


@dataclass(slots=True)
class _Gathered:
    """All references to one congress. anaphors: offsets of words that point at it; term,
    ordinal: stated apart from its name."""

    resolved: CongressKey
    references: list[_Reference] = field(default_factory=list)
    anaphors: list[int] = field(default_factory=list)
    term: tuple[int, int] | None = None
    ordinal: int | None = None


def congresses(reading: Reading, outlet: Outlet | None = None) -> tuple[Congress, ...]:
    """Every congress referred to: about before mention, then the title's, then by first place."""
    context = Context(reading.text, outlet)
    references, anaphors = _read(reading, context)
    gathered = _gather(references, reading.day)
    _attach(anaphors, gathered)
    _stated_terms(reading.text, gathered)
    _committee_numbers(reading.text, gathered)
    weighed = [(_weigh(reading, each, gathered), each) for each in gathered]
    found = [_congress(reading, each, weight) for weight, each in weighed]
    order = sorted(
        range(len(found)),
        key=lambda at: (not found[at].about, gathered[at].references[0].name.start > reading.title_end,
                        gathered[at].references[0].name.start),
    )  # fmt: skip
    return tuple(found[at] for at in order)


def _read(reading: Reading, context: Context) -> tuple[list[_Reference], list[Name]]:
    references: list[_Reference] = []
    anaphors: list[Name] = []
    for name in names(reading.text):
        bodies = context.bodies(name)
        if not bodies and name.bare:
            anaphors.append(name)  # or of others: what points at it is not ours
        for body in bodies:
            references.append(_reference(reading, name, body))
            context.remember(body, name.ordinal)
    return references, anaphors


def _reference(reading: Reading, name: Name, body: Body) -> _Reference:
    back = is_looking_back(reading.text, name.start, name.end)
    ordinal, term = name.ordinal, name.term
    known = Known(body.level, body.province, ordinal, term, reading.day, back)
    return _Reference(name, body, ordinal, term, back, _key(body, known))


def _key(body: Body, known: Known) -> CongressKey:
    ordinal, term = resolve(known)
    return CongressKey(body.level, body.canonical, ordinal, term, body.code)


def _gather(references: list[_Reference], day: date | None) -> list[_Gathered]:
    """One entry a congress; open references join a stated one of the same body."""
    stated: dict[tuple[object, ...], list[_Gathered]] = {}
    for reference in sorted(references, key=lambda each: each.open):
        same_body = stated.setdefault(_body_key(reference.resolved), [])
        for gathered in same_body:
            if _same(gathered.resolved, reference):
                gathered.references.append(reference)
                gathered.resolved = _fuller(gathered.resolved, reference.resolved)
                break
        else:
            same_body.append(_Gathered(reference.resolved, [reference]))
    result = [each for group in stated.values() for each in group]
    for each in result:
        each.references.sort(key=lambda reference: reference.name.start)
    return sorted(result, key=lambda each: each.references[0].name.start)


def _body_key(key: CongressKey) -> tuple[object, ...]:
    return key.level, search_form(key.place or "")[1]


def _same(key: CongressKey, reference: _Reference) -> bool:
    if reference.open:
        return True
    other = reference.resolved
    if key.term and other.term:
        return key.term[0] == other.term[0] and (key.ordinal or other.ordinal) == (
            other.ordinal or key.ordinal
        )
    return key.ordinal == other.ordinal if key.ordinal and other.ordinal else True


def _fuller(one: CongressKey, two: CongressKey) -> CongressKey:
    return replace(one, ordinal=one.ordinal or two.ordinal, term=one.term or two.term)


def _attach(bare: list[Name], gathered: list[_Gathered]) -> None:
    """A bare "Đại hội" points at the congress named last before it (or first after)."""
    named: list[tuple[int, int | None]] = [(name.start, None) for name in bare if name.elsewhere]
    named += [
        (reference.name.start, at)
        for at, each in enumerate(gathered)
        for reference in each.references
        if each.resolved.level != "generic"
    ]
    named.sort(key=lambda pair: pair[0])
    for anaphor in bare:
        if anaphor.elsewhere or not named:
            continue
        before = [at for start, at in named if start <= anaphor.start]
        target = before[-1] if before else named[0][1]
        if target is not None:
            gathered[target].anaphors.append(anaphor.start)


_TERM = re.compile(r"[Nn]hiệm kỳ \(?((?:19|20)\d\d) ?[-–—/] ?((?:19|20)\d\d)")
_NEAR = 160


def _stated_terms(text: str, gathered: list[_Gathered]) -> None:
    """Terms that stand apart from the name: in the same sentence, agreeing with what is known,
    or the only one (of those that begin with a fifth year the last one) that the text speaks of."""
    terms = [(match.start(), (int(match[1]), int(match[2]))) for match in _TERM.finditer(text)]
    whole = {term for _, term in terms if term[0] % 5 == 0 and term[1] - term[0] == 5}
    short = {term for _, term in terms if term[1] - term[0] in (2, 3)}
    for each in gathered:
        if each.resolved.level == "generic" or any(reference.term for reference in each.references):
            continue
        if each.resolved.level == "cell":
            each.term = next(iter(short)) if len(short) == 1 else None
            continue
        known = _known_term(each)
        agreeing = [
            term
            for _, term in terms
            if known
            and abs(term[0] - known[0]) <= (each.resolved.level != "national")
            and term[1] - term[0] >= 4
        ]
        near = [term for at, term in terms if known is None and _follows(text, each, at)]
        back = all(reference.looking_back for reference in each.references)
        spoken = (
            known is None and whole and each.resolved.level != "national" and not (back and len(whole) > 1)
        )
        each.term = next(iter(agreeing or near), max(whole) if spoken else None)
        if each.term and known is None:
            each.resolved = replace(each.resolved, term=each.term)


_COMMITTEE = re.compile(
    rf"(?:Đảng bộ|đảng bộ|[Tt]hành ủy|[Tt]ỉnh ủy)(?!\w)[^.;,\n]{{0,40}}? khóa (?P<number>{ROMAN}|\d{{1,2}})(?!\w)"
    r"(?:,? \(?nhiệm kỳ (?P<first>(?:19|20)\d\d) ?[-–—] ?(?P<last>(?:19|20)\d\d))?"
)


def _committee_numbers(text: str, gathered: list[_Gathered]) -> None:
    """A past congress without number takes that of its committee ("Thành ủy khóa X"), if there is but one."""
    found = {(ordinal(match["number"]), match["first"], match["last"]) for match in _COMMITTEE.finditer(text)}
    bare = [each for each in gathered if each.resolved.level == "province" and not _stated(each)]
    if len(bare) != 1 or len({number for number, _, _ in found}) != 1:
        return
    each = bare[0]
    number, first, last = max(found, key=lambda one: one[1] or "")
    if not all(reference.looking_back for reference in each.references) and (not first or each.term is None):
        return
    each.ordinal = number
    if first and each.term is None:
        each.term = (int(first), int(last or first))
    province = each.references[0].body.province
    back, term = resolve(Known("province", province, number, each.term))
    each.resolved = replace(each.resolved, ordinal=back, term=term)


def _stated(each: _Gathered) -> bool:
    return any(reference.ordinal for reference in each.references)


def _known_term(each: _Gathered) -> tuple[int, int] | None:
    """The term that follows from body and number alone."""
    reference = next((one for one in each.references if one.ordinal), None)
    if reference is None:
        return None
    return resolve(Known(each.resolved.level, reference.body.province, reference.ordinal))[1]


def _follows(text: str, each: _Gathered, at: int) -> bool:
    """Does the term at this offset stand behind one of the names, in its sentence?"""
    return any(
        0 <= at - reference.name.end < _NEAR
        and not re.search(r"[Đđ]ại hội|[.!?] |\n", text[reference.name.end : at])
        for reference in each.references
        if not reference.looking_back
    )


def _weigh(reading: Reading, each: _Gathered, all_of_them: list[_Gathered]) -> Weighed:
    forward = [reference for reference in each.references if not reference.looking_back]
    own = len(each.references) + len(each.anaphors)
    return Weighed(
        level=each.resolved.level,
        in_title=any(reference.name.start < reading.title_end for reference in forward)
        or any(at < reading.title_end and not is_looking_back(reading.text, at, at) for at in each.anaphors),
        in_lead=any(reference.name.start < reading.lead_end for reference in forward),
        welcome_only=bool(forward) and all(is_welcome(reading.text, each.name.start) for each in forward),
        forward=len(forward),
        total=own,
        share=own / max(1, sum(len(other.references) + len(other.anaphors) for other in all_of_them)),
        length=len(reading.text),
        first=each.references[0].name.start / max(1, len(reading.text)),
        named_in_title=any(
            at < reading.title_end for at in (*each.anaphors, *(one.name.start for one in each.references))
        ),
        at_work=any(is_at_work(reading.text, one.name.start, one.name.end) for one in forward),
        held=any(not one.open and is_held(reading.text, one.name.end) for one in forward),
        over=is_over(each.resolved, reading.published),
    )


def _congress(reading: Reading, each: _Gathered, weight: Weighed) -> Congress:
    about, reason = is_about(weight)
    best = min(each.references, key=lambda reference: (reference.looking_back, reference.name.start))
    written = [reference.body.written for reference in each.references if reference.body.written]
    stated = CongressKey(
        each.resolved.level,
        max(written, key=len, default=None),
        next((reference.ordinal for reference in each.references if reference.ordinal), each.ordinal),
        next((reference.term for reference in each.references if reference.term), each.term),
    )
    start, end = reading.source(best.name.start), reading.source_end(best.name.end)
    return Congress(stated, about, each.resolved, start, end, reason)


__all__ = ["Reading", "congresses", "prepare"]
