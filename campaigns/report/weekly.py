"""The weekly report's content, from the same measures as the pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from campaigns.campaign import Campaign, Phase
from campaigns.counted import Counted
from campaigns.desk import Desk, ListedBy, select
from campaigns.reach import Measured, ReachRow, reach
from campaigns.report.charts import daily_chart
from campaigns.report.content import Content, Paragraph, Section, Table
from campaigns.stories import Story, top_stories
from campaigns.weeks import week_span
from campaigns.wording import change_text, ratio_text
from lantoa.article import ZONE, Outlet, StoredArticle
from lantoa.article_history import Version
from lantoa.web.formats import day as shown_day
from lantoa.web.formats import moment, number
from lantoa.web.formats import week as shown_week
from lantoa.web.labels import headline, label
from lantoa.words import word

TOP = 10


@dataclass(frozen=True, slots=True)
class Week:
    """What the sections share."""

    desk: Desk
    campaign: Campaign
    measured: Measured
    period: str
    outlets: dict[str, Outlet]
    articles: Sequence[StoredArticle]

    @property
    def rows(self) -> Counted:
        """What was counted in the week."""
        return select(self.measured, ListedBy(dimension="week", value=self.period))

    def outlet(self, source: str) -> str:
        """Name of an outlet, its id when it has none."""
        return self.outlets[source].name if source in self.outlets else source


def weekly(desk: Desk, campaign: Campaign, period: str, demo: str = "") -> Content:
    """Content for one ISO week. Raises Misuse for a period that is no week."""
    monday, sunday = week_span(period)
    measured = desk.measured(campaign)
    articles = desk.listed(measured, ListedBy(dimension="week", value=period))
    week = Week(desk, campaign, measured, period, desk.outlets.all(), articles)
    subject = word(
        "report.subject", name=campaign.name, week=period, start=shown_day(monday), end=shown_day(sunday)
    )
    return Content(
        title=word("report.title"),
        subject=subject,
        period=period,
        made=moment(desk.clock.now()),
        addressee=campaign.addressee or word("report.addressee"),
        demo=demo,
        sections=(
            _headline(week), _curve(week), _sources(week), _stories(week),
            _gaps(week), _changes(week, monday, sunday), _method(week), _appendix(week),
        ),
        snapshot=_snapshot(week),
    )  # fmt: skip


def _headline(week: Week) -> Section:
    monday, _ = week_span(week.period)
    earlier = shown_week(monday - timedelta(days=7))
    this, last = (_figures(week.measured, period) for period in (week.period, earlier))
    names = ("articles", "originals", "outlets")
    rows = tuple(
        (word(f"report.measure.{name}"), number(now), number(then), change_text(now, then))
        for name, now, then in zip(names, this, last, strict=True)
    )
    columns = (("report.measure.name", "text"), ("report.this_week", "number"), ("report.last_week", "number"), ("report.change", "number"))  # fmt: skip
    phases = [
        row
        for row in reach(week.measured, ("all",))
        if row.phase in (Phase.BEFORE, Phase.DURING, Phase.AFTER)
    ]
    phase_columns = (("report.phase", "text"), ("report.days", "text"), ("report.measure.articles", "number"), ("report.measure.originals", "number"), ("report.measure.outlets", "number"), ("report.ratio", "text"))  # fmt: skip
    return Section(
        word("report.headline"),
        (
            Table(word("report.week_table", week=week.period), _labels(columns), rows),
            Table(
                word("report.phase_table"),
                _labels(phase_columns),
                tuple(_phase_row(week, row) for row in phases),
            ),
            Paragraph(word("report.ratio_note", name=week.campaign.leading.name), "note"),
        ),
    )


def _phase_row(week: Week, row: ReachRow) -> tuple[str, ...]:
    days = (
        word("report.span", start=shown_day(row.start), end=shown_day(row.end))
        if row.start
        else word("report.open")
    )
    breadth = word("report.of", found=number(row.outlets), total=number(row.panel_size))
    return (
        word(f"phase.{row.phase}"), days, number(row.articles), number(row.originals), breadth, ratio_text(row),
    )  # fmt: skip


def _figures(measured: Measured, period: str) -> tuple[int, int, int]:
    rows = select(measured, ListedBy(dimension="week", value=period))
    return len(rows), int(rows.original.sum()), len(set(rows.source.tolist()) & set(measured.panel))


def _curve(week: Week) -> Section:
    chart = daily_chart(week.measured, until=week_span(week.period)[1])
    return Section(word("report.curve"), (chart,))


def _sources(week: Week) -> Section:
    by_source = Counter(one.source for one in week.articles)
    originals = Counter(one.source for one in week.articles if one.is_original)
    rows = tuple(
        (week.outlet(source), _kind_name(week, source), number(count), number(originals[source]))
        for source, count in by_source.most_common()
    )
    columns = (("report.source", "text"), ("report.kind", "text"), ("report.measure.articles", "number"), ("report.measure.originals", "number"))  # fmt: skip
    table = Table(word("report.source_table"), _labels(columns), rows)
    return Section(word("report.sources"), (table if rows else Paragraph(word("report.nothing")),))


def _kind_name(week: Week, source: str) -> str:
    kind = week.outlets[source].kind if source in week.outlets else "unknown"
    return label("outlet_kind", kind)


def _stories(week: Week) -> Section:
    stories = top_stories(week.desk, week.measured, week.rows, TOP)
    columns = (("report.story", "text"), ("report.first", "text"), ("report.reprints", "number"), ("report.measure.outlets", "number"), ("report.lag", "text"))  # fmt: skip
    rows = tuple(_story_row(week, story) for story in stories)
    links = tuple(story.original.article.url for story in stories)
    table = Table(word("report.story_table"), _labels(columns), rows, links, (0.44, 0.24, 0.1, 0.1, 0.12))
    return Section(word("report.stories"), (table if rows else Paragraph(word("report.nothing")),))


def _story_row(week: Week, story: Story) -> tuple[str, ...]:
    first = f"{week.outlet(story.original.source)}, {published_text(story.original)}"
    lag = (
        word("report.hours", count=number(story.lag / timedelta(hours=1), 0))
        if story.lag
        else word("web.dash")
    )
    title = headline(story.original.article)
    return (title, first, number(story.reprints), number(story.outlets), lag)


def _gaps(week: Week) -> Section:
    seen = {one.source for one in week.articles}
    missing = [week.outlet(source) for source in week.measured.panel if source not in seen]
    if not missing:
        return Section(
            word("report.gaps"), (Paragraph(word("report.no_gaps", total=len(week.measured.panel))),)
        )
    text = word(
        "report.gap_list", count=len(missing), total=len(week.measured.panel), names="; ".join(missing)
    )
    return Section(word("report.gaps"), (Paragraph(text),))


def _changes(week: Week, monday: date, sunday: date) -> Section:
    """Edits and removals seen in the week, of all the campaign's articles."""
    found: list[tuple[datetime, str, StoredArticle]] = []
    for one in week.desk.listed(week.measured, ListedBy()):
        versions = week.desk.articles.history(one.id) if one.revision > 1 else ()
        found += [(after.since, _edit(before, after), one) for before, after in pairwise(versions)]
        if one.removed_at is not None:
            found.append((one.removed_at, word("report.removed"), one))
    rows, links = [], []
    for at, what, one in sorted(found, key=lambda row: (row[0], row[2].id)):
        if monday <= at.astimezone(ZONE).date() <= sunday:
            rows.append((headline(one.article), week.outlet(one.source), what, moment(at)))
            links.append(one.article.url)
    columns = (("report.article", "text"), ("report.source", "text"), ("report.what", "text"), ("report.seen_at", "text"))  # fmt: skip
    table = Table(
        word("report.change_table"), _labels(columns), tuple(rows), tuple(links), (0.4, 0.2, 0.24, 0.16)
    )
    return Section(word("report.changes"), (table if rows else Paragraph(word("report.no_changes")),))


def _edit(before: Version, after: Version) -> str:
    if before.article.title != after.article.title:
        return word("report.edited", title=before.article.title)
    if after.kinds and not {"sapo", "body"} & set(after.kinds):
        return word("report.edited_other", kinds=", ".join(word(f"revisions.kind.{kind}") for kind in after.kinds))
    return word("report.edited_text")


def _method(week: Week) -> Section:
    panel = week.desk.outlets.panel(week.campaign.panel) if week.campaign.panel else None
    name = word("report.panel", name=panel.name, version=panel.version) if panel else word("report.no_panel")
    texts = [
        word("report.method.reach"),
        word("report.method.counting"),
        word("report.method.membership"),
        name,
    ]
    texts += [word("report.method.ratio"), word("report.method.limits")]
    return Section(word("report.method.title"), tuple(Paragraph(text) for text in texts))


def _appendix(week: Week) -> Section:
    rows = tuple(
        (
            headline(one.article),
            week.outlet(one.source),
            published_text(one),
            word("report.original") if one.is_original else word("report.reprint"),
            one.article.content_hash()[:10],
        )
        for one in week.articles
    )
    columns = (("report.article", "text"), ("report.source", "text"), ("report.published", "text"), ("report.type", "text"), ("report.hash", "text"))  # fmt: skip
    links = tuple(one.article.url for one in week.articles)
    table = Table(word("report.appendix_table"), _labels(columns), rows, links, (0.38, 0.2, 0.18, 0.1, 0.14))
    return Section(word("report.appendix"), (table if rows else Paragraph(word("report.nothing")),))


def published_text(stored: StoredArticle) -> str:
    """Local instant, the day alone, or that it is not known."""
    published = stored.article.published
    return moment(published.at) if published.at else shown_day(published.day)


def _labels(columns: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((word(key), kind) for key, kind in columns)


def _snapshot(week: Week) -> dict[str, object]:
    return {
        "articles": [[one.id, one.revision, one.article.content_hash()] for one in week.articles],
        "tagger": max((one.tags.version for one in week.articles if one.tags), default=0),
        "panel": list(week.measured.panel),
    }
