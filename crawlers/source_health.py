"""Every source with its health, what it brought, and what may have been missed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from crawlers.backfill import complete_since
from crawlers.completeness import Estimate, Refusal, Sighted, estimate, refused, together
from crawlers.health import ChannelFacts, DayCount, Health, Reason, judge, reason
from crawlers.health_drift import Drift, drift
from crawlers.health_rows import Window, channel_facts, day_counts, last_answers, readings, windows
from crawlers.moved import moved_line, moved_to
from crawlers.outlet_days import Gap, OutletDay, outlet_days
from crawlers.redesigns import redesigns_of
from crawlers.sources import Source, Sources
from crawlers.tables import frontier
from lantoa.article import ZONE
from lantoa.database import Database

SHOWN = timedelta(days=28)
"""Of the days a source's page lists."""
NOTHING = Window(0, Sighted(0, 0, 0))


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """One source of sources.toml. days: how its channels were read; outlet_days: the last 28
    days, judged; window: what both kinds of channels showed, estimate of it, or why there is
    none (refusal)."""

    source: Source
    health: Health
    channels: Sequence[ChannelFacts] = ()
    days: Sequence[DayCount] = ()
    outlet_days: Sequence[OutletDay] = ()
    drift: Drift | None = None
    window: Window = NOTHING
    estimate: Estimate | None = None
    refusal: Refusal | None = None
    since: date | None = None
    last_answer: datetime | None = None

    @property
    def incomplete(self) -> list[OutletDay]:
        """The days that are over, lie within the collection, and were not completely collected."""
        return [one for one in self.outlet_days if one.gaps and not {Gap.RUNNING, Gap.BEFORE} & set(one.gaps)]


def source_health(database: Database, sources: Sources, now: datetime, only: str = "") -> list[SourceHealth]:
    """All of them, in the order of sources.toml; only: this one, where it stands there."""
    today = now.astimezone(ZONE).date()
    channels, days, read = channel_facts(database), day_counts(database, today), readings(database, today)
    seen, since, answers = windows(database, today, only), complete_since(database), last_answers(database)
    judged: dict[str, list[OutletDay]] = {}
    for (day, outlet), one in outlet_days(database, today).items():
        if day > today - SHOWN:
            judged.setdefault(outlet, []).append(one)
    others = _others(database, sources)
    found = []
    for source in (one for one in sources.by_id.values() if only in ("", one.id)):
        own, window = source.id, seen.get(source.id, NOTHING)
        changed = drift(read.get(own, ()), today)
        more = [*others.get(own, ()), *(changed.reasons() if changed else ())]
        why = refused(window.sighted)
        found.append(
            SourceHealth(
                source=source,
                health=judge(source.enabled, channels.get(own, ()), days.get(own, ()), today, more),
                channels=channels.get(own, ()),
                days=days.get(own, ()),
                outlet_days=judged.get(own, ()),
                drift=changed,
                window=window,
                estimate=None if why else estimate(window.sighted),
                refusal=why,
                since=since.get(own),
                last_answer=answers.get(own),
            )
        )
    return found


def panel_estimates(sources: Sources, found: Sequence[SourceHealth]) -> Mapping[str, Estimate | None]:
    """What each panel's outlets published in all, over those that allow an estimate."""
    by_id = {one.source.id: one.estimate for one in found}
    return {
        name: together(one for member in members if (one := by_id.get(member)) is not None)
        for name, members in sources.panels.items()
    }


def _others(database: Database, sources: Sources) -> Mapping[str, list[Reason]]:
    """What moved, and what changed all at once."""
    query = sa.select(frontier.c.source, frontier.c.fate, frontier.c.final_url).where(frontier.c.every_s.is_not(None))
    visits: dict[str, list[tuple[str, str]]] = {}
    with database.read() as connection:
        for source, fate, url in connection.execute(query):
            visits.setdefault(source, []).append((fate, url))
    found: dict[str, list[Reason]] = {}
    for source, some in visits.items():
        if source in sources.by_id and (host := moved_to(some)):
            line = moved_line(sources.by_id[source], host, sources)
            found.setdefault(source, []).append(Reason("moved", line, alarm=True))
    for one in redesigns_of(database):
        if one.settled_at is None and one.verdict == "held":
            day = one.since.astimezone(ZONE).date()
            found.setdefault(one.source, []).append(
                reason("mass_change", day=day, changed=one.changed, revisited=one.revisited)
            )
    return found
