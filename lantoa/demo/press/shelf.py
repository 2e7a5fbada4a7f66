"""What of an outlet's pieces is to be seen at an instant."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from lantoa.demo.story import Piece


class State(IntEnum):
    """The life of a piece."""

    HIDDEN = 0
    FIRST = 1
    EDITED = 2
    REMOVED = 3


@dataclass(frozen=True, slots=True)
class Wording:
    """A piece as it reads in one of its states; changed: since when."""

    title: str
    sapo: str
    paragraphs: tuple[str, ...]
    changed: datetime


def state_of(piece: Piece, now: datetime) -> State:
    """Where in its life a piece is."""
    if now < piece.published:
        return State.HIDDEN
    if piece.removed_at is not None and now >= piece.removed_at:
        return State.REMOVED
    if piece.edit is not None and now >= piece.edit.at:
        return State.EDITED
    return State.FIRST


def wording_of(piece: Piece, state: State) -> Wording:
    """The text a piece has in a state."""
    if state >= State.EDITED and piece.edit is not None:
        return Wording(piece.edit.title, piece.edit.sapo, piece.edit.paragraphs, piece.edit.at)
    return Wording(piece.title, piece.sapo, piece.paragraphs, piece.published)


class Shelf:
    """One outlet's pieces, oldest first."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self.pieces = tuple(sorted(pieces, key=lambda piece: (piece.published, piece.id)))
        self._changes = sorted(moment for piece in self.pieces for moment in _changes(piece))

    def epoch(self, now: datetime) -> int:
        """How often the outlet has changed by now: equal epochs, equal pages."""
        return bisect_right(self._changes, now)

    def changed(self, now: datetime) -> datetime | None:
        """When it last changed; None before its first piece."""
        epoch = self.epoch(now)
        return self._changes[epoch - 1] if epoch else None

    def visible(self, now: datetime) -> tuple[Piece, ...]:
        """What can be read now, newest first."""
        return tuple(
            piece for piece in reversed(self.pieces) if state_of(piece, now) in (State.FIRST, State.EDITED)
        )

    def before(self, piece: Piece, count: int) -> tuple[Piece, ...]:
        """The pieces published just before this one, newest first: they never change."""
        place = self.pieces.index(piece)
        return tuple(reversed(self.pieces[max(0, place - count) : place]))


def _changes(piece: Piece) -> list[datetime]:
    moments = [piece.published]
    moments += [piece.edit.at] if piece.edit else []
    moments += [piece.removed_at] if piece.removed_at else []
    return moments
