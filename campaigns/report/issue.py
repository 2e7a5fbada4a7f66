"""Issue a report: frozen once its period is over; before that only a preview."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from campaigns.campaign import Campaign
from campaigns.desk import Desk
from campaigns.periods import Period
from campaigns.report.as_docx import docx_of
from campaigns.report.as_html import html_of
from campaigns.report.as_pdf import pdf_of
from campaigns.report.as_xlsx import xlsx_of
from campaigns.report.compose import compose
from campaigns.report.content import FORM, Content, content_from_json, content_to_json
from campaigns.report.layout import Layout, layout_named, layout_of_table, layout_table
from campaigns.report.store import FORMATS, Issued, ReportStore

DEFAULT = "party"


def issue(
    desk: Desk, campaign: Campaign, period: Period, layout: str = DEFAULT, demo: str = "",
    preview: Sequence[str] = FORMATS,
) -> Issued:  # fmt: skip
    """The report of a period in a layout.

    Issued before: the very bytes that were issued. The period not over yet: made now and not
    kept, in the formats of `preview` alone. Raises Misuse for an unknown layout or one that is wrong.
    """
    reports = ReportStore(desk.store.database)
    kept = reports.issued(campaign.id, str(period), layout)
    if kept is not None:
        return kept
    form = layout_named(layout, desk.layouts)
    now = desk.clock.now()
    frozen = {**content_to_json(compose(desk, campaign, period, demo)), "layout": layout_table(form)}
    over = desk.today() > period.last
    files = drawn(frozen, FORMATS if over else preview)
    report = Issued(
        campaign.id, str(period), layout, now, frozen,
        html=files.get("html"), docx=files.get("docx"), pdf=files.get("pdf"), xlsx=files.get("xlsx"),
    )  # fmt: skip
    return reports.keep(report) if over else report


def drawn(frozen: Mapping[str, Any], kinds: Sequence[str] = FORMATS) -> dict[str, bytes]:
    """Formats of a frozen content: the same content gives the same bytes."""
    content, layout = content_from_json(frozen), layout_of_table(frozen["layout"])
    return {kind: _DRAWN[kind](content, layout) for kind in kinds}


_DRAWN: Mapping[str, Callable[[Content, Layout], bytes]] = {
    "html": html_of, "docx": docx_of, "pdf": pdf_of, "xlsx": xlsx_of,
}  # fmt: skip


def differing(issued: Issued) -> list[str] | None:
    """The formats whose bytes, made again from the snapshot, are not those that were issued; None
    where the report is of an earlier form and cannot be made again."""
    if issued.content.get("form") != FORM:
        return None
    again = drawn(issued.content)
    return [kind for kind in FORMATS if issued.file(kind) != again[kind]]
