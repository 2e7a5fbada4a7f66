"""The steps that run by themselves: look and put letters into the outbox, the daily digest, send."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from campaigns.alert_tables import alerts, digests
from campaigns.alerts.digest import Digest, digest_of, span
from campaigns.alerts.look import is_watched, sight
from campaigns.alerts.store import AlertKind, Alerts, Fate, KeptAlert, kept, messages_in
from campaigns.alerts.topics import Stationery, addresses, alert_letter, digest_letter
from campaigns.campaign import Campaign
from campaigns.desk import Desk
from campaigns.operating.steps import Outcome
from campaigns.post.outbox import Mailer, Outbox, put_in, send_due
from lantoa.article import ZONE
from lantoa.database import Database, in_turn, upsert
from lantoa.errors import Aside, Misuse

DIGEST_AT = time(7, 30)
LONGEST_DIGEST = timedelta(days=31)
"""After a longer downtime the days before are not told of."""
KEPT_BACK = 5
"""Every fifth message of the budget is kept for what is rarer than a new story."""
_ROW = alerts.c


@dataclass(frozen=True, slots=True)
class PutDigest:
    """A digest that was put: of the local days first to last; letter: its key, "" where there was
    nothing to tell."""

    campaign: str
    first: date
    last: date
    made_at: datetime
    letter: str


def alert_step(desk: Desk, now: datetime, paper: Stationery) -> Outcome:
    """Look at every campaign that runs and decide on what was found. Counts: `found`, alerts that
    are new; `letters`, put into the outbox. A campaign that cannot be counted keeps no other from
    its alerts. Raises Later."""
    counts, aside = {"found": 0, "letters": 0}, []
    for campaign in desk.store.all():
        if is_watched(campaign, now):
            try:
                seen = sight(desk, campaign, now)
            except (Misuse, Aside) as error:
                aside.append(f"{campaign.id}: {error}")
                continue
            counts["found"] += Alerts(desk.store.database).keep(campaign.id, seen.alerts, seen.stories, now)
            counts["letters"] += decide(desk.store.database, campaign, now, paper)
    return Outcome(counts, tuple(aside))


def decide(database: Database, campaign: Campaign, now: datetime, paper: Stationery) -> int:
    """What becomes of each alert that is not decided on: one letter a topic and local day (one for
    all new stories of a look), within the day's budget, what wants an answer most first. How many
    letters."""
    day, count = now.astimezone(ZONE).date(), 0
    with database.write() as connection:
        in_turn(connection, "alerts")
        used = messages_in(connection, campaign.id, day)
        told = _topics(connection, campaign.id, day)
        for found in _bundles(_undecided(connection, campaign.id), told):
            first, key = found[0], ""
            fate = _fate(campaign, first.kind, first.topic in told, used)
            if fate is Fate.SENT:
                used, count, key = used + 1, count + 1, f"alert:{first.id}"
                put_in(connection, alert_letter(campaign, found, key, paper, used >= _budget(campaign, first.kind)), now)
            ids = [one.id for one in found]
            connection.execute(sa.update(alerts).where(_ROW.id.in_(ids)).values(fate=str(fate), letter=key, day=day))
    return count


def digest_step(desk: Desk, now: datetime, paper: Stationery, at: time = DIGEST_AT) -> Outcome:
    """Put the digest of the days up to yesterday into the outbox, once it is `at`: once a campaign
    and day, one for all the days that were missed. A campaign that is over gets one only when
    there is something to tell. Counts and raises as `alert_step`."""
    local = now.astimezone(ZONE)
    last = local.date() - timedelta(days=1)
    count, aside = 0, []
    for campaign in desk.store.all() if local.time() >= at else ():
        first = _first_day(desk.store.database, campaign, last)
        if first is not None and is_watched(campaign, now) and addresses(campaign):
            try:
                count += _digest(desk, campaign, first, last, now, paper)
            except (Misuse, Aside) as error:
                aside.append(f"{campaign.id}: {error}")
    return Outcome({"letters": count}, tuple(aside))


def send_step(outbox: Outbox, mailer: Mailer, now: datetime) -> Outcome:
    """Send what is due: see `send_due`."""
    return Outcome(send_due(outbox, mailer, now))


def preview(desk: Desk, campaign: Campaign, first: date, last: date) -> Digest:
    """The digest of these days as it would be put now."""
    database = desk.store.database
    with database.read() as connection:
        over, changes = _over(connection, campaign.id), _changes(connection, campaign.id, first, last)
    return digest_of(desk, desk.measured(campaign), first, last, changes, over)


def digests_of(database: Database, campaign: str = "", limit: int = 14) -> list[PutDigest]:
    """The latest digests of a campaign, "" = of all, newest first."""
    row = digests.c
    query = sa.select(row.campaign, row.first_day, row.day, row.made_at, row.letter)
    query = query.where(row.campaign == campaign) if campaign else query
    with database.read() as connection:
        return [PutDigest(*each) for each in connection.execute(query.order_by(row.made_at.desc()).limit(limit))]


def _digest(desk: Desk, campaign: Campaign, first: date, last: date, now: datetime, paper: Stationery) -> int:
    digest = preview(desk, campaign, first, last)
    silent = digest.empty and campaign.end is not None and last > campaign.end
    key = "" if silent else f"digest:{campaign.id}:{last}"
    with desk.store.database.write() as connection:
        in_turn(connection, "alerts")
        row = {"campaign": campaign.id, "day": last, "first_day": first, "made_at": now, "letter": key}
        if (_last_digest(connection, campaign.id) or date.min) < last:  # nobody else was first
            upsert(connection, digests, [row], ["campaign", "day"])
            told = [one.id for one in digest.over]
            connection.execute(sa.update(alerts).where(_ROW.id.in_(told)).values(digest=last))
            return int(bool(key) and put_in(connection, digest_letter(campaign, digest, key, paper), now))
    return 0


def _fate(campaign: Campaign, kind: AlertKind, told: bool, used: int) -> Fate:
    if not addresses(campaign):
        return Fate.PAGE
    if told:
        return Fate.EVENT
    return Fate.SENT if used < _budget(campaign, kind) else Fate.OVER


def _budget(campaign: Campaign, kind: AlertKind) -> int:
    budget = campaign.alert_budget
    return budget - budget // KEPT_BACK if kind is AlertKind.NEW_STORY else budget


def _undecided(connection: sa.Connection, campaign: str) -> list[KeptAlert]:
    """Those that want an answer most first."""
    query = sa.select(alerts).where(_ROW.campaign == campaign, _ROW.fate == str(Fate.NEW))
    return [kept(row) for row in connection.execute(query.order_by(_ROW.rank, _ROW.at, _ROW.id))]


def _bundles(found: Iterable[KeptAlert], told: Collection[str]) -> list[list[KeptAlert]]:
    """What one letter tells of: one topic, or all new stories of one look whose event was not told of."""
    bundles: dict[str, list[KeptAlert]] = {}
    for one in found:
        story = one.kind is AlertKind.NEW_STORY and one.topic not in told
        bundles.setdefault("" if story else one.topic, []).append(one)
    return list(bundles.values())


def _topics(connection: sa.Connection, campaign: str, day: date) -> set[str]:
    query = sa.select(_ROW.topic).where(_ROW.campaign == campaign, _ROW.day == day, _ROW.letter != "")
    return set(connection.scalars(query))


def _over(connection: sa.Connection, campaign: str) -> list[KeptAlert]:
    """What no letter and no digest told of."""
    fates = [str(Fate.OVER), str(Fate.EVENT)]
    query = sa.select(alerts).where(_ROW.campaign == campaign, _ROW.fate.in_(fates), _ROW.digest.is_(None))
    return [kept(row) for row in connection.execute(query.order_by(_ROW.rank, _ROW.at, _ROW.id))]


def _changes(connection: sa.Connection, campaign: str, first: date, last: date) -> list[KeptAlert]:
    start, end = span(first, last)
    kinds = [str(AlertKind.EDIT), str(AlertKind.REMOVAL)]
    query = sa.select(alerts).where(_ROW.campaign == campaign, _ROW.kind.in_(kinds), _ROW.at >= start, _ROW.at < end)
    return [kept(row) for row in connection.execute(query.order_by(_ROW.at, _ROW.id))]


def _first_day(database: Database, campaign: Campaign, last: date) -> date | None:
    """The first day that the next digest tells of; None where there is none to tell of."""
    with database.read() as connection:
        before = _last_digest(connection, campaign.id)
    first = last if before is None else before + timedelta(days=1)
    if first > last or last < campaign.start:
        return None
    return max(first, last - LONGEST_DIGEST + timedelta(days=1))


def _last_digest(connection: sa.Connection, campaign: str) -> date | None:
    query = sa.select(sa.func.max(digests.c.day)).where(digests.c.campaign == campaign)
    found: date | None = connection.scalar(query)
    return found
