"""An issued report as a letter with its files."""

from __future__ import annotations

from collections.abc import Sequence

from campaigns.campaign import Campaign
from campaigns.post.letters import Letter
from campaigns.report.content import FORM, Paragraph, content_from_json
from campaigns.report.store import Issued
from lantoa.errors import Misuse
from lantoa.web.formats import moment
from lantoa.words import word

MEDIA = {
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def letter_of(issued: Issued, campaign: Campaign, formats: Sequence[str] = ("docx", "pdf")) -> Letter:
    """The report to the mail addresses of its campaign, once a campaign, period and layout.

    Raises Misuse where the campaign names nobody, for a preview, which is not sent, and for a
    report of an earlier form.
    """
    if not issued.frozen:
        raise Misuse(word("reports.mail.preview", period=issued.period))
    if not campaign.mail:
        raise Misuse(word("reports.mail.nobody", campaign=campaign.id))
    if issued.content.get("form") != FORM:
        raise Misuse(word("reports.mail.old_form", period=issued.period))
    content = content_from_json(issued.content)
    keys = [block.text for section in content.sections for block in section.blocks if isinstance(block, Paragraph) and block.tone == "key"]
    text = word("reports.mail.text", subject=content.subject, keys="\n".join(keys), made=moment(issued.made_at), serial=issued.serial)
    return Letter(
        to=campaign.mail,
        subject=word("reports.mail.subject", subject=content.subject)[:180],
        text=text,
        attachments=tuple((file_name(issued, kind), MEDIA[kind], data) for kind in formats if (data := issued.file(kind))),
        key=f"report:{issued.campaign}:{issued.period}:{issued.layout}",
        campaign=campaign.id,
    )


def file_name(issued: Issued, kind: str) -> str:
    """"tphcm-2025-2025-W36-party.docx"."""
    return f"{issued.campaign}-{issued.period.replace('..', '_')}-{issued.layout}.{kind}"
