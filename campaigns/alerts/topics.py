"""Alerts and digests as letters: subject, plain text and HTML, with links to the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from campaigns.alerts.digest import Digest
from campaigns.alerts.store import AlertKind, KeptAlert
from campaigns.alerts.stories import one_line
from campaigns.campaign import Campaign
from campaigns.post.letters import Letter
from lantoa.web.formats import day as shown_day
from lantoa.web.formats import number
from lantoa.web.pages import Pages
from lantoa.words import word

LONGEST_SUBJECT = 150
SHOWN = 20
"""Alerts in one letter; the rest is counted, and stands on the page."""


@dataclass(frozen=True, slots=True)
class Stationery:
    """How letters are written. base: address of the pages, without a slash at its end; demo: the
    line that letters of the demonstration carry."""

    base: str
    demo: str = ""

    def link(self, path: str) -> str:
        """The whole address of a page."""
        return self.base.rstrip("/") + path


def addresses(campaign: Campaign) -> tuple[str, ...]:
    """Where the campaign's alerts go; () for nobody."""
    return (*campaign.mail, campaign.webhook) if campaign.webhook else campaign.mail


def alert_letter(
    campaign: Campaign, found: Sequence[KeptAlert], key: str, paper: Stationery, last: bool
) -> Letter:
    """One letter about alerts of one topic; last: of the day's budget, and says so."""
    first, shown = found[0], found[:SHOWN]
    title = first.title if len(found) == 1 else word("alerts.with_more", title=first.title, count=number(len(found) - 1))
    subject = _subject(campaign, word(f"alerts.kind.{first.kind}"), title)
    values = {
        "campaign": campaign, "alerts": shown, "more": len(found) - len(shown), "paper": paper,
        "last": number(campaign.alert_budget) if last else "", "page": paper.link(f"/canh-bao?campaign={campaign.id}"),
    }  # fmt: skip
    data = {"kind": str(first.kind), "alerts": [alert_object(one, paper) for one in found]}
    return _letter(campaign, subject, "alert_mail", values, key, data)


def digest_letter(campaign: Campaign, digest: Digest, key: str, paper: Stationery) -> Letter:
    """The daily digest."""
    days = shown_days(digest.first, digest.last)
    subject = _subject(campaign, word("digest.name"), word("digest.subject", days=days, originals=number(digest.originals)))
    values = {"campaign": campaign, "digest": digest, "paper": paper, "days": days, "kinds": tuple(AlertKind)}
    data = {
        "kind": "digest", "from": digest.first.isoformat(), "to": digest.last.isoformat(),
        "articles": digest.articles, "originals": digest.originals, "outlets": digest.outlets,
        "stands_over": [alert_object(one, paper) for one in digest.over],
    }  # fmt: skip
    return _letter(campaign, subject, "digest_mail", values, key, data)


def test_letter(to: str, key: str, base: str) -> Letter:
    """What `lantoa alerts test-mail` sends."""
    return Letter((to,), word("mail_test.subject"), word("mail_test.text", base=base), key=key)


def alert_object(one: KeptAlert, paper: Stationery | None = None) -> dict[str, Any]:
    """An alert as API, command and webhook tell it."""
    return {
        "id": one.id,
        "campaign": one.campaign,
        "kind": str(one.kind),
        "title": one.title,
        "lines": list(one.lines),
        "path": paper.link(one.path) if paper else one.path,
        "at": one.at.isoformat(),
        "made_at": one.made_at.isoformat(),
        "fate": str(one.fate),
        "digest": one.digest.isoformat() if one.digest else None,
        "read": one.read_at is not None,
    }


def shown_days(first: date, last: date) -> str:
    """"24/09/2025" or "22/09/2025 – 24/09/2025"."""
    return shown_day(last) if first == last else word("report.span", start=shown_day(first), end=shown_day(last))


def _letter(
    campaign: Campaign, subject: str, template: str, values: Mapping[str, Any], key: str, data: Mapping[str, Any]
) -> Letter:
    pages = Pages("campaigns").environment
    html = pages.get_template(f"{template}.html").render(values)
    text = pages.get_template(f"{template}.txt").render(values)
    return Letter(addresses(campaign), subject, text.strip() + "\n", html, (), key, campaign.id, data)


def _subject(campaign: Campaign, kind: str, title: str) -> str:
    text = one_line(word("alerts.subject", campaign=campaign.name, kind=kind, title=title))
    return text if len(text) <= LONGEST_SUBJECT else text[: LONGEST_SUBJECT - 1].rpartition(" ")[0] + "…"
