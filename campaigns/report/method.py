"""How a report's numbers were made, what they were made of, and the list behind them."""

from __future__ import annotations

from campaigns.cards import cards
from campaigns.definition import campaign_table
from campaigns.report.content import Paragraph, Section, Table
from campaigns.report.sheet import Sheet, columns, short
from campaigns.wording import published_text
from lantoa.web.formats import day as shown_day
from lantoa.web.formats import number
from lantoa.web.labels import headline
from lantoa.words import word

HASH = 10
"""Characters of a content hash that are shown."""


def method(sheet: Sheet) -> Section:
    """What is counted and what is not."""
    texts = [
        word("report.method.reach"), word("report.method.counting"), word("report.method.membership"),
        _panel_text(sheet), word("report.method.ratio"), word("report.method.limits"),
    ]  # fmt: skip
    undated = int((sheet.measured.totals.day == 0).sum())
    if undated:
        texts.append(word("reports.undated", count=number(undated)))
    made = sheet.versions
    texts.append(
        word("reports.versions", extractor=made["extracted_v"], tagger=made["tagged_v"], grouper=made["grouped_v"],
             schema=made["indexed_v"], correction=sheet.correction)
    )  # fmt: skip
    return Section(word("report.method.title"), tuple(Paragraph(text) for text in texts))


def indicators(sheet: Sheet) -> Section:
    """Every measure of reach up to the period's end with its interval, what it rests on and how it
    was counted: the cards of the overview."""
    rows = tuple((one.label, one.value, one.interval or None, one.n or None, one.definition) for one in cards(sheet.until))
    named = columns(
        ("report.measure.name", "text"), ("reports.value.figure", "text"), ("reports.value.interval", "text"),
        ("reports.value.basis", "text"), ("reports.value.meaning", "text"),
    )  # fmt: skip
    caption = word("reports.indicators_table", last=shown_day(sheet.period.last))
    table = Table(caption, named, rows, widths=(0.2, 0.13, 0.15, 0.2, 0.32), name=word("reports.indicators"))
    return Section(word("reports.indicators"), (table,))


def _panel_text(sheet: Sheet) -> str:
    panel = sheet.panel
    if panel is None:
        return word("report.no_panel")
    name = sheet.desk.panel_names.get(panel.name, panel.name)
    return word("reports.panel", name=name, version=panel.version, count=number(len(panel.sources)))


def appendix(sheet: Sheet) -> Section:
    """Every article of the period, with its address and the beginning of its content's hash."""
    rows = tuple(
        (
            short(headline(one.article)),
            sheet.outlet(one.source),
            published_text(one),
            word("report.original") if one.is_original else word("report.reprint"),
            one.article.content_hash()[:HASH],
        )
        for one in sheet.articles
    )
    if not rows:
        return Section(word("report.appendix"), (Paragraph(word("report.nothing")),), appendix=True)
    named = columns(
        ("report.article", "text"), ("report.source", "text"), ("report.published", "text"),
        ("report.type", "text"), ("report.hash", "text"),
    )  # fmt: skip
    links = tuple(one.article.url for one in sheet.articles)
    table = Table(
        word("reports.appendix", count=number(len(rows))), named, rows, links, (0.36, 0.19, 0.17, 0.11, 0.17),
        word("report.appendix"),
    )  # fmt: skip
    return Section(word("report.appendix"), (table,), appendix=True)


def snapshot(sheet: Sheet) -> dict[str, object]:
    """What the numbers were counted from; JSON values."""
    return {
        "campaign": campaign_table(sheet.campaign),
        "period": str(sheet.period),
        "versions": sheet.versions,
        "correction": sheet.correction,
        "panel": {"name": sheet.campaign.panel, "version": sheet.panel.version if sheet.panel else None, "sources": list(sheet.measured.panel)},
        "articles": [
            [one.id, one.revision, one.article.content_hash(), one.reprint_group, one.is_original, one.removed_at is not None]
            for one in sheet.articles
        ],
    }  # fmt: skip
