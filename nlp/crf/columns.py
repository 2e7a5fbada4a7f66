"""What is known of each token: columns of values that the templates combine.

l lower case, w as written, s shape, k kinds of the lexicon, r what rule of the grammar
found it (g only the type), d what the grammar calls the same syllables elsewhere in the text, c line in capitals.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from nlp.crf.tokens import Tokens
from nlp.entity_patterns import SURNAMES
from nlp.lexicon import lexicon
from nlp.spans import Span

Column = list[str]

_ROMAN = re.compile("[IVXL]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of one text, each as long as its tokens; those of the form alone are not kept."""

    tokens: Tokens
    rule: Column
    elsewhere: Column
    capitals: Column


def columns(tokens: Tokens, spans: Sequence[Span]) -> Columns:
    """The columns of a text. spans: what the grammar found, in order, without overlaps."""
    found = list(aligned(tokens, spans))
    return Columns(
        tokens, _rules(len(tokens.forms), found), _elsewhere(tokens.forms, found), _capitals(tokens)
    )


def grammar_type(rule: str) -> str:
    """The value of column g that goes with one of column r: "B-ORG" for "B-ORG.committee"."""
    return rule[:5]


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


def aligned(tokens: Tokens, spans: Iterable[Span]) -> Iterator[tuple[int, int, Span]]:
    """(first token, behind last token, span) of the spans that begin and end with a token."""
    starts, ends = tokens.starts, tokens.ends
    for span in spans:
        first, last = bisect_left(starts, span.start), bisect_left(ends, span.end)
        if last < len(ends) and starts[first] == span.start and ends[last] == span.end:
            yield first, last + 1, span


def _rules(size: int, found: Iterable[tuple[int, int, Span]]) -> Column:
    rules = ["O"] * size
    for first, end, span in found:
        rule = f"-{span.type}.{span.rule}"
        rules[first:end] = [f"B{rule}", *[f"I{rule}"] * (end - first - 1)]
    return rules


def _elsewhere(forms: Sequence[str], found: Iterable[tuple[int, int, Span]]) -> Column:
    """For two syllables that stand within a name of the grammar: the type of the first such name."""
    best: dict[tuple[str, str], str] = {}
    for first, end, span in found:
        for pair in pairwise(forms[first:end]):
            if pair[0][0].isupper():
                best.setdefault(pair, span.type)
    firsts = {first for first, _ in best}
    column = ["-"] * len(forms)
    for at in [at for at, form in enumerate(forms[:-1]) if form in firsts]:
        if kind := best.get((forms[at], forms[at + 1])):
            column[at + 1] = kind
            if column[at] == "-":
                column[at] = kind
    return column


def _capitals(tokens: Tokens) -> Column:
    """ "C" for tokens of a sentence that is mostly in capitals."""
    found = ["-"] * len(tokens.forms)
    for start, end in tokens.sentences:
        if not any(_shouted(form) for form in tokens.forms[start : start + 4]):
            continue
        words = [form for form in tokens.forms[start:end] if form[0].isalpha()]
        if len(words) > 3 and sum(map(_shouted, words)) > 0.7 * len(words):
            found[start:end] = ["C"] * (end - start)
    return found


def _shouted(form: str) -> bool:
    return len(form) > 1 and form.isupper()
