"""Everything a campaign is compared with: before and after, the trend, the previous term, peers, its
wards among each other, its targets. Page, API and command show what `compare_campaign` found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from campaigns.campaign import Campaign, CampaignCongress
from campaigns.comparing.alongside import Alongside, alongside
from campaigns.comparing.segmented import Refusal, Segmented, segmented
from campaigns.comparing.sides import sides, wave_sides
from campaigns.counted import PHASE_ORDER
from campaigns.desk import Desk
from campaigns.measured import Measured
from campaigns.parts import Target, Wave
from campaigns.splits import split
from campaigns.statistics.compare import wilson
from campaigns.statistics.holm import holm, two_sided
from campaigns.tally import tally
from campaigns.windows import Window, windows
from lantoa.errors import Misuse


@dataclass(frozen=True, slots=True)
class Sides:
    """Before, during, after of one congress, over its originals and over all its articles; empty where
    its dates are not fixed."""

    originals: Sequence[Window]
    articles: Sequence[Window]


@dataclass(frozen=True, slots=True)
class Ward:
    """One of several congresses. holm: adjusted p of "as before", over all wards that have a ratio; rank:
    by that ratio, 1 is the largest; None without one."""

    place: int
    congress: CampaignCongress
    windows: Sequence[Window]
    holm: float | None = None
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Peak:
    """A peak wave against the weeks before the leading congress; window None without its dates."""

    wave: Wave
    window: Window | None


@dataclass(frozen=True, slots=True)
class Peer:
    """The same measures of another campaign (of this one: first in the list)."""

    campaign: Campaign
    articles: int
    originals: int
    outlets: int
    panel_size: int
    windows: Sequence[Window]

    @property
    def breadth(self) -> tuple[float, float] | None:
        """95 % interval of the share of the panel (Wilson); None without a panel."""
        return wilson(self.outlets, self.panel_size) if self.panel_size else None


@dataclass(frozen=True, slots=True)
class Reached:
    """A target and what has been counted towards it."""

    target: Target
    value: int

    @property
    def met(self) -> bool:
        """Whether it has been reached."""
        return self.value >= self.target.value


@dataclass(frozen=True, slots=True)
class Comparisons:
    """left_out: days of the windows without any exposure; partly: outlet-days of the windows that were
    not completely collected; since: from when on every outlet was; previous None: none is named, it
    is `missing`, or there is no day to compare (`no_previous`); missing: named campaigns that do not
    exist."""

    campaign: Campaign
    windows: Sides
    left_out: Sequence[date]
    partly: Sequence[tuple[date, str]]
    since: date | None
    waves: Sequence[Peak]
    trend: Segmented | Refusal
    previous: Alongside | None
    no_previous: bool
    peers: Sequence[Peer]
    wards: Sequence[Ward]
    targets: Sequence[Reached]
    missing: Sequence[str]


def compare_campaign(desk: Desk, campaign: Campaign) -> Comparisons:
    """All comparisons of a campaign as of now. Raises Later when the index does not answer."""
    measured, today = desk.measured(campaign), desk.today()
    found = {one: _campaign(desk, one) for one in dict.fromkeys((campaign.previous, *campaign.peers)) if one}
    previous = found.get(campaign.previous)
    beside = alongside(measured, desk.measured(previous)) if previous else None
    peers = [one for name in campaign.peers if (one := found.get(name)) is not None]
    own = congress_windows(measured, 0, today)
    return Comparisons(
        campaign=campaign,
        windows=own,
        left_out=_left_out(measured, own),
        partly=_partly(measured, own),
        since=measured.since,
        waves=[Peak(one, wave_window(measured, one, today)) for one in campaign.waves],
        trend=segmented(sides(measured, 0, originals=True, whole=True)),
        previous=beside,
        no_previous=previous is not None and beside is None,
        peers=[_peer(measured, own.originals), *_peers(desk, peers, today)] if peers else [],
        wards=wards(measured, today),
        targets=[Reached(one, _towards(measured, one)) for one in campaign.targets],
        missing=[name for name, one in found.items() if one is None],
    )


def congress_windows(measured: Measured, place: int, today: date) -> Sides:
    """The comparison windows around a congress (by position)."""
    pair = (sides(measured, place, originals=originals) for originals in (True, False))
    return Sides(*(windows(one, today) if one else () for one in pair))


def wave_window(measured: Measured, wave: Wave, today: date) -> Window | None:
    """The days of a peak wave beside those before the congress."""
    compared = wave_sides(measured, wave)
    return windows(compared, today)[1] if compared else None


def wards(measured: Measured, today: date) -> list[Ward]:
    """Every congress beside the others, the largest ratio during its days first; empty for a campaign of
    one congress."""
    congresses = measured.campaign.congresses
    if len(congresses) < 2:
        return []
    found = []
    for place, one in enumerate(congresses):
        compared = sides(measured, place, originals=True)
        found.append(Ward(place, one, windows(compared, today) if compared else ()))
    judged = sorted((one for one in found if _ratio(one) is not None), key=lambda one: -(_ratio(one) or 0))
    adjusted = holm([two_sided(_increase(one)) for one in judged])
    ranked = [
        Ward(one.place, one.congress, one.windows, p, rank + 1)
        for rank, (one, p) in enumerate(zip(judged, adjusted, strict=True))
    ]
    return ranked + [one for one in found if _ratio(one) is None]


def during(one: Ward | Peer) -> Window | None:
    """The window of the congress itself; None without dates."""
    return one.windows[1] if one.windows else None


def _ratio(ward: Ward) -> float | None:
    window = during(ward)
    return window.ratio.ratio if window and window.ratio else None


def _increase(ward: Ward) -> float:
    window = during(ward)
    assert window is not None
    assert window.ratio is not None
    return window.ratio.increase


def _campaign(desk: Desk, name: str) -> Campaign | None:
    try:
        return desk.store.get(name)
    except Misuse:  # a campaign may name one that is yet to be entered; the page says so
        return None


def _peers(desk: Desk, campaigns: Sequence[Campaign], today: date) -> Iterator[Peer]:
    for measured in map(desk.measured, campaigns):
        compared = sides(measured, 0, originals=True)
        yield _peer(measured, windows(compared, today) if compared else ())


def _peer(measured: Measured, own: Sequence[Window]) -> Peer:
    rows = measured.totals
    return Peer(
        campaign=measured.campaign,
        articles=len(rows),
        originals=int(rows.original.sum()),
        outlets=len(rows.source.present() & set(measured.panel)),
        panel_size=len(measured.panel),
        windows=own,
    )


def _left_out(measured: Measured, own: Sides) -> list[date]:
    taken = {day for window in own.originals for day in window.days}
    spans = [(window.start, window.end) for window in own.originals if window.start and window.end]
    every = sides(measured, 0, originals=True)
    days = every.days if every else ()
    within = measured.within[1] or date.max
    return [day for day in days if spans and day not in taken and day <= within]


def _partly(measured: Measured, own: Sides) -> list[tuple[date, str]]:
    ends = [day for window in own.originals for day in (window.start, window.end) if day]
    if not ends:
        return []
    return [one for one in measured.left_out if min(ends) <= one[0] <= max(ends)]


def _towards(measured: Measured, target: Target) -> int:
    """What was counted: localities are those with at least one original."""
    phases = [place for place, one in enumerate(PHASE_ORDER) if target.phase in (None, one)]
    if target.measure == "outlets":
        rows = measured.totals.where(np.isin(measured.totals.phase, phases))
        return len(rows.source.present() & set(measured.panel))
    parted = split(measured, "locality" if target.measure == "localities" else "all")
    table = tally(measured, parted)
    if target.measure == "localities":
        named = np.array([bool(value) for value in parted.values], dtype=np.bool_)
        return int((table.originals[:, phases].sum(axis=1)[named] > 0).sum())
    counts = table.articles if target.measure == "articles" else table.originals
    return int(counts[:, phases].sum())
