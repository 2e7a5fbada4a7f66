"""Time is handed in. The system clock for live data; the demonstration brings its own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What the house asks of time."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        ...

    def skip_to(self, moment: datetime) -> bool:
        """Jump to a later instant if this clock can (the demonstration's); else False."""
        ...


class SystemClock:
    """Real time; it cannot be skipped."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def skip_to(self, moment: datetime) -> bool:
        return False


class FixedClock:
    """A clock that tests set; it skips."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self._at

    def skip_to(self, moment: datetime) -> bool:
        self._at = max(self._at, moment.astimezone(UTC))
        return True
