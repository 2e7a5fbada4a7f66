"""What the page of one article shows beside its text: evidence, its group, its dates."""

from __future__ import annotations

from dataclasses import dataclass

from lantoa.article import Congress, Outlet, StoredArticle
from lantoa.evidence import Evidence, evidence
from lantoa.web.formats import lag
from lantoa.web.labels import congress_name
from lantoa.words import catalogue
from search_api.asked import Asked
from search_api.congress_token import congress_token


@dataclass(frozen=True, slots=True)
class Reference:
    """One party congress of the article, by its name as resolved (else as stated); href: what else
    is about it, or mentions it too."""

    name: str
    href: str
    resolved: bool
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class Member:
    """An article of the same reprint group. lag: after the first published one, "" when unknown."""

    stored: StoredArticle
    outlet: str
    lag: str
    here: bool


def references(stored: StoredArticle, about: bool) -> list[Reference]:
    """The congresses this article is about, or the ones it only mentions."""
    if stored.tags is None:
        return []
    return [_reference(stored, one) for one in stored.tags.congresses if one.about is about]


def _reference(stored: StoredArticle, one: Congress) -> Reference:
    key = one.resolved or one.stated
    token = [congress_token(key)]
    href = (Asked(congress=token) if one.about else Asked(mention=token)).address()
    return Reference(congress_name(key), href, one.resolved is not None, evidence(stored.article, one))


def members(group: list[StoredArticle], here: int, outlets: dict[str, Outlet]) -> list[Member]:
    """The group in order of publication, each with its distance from the first."""
    first = next((one.article.published.at for one in group if one.article.published.at), None)
    rows = []
    for one in group:
        at = one.article.published.at
        outlet = outlets.get(one.source)
        name = outlet.name if outlet else one.source
        distance = at - first if at is not None and first is not None else None
        rows.append(Member(one, name, lag(distance), one.id == here))
    return rows


def date_provenance(stored: StoredArticle) -> str:
    """How the date is known, in words."""
    name = stored.article.published.provenance
    return catalogue().get(f"page.date_from.{name}", name)
