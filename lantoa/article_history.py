"""The versions of one article as they were seen, in order of time. Pure.

Every version knows which extractor read it. Only readings of one extractor are compared: when
a better one reads the captures again, in the order of their visits, each version is replaced
by its new reading, and what differs no longer is one version again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from lantoa.article import Article, Kind, Origin
from lantoa.changes import Differ

COUNTED = (Kind.ARTICLE, Kind.DOCUMENT, Kind.MEDIA)
"""Kinds that are tagged, grouped and indexed. Lists and unknown pages are kept, not counted."""


@dataclass(frozen=True, slots=True)
class Version:
    """One state of an article. since: when it was first seen (aware UTC); ref: the record of
    the archive it was read from; kinds: what the outlet had changed in it, () for the first."""

    article: Article
    ref: str
    origin: Origin
    since: datetime
    extractor: int
    kinds: tuple[str, ...] = ()


History = tuple[Version, ...]
"""Oldest first; the last one is what is shown."""


def visited(history: History, seen: Version, differ: Differ) -> History:
    """The history after a visit that saw `seen`; the same one when nothing had changed.

    A ref that stands in it is a second reading of that version.
    """
    rest = tuple(each for each in history if each.ref != seen.ref)
    was_there = next((each for each in history if each.ref == seen.ref), None)
    if seen.article.kind not in COUNTED:
        return _again(rest, differ) if rest else (seen,)
    if history and history[-1].article.labels and not seen.article.labels:
        seen = replace(seen, article=replace(seen.article, labels=history[-1].article.labels))
    place = sum(each.since <= seen.since for each in rest)
    earlier, later = rest[:place], rest[place:]
    if not earlier:
        return _again((replace(seen, kinds=()), *later), differ)
    before = earlier[-1]
    if not _alike(before, seen):
        if was_there is not None:
            return (*earlier, replace(seen, kinds=was_there.kinds), *later)
        return _again((*earlier[:-1], _instead(before, seen), *later), differ)
    kinds = differ(before.article, seen.article)
    if kinds:
        return _again((*earlier, replace(_dated(seen, before), kinds=kinds), *later), differ)
    if before.origin is not seen.origin:  # the same text, better witnessed
        return _again((*earlier[:-1], _instead(before, seen), *later), differ)
    return _again(rest, differ) if was_there is not None else history


def without(history: History, refs: Iterable[str], differ: Differ) -> History:
    """The history as if these records had not been seen; the first version always stays."""
    gone = set(refs)
    return _again(tuple(each for number, each in enumerate(history) if not number or each.ref not in gone), differ)


def joined(one: History, other: History, differ: Differ) -> History:
    """Two histories that turn out to be of one article."""
    return _again(tuple(sorted((*one, *other), key=lambda each: each.since)), differ)


def _again(versions: History, differ: Differ) -> History:
    """Compared anew, each with the one before it, where both are of one extractor."""
    kept: list[Version] = []
    for each in versions:
        if not kept:
            kept.append(replace(each, kinds=()))
        elif not _alike(kept[-1], each):
            kept.append(each)
        elif kinds := differ(kept[-1].article, each.article):
            kept.append(replace(each, kinds=kinds))
    return tuple(kept)


def _alike(before: Version, after: Version) -> bool:
    """May the two be compared?"""
    told = before.article.kind in COUNTED and (before.origin is not Origin.FACTS or after.origin is Origin.FACTS)
    return told and before.extractor == after.extractor


def _instead(before: Version, seen: Version) -> Version:
    return replace(_dated(seen, before), since=before.since, kinds=before.kinds)


def _dated(seen: Version, before: Version) -> Version:
    """A reading without a date keeps the one that was known."""
    if seen.article.published.day is not None:
        return seen
    return replace(seen, article=replace(seen.article, published=before.article.published))
