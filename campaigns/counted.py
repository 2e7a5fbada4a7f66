"""What reach counts: the campaign's articles as columns, exported from the index."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from campaigns.campaign import Campaign, Phase
from campaigns.overlay import Overlay, leaders
from search_api.index import Columns, SearchIndex, Terms, day_of

PHASE_ORDER = (Phase.BEFORE, Phase.DURING, Phase.AFTER, Phase.UNDATED)
COLUMNS = ("id", "day", "week", "source", "source_kind", "reprint_group", "is_original", "congress_path")
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Counted:
    """One row a member article and congress: an article about two congresses stands in both,
    and once (`primary`) in the totals.

    id, day (20250906; 0 undated), week (202536): ints; phase: position in PHASE_ORDER;
    congress: position in the campaign; original: first of its reprint group.
    """

    id: Codes
    day: Codes
    week: Codes
    source: npt.NDArray[np.object_]
    kind: npt.NDArray[np.object_]
    group: npt.NDArray[np.object_]
    original: npt.NDArray[np.bool_]
    congress: Codes
    phase: Codes
    primary: npt.NDArray[np.bool_]

    def where(self, mask: npt.NDArray[np.bool_]) -> Counted:
        """The rows that `mask` selects."""
        taken = np.flatnonzero(mask)
        return Counted(*(getattr(self, name).take(taken) for name in self.__slots__))

    def __len__(self) -> int:
        return len(self.id)


def members(campaign: Campaign, index: SearchIndex, overlay: Overlay | None = None) -> Counted:
    """The campaign's articles: about one of its congresses, and not outside its days. overlay:
    what was excluded and included by hand; the story of an excluded original goes on."""
    overlay = overlay or Overlay()
    columns = index.export(overlay.wider(Terms("congress", tuple(campaign.by_token))), COLUMNS)
    days = [day_of(one) if one else None for one in _column(columns, "day", np.int64).tolist()]
    paths = overlay.paths(_column(columns, "id", np.int64), _column(columns, "congress_path", np.object_).tolist())
    by_token = overlay.tokens(campaign)
    places = {one.id: place for place, one in enumerate(campaign.congresses)}
    row: list[int] = []
    congress: list[int] = []
    phase: list[int] = []
    primary: list[bool] = []
    for at, (day, path) in enumerate(zip(days, paths, strict=True)):
        own = list(dict.fromkeys(by_token[one].id for one in path.split(";") if one in by_token))
        for first, one in enumerate(own):
            where = campaign.phase(campaign.congresses[places[one]], day)
            if where is not Phase.OUTSIDE:
                row.append(at)
                congress.append(places[one])
                phase.append(PHASE_ORDER.index(where))
                primary.append(first == 0)
    taken = np.array(row, dtype=np.int64)
    counted = Counted(
        id=_column(columns, "id", np.int64)[taken],
        day=_column(columns, "day", np.int64)[taken],
        week=_column(columns, "week", np.int64)[taken],
        source=_column(columns, "source", np.object_)[taken],
        kind=_column(columns, "source_kind", np.object_)[taken],
        group=_column(columns, "reprint_group", np.object_)[taken],
        original=(_column(columns, "is_original", np.object_) == "yes")[taken],
        congress=np.array(congress, dtype=np.int64),
        phase=np.array(phase, dtype=np.int64),
        primary=np.array(primary, dtype=np.bool_),
    )
    orphaned = overlay.orphaned(*(_column(columns, name, np.object_) for name in ("id", "reprint_group", "is_original")))
    return _led(counted, orphaned) if orphaned else counted


def _led(counted: Counted, orphaned: frozenset[str]) -> Counted:
    """Stories whose original was excluded, each under its first remaining article."""
    found = leaders(orphaned, counted.id.tolist(), counted.group.tolist(), counted.day.tolist())
    return replace(counted, original=counted.original | np.isin(counted.id, sorted(found)))


def _column(columns: Columns, name: str, kind: type) -> Any:
    return np.asarray(columns[name], dtype=kind)
