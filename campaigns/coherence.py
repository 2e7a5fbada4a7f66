"""What must hold between the parts of a campaign. Pure; every check names all that it finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import isfinite
from urllib.parse import urlsplit

from campaigns.checks import LARGEST, id_problems, in_years, line_problems, lines_problems, text_problems
from campaigns.parts import CampaignCongress, Message, ReportOrder, Target, Wave
from campaigns.post.letters import is_mailbox
from campaigns.problems import Problem
from lantoa.article import OUTLET_KINDS
from lantoa.words import word
from search_api.query_text import QueryError, parse

RESERVED = ("moi",)
"""Ids that are addresses of pages."""
WEEK = timedelta(days=7)
LONGEST_WINDOW = 53 * WEEK
LONGEST_SILENCE = timedelta(days=60)
HOUR = timedelta(hours=1)
MOST_ALERTS = 1000
RANKS = {"national": 0, "province": 1, "district": 2, "commune": 3, "cell": 4}
MAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.)+[A-Za-z]{2,63}")


def of_names(campaign_id: str, name: str) -> Iterator[Problem]:
    """The campaign's own id and name."""
    yield from id_problems("id", campaign_id)
    if campaign_id in RESERVED:
        yield Problem(("id",), word("definition.reserved", id=campaign_id))
    yield from line_problems("name", name)


def of_texts(texts: Mapping[str, str]) -> Iterator[Problem]:
    """Free text, which may be empty."""
    for key, text in texts.items():
        yield from text_problems(key, text)


def of_span(start: date, end: date | None) -> Iterator[Problem]:
    """Its first and last day."""
    yield from in_years("start", start)
    yield from in_years("end", end)
    if end and end < start:
        yield Problem(("end",), word("campaign.ends", end=end, start=start))


def of_congresses(
    congresses: Sequence[CampaignCongress], start: date, end: date | None
) -> Iterator[Problem]:
    """At least one; each once, within the campaign's days, under a parent that is there."""
    if not congresses:
        yield Problem(("congress",), word("campaign.no_congress"))
    known: dict[str, CampaignCongress] = {}
    for place, one in enumerate(congresses):
        if one.id in known:
            yield Problem(("congress", place, "id"), word("campaign.twice", id=one.id))
        known.setdefault(one.id, one)
        for key, day in (("opening", one.opening), ("closing", one.closing)):
            if day and (day < start or (end and day > end)):
                text = word("campaign.outside", id=one.id, day=day, start=start, end=end or "…")
                yield Problem(("congress", place, key), text)
    for place, one in enumerate(congresses):
        text = _parent_problem(one, known)
        if text:
            yield Problem(("congress", place, "parent"), text)


def _parent_problem(one: CampaignCongress, known: Mapping[str, CampaignCongress]) -> str:
    if not one.parent:
        return ""
    above = known.get(one.parent)
    if above is None:
        return word("definition.no_parent", id=one.id, parent=one.parent)
    if RANKS.get(above.key.level, -1) > RANKS.get(one.key.level, 99):
        return word("definition.parent_below", id=one.id, parent=above.id)
    seen = [one.id]
    while above is not None:
        if above.id in seen:
            circle = " → ".join([*seen, above.id])
            return word("definition.circle", circle=circle) if above.id == one.id else ""
        seen.append(above.id)
        above = known.get(above.parent)
    return ""


def of_windows(before: timedelta, after: timedelta) -> Iterator[Problem]:
    """Comparison windows are whole weeks, so that weekdays match."""
    for key, length in (("before_days", before), ("after_days", after)):
        if length % WEEK or not WEEK <= length <= LONGEST_WINDOW:
            text = word("definition.weeks", value=length.days, most=LONGEST_WINDOW.days)
            yield Problem((key,), text)


def of_waves(waves: Sequence[Wave], start: date, end: date | None) -> Iterator[Problem]:
    """Within the campaign, each name once, none over another."""
    for place, wave in enumerate(waves):
        if wave.start < start or (end and wave.end > end):
            text = word("definition.wave_outside", name=wave.name, start=start, end=end or "…")
            yield Problem(("wave", place, "start" if wave.start < start else "end"), text)
        if any(wave.name == other.name for other in waves[:place]):
            yield Problem(("wave", place, "name"), word("definition.twice", value=wave.name))
    ordered = sorted(range(len(waves)), key=lambda place: (waves[place].start, waves[place].end))
    for one, other in pairwise(ordered):
        if waves[other].start <= waves[one].end:
            text = word("definition.overlap", one=waves[one].name, other=waves[other].name)
            yield Problem(("wave", other, "start"), text)


def of_messages(messages: Sequence[Message]) -> Iterator[Problem]:
    """Each id once."""
    for place, one in enumerate(messages):
        if any(one.id == other.id for other in messages[:place]):
            yield Problem(("message", place, "id"), word("definition.twice", value=one.id))


def of_orders(targets: Sequence[Target], reports: Sequence[ReportOrder]) -> Iterator[Problem]:
    """One target a measure and phase, one report a period and layout."""
    for place, target in enumerate(targets):
        if any((target.measure, target.phase) == (other.measure, other.phase) for other in targets[:place]):
            value = f"{target.measure} {target.phase or ''}".strip()
            yield Problem(("target", place, "measure"), word("definition.twice", value=value))
    for place, order in enumerate(reports):
        if any((order.period, order.layout) == (other.period, other.layout) for other in reports[:place]):
            value = f"{order.period} {order.layout}"
            yield Problem(("report", place, "period"), word("definition.twice", value=value))


def of_query(query: str, read: Callable[[str], object] = parse) -> Iterator[Problem]:
    """A query that can be read; whether its outlets are known is asked where outlets are."""
    try:
        if query.strip():
            read(query)
    except QueryError as error:
        why = str(error).rstrip(".")
        yield Problem(("query",), word("known.query", why=why, position=error.position + 1))


def of_sources(
    own: Sequence[str], commissioned: Sequence[str], panel: str, version: int | None
) -> Iterator[Problem]:
    """Own channels and the commissioned press are apart; a version is one of a panel."""
    yield from lines_problems("own_sources", own)
    yield from lines_problems("commissioned", commissioned)
    for both in sorted(set(own) & set(commissioned)):
        yield Problem(("commissioned",), word("definition.own_and_commissioned", source=both))
    if version is not None and not (panel and 1 <= version <= LARGEST):
        key = "panel_version"
        text = word("definition.positive", value=version) if panel else word("definition.no_panel")
        yield Problem((key,), text)


def of_comparison(campaign_id: str, previous: str, peers: Sequence[str]) -> Iterator[Problem]:
    """Other campaigns, each once, never the campaign itself."""
    if previous:
        yield from id_problems("previous", previous)
    yield from lines_problems("peers", peers)
    for key, others in (("previous", [previous]), ("peers", peers)):
        if campaign_id in others:
            yield Problem((key,), word("definition.itself", id=campaign_id))


def of_weights(weights: Mapping[str, float]) -> Iterator[Problem]:
    """Known kinds of outlets, weights from 0 up."""
    for kind, weight in weights.items():
        if kind not in OUTLET_KINDS:
            yield Problem(("weights", kind), word("definition.kind", kind=kind, allowed=", ".join(OUTLET_KINDS)))
        elif not isfinite(weight) or weight < 0:
            yield Problem(("weights", kind), word("definition.weight", kind=kind, value=weight))


def of_addresses(recipients: Sequence[str], mail: Sequence[str], webhook: str) -> Iterator[Problem]:
    """Lines of "Nơi nhận", e-mail addresses, an http(s) address."""
    yield from lines_problems("recipients", recipients)
    yield from lines_problems("mail", mail)
    for one in mail:
        if MAIL.fullmatch(one) is None or not is_mailbox(one):
            yield Problem(("mail",), word("definition.mail", value=one))
    if webhook and not _web_address(webhook):
        yield Problem(("webhook",), word("definition.webhook", value=webhook))


def _web_address(typed: str) -> bool:
    try:
        parts = urlsplit(typed)
        named = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return named and typed.isascii() and typed.isprintable() and " " not in typed


def of_alerts(budget: int, silence: timedelta) -> Iterator[Problem]:
    """Messages a day, and whole hours of silence."""
    if not 0 <= budget <= MOST_ALERTS:
        yield Problem(("alert_budget",), word("definition.budget", value=budget, most=MOST_ALERTS))
    if silence % HOUR or not HOUR <= silence <= LONGEST_SILENCE:
        hours = silence / HOUR
        text = word("definition.silence", value=f"{hours:g}", most=LONGEST_SILENCE // HOUR)
        yield Problem(("silence_hours",), text)
