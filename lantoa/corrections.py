"""Corrections are written here: checked against what stands, all of them or none, with their effect."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from lantoa.article_history import COUNTED
from lantoa.article_rows import articles, joined_articles
from lantoa.correction_rows import Correction, Key, Scope, in_force, read_log, write_entry
from lantoa.database import PARAMETERS, Database, chunks, in_turn
from lantoa.dating import apply_date
from lantoa.errors import Misuse
from lantoa.web.formats import moment
from lantoa.words import word

SHOWN = 30
"""So many of the refused are told."""
LONGEST_NAME = 120
LONGEST_REASON = 2_000


def signed_name(who: str) -> str:
    """A name as it is kept. Raises Misuse for what is no name."""
    if not who.strip():
        raise Misuse(word("correct.no_who"))
    if len(who) > LONGEST_NAME or not who.isprintable():
        raise Misuse(word("correct.odd_text"))
    return who.strip()


class Refused(Misuse):
    """Corrections that cannot be; nothing was written. rows: (place in what was handed in, why);
    of: how many were handed in."""

    def __init__(self, rows: Sequence[tuple[int, str]], of: int = 1) -> None:
        self.rows = tuple(rows)
        told = [word("correct.row", row=place + 1, why=why) if of > 1 else why for place, why in self.rows[:SHOWN]]
        if len(self.rows) > SHOWN:
            told.append(word("correct.more_rows", count=len(self.rows) - SHOWN))
        super().__init__(" ".join([*told, word("correct.none_taken")] if of > 1 else told))


class CorrectionLog:
    """The log of corrections of the whole house. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def entries(
        self, *, campaign: str | None = None, scopes: Iterable[Scope] = (), articles: Iterable[int] | None = None
    ) -> list[Correction]:
        """As they were written. campaign "": those for the whole house."""
        with self.database.read() as connection:
            return read_log(connection, campaign=campaign, scopes=scopes, articles=articles)

    def write(self, wanted: Sequence[Correction]) -> list[Correction]:
        """Add all of them, in one transaction, and give them back with their ids. Raises Refused,
        naming every one that cannot be; then none is taken."""
        with self.database.write() as connection:
            in_turn(connection, "corrections")
            entries = _today(connection, wanted)
            standing = in_force(read_log(connection, articles={one.article for one in entries}))
            kinds = _kinds(connection, entries)
            refused: list[tuple[int, str]] = []
            for place, one in enumerate(entries):
                if why := _unsigned(one) or _refusal(one, kinds, standing):
                    refused.append((place, why))
                elif one.scope:
                    standing[one.scope, one.campaign, one.article] = one
            if refused:
                raise Refused(refused, len(wanted))
            written = [replace(one, id=write_entry(connection, one)) for one in entries]
            for one in written:
                _take_effect(connection, one.scope, one.article, undone=False)
        return written

    def undo(self, ids: Sequence[int], who: str, why: str, now: datetime) -> list[Correction]:
        """Take entries back: what stood before them stands again. The undos themselves are
        entries. Raises Refused as `write` does."""
        with self.database.write() as connection:
            in_turn(connection, "corrections")
            log = {one.id: one for one in read_log(connection)}
            undone = {one.undoes: one for one in log.values() if one.undoes is not None}
            refused: list[tuple[int, str]] = []
            written = []
            for place, number in enumerate(ids):
                if why_not := _undo_refusal(number, log, undone):
                    refused.append((place, why_not))
                    continue
                former = log[number]
                entry = Correction(former.article, "undo", who, why, now, former.campaign, undoes=number)
                if why_not := _unsigned(entry):
                    raise Refused([(place, why_not)])
                entry = undone[number] = replace(entry, id=write_entry(connection, entry))
                written.append(entry)
            if refused:
                raise Refused(refused, len(ids))
            for entry in written:
                former = log[entry.undoes or 0]
                _take_effect(connection, former.scope, former.article, undone=True)
        return written


def _today(connection: sa.Connection, wanted: Sequence[Correction]) -> list[Correction]:
    """The same of the articles as they stand today: ids that were joined lead on."""
    ids = sorted({one.article for one in wanted} | {one.other for one in wanted if one.other is not None})
    leads: dict[int, int] = {}
    for some in chunks(ids, PARAMETERS):
        query = sa.select(joined_articles).where(joined_articles.c.id.in_(some))
        leads |= {row.id: row.article for row in connection.execute(query)}
    return [
        replace(one, article=leads.get(one.article, one.article), other=leads.get(one.other or 0, one.other))
        for one in wanted
    ]


def _kinds(connection: sa.Connection, entries: Sequence[Correction]) -> dict[int, str]:
    """Kind by id, of every article that is named."""
    ids = sorted({one.article for one in entries} | {one.other for one in entries if one.other is not None})
    found: dict[int, str] = {}
    for some in chunks(ids, PARAMETERS):
        rows = connection.execute(sa.select(articles.c.id, articles.c.kind).where(articles.c.id.in_(some)))
        found |= {row.id: row.kind for row in rows}
    return found


def _unsigned(one: Correction) -> str:
    """Why this cannot be signed; "" when it can."""
    if not one.who.strip():
        return word("correct.no_who")
    if not one.why.strip():
        return word("correct.no_why")
    if len(one.who) > LONGEST_NAME or len(one.why) > LONGEST_REASON:
        return word("correct.too_long", who=LONGEST_NAME, why=LONGEST_REASON)
    return "" if (one.who + one.why.replace("\n", "").replace("\r", "")).isprintable() else word("correct.odd_text")


def _refusal(one: Correction, kinds: dict[int, str], standing: dict[Key, Correction]) -> str:
    """Why this cannot be; "" when it can."""
    for article in (one.article, *((one.other,) if one.other is not None else ())):
        if article not in kinds:
            return word("correct.no_article", id=article)
        if kinds[article] not in {str(kind) for kind in COUNTED}:
            return word("correct.not_counted", id=article)
    if one.action == "with" and one.other == one.article:
        return word("correct.with_itself", id=one.article)
    stands = standing.get((one.scope, one.campaign, one.article))
    if one.action == "extracted" and (stands is None or stands.action != "date"):
        return word("correct.not_dated", id=one.article)
    if stands is not None and _says(one) == _says(stands):
        return word(f"correct.already.{one.action}", id=one.article, who=stands.who, at=moment(stands.made_at))
    return ""


def _says(one: Correction) -> tuple[object, ...]:
    return one.action, one.congress, one.day, one.instant, one.other, one.mark


def _undo_refusal(number: int, log: dict[int, Correction], undone: dict[int, Correction]) -> str:
    if number not in log:
        return word("correct.no_entry", id=number)
    if log[number].action == "undo":
        return word("correct.undo_of_undo", id=number)
    if number in undone:
        return word("correct.undone", id=number, who=undone[number].who, at=moment(undone[number].made_at))
    return ""


def _take_effect(connection: sa.Connection, scope: Scope, article: int, undone: bool) -> None:
    """What the house has to do again."""
    if scope == "date":
        apply_date(connection, article)
    if scope != "group":
        return
    due = articles.c.id == article
    if undone:  # placed afresh, and who stands with it looks again for where it belongs
        group = connection.scalar(sa.select(articles.c.reprint_group).where(due))
        connection.execute(sa.update(articles).where(due).values(reprint_group=None))
        due = sa.or_(due, articles.c.reprint_group == group)
    connection.execute(sa.update(articles).where(due).values(grouped_v=0, stamp=articles.c.stamp + 1))
