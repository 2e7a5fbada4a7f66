"""What is known of each token: columns of values that the templates combine.

l lower case, w as written, s shape, k kinds of the lexicon, g the grammar's type, r its
rule, d what the grammar calls the same syllables elsewhere in the text, c line in capitals.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from nlp.crf.tokens import Tokens
from nlp.entities import Span
from nlp.entity_patterns import SURNAMES
from nlp.lexicon import lexicon

Column = list[str]

_ROMAN = re.compile("[IVXL]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of one text, each as long as its tokens. forms: those of the form alone."""

    tokens: Tokens
    forms: list[tuple[str, str, str, str]]
    grammar: Column
    rule: Column
    elsewhere: Column
    capitals: Column


def columns(tokens: Tokens, spans: Sequence[Span]) -> Columns:
    """The columns of a text with at least one token. spans: what the grammar found, in order, without overlaps."""
    grammar, rule = _grammar(tokens, spans)
    return Columns(
        tokens,
        [of_form(form) for form in tokens.forms],
        grammar,
        rule,
        _elsewhere(tokens.forms, grammar),
        _capitals(tokens),
    )


@lru_cache(maxsize=50_000)
def of_form(form: str) -> tuple[str, str, str, str]:
    """Lower case, as written, shape and kinds of a form."""
    return form.lower(), form, _shape(form), _kinds(form)


def _shape(form: str) -> str:
    if form.isdigit():
        return f"{min(len(form), 5)}d"
    if not form[0].isalnum():
        return form[0]
    if form.isupper():
        return "X" if len(form) == 1 else "R" if _ROMAN.fullmatch(form) else "XX"
    if form[0].isupper():
        return "Xx"
    if any(char.isdigit() for char in form):
        return "xd"
    return "x" if form.islower() else "xX"


def _kinds(form: str) -> str:
    """One letter for each list of the lexicon that holds the syllable; "-" for none."""
    low = form.lower()
    found = [sign for sign, words, exact in _lists() if (form if exact else low) in words]
    return "".join(found) or "-"


@cache
def _lists() -> tuple[tuple[str, frozenset[str], bool], ...]:
    """(sign, syllables, as written)."""
    organs, own = lexicon("organs"), lexicon("syllables")
    provinces = [row["name"].split() for row in lexicon("places")["province"]]
    heads = [head.lower().split() for name in ("bodies", "committees", "state", "named", "fixed")
             for head in organs[name]]  # fmt: skip
    return (
        ("S", SURNAMES, True),
        ("P", frozenset(name[0] for name in provinces), True),
        ("p", frozenset(name[-1] for name in provinces), True),
        ("H", frozenset(own["honorifics"].lower().split()), False),
        ("U", frozenset(own["units"].split()), False),
        ("R", frozenset(own["ranks"].split()), False),
        ("O", frozenset(head[0] for head in heads), False),
        ("o", frozenset(part for head in heads for part in head[1:]), False),
    )


def _grammar(tokens: Tokens, spans: Iterable[Span]) -> tuple[Column, Column]:
    kinds, rules = ["O"] * len(tokens.forms), ["O"] * len(tokens.forms)
    for first, last, span in aligned(tokens, spans):
        for at in range(first, last + 1):
            place = "B" if at == first else "I"
            kinds[at], rules[at] = f"{place}-{span.type}", f"{place}-{span.rule}"
    return kinds, rules


def aligned(tokens: Tokens, spans: Iterable[Span]) -> Iterable[tuple[int, int, Span]]:
    """(first token, last token, span) of the spans that begin and end with a token."""
    starts = {start: at for at, start in enumerate(tokens.starts)}
    ends = {end: at for at, end in enumerate(tokens.ends)}
    for span in spans:
        if span.start in starts and span.end in ends:
            yield starts[span.start], ends[span.end], span


def _elsewhere(forms: Sequence[str], grammar: Column) -> Column:
    """For two syllables that stand within one name of the grammar: the type of most such names."""
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    pairs = list(pairwise(forms))
    for at, pair in enumerate(pairs):
        if grammar[at + 1][0] == "I":
            counts[pair][grammar[at][2:]] += 1
    best = {pair: found.most_common(1)[0][0] for pair, found in counts.items()}
    after = [best.get(pair, "") if pair[0][0].isupper() else "" for pair in pairs]
    return [
        f"{one or other or '-'}{'+' if tag == 'O' else ''}"
        for one, other, tag in zip([*after, ""], ["", *after], grammar, strict=True)
    ]


def _capitals(tokens: Tokens) -> Column:
    """ "C" for tokens of a sentence that is mostly in capitals."""
    found = ["-"] * len(tokens.forms)
    for start, end in tokens.sentences:
        words = [form for form in tokens.forms[start:end] if form[0].isalpha()]
        if len(words) > 3 and sum(len(form) > 1 and form.isupper() for form in words) > 0.7 * len(words):
            found[start:end] = ["C"] * (end - start)
    return found
