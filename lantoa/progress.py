"""Long steps say how far they are. The door draws it; rooms only report."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """One step's bar."""

    def total(self, count: int) -> None:
        """How many items there will be."""
        ...

    def advance(self, count: int = 1) -> None:
        """So many more are done."""
        ...


class Silent:
    """Draws nothing; for tests and JSON output."""

    def total(self, count: int) -> None:
        return

    def advance(self, count: int = 1) -> None:
        return
