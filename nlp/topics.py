"""Topics by the words of a text."""

from __future__ import annotations

import re
from functools import cache

from lantoa.article import About
from nlp.lexicon import lexicon
from nlp.normalise import search_form

_CHOICE: dict[About, tuple[float, float, int]] = {
    "congress": (2.0, 0.35, 4),
    "mention": (8.0, 0.5, 3),
}
"""By what a text is to a congress: least worth of a topic, least share of the best one's, most of
them. A text that concerns none has no topic of ours. Chosen on the annotated texts."""
_MOST_OFTEN = 5
"""A word said more often speaks no louder."""
_TITLE_WEIGHT = 3
_LEAD_WEIGHT = 2


def topics(title: str, lead: str, text: str, about: About = "congress") -> tuple[str, ...]:
    """Up to four topics, the strongest first; title and lead (clean) weigh more than text.

    about: what the text is to a congress; where none is concerned there are no topics."""
    if about not in _CHOICE:
        return ()
    least, share, most = _CHOICE[about]
    scores = dict.fromkeys(lexicon("topics"), 0.0)
    for part, weight in ((title, _TITLE_WEIGHT), (lead, _LEAD_WEIGHT), (text, 1)):
        marked = search_form(part)[0]
        seen: dict[tuple[str, float], int] = {}
        for found in _words().finditer(marked):
            for name, worth in _worth()[found[0]]:
                seen[name, worth] = seen.get((name, worth), 0) + 1
        for (name, worth), times in seen.items():
            scores[name] += weight * worth * min(times, _MOST_OFTEN)
    ranked = sorted(scores, key=lambda name: -scores[name])
    floor = max(least, share * scores[ranked[0]])
    return tuple(name for name in ranked[:most] if scores[name] >= floor)


@cache
def _worth() -> dict[str, list[tuple[str, float]]]:
    table: dict[str, list[tuple[str, float]]] = {}
    for name, row in lexicon("topics").items():
        for word in row["strong"]:
            table.setdefault(word, []).append((name, 2.0))
        for word in row["words"]:
            table.setdefault(word, []).append((name, 0.5))
    return table


@cache
def _words() -> re.Pattern[str]:
    longest = sorted(_worth(), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(word) for word in longest) + r")(?!\w)")
