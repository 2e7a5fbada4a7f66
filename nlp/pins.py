"""Where analysts put articles: apart from every group, or in the group of another article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from lantoa.correction_rows import in_force, read_log


@dataclass(frozen=True, slots=True)
class Pins:
    """apart: articles that stand in a group of their own, where no text is put because it
    resembles them; beside: article -> the one whose group it belongs to, wherever that is."""

    apart: frozenset[int] = frozenset()
    beside: Mapping[int, int] = field(default_factory=dict)

    def leader(self, article: int) -> int | None:
        """The article at whose place this one belongs, at the end of all that lead on; None: it is
        placed as its text says. Of articles that were put beside one another in a ring the one
        with the lowest id is placed so, and leads."""
        passed = [article]
        while passed[-1] in self.beside:
            following = self.beside[passed[-1]]
            if following in passed:
                ring = passed[passed.index(following) :]
                passed.append(min(ring))
                break
            passed.append(following)
        return None if passed[-1] == article else passed[-1]

    def fixed(self, article: int) -> bool:
        """Was it put anywhere by hand?"""
        return article in self.apart or article in self.beside

    def named(self, articles: Iterable[int]) -> set[int]:
        """All that grouping must know to place these: whoever leads them or is led by them."""
        chosen = set(articles)
        roots = {self.leader(one) or one for one in chosen}
        led = {one for one in self.beside if self.leader(one) in roots}
        return roots | led


def read_pins(connection: sa.Connection) -> Pins:
    """As they stand."""
    standing = in_force(read_log(connection, campaign="", scopes=("group",))).values()
    return Pins(
        frozenset(one.article for one in standing if one.action == "apart"),
        {one.article: one.other for one in standing if one.action == "with" and one.other is not None},
    )
