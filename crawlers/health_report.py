"""Health as JSON: the same for the API and for `lantoa sources health --json`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from pydantic import BaseModel

from crawlers.completeness import Estimate
from crawlers.source_health import SourceHealth


class ReasonOut(BaseModel):
    """Why a source is not simply well; alarm: somebody has to act."""

    key: str
    text: str
    alarm: bool


class EstimateOut(BaseModel):
    """How many articles there were at least (total, interval low..high), of which `seen` were
    found by `outlets` outlets; recall: the share seen, at most."""

    outlets: int
    seen: int
    total: float
    low: float
    high: float
    recall: float
    recall_low: float
    recall_high: float


class GapDay(BaseModel):
    """A day not completely collected: articles known, those that wait, and why."""

    day: date
    published: int
    unfetched: int
    gaps: list[str]


class ChannelOut(BaseModel):
    """failing: the last look brought nothing readable; bare: it answers and shows nothing."""

    url: str
    role: str
    fate: str
    note: str
    failing: bool
    bare: bool
    last_fetched: datetime | None


class DriftOut(BaseModel):
    """One measure of extraction: share of the pages read since `since`, and of those before."""

    name: str
    since: date
    now: float
    before: float
    read: int
    drifted: bool


class HealthOut(BaseModel):
    """day, expected, seen: new addresses of the last whole day that was watched, usual and in
    fact; complete_since: first day from which on everything was found; window_days: days the
    estimate is over; refusal: why there is none ("one_kind", "few")."""

    id: str
    name: str
    state: str
    reasons: list[ReasonOut]
    day: date | None
    expected: float | None
    seen: int | None
    last_answer: datetime | None
    complete_since: date | None
    incomplete_days: list[GapDay]
    channels: list[ChannelOut]
    drift: list[DriftOut]
    window_days: int
    estimate: EstimateOut | None
    refusal: str | None


class HealthList(BaseModel):
    """Every source asked for; alarms: how many have one; panels: what each published at least."""

    alarms: int
    sources: list[HealthOut]
    panels: dict[str, EstimateOut | None]


def health_list(found: Sequence[SourceHealth], panels: Mapping[str, Estimate | None]) -> HealthList:
    """The whole answer."""
    return HealthList(
        alarms=sum(one.health.alarm for one in found),
        sources=[_one(each) for each in found],
        panels={name: _estimate(one) for name, one in panels.items()},
    )


def _one(found: SourceHealth) -> HealthOut:
    health, changed = found.health, found.drift
    return HealthOut(
        id=found.source.id,
        name=found.source.outlet.name,
        state=str(health.state),
        reasons=[ReasonOut(key=each.key, text=each.text, alarm=each.alarm) for each in health.reasons],
        day=health.day,
        expected=health.expected.usual if health.expected else None,
        seen=health.seen,
        last_answer=found.last_answer,
        complete_since=found.since,
        incomplete_days=[
            GapDay(day=each.day, published=each.published, unfetched=each.unfetched, gaps=[str(gap) for gap in each.gaps])
            for each in found.incomplete
        ],
        channels=[
            ChannelOut(
                url=each.url, role=each.role, fate=each.fate, note=each.note, failing=each.failing, bare=each.bare,
                last_fetched=each.last_fetched,
            )
            for each in found.channels
        ],
        drift=[
            DriftOut(
                name=each.name, since=changed.since, now=each.share_now, before=each.share_before, read=each.of_now,
                drifted=each.drifted,
            )
            for each in changed.shares
        ] if changed else [],
        window_days=found.window.days,
        estimate=_estimate(found.estimate),
        refusal=found.refusal,
    )  # fmt: skip


def _estimate(one: Estimate | None) -> EstimateOut | None:
    if one is None:
        return None
    names = ("outlets", "seen", "total", "low", "high", "recall", "recall_low", "recall_high")
    return EstimateOut(**{name: getattr(one, name) for name in names})
