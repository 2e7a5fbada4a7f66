"""Tags held against annotated texts, counted as the scorer beside the annotations counts them.

Entities: exact span and type. Offices: person, rank and organisation without marks and case,
and whether former. Congresses: every field that the annotation states is equal, generic ones
aside; `congress_about`: of those found, how many have the right about or mention. Topics: a
label of either reader counts, one of all readers can be missed. Dates: their values.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from lantoa.article import Congress, CongressKey, Office, Tags
from nlp.gold import NAMED, Annotated, GoldCongress
from nlp.normalise import search_form

KINDS = ("PER", "ORG", "LOC", "office", "congress", "topic", "date")
SHARES = ("congress_about", "about_accuracy")
"""These have nothing surplus: their figure is the recall."""

_T = TypeVar("_T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Counts:
    """right: found and stated; surplus: found only; missing: stated only."""

    right: int = 0
    surplus: int = 0
    missing: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.surplus + other.surplus, self.missing + other.missing)

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 0 where nothing was found."""
        return self.right / (self.right + self.surplus) if self.right + self.surplus else 0.0

    @property
    def recall(self) -> float:
        """Share of what is stated that was found; 0 where nothing is stated."""
        return self.right / (self.right + self.missing) if self.right + self.missing else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both; 0 where both are 0."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


Scores = dict[str, Counts]
"""Counts by name: `entities`, each of KINDS, and SHARES."""


def score(gold: Iterable[Annotated], tagged: Mapping[str, Tags]) -> Scores:
    """Over all texts; one that was not tagged counts as one in which nothing was found."""
    total = dict.fromkeys((*KINDS, *SHARES), Counts())
    nothing = Tags(0)
    for text in gold:
        for name, counts in score_text(text, tagged.get(text.id, nothing)).items():
            total[name] += counts
    return {"entities": sum((total[kind] for kind in NAMED), Counts()), **total}


def score_text(gold: Annotated, tags: Tags) -> Scores:
    """Of one text; offsets of tags are into its text."""
    stated = {(one.start, one.end, one.type) for one in gold.spans}
    found = {(one.start, one.end, one.type) for one in tags.entities if one.type != "DOC"}
    rows: Scores = {
        kind: _compared({one for one in stated if one[2] == kind}, {one for one in found if one[2] == kind})
        for kind in NAMED
    }
    rows["office"] = _compared(set(map(_office, gold.offices)), set(map(_office, tags.offices)))
    rows["congress"], rows["congress_about"] = _congresses(gold.congresses, tags.congresses)
    topics, other = set(tags.topics), {"other"}
    known, agreed = gold.topics_either - other, gold.topics_both - other
    rows["topic"] = Counts(len(known & topics), len(topics - known - other), len(agreed - topics))
    rows["date"] = _compared({value for _, value in gold.dates}, {one.value for one in tags.dates})
    same = gold.about == tags.about
    rows["about_accuracy"] = Counts(int(same), 0, int(not same))
    return rows


def _compared(stated: set[_T], found: set[_T]) -> Counts:
    return Counts(len(stated & found), len(found - stated), len(stated - found))


def _office(one: Office) -> tuple[str, str, str, bool]:
    return _folded(one.person), _folded(one.rank), _folded(one.organisation or ""), one.former


def _congresses(stated: Iterable[GoldCongress], found: Iterable[Congress]) -> tuple[Counts, Counts]:
    """(found or not, about or mention): each stated one takes the first that fits it."""
    wanted = [one for one in stated if one.key.level != "generic"]
    left = [one for one in found if one.stated.level != "generic"]
    verdicts = Counter[bool]()
    for one in wanted:
        fitting = next((each for each in left if _fits(one.key, each.stated)), None)
        if fitting is not None:
            left.remove(fitting)
            verdicts[fitting.about == one.about] += 1
    hits = verdicts.total()
    return Counts(hits, len(left), len(wanted) - hits), Counts(verdicts[True], 0, verdicts[False])


def _fits(stated: CongressKey, found: CongressKey) -> bool:
    return (
        stated.level == found.level
        and _place(stated.place) == _place(found.place)
        and stated.ordinal in (None, found.ordinal)
        and stated.term in (None, found.term)
    )


_CITY = re.compile(r" (?:tp)?hcm(?= )")
_UNIT = re.compile(r" (?:thanh pho|tinh|tp|dang bo)(?= )")


def _place(written: str | None) -> str:
    """The name alone: without unit words, Ho Chi Minh City written out."""
    named = _CITY.sub(" ho chi minh", f" {_folded(written or '')} ")
    return " ".join(_UNIT.sub("", named).split())


def _folded(written: str) -> str:
    return " ".join(re.sub(r"[^0-9a-z]+", " ", search_form(written)[1]).split())
