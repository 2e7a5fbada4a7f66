"""Differences of two texts, made short for reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lantoa.changes import Piece

CONTEXT = 160
"""So many characters of what stayed are shown before and after a change."""
GAP = " … "


def shortened(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces for reading: long stretches that stayed are cut to what stands next to a change."""
    return list(_shortened(pieces))


def _shortened(pieces: Sequence[Piece]) -> Iterator[Piece]:
    for number, each in enumerate(pieces):
        text, first, last = each.text, number == 0, number == len(pieces) - 1
        if each.change == "kept" and len(text) > 2 * CONTEXT:
            head = "" if first else text[:CONTEXT].rpartition(" ")[0]
            tail = "" if last else text[-CONTEXT:].partition(" ")[2]
            text = head + GAP + tail
        yield Piece(each.change, text)
