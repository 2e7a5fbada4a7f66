"""Issue a report: frozen once its period is over; before that only a preview."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from campaigns.campaign import Campaign
from campaigns.desk import Desk
from campaigns.periods import Period
from campaigns.report.as_docx import docx_of
from campaigns.report.as_html import html_of
from campaigns.report.as_pdf import pdf_of
from campaigns.report.as_xlsx import xlsx_of
from campaigns.report.compose import compose
from campaigns.report.content import FORM, content_from_json, content_to_json
from campaigns.report.layout import layout_named, layout_of_table, layout_table
from campaigns.report_store import FORMATS, Issued, ReportStore

DEFAULT = "party"


def issue(desk: Desk, campaign: Campaign, period: Period, layout: str = DEFAULT, demo: str = "") -> Issued:
    """The report of a period in a layout, all formats.

    Issued before: the very bytes that were issued. The period not over yet: made now and not
    kept. Raises Misuse for an unknown layout or one that is wrong.
    """
    reports = ReportStore(desk.store.database)
    kept = reports.issued(campaign.id, str(period), layout)
    if kept is not None:
        return kept
    form = layout_named(layout, desk.layouts)
    now = desk.clock.now()
    frozen = {**content_to_json(compose(desk, campaign, period, demo)), "layout": layout_table(form)}
    files = drawn(frozen)
    report = Issued(
        campaign.id, str(period), layout, now, frozen, files["html"], files["docx"], files["pdf"], files["xlsx"]
    )
    return reports.keep(report) if desk.today() > period.last else report


def drawn(frozen: Mapping[str, Any]) -> dict[str, bytes]:
    """Every format from a frozen content: the same content gives the same bytes."""
    content, layout = content_from_json(frozen), layout_of_table(frozen["layout"])
    return {
        "html": html_of(content, layout), "docx": docx_of(content, layout),
        "pdf": pdf_of(content, layout), "xlsx": xlsx_of(content, layout),
    }  # fmt: skip


def differing(issued: Issued) -> list[str] | None:
    """The formats whose bytes, made again from the snapshot, are not those that were issued; None
    where the report is of an earlier form and cannot be made again."""
    if issued.content.get("form") != FORM:
        return None
    again = drawn(issued.content)
    return [kind for kind in FORMATS if issued.file(kind) != again[kind]]
