"""What a report says is missing, changed, or was not seen: gaps, edits, removals, outages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from campaigns.report.content import Paragraph, Section, Table
from campaigns.report.sheet import Sheet, columns, lines, short
from lantoa.article import ZONE, StoredArticle
from lantoa.article_changes import changed_between
from lantoa.article_history import Version
from lantoa.web.formats import day as shown_day
from lantoa.web.formats import moment, number
from lantoa.web.labels import headline
from lantoa.words import catalogue, word

NAMED = 40
"""How many of a kind are named in running text."""


def gaps(sheet: Sheet) -> Section:
    """Outlets, congresses and topics that nothing was published by or about in the period."""
    seen = {one.source for one in sheet.articles}
    missing = [sheet.outlet(source) for source in sheet.measured.panel if source not in seen]
    total = len(sheet.measured.panel)
    texts = [word("reports.no_gaps", total=number(total)) if total else word("report.no_panel")]
    if missing:
        texts = [word("reports.gap.outlets", count=number(len(missing)), total=number(total), names=_named(missing))]
    spoken = {one.value for one in lines(sheet.within, "congress") if one.originals}
    unheard = [one.name for one in sheet.campaign.congresses if one.id not in spoken]
    if unheard:
        texts.append(
            word("reports.gap.congresses", count=number(len(unheard)), total=number(len(sheet.campaign.congresses)), names=_named(unheard))
        )
    topics = _silent_topics(sheet)
    if topics:
        texts.append(word("reports.gap.topics", count=number(len(topics)), names=_named(topics)))
    return Section(word("report.gaps"), tuple(Paragraph(text) for text in texts))


def _silent_topics(sheet: Sheet) -> list[str]:
    prefix = "web.topic."
    known = {key.removeprefix(prefix): name for key, name in catalogue().items() if key.startswith(prefix)}
    spoken = {topic for one in sheet.articles if one.tags for topic in one.tags.topics}
    return [name for topic, name in known.items() if topic not in spoken and topic != "other"]


def _named(names: Sequence[str]) -> str:
    rest = len(names) - NAMED
    listed = "; ".join(names[:NAMED])
    return f"{listed}; {word('reports.and_more', count=number(rest))}" if rest > 0 else listed


def changes(sheet: Sheet) -> Section:
    """Edits and removals seen in the period, of all the campaign's articles."""
    start = datetime.combine(sheet.period.first, datetime.min.time(), ZONE)
    end = datetime.combine(sheet.period.last + timedelta(days=1), datetime.min.time(), ZONE)
    counted = set(sheet.measured.totals.id.tolist())
    touched = [one for one in changed_between(sheet.desk.articles.database, start, end) if one in counted]
    found = [
        row
        for one in sheet.desk.articles.many(touched)
        for row in _seen(sheet.desk.articles.history(one.id), one)
        if start <= row[0] < end
    ]
    rows, links = [], []
    for at, what, one in sorted(found, key=lambda row: (row[0], row[2].id)):
        rows.append((short(headline(one.article)), sheet.outlet(one.source), what, moment(at)))
        links.append(one.article.url)
    named = columns(("report.article", "text"), ("report.source", "text"), ("report.what", "text"), ("report.seen_at", "text"))
    table = Table(
        word("reports.changed"), named, tuple(rows), tuple(links), (0.38, 0.2, 0.26, 0.16), word("report.what")
    )
    return Section(word("report.changes"), (table if rows else Paragraph(word("reports.unchanged")),))


def _seen(versions: Iterable[Version], one: StoredArticle) -> list[tuple[datetime, str, StoredArticle]]:
    found = [(after.since, edit_text(before, after), one) for before, after in pairwise(versions)]
    return [*found, (one.removed_at, word("report.removed"), one)] if one.removed_at else found


def edit_text(before: Version, after: Version) -> str:
    """What an outlet changed between two versions of an article."""
    if before.article.title != after.article.title:
        return word("report.edited", title=short(before.article.title))
    if after.kinds and not {"sapo", "body"} & set(after.kinds):
        return word("report.edited_other", kinds=", ".join(word(f"revisions.kind.{kind}") for kind in after.kinds))
    return word("report.edited_text")


def outages(sheet: Sheet) -> Section:
    """Outlet-days of the period that were not completely collected: what may be missing."""
    days: dict[str, list[date]] = {}
    for day, outlet in sheet.within.left_out:
        days.setdefault(outlet, []).append(day)
    if not days:
        return Section(word("reports.outages"), (Paragraph(word("reports.no_outages")),))
    rows = tuple(
        (sheet.outlet(outlet), len(of), "; ".join(_stretches(of)))
        for outlet, of in sorted(days.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    )
    named = columns(("report.source", "text"), ("reports.days_out", "number"), ("report.days", "text"))
    table = Table(word("reports.outage_table"), named, rows, widths=(0.36, 0.16, 0.48), name=word("reports.outages"))
    return Section(word("reports.outages"), (table, Paragraph(word("reports.outage_note"), "note")))


def _stretches(days: Sequence[date]) -> list[str]:
    """Days in order as stretches: "01/09/2025 – 03/09/2025"."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return [
        shown_day(first) if first == last else word("report.span", start=shown_day(first), end=shown_day(last))
        for first, last in found
    ]
