"""The stories of a report: the largest ones, who had them first, who followed and after how long."""

from __future__ import annotations

from collections.abc import Sequence

from campaigns.report.content import Cell, Section, Table
from campaigns.report.content import Paragraph as Text
from campaigns.report.sheet import Sheet, columns, short
from campaigns.spread import Spread, spread
from campaigns.stories import largest
from campaigns.wording import published_text
from lantoa.web.formats import lag, number
from lantoa.web.labels import headline
from lantoa.words import word

TOP, FOLLOWED, FOLLOWERS = 10, 3, 6
"""Stories listed; of how many the followers are listed; how many followers of each."""


def top(sheet: Sheet) -> Section:
    """The stories of the period with most articles, and the spread of the first ones."""
    spreads = [_spread(sheet, group) for group in largest(sheet.measured, sheet.rows, TOP)]
    if not spreads:
        return Section(word("report.stories"), (Text(word("report.nothing")),))
    table = Table(
        word("report.story_table"),
        columns(
            ("report.story", "text"), ("report.first", "text"), ("report.reprints", "number"),
            ("report.measure.outlets", "number"), ("reports.half", "text"),
        ),
        tuple(_row(sheet, one) for one in spreads),
        tuple(one.story.original.article.url for one in spreads),
        (0.4, 0.24, 0.1, 0.1, 0.16),
        word("report.story"),
    )  # fmt: skip
    return Section(word("report.stories"), (table, Text(word("reports.half_note"), "note"), *_followers(sheet, spreads)))


def _spread(sheet: Sheet, group: int) -> Spread:
    return spread(sheet.desk.articles.group_members(group), sheet.measured.panel)


def _row(sheet: Sheet, one: Spread) -> tuple[Cell, ...]:
    original = one.story.original
    first = f"{sheet.outlet(original.source)}, {published_text(original)}"
    return (short(headline(original.article)), first, one.story.reprints, one.story.outlets, lag(one.half) or None)


def _followers(sheet: Sheet, spreads: Sequence[Spread]) -> list[Table]:
    """Who reprinted the largest stories, in order of time."""
    rows: list[tuple[Cell, ...]] = []
    links: list[str] = []
    for place, one in enumerate(spreads[:FOLLOWED], 1):
        for each in one.reprints[:FOLLOWERS]:
            rows.append((f"{number(place)}. {sheet.outlet(each.stored.source)}", published_text(each.stored), lag(each.lag) or None))
            links.append(each.stored.article.url)
    if not rows:
        return []
    named = columns(("reports.follower", "text"), ("report.published", "text"), ("reports.lag", "text"))
    caption = word("reports.followers", stories=FOLLOWED, most=FOLLOWERS)
    return [Table(caption, named, tuple(rows), tuple(links), (0.44, 0.26, 0.3), word("reports.lag"))]
