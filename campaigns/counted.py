"""What reach counts: the campaign's articles as columns, exported from the index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from campaigns.campaign import Campaign, CampaignCongress, Phase
from campaigns.columns import Coded, Codes, Mask, coded, repeated
from campaigns.overlay import Overlay
from search_api.index import And, Columns, Or, Query, SearchIndex, Terms, day_number

PHASE_ORDER = (Phase.BEFORE, Phase.DURING, Phase.AFTER, Phase.UNDATED)
COLUMNS = (
    "id", "day", "week", "source", "reprint_group", "is_original", "congress_path", "prominence", "topics", "form",
)  # fmt: skip
NEVER = 99_999_999
"""A day behind all days."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One row a member article and congress: an article about two congresses stands in both,
    and once (`primary`) in the totals.

    id, day (20250906; 0 undated), week (202536), group (0: none): ints; phase: position in
    PHASE_ORDER; congress: position in the campaign, -1: a member by the campaign's query alone, its
    phase is the leading congress's; original: stands for the story of its group; topics: joined by
    ";"; marks: how it names the congress (search_api/prominence.py).
    """

    id: Codes
    day: Codes
    week: Codes
    source: Coded
    group: Codes
    original: Mask
    congress: Codes
    phase: Codes
    primary: Mask
    topics: Coded
    form: Coded
    marks: Codes

    def where(self, mask: Mask) -> Counted:
        """The rows that `mask` selects."""
        return self.take(np.flatnonzero(mask))

    def take(self, places: Codes) -> Counted:
        """The rows at these places."""
        return Counted(*(getattr(self, name).take(places) for name in self.__slots__))

    def __len__(self) -> int:
        return len(self.id)


def found_rows(ids: Codes, day: Codes, source: Coded, original: Mask, phase: Codes) -> Counted:
    """Articles of any query, one row each, under the leading congress; the other columns are empty."""
    none, empty = np.zeros(len(ids), dtype=np.int64), repeated("", len(ids))
    every = np.ones(len(ids), dtype=np.bool_)
    return Counted(ids, day, none, source, none, original, none, phase, every, empty, empty, none)


def membership(campaign: Campaign, asked: Query | None) -> Query:
    """About one of the congresses, or found by the campaign's query (`asked`: as it was read)."""
    about = Terms("congress", tuple(campaign.by_token))
    return about if asked is None else Or((about, asked))


def members(
    campaign: Campaign, index: SearchIndex, overlay: Overlay | None = None, asked: Query | None = None
) -> Counted:
    """The campaign's articles that are not outside its days. overlay: what was excluded and included
    by hand; asked: the campaign's query, as it was read.

    A story counts at the time of its group's original. Where that one is no member, though of the
    campaign's days, the first member published stands for it.
    """
    overlay = overlay or Overlay()
    columns = index.export(overlay.wider(membership(campaign, asked)), COLUMNS)
    counted = counted_columns(campaign, columns, overlay, asked is not None)
    return _led(campaign, counted, index)


def counted_columns(campaign: Campaign, columns: Columns, overlay: Overlay, by_query: bool) -> Counted:
    """The rows of exported columns. by_query: those about none of the congresses are members too."""
    ids, days = _ints(columns, "id"), _ints(columns, "day")
    path, touched = _paths(coded(columns["congress_path"]), ids, overlay)
    places = _places(campaign, path.values, overlay, len(path.values) - touched if by_query else 0)
    lengths = np.array([len(own) for own in places] or [0], dtype=np.int64)[path.codes]
    row = np.repeat(np.arange(len(ids)), lengths)
    within = np.arange(len(row)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    offsets = np.cumsum([0, *(len(own) for own in places)])[path.codes[row]] + within
    flat = [one for own in places for one in own]
    congress, token = (np.array([one[which] for one in flat], dtype=np.int64)[offsets] for which in (0, 1))
    day = days[row]
    inside = (day == 0) | ((day >= day_number(campaign.start)) & (day <= (day_number(campaign.end) or NEVER)))
    row, congress, token, within, day = (one[inside] for one in (row, congress, token, within, day))
    return Counted(
        id=ids[row],
        day=day,
        week=_ints(columns, "week")[row],
        source=coded(columns["source"]).take(row),
        group=coded(columns["reprint_group"]).mapped(lambda group: int(group or 0))[row],
        original=coded(columns["is_original"]).among(("yes",))[row],
        congress=congress,
        phase=_phases(campaign, congress, day),
        primary=within == 0,
        topics=coded(columns["topics"]).take(row),
        form=coded(columns["form"]).take(row),
        marks=_marks(coded(columns["prominence"]).take(row), token),
    )


def _paths(path: Coded, ids: Codes, overlay: Overlay) -> tuple[Coded, int]:
    """What each article names, and how many of the last values come from a hand."""
    if not overlay:
        return path, 0
    at = np.flatnonzero(np.isin(ids, sorted(overlay.excluded | overlay.included.keys())))
    chosen = coded(overlay.paths(ids[at].tolist(), path.take(at).tolist()))
    codes = path.codes.copy()
    codes[at] = chosen.codes + len(path.values)
    return Coded(codes, (*path.values, *chosen.values)), len(chosen.values)


def _places(
    campaign: Campaign, paths: Sequence[str], overlay: Overlay, admitted: int
) -> list[list[tuple[int, int]]]:
    """Of each path the congresses it names: (position in the campaign, position in the path).
    admitted: so many of the first paths are members though they name none."""
    by_token = overlay.tokens(campaign)
    position = {one.id: place for place, one in enumerate(campaign.congresses)}
    found = []
    for number, path in enumerate(paths):
        own: dict[int, int] = {}
        for token, name in enumerate(path.split(";")):
            if name in by_token:
                own.setdefault(position[by_token[name].id], token)
        found.append(list(own.items()) or ([(-1, -1)] if number < admitted else []))
    return found


def _phases(campaign: Campaign, congress: Codes, day: Codes) -> Codes:
    """As `Campaign.phase`, for days (0: undated) inside the campaign."""
    spans = np.array([_fixed(one) for one in (*campaign.congresses, campaign.leading)], dtype=np.int64)
    opening, closing = spans[congress].T  # -1: the leading one, which stands last as well
    dated = (day >= opening).astype(np.int64) + (day > closing)
    return np.where(day == 0, PHASE_ORDER.index(Phase.UNDATED), dated)


def _fixed(congress: CampaignCongress) -> tuple[int, int]:
    days = congress.fixed
    return (day_number(days[0]), day_number(days[1])) if days else (NEVER, NEVER)


def _marks(prominence: Coded, token: Codes) -> Codes:
    """The marks that belong to each row's token; 0 where there are none."""
    lists = [[int(one) for one in value.split(";") if one] for value in prominence.values] or [[]]
    width = max(map(len, lists)) + 1
    table = np.array([[*each, *(0,) * (width - len(each))] for each in lists], dtype=np.int64)
    return np.asarray(table[prominence.codes, np.where(token < width, token, -1)], dtype=np.int64)


def _led(campaign: Campaign, counted: Counted, index: SearchIndex) -> Counted:
    """Every story whose original is no member, though of the campaign's days, under its first
    member; the dated ones come first."""
    known = np.zeros(int(counted.group.max(initial=0)) + 1, dtype=np.bool_)
    known[counted.group[counted.original]] = known[0] = True
    at = np.flatnonzero(counted.primary & ~known[counted.group])
    if not len(at):
        return counted
    at = at[~np.isin(counted.group[at], _elsewhen(campaign, index, np.unique(counted.group[at])))]
    at = at[np.argsort(counted.day[at] == 0, kind="stable")]
    _, first = np.unique(counted.group[at], return_index=True)
    stands = counted.original | np.isin(counted.id, counted.id[at[first]])
    return replace(counted, original=stands)


def _elsewhen(campaign: Campaign, index: SearchIndex, groups: Codes) -> Codes:
    """Those of the groups whose original was published before or after the campaign."""
    wanted = Terms("reprint_group", tuple(map(str, groups.tolist())))
    columns = index.export(And((wanted, Terms("is_original", ("yes",)))), ("reprint_group", "day"))
    days, last = _ints(columns, "day"), day_number(campaign.end) or NEVER
    outside = (days > 0) & ((days < day_number(campaign.start)) | (days > last))
    found: npt.NDArray[Any] = np.asarray(columns["reprint_group"], dtype=np.object_)[outside]
    return found.astype(np.int64)


def _ints(columns: Columns, name: str) -> Codes:
    return np.asarray(columns[name], dtype=np.int64)
