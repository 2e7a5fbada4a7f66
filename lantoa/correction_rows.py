"""What analysts corrected: one log for the whole house, only ever added to.

What is in force follows from it (`in_force`): of each kind the last correction of an article
that no later entry undoes. Dates and groups are corrected for the whole house (campaign "");
membership and review belong to one campaign.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Literal

import sqlalchemy as sa

from lantoa.article_rows import joined_articles
from lantoa.database import Instant, RowId, metadata

Action = Literal["exclude", "include", "confirm", "date", "extracted", "apart", "with", "undo"]
Scope = Literal["membership", "review", "date", "group", ""]

SCOPES: Mapping[str, Scope] = {
    "exclude": "membership", "include": "membership", "confirm": "review", "date": "date", "extracted": "date",
    "apart": "group", "with": "group", "undo": "",
}  # fmt: skip
"""Corrections of one scope replace one another."""

corrections = sa.Table(
    "corrections",
    metadata,
    sa.Column("id", RowId, primary_key=True),
    sa.Column("article", sa.BigInteger, nullable=False, index=True),
    sa.Column("action", sa.String(12), nullable=False),
    sa.Column("campaign", sa.String(80), nullable=False, index=True),
    sa.Column("congress", sa.String(80), nullable=False),
    sa.Column("day", sa.Date),
    sa.Column("instant", Instant),
    sa.Column("other", sa.BigInteger),
    sa.Column("mark", sa.Text, nullable=False),
    sa.Column("undoes", sa.BigInteger),
    sa.Column("who", sa.String(120), nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
)
"""campaign: "" for the whole house; congress: the one it is included under; day, instant: of a
date (both empty: undated); other: the article whose group it is put in; mark: what was confirmed;
undoes: the entry that an undo takes back."""

extracted_dates = sa.Table(
    "extracted_dates",
    metadata,
    sa.Column("article", sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("published_at", Instant),
    sa.Column("published_day", sa.Date),
    sa.Column("date_provenance", sa.String(20), nullable=False),
    sa.Column("date_confidence", sa.Float, nullable=False),
)
"""What extraction reads as the date of articles whose date was corrected."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry of the log. id 0: not written yet."""

    article: int
    action: Action
    who: str
    why: str
    made_at: datetime
    campaign: str = ""
    congress: str = ""
    day: date | None = None
    instant: datetime | None = None
    other: int | None = None
    mark: str = ""
    undoes: int | None = None
    id: int = 0

    @property
    def scope(self) -> Scope:
        """Corrections of one scope replace one another; "" for an undo."""
        return SCOPES[self.action]


Key = tuple[Scope, str, int]
"""(scope, campaign, article)."""


def in_force(log: Iterable[Correction]) -> dict[Key, Correction]:
    """The corrections that stand, by what they are of; `log` in the order it was written."""
    entries = list(log)
    undone = {one.undoes for one in entries}
    return {
        (one.scope, one.campaign, one.article): one for one in entries if one.scope and one.id not in undone
    }


_ARTICLE = sa.func.coalesce(joined_articles.c.article, corrections.c.article)
_OTHER_JOINED = joined_articles.alias("other_joined")
_OTHER = sa.func.coalesce(_OTHER_JOINED.c.article, corrections.c.other)
_LOG = (
    sa.select(
        *(column for column in corrections.c if column.name not in ("article", "other")),
        _ARTICLE.label("article"),
        _OTHER.label("other"),
    )
    .outerjoin(joined_articles, joined_articles.c.id == corrections.c.article)
    .outerjoin(_OTHER_JOINED, _OTHER_JOINED.c.id == corrections.c.other)
    .order_by(corrections.c.id)
)
"""An article that was joined into another takes its corrections there."""


def read_log(
    connection: sa.Connection, *, campaign: str | None = None, scopes: Iterable[Scope] = (),
    articles: Iterable[int] | None = None,
) -> list[Correction]:  # fmt: skip
    """Entries in the order they were written; undos come with every choice of scopes. articles: the
    ids that stand today."""
    asked = _statement(campaign is not None, frozenset(scopes), articles is not None)
    values: dict[str, Any] = {} if campaign is None else {"of_campaign": campaign}
    if articles is not None:
        values["of_articles"] = list(articles)
    return [_correction(row) for row in connection.execute(asked, values)]


@cache
def _statement(by_campaign: bool, scopes: frozenset[Scope], by_article: bool) -> sa.Select[Any]:
    """Made once each: making a statement costs more than running it."""
    query = _LOG
    if by_campaign:
        query = query.where(corrections.c.campaign == sa.bindparam("of_campaign"))
    if scopes:
        wanted = [name for name, one in SCOPES.items() if one in scopes or not one]
        query = query.where(corrections.c.action.in_(wanted))
    return query.where(_ARTICLE.in_(sa.bindparam("of_articles", expanding=True))) if by_article else query


def write_entry(connection: sa.Connection, entry: Correction) -> int:
    """Add an entry; its id."""
    values = {column.name: getattr(entry, column.name) for column in corrections.c if column.name != "id"}
    return int(connection.execute(sa.insert(corrections).values(**values).returning(corrections.c.id)).scalar_one())


def _correction(row: Any) -> Correction:
    return Correction(**{name: row._mapping[name] for name in Correction.__slots__})
