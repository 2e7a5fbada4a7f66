"""Names of one thing: a query that holds one of them also looks for the others, visibly."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product

from search_api.index import And, Or, Query, Text
from search_api.schema import index_form

MOST = 8
"""A phrase is asked in at most so many wordings."""


@dataclass(frozen=True, slots=True)
class Expanded:
    """typed: a name as it stood in the query; also: what is looked for beside it."""

    typed: str
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """names: looked for; typed: only understood, in exactly these letters."""

    names: tuple[str, ...]
    typed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """words: how many words of the query the name has; others: the other names of its group."""

    words: int
    others: tuple[str, ...]


class Aliases:
    """Groups of names, found among words that are marked, or folded."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._by_words: tuple[dict[tuple[str, ...], Group], ...] = ({}, {})
        self._typed: dict[str, Group] = {}
        for group in groups:
            for name in group.names:
                for known, form in zip(self._by_words, index_form(name), strict=True):
                    known[tuple(form.split())] = group
            self._typed |= dict.fromkeys(group.typed, group)
        self._longest = max((len(words) for words in self._by_words[0]), default=0)

    def at(self, words: Sequence[str], start: int, ends: Iterable[int], exact: bool) -> Found | None:
        """The longest name that begins with the word at `start` and ends before one of `ends`.
        exact: the words are marked ones."""
        known = self._by_words[0 if exact else 1]
        for end in sorted((end for end in ends if start < end <= start + self._longest), reverse=True):
            asked = tuple(words[start:end])
            group = known.get(asked)
            if group is not None:
                form = 0 if exact else 1
                others = {index_form(name)[form]: name for name in group.names}
                others.pop(" ".join(asked), None)
                return Found(end - start, tuple(others.values()))
        return None

    def typed(self, text: str) -> Found | None:
        """A name that is understood in exactly these letters."""
        group = self._typed.get(text)
        return Found(1, group.names) if group else None


@cache
def shipped_aliases() -> Aliases:
    """Those of aliases.toml."""
    table = tomllib.loads(files("search_api").joinpath("aliases.toml").read_text(encoding="utf-8"))
    return Aliases(Group(tuple(one["names"]), tuple(one.get("typed", ()))) for one in table["group"])


def widened(parts: Sequence[Query], aliases: Aliases, exact: bool) -> tuple[list[Query], list[Expanded]]:
    """The parts of an And with the other names beside those in them: in neighbouring words, and
    inside phrases. exact: the query respects marks; else the other names are sought without them."""
    wide: list[Query] = []
    told: list[Expanded] = []
    at = 0
    while at < len(parts):
        run = list(_run(parts[at:]))
        found = _name(run, aliases, exact) if run else None
        if found is not None:
            count, name = found
            own = _own(run[:count], exact)
            others = (_phrase(other, run[0].fields, exact) for other in name.others)
            wide.append(Or((own, *others)))
            told.append(Expanded(" ".join(one.text for one in run[:count]).strip(string.punctuation), name.others))
            at += count
            continue
        part, more = _within(parts[at], aliases, exact)
        wide.append(part)
        told += more
        at += 1
    return wide, told


def _run(parts: Sequence[Query]) -> Iterator[Text]:
    """The texts that stand at the beginning, of the same fields."""
    for part in parts:
        if not isinstance(part, Text) or part.mode == "prefix" or part.fields != _fields(parts[0]):
            return
        yield part


def _fields(part: Query) -> tuple[str, ...]:
    return part.fields if isinstance(part, Text) else ()


def _name(run: Sequence[Text], aliases: Aliases, exact: bool) -> tuple[int, Found] | None:
    """(texts that a name takes, the name), when one begins with the first text and ends with one."""
    alone = aliases.typed(run[0].text)
    if alone is not None:
        return 1, alone
    words: list[str] = []
    ends: dict[int, int] = {}
    for count, one in enumerate(run, 1):
        words += _words(one, exact)
        ends[len(words)] = count
    found = aliases.at(words, 0, ends, exact)
    return None if found is None else (ends[found.words], found)


def _own(texts: Sequence[Text], exact: bool) -> Query:
    if len(texts) == 1:
        return texts[0]
    if all(one.mode == "all" for one in texts):
        return Text(" ".join(one.text for one in texts), "all", texts[0].fields, exact=exact)
    return And(tuple(texts))


def _within(part: Query, aliases: Aliases, exact: bool) -> tuple[Query, list[Expanded]]:
    """A phrase in the wordings that its names allow."""
    if not isinstance(part, Text) or part.mode != "phrase" or part.slop:
        return part, []
    words = _words(part, exact)
    told: list[Expanded] = []
    wordings: list[tuple[str, ...]] = []
    at, count = 0, 1
    while at < len(words):
        found = aliases.at(words, at, range(at + 1, len(words) + 1), exact)
        typed = " ".join(words[at : at + (found.words if found else 1)])
        if found and count * (1 + len(found.others)) <= MOST:
            told.append(Expanded(typed, found.others))
            wordings.append((typed, *found.others))
            count *= 1 + len(found.others)
        else:
            wordings.append((typed,))
        at += found.words if found else 1
    if not told:
        return part, []
    others = [" ".join(one) for one in product(*wordings)][1:]
    return Or((part, *(_phrase(other, part.fields, exact) for other in others))), told


def _phrase(text: str, fields: tuple[str, ...], exact: bool) -> Text:
    return Text(text, "phrase", fields, loose=not exact, exact=exact)


def _words(text: Text, exact: bool) -> list[str]:
    return index_form(text.text)[0 if exact else 1].split()
