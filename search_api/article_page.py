"""The values of the article page."""

from __future__ import annotations

from typing import Any

from lantoa.article import Moment, Office, Outlet, StoredArticle
from lantoa.dating import CORRECTED
from lantoa.errors import Later
from lantoa.web.formats import moment
from lantoa.web.labels import label
from lantoa.web.pieces import shortened
from lantoa.words import catalogue, word
from search_api.asked import Asked
from search_api.query_lexer import in_quotes
from search_api.reading import date_provenance, members, references
from search_api.revision_view import changes_of, events_of
from search_api.services import Services, no_admissions
from search_api.similar import similar_articles

SIMILAR = 6
NAMES = 30
"""So many names of a kind are shown."""


def article_values(ours: Services, stored: StoredArticle) -> dict[str, Any]:
    """What article.html wants."""
    outlets = ours.outlets.all()
    outlet = outlets.get(stored.source)
    group = ours.store.group_members(stored.reprint_group) if stored.reprint_group is not None else []
    tags = stored.tags
    return {
        "stored": stored,
        "outlet_name": outlet.name if outlet else stored.source,
        "of_outlet": Asked(source=[stored.source]).address(),
        "paragraphs": paragraphs(stored),
        "events": events_of(changes_of(ours, stored), ours.store.removals(stored.id)),
        "shortened": shortened,
        "edits": stored.revision - 1,
        "facts": facts(ours, stored, outlet),
        "congresses": [
            (word("page.congress_about"), references(stored, about=True)),
            (word("page.congress_mention"), references(stored, about=False)),
        ],
        "topics": tags.topics if tags else (),
        "offices": [(office, searched(office_of(office), "chức danh:")) for office in tags.offices] if tags else [],
        "named": [
            (word("page.organisations"), [(name, searched(name, "tổ chức:")) for name in names(stored, "ORG")]),
            (word("page.places"), [(name, searched(name)) for name in names(stored, "LOC")]),
        ],
        "members": members(group, stored.id, outlets),
        "admissions": ours.admissions(stored),
        "corrects": ours.admissions is not no_admissions,
        **alike(ours, stored),
    }


def alike(ours: Services, stored: StoredArticle) -> dict[str, Any]:
    """Similar articles; where the index does not answer, that it does not, and the article all the same."""
    try:
        return {"similar": similar_articles(ours, stored, SIMILAR), "similar_failed": ""}
    except Later as error:
        return {"similar": [], "similar_failed": str(error)}


def office_of(office: Office) -> str:
    """"Bí thư Thành ủy Trường Giang": the office without its holder."""
    return " ".join(part for part in (office.rank, office.organisation) if part)


def searched(name: str, field: str = "") -> str:
    """The address of the search for a name as a phrase, in all text or in one field."""
    return Asked(q=f"{field}{in_quotes(name)}").address()


def paragraphs(stored: StoredArticle) -> list[str]:
    """The text in paragraphs; the sapo, which stands first in it, is shown apart."""
    text = stored.article.text
    if stored.article.sapo and text.startswith(stored.article.sapo):
        text = text[len(stored.article.sapo) :]
    return [line for line in text.split("\n") if line.strip()]


def names(stored: StoredArticle, kind: str) -> list[str]:
    """Names of one type as the text first writes them; spellings of one thing stand once."""
    if stored.tags is None:
        return []
    first: dict[str, str] = {}
    for entity in stored.tags.entities:
        if entity.type == kind:
            first.setdefault(entity.link or entity.text.casefold(), entity.text)
    return list(first.values())[:NAMES]


def facts(ours: Services, stored: StoredArticle, outlet: Outlet | None) -> list[tuple[str, str]]:
    """Name and value of what is known about the article; what is not known is left out."""
    article = stored.article
    dated, corrected = article.published.day is not None, article.published.provenance == CORRECTED
    rows = [
        ("outlet", outlet.name if outlet else stored.source),
        ("outlet_kind", label("outlet_kind", outlet.kind) if outlet else ""),
        ("published", _published(stored)),
        ("date_known_by", date_provenance(stored) if dated or corrected else ""),
        ("extracted_date", _extracted(ours, stored) if corrected else ""),
        ("authors", ", ".join(article.authors)),
        ("credit", article.credit),
        ("kind", word(f"page.kinds.{article.kind}")),
        ("form", _form(stored)),
        ("flags", flags(stored)),
        ("phases", _phases(ours, stored)),
        ("origin", word(f"page.origins.{stored.origin}")),
        ("first_seen", moment(stored.first_seen)),
        ("brought_by", ", ".join(f"{name}: {value}" for name, value in article.labels)),
    ]
    return [(word(f"page.{name}"), value) for name, value in rows if value]


def flags(stored: StoredArticle) -> str:
    """What was wrong with the text when it was tagged, in words; "" for nothing."""
    return ", ".join(word(f"page.flag.{flag}") for flag in stored.tags.flags) if stored.tags else ""


def _extracted(ours: Services, stored: StoredArticle) -> str:
    """The date that was read where an analyst stated another."""
    return _shown(ours.store.history(stored.id)[-1].article.published)


def _published(stored: StoredArticle) -> str:
    return _shown(stored.article.published)


def _shown(published: Moment) -> str:
    if published.at is None and published.day is not None:
        return published.day.strftime("%d/%m/%Y")
    return moment(published.at)


def _form(stored: StoredArticle) -> str:
    return label("form", stored.tags.form) if stored.tags else ""


def _phases(ours: Services, stored: StoredArticle) -> str:
    [found] = ours.phases([stored])
    return ", ".join(f"{campaign}: {catalogue().get(f'phase.{phase}', phase)}" for campaign, phase in found.items())
