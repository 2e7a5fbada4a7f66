"""What the rest of the demonstration asks about the press' names."""

from __future__ import annotations

from lantoa.demo.press.addresses import HOSTS, article_path, origin
from lantoa.demo.story import Piece


def press_hosts() -> frozenset[str]:
    """The twelve host names: all that may resolve to the press, and nothing else may."""
    return frozenset(HOSTS.values())


def url_of(piece: Piece) -> str:
    """The address of a piece, the same in every run. Raises KeyError for an unknown outlet."""
    return origin(piece.outlet) + article_path(piece)
