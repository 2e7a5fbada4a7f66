"""What changed since a report was issued, among the articles of its period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from campaigns.campaign import Campaign
from campaigns.definition import campaign_table
from campaigns.desk import Desk
from campaigns.periods import period_of
from campaigns.report.content import FORM
from campaigns.report.sheet import Sheet
from campaigns.report.store import Issued
from lantoa.article import StoredArticle
from lantoa.article_changes import corrections_since


@dataclass(frozen=True, slots=True)
class Frozen:
    """An article as a report counted it."""

    id: int
    revision: int
    hash: str
    group: int | None
    original: bool
    removed: bool


@dataclass(frozen=True, slots=True)
class Since:
    """late: counted now and not then; gone: counted then and not now; edited, removed, restored,
    regrouped: counted both times, but changed; corrections: entries of the log of corrections
    since that concern these articles; definition, panel, rules: the campaign's definition, its
    panel, or the versions of the steps are others now."""

    late: Sequence[StoredArticle]
    gone: Sequence[StoredArticle]
    edited: Sequence[StoredArticle]
    removed: Sequence[StoredArticle]
    restored: Sequence[StoredArticle]
    regrouped: Sequence[StoredArticle]
    corrections: Sequence[int]
    definition: bool
    panel: bool
    rules: Sequence[str]

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))

    def __getitem__(self, name: str) -> Sequence[StoredArticle]:
        """One of LISTS."""
        found: Sequence[StoredArticle] = getattr(self, name)
        return found


LISTS = ("late", "gone", "edited", "removed", "restored", "regrouped")


def changed_since(desk: Desk, campaign: Campaign, issued: Issued) -> Since | None:
    """What is otherwise now; None for a report of an earlier form, which does not say enough."""
    if issued.content.get("form") != FORM:
        return None
    snapshot = issued.content["snapshot"]
    sheet = Sheet(desk, campaign, desk.measured(campaign), period_of(issued.period))
    then = {row[0]: Frozen(*row) for row in snapshot["articles"]}
    now = {one.id: one for one in sheet.articles}
    both = [(then[number], one) for number, one in now.items() if number in then]
    touched = corrections_since(desk.articles.database, snapshot["correction"])
    return Since(
        late=[one for number, one in now.items() if number not in then],
        gone=desk.articles.many([number for number in then if number not in now]),
        edited=[one for was, one in both if was.hash != one.article.content_hash()],
        removed=[one for was, one in both if one.removed_at is not None and not was.removed],
        restored=[one for was, one in both if one.removed_at is None and was.removed],
        regrouped=_regrouped(both),
        corrections=[number for number, article in touched if article in then or article in now],
        definition=snapshot["campaign"] != campaign_table(campaign),
        panel=snapshot["panel"]["version"] != (sheet.panel.version if sheet.panel else None),
        rules=[name for name, version in sheet.versions.items() if sheet.rows.id.size and version != snapshot["versions"][name]],
    )


def _regrouped(both: Iterable[tuple[Frozen, StoredArticle]]) -> list[StoredArticle]:
    return [one for was, one in both if (was.group, was.original) != (one.reprint_group, one.is_original)]
