"""What is missing: what the panel, the congresses and the vocabulary have that nothing was published of. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from campaigns.campaign import PHASES, Phase
from campaigns.reach import Measured, reach
from lantoa.words import catalogue

TOPICS = "web.topic."
Of = Literal["source", "congress", "topic", "message"]
"""Of what there is none: outlets of the panel, congresses, topics, messages of the campaign."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Nothing of `value` in the phases `empty`, which have begun; articles: in the others.

    A gap is silent where it has no article in any phase.
    """

    of: Of
    value: str
    empty: Sequence[Phase]
    articles: int

    @property
    def silent(self) -> bool:
        """Whether there is nothing at all."""
        return not self.articles


def gaps(measured: Measured, topics: Iterable[str], today: date) -> list[Gap]:
    """Every gap as of a local day, by kind, the silent ones first.

    topics: the vocabulary. A phase is empty once it has begun: for a congress by its own dates,
    else by those of the leading one.
    """
    expected: dict[Of, Sequence[str]] = {
        "congress": [one.id for one in measured.campaign.congresses],
        "source": measured.panel,
        "message": [one.id for one in measured.campaign.messages],
        "topic": tuple(topics),
    }
    found = [gap for of, values in expected.items() for gap in _gaps(measured, of, values, today)]
    order = list(expected)
    return sorted(found, key=lambda gap: (order.index(gap.of), not gap.silent, -len(gap.empty)))


def _gaps(measured: Measured, of: Of, values: Sequence[str], today: date) -> list[Gap]:
    if not values:
        return []
    counts: dict[tuple[str, Phase], int] = {}
    for row in reach(measured, (of,)):
        counts[row.value, row.phase] = row.articles
    found = []
    for value in values:
        begun = _begun(measured, of, value, today)
        empty = [phase for phase in begun if not counts.get((value, phase))]
        if empty:
            # a topic or message that one phase lacks is no gap: not every phase has every subject
            articles = sum(count for (one, _), count in counts.items() if one == value)
            if of in ("source", "congress") or not articles:
                found.append(Gap(of, value, empty, articles))
    return found


def _begun(measured: Measured, of: Of, value: str, today: date) -> list[Phase]:
    campaign = measured.campaign
    leading = next((one for one in campaign.congresses if of == "congress" and one.id == value), campaign.leading)
    spans = ((phase, campaign.span(leading, phase)) for phase in PHASES)
    return [phase for phase, span in spans if span is not None and span[0] <= today]


def vocabulary() -> list[str]:
    """The topics there are, but the one for what fits none."""
    names = (key.removeprefix(TOPICS) for key in catalogue() if key.startswith(TOPICS))
    return [name for name in names if name != "other"]


def gap_object(gap: Gap) -> dict[str, object]:
    """As the API prints it."""
    return {"of": gap.of, "value": gap.value, "empty": [str(one) for one in gap.empty], "articles": gap.articles}
