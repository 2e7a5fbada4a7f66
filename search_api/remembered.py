"""Counts that were asked for already. Turning pages and sorting otherwise asks for the same ones
again, and several people look at the same search."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from search_api.query import Agg, Aggregated, Query

KEPT = 256
"""Answers, each of some 100 kB where it counts by day over years."""


class Remembered:
    """What was counted over one commit of the index; the oldest answer goes first."""

    def __init__(self) -> None:
        self._answers: dict[tuple[Query, str], dict[str, Aggregated]] = {}
        self._lock = threading.Lock()

    def counted(
        self, query: Query, aggs: Mapping[str, Agg], count: Callable[[], dict[str, Aggregated]]
    ) -> dict[str, Aggregated]:
        """What `count` gives, or gave for the same question."""
        asked = (query, repr(aggs))
        answer = self._answers.get(asked)
        if answer is None:
            answer = count()
            with self._lock:
                self._answers[asked] = answer
                if len(self._answers) > KEPT:
                    del self._answers[next(iter(self._answers))]
        return dict(answer)
