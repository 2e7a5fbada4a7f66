"""Topics by the words of a text: what its title, opening and body say of each, weighed and held against a bar.

Rules with fitted weights: the words are ours (lexicon/topics.toml), how much a sign weighs was fitted to annotated
texts (lexicon/topic_weights.toml, made by tests/support/topic_weights.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import log, log1p

from lantoa.article import About
from nlp.lexicon import lexicon
from nlp.normalise import search_form

_MOST = 4
_TITLE_WORDS = 25
"""Of the text, where there is no title."""
_PAGE = 400
"""Words of a usual article."""
_SHORT = 0.25
"""Of a page; a still shorter text does not make its words weigh more."""

_DOUBT = 2.0
"""Points that speak for no topic: one weak word in a short text is not all it says."""

SIGNS = (
    "title", "lead", "lead_weak", "body", "body_weak", "kinds", "kinds_weak", "share", "length", "mention", "congress",
)  # fmt: skip
"""What is weighed for a topic: strong words in title, opening and text, weak ones, how many different ones, the
topic's share of all the text says of topics, the length, whether a congress is only mentioned, and how much is
said of one."""


@dataclass(slots=True)
class _Found:
    """Strong and weak words of one topic: in the title, the opening, the rest, and the different ones."""

    title: int = 0
    lead: int = 0
    lead_weak: int = 0
    body: int = 0
    body_weak: int = 0

    def points(self) -> float:
        """What the words come to, before anything else is known of the text."""
        strong = 3 * min(self.title, 2) + 1.5 * min(self.lead, 3) + 0.8 * min(self.body, 6)
        return strong + 0.5 * min(self.lead_weak, 3) + 0.2 * min(self.body_weak, 6)


def topics(title: str, lead: str, text: str, about: About = "congress") -> tuple[str, ...]:
    """Up to four topics, the strongest first; none where the words say nothing clear.

    Title, lead (the opening, with which the text begins or which stands before it) and text may be in
    any spelling and case. about: what the text is to a congress; one that concerns none has no topic of ours.
    """
    if about == "none":
        return ()
    table = lexicon("topic_weights")
    weights = [table["signs"][sign] for sign in SIGNS]
    scores: list[tuple[float, str]] = []
    for name, row in signs(title, lead, text, about).items():
        own = table["topics"][name]
        score = sum(map(float.__mul__, weights, row)) + own["base"] + own["congress"] * row[-1]
        if score >= table["bar"]:
            scores.append((-score, name))
    return tuple(name for _, name in sorted(scores)[:_MOST])


def signs(title: str, lead: str, text: str, about: About) -> dict[str, tuple[float, ...]]:
    """For each topic of which a word was found, its values of SIGNS."""
    body = search_form(text)[0].split()
    start = len(search_form(lead)[0].split())
    top = search_form(title)[0].split() or body[:_TITLE_WORDS]
    found: dict[str, _Found] = {}
    kinds: dict[str, tuple[set[str], set[str]]] = {}
    for words, is_title in ((top, True), (body, False)):
        for at, phrase, name, strong in _hits(words):
            one = found.setdefault(name, _Found())
            kinds.setdefault(name, (set(), set()))[not strong].add(phrase)
            _count(one, strong, is_title, at < start)
    total = sum(one.points() for one in found.values())
    length, congress = log(max(len(body) / _PAGE, _SHORT)), _congress(top, body[:start], body)
    return {
        name: (
            min(one.title, 2) * 1.0, log1p(one.lead), log1p(one.lead_weak), log1p(one.body), log1p(one.body_weak),
            log1p(len(kinds[name][0])), log1p(len(kinds[name][1])), one.points() / (total + _DOUBT), length,
            float(about == "mention"), congress,
        )
        for name, one in found.items()
    }  # fmt: skip


def _count(one: _Found, strong: bool, is_title: bool, is_lead: bool) -> None:
    if is_title:
        one.title += strong
    elif is_lead:
        one.lead += strong
        one.lead_weak += not strong
    else:
        one.body += strong
        one.body_weak += not strong


def _congress(title: Sequence[str], lead: Sequence[str], body: Sequence[str]) -> float:
    """How much is said of a congress: 0 for nothing, about 2 where it is the subject."""
    counts = [_times(part) for part in (title, lead, body)]
    return 0.8 * min(counts[0], 1) + 0.5 * min(counts[1], 2) + 0.12 * min(counts[2], 8)


def _times(words: Sequence[str]) -> int:
    return sum(words[at + 1 : at + 2] == ["hội"] for at, each in enumerate(words) if each == "đại")


def _hits(words: list[str]) -> Iterator[tuple[int, str, str, bool]]:
    """(place, phrase, topic, strong) of every phrase; of a topic the longest at a place, not within another."""
    alone, table = _phrases()
    free: dict[str, int] = {}
    for at, (first, second) in enumerate(zip(words, [*words[1:], ""], strict=False)):
        longer = table.get((first, second), ())
        for phrase in (*longer, alone[first]) if first in alone else longer:
            size = len(phrase.words)
            if size < _PAIR or words[at : at + size] == phrase.words:
                for name, strong in phrase.meant:
                    if free.get(name, 0) <= at:
                        free[name] = at + size
                        yield at, phrase.written, name, strong


_PAIR = 3
"""Words up to which looking a phrase up has compared it whole."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """meant: (topic, strong) pairs."""

    written: str
    words: list[str]
    meant: list[tuple[str, bool]]


@cache
def _phrases() -> tuple[dict[str, _Phrase], dict[tuple[str, str], list[_Phrase]]]:
    """Single words, and phrases by their first two words, the longest first."""
    meant: dict[str, list[tuple[str, bool]]] = {}
    for name, row in lexicon("topics").items():
        for kind in ("strong", "words"):
            for written in row[kind]:
                meant.setdefault(written, []).append((name, kind == "strong"))
    alone: dict[str, _Phrase] = {}
    table: dict[tuple[str, str], list[_Phrase]] = {}
    for written in sorted(meant, key=lambda each: -len(each.split())):
        phrase = _Phrase(written, written.split(), meant[written])
        if len(phrase.words) == 1:
            alone[written] = phrase
        else:
            table.setdefault((phrase.words[0], phrase.words[1]), []).append(phrase)
    return alone, table
