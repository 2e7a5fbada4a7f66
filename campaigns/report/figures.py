"""The first figures of a report: the period against the one before, phases, the curve."""

from __future__ import annotations

from datetime import date

from campaigns.campaign import PHASES
from campaigns.desk import ListedBy, select
from campaigns.reach import Measured, ReachRow, phase_rows, reach
from campaigns.report.charts import daily_chart
from campaigns.report.content import Cell, Paragraph, Section, Table
from campaigns.report.sheet import Sheet, columns, lines, outlets_of
from campaigns.statistics.compare import wilson
from campaigns.wording import change_text, ratio_text
from lantoa.web.formats import day as shown_day
from lantoa.web.formats import number, percent
from lantoa.words import word


def headline(sheet: Sheet) -> Section:
    """What was published, against the period before, and by phase up to the period's end."""
    blocks: list[Paragraph | Table] = [_summary(sheet), _against(sheet), *_breadth(sheet)]
    if not any(row.articles for row in reach(sheet.until, ("all",))):
        blocks.append(Paragraph(word("reports.nothing_yet")))
    else:
        blocks += [_phases(sheet), Paragraph(word("report.ratio_note", name=sheet.campaign.leading.name), "note")]
        if len(sheet.campaign.congresses) > 1:
            blocks.append(Paragraph(word("reports.own_dates", name=sheet.campaign.leading.name), "note"))
        blocks.append(Paragraph(_collected(sheet), "note"))
    return Section(word("report.headline"), tuple(blocks))


def curve(sheet: Sheet) -> Section:
    """Originals a day up to the period's end, with congresses and peak waves."""
    return Section(word("report.curve"), (daily_chart(sheet.until, until=sheet.period.last),))


def _summary(sheet: Sheet) -> Paragraph:
    articles, originals, outlets = _figures(sheet.within)
    if not articles:
        return Paragraph(word("report.nothing"), "key")
    return Paragraph(
        word("reports.summary", articles=number(articles), originals=number(originals), outlets=number(outlets), total=number(len(sheet.measured.panel))),
        "key",
    )


def _against(sheet: Sheet) -> Table:
    now, then = _figures(sheet.within), _figures(sheet.before)
    rows: list[tuple[Cell, ...]] = [
        (word(f"report.measure.{name}"), this, last, change_text(this, last))
        for name, this, last in zip(("articles", "originals", "outlets"), now, then, strict=True)
    ]
    spread, earlier = _spread(now), _spread(then)
    rows.append((word("reports.spread"), spread, earlier, None))
    return Table(
        word("reports.against", period=_days(sheet.within), before=_days(sheet.before)),
        columns(("report.measure.name", "text"), ("reports.this", "number"), ("reports.last", "number"), ("report.change", "number")),
        tuple(rows),
        widths=(0.4, 0.18, 0.18, 0.24),
        name=word("report.headline"),
    )


def _days(measured: Measured) -> str:
    first, last = measured.within
    assert first is not None
    assert last is not None
    return word("report.span", start=shown_day(first), end=shown_day(last))


def _figures(measured: Measured) -> tuple[int, int, int]:
    rows = select(measured, ListedBy())
    return len(rows), int(rows.original.sum()), outlets_of(measured, rows)


def _spread(figures: tuple[int, int, int]) -> float | None:
    """Articles a story; None where there is no story."""
    return round(figures[0] / figures[1], 2) if figures[1] else None


def _breadth(sheet: Sheet) -> list[Paragraph]:
    total, found = len(sheet.measured.panel), _figures(sheet.within)[2]
    if not total:
        return []
    low, high = wilson(found, total)
    texts = [word("reports.breadth", found=number(found), total=number(total), share=percent(found / total), low=percent(low), high=percent(high))]
    phases = phase_rows(sheet.within)
    articles, everything = sum(row.kept for row in phases), sum(row.panel_articles or 0 for row in phases)
    if everything:
        texts.append(word("reports.attention", found=number(articles), total=number(everything), share=percent(articles / everything, 2)))
    places = {one.key.place for one in sheet.campaign.congresses if one.key.place}
    if len(places) > 1:
        spoken = sum(1 for one in lines(sheet.within, "locality") if one.originals)
        texts.append(word("reports.localities", found=number(spoken), total=number(len(places))))
    return [Paragraph(text) for text in texts]


def _phases(sheet: Sheet) -> Table:
    rows = [row for row in reach(sheet.until, ("all",)) if row.phase in PHASES or row.articles]
    return Table(
        word("reports.phases", last=shown_day(sheet.period.last)),
        columns(
            ("report.phase", "text"), ("report.days", "text"), ("report.measure.articles", "number"),
            ("report.measure.originals", "number"), ("report.measure.outlets", "number"), ("report.ratio", "text"),
        ),
        tuple(_phase_row(row, sheet.period.last) for row in rows),
        widths=(0.17, 0.22, 0.1, 0.13, 0.12, 0.26),
        name=word("report.phase"),
    )  # fmt: skip


def _phase_row(row: ReachRow, last: date) -> tuple[Cell, ...]:
    if row.phase not in PHASES:
        return (word(f"phase.{row.phase}"), None, row.articles, row.originals, row.outlets, None)
    end = shown_day(row.end) if row.end else word("report.open")
    days = word("report.span", start=shown_day(row.start), end=end) if row.start else word("report.open")
    if row.start and row.start > last:
        ratio = word("reports.to_come")
    else:
        ratio = ratio_text(row) if row.articles or row.ratio is not None else word("reports.no_articles")
    return (word(f"phase.{row.phase}"), days, row.articles, row.originals, row.outlets, ratio)


def _collected(sheet: Sheet) -> str:
    """From when on the panel was collected: what a comparison can rest on."""
    if sheet.measured.since is None:
        return word("reports.never_collected")
    text = word("reports.collected_since", day=shown_day(sheet.measured.since))
    missing = [sheet.outlet(one) for one in sheet.measured.uncollected]
    return f"{text} {word('reports.not_collected', names=', '.join(missing))}" if missing else text
