"""Edits and removals of the campaign's articles: which words changed, and where it can be seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from campaigns.alerts.store import Alert, AlertKind
from campaigns.alerts.stories import one_line
from campaigns.desk import Desk
from campaigns.measured import Measured
from lantoa.article import Article, StoredArticle
from lantoa.database import EPOCH
from lantoa.recent_changes import changed_since, removed_since
from lantoa.version_rows import Changed
from lantoa.web.formats import moment
from lantoa.web.labels import headline
from lantoa.words import word
from nlp.difference import differences

TOLD = ("title", "sapo", "body", "date")
"""Kinds of change that are told of; an address that moved is none."""
SHOWN_WORDS = 200
"""Characters of what was taken out and put in."""


def changes(desk: Desk, measured: Measured, since: datetime, now: datetime) -> Iterator[Alert]:
    """What was seen changed or taken down since then, up to now."""
    database, mine = desk.store.database, set(measured.totals.id.tolist())
    seen = (one for one in changed_since(database, since) if one.at <= now and one.article in mine)
    edits = [one for one in seen if set(one.kinds) & set(TOLD)]
    gone = [one for one in removed_since(database, since) if one[1] <= now and one[0] in mine]
    ids = sorted({one.article for one in edits} | {one for one, _ in gone})
    stored = {one.id: one for one in desk.articles.many(ids)} if ids else {}
    for edit in (one for one in edits if one.article in stored):
        one = stored[edit.article]
        yield _edit(desk, one, edit, measured.name(one.source))
    for article, at in (one for one in gone if one[0] in stored):
        yield _removal(stored[article], at, measured.name(stored[article].source))


def _edit(desk: Desk, stored: StoredArticle, edit: Changed, outlet: str) -> Alert:
    history = desk.articles.history(stored.id)
    lines = [word("alerts.edited_at", outlet=outlet, at=moment(edit.at))]
    if len(history) > edit.revision:
        lines += _words(history[edit.revision - 1].article, history[edit.revision].article, edit.kinds)
    title = one_line(headline(stored.article))
    path = f"/bai-viet/{stored.id}#cac-lan-sua"
    return Alert(AlertKind.EDIT, _key(stored.id, edit.at), edit.at, title, tuple(lines), path, f"edit:{stored.id}")


def _removal(stored: StoredArticle, at: datetime, outlet: str) -> Alert:
    lines = (word("alerts.removed_at", outlet=outlet, at=moment(at)), stored.article.url)
    title = one_line(headline(stored.article))
    path = f"/bai-viet/{stored.id}"
    return Alert(AlertKind.REMOVAL, _key(stored.id, at), at, title, lines, path, f"removal:{stored.id}")


def _words(before: Article, after: Article, kinds: Sequence[str]) -> Iterator[str]:
    """A line for each part: what was taken out, what was put in."""
    if "title" in kinds:
        yield word("alerts.part.title", before=one_line(before.title))
    parts = {"sapo": (before.sapo, after.sapo), "body": (before.text, after.text)}
    for kind, (one, other) in parts.items():
        if kind in kinds and not (kind == "sapo" and "body" in kinds):  # the text begins with the sapo
            yield word(f"alerts.part.{kind}", change=changed_words(one, other))
    if "date" in kinds:
        shown = [moment(each.published.at) if each.published.at else str(each.published.day) for each in (before, after)]
        yield word("alerts.part.date", before=shown[0], after=shown[1])


def changed_words(before: str, after: str) -> str:
    """"bỏ “…”; thêm “…”": the words themselves, cut where they are many."""
    pieces = differences(before, after)
    found = []
    for change, key in (("removed", "alerts.taken_out"), ("added", "alerts.put_in")):
        text = one_line(" … ".join(one.text.strip() for one in pieces if one.change == change and one.text.strip()))
        if text:
            cut = text if len(text) <= SHOWN_WORDS else text[:SHOWN_WORDS].rpartition(" ")[0] + " …"
            found.append(word(key, text=cut))
    return "; ".join(found) or word("alerts.order_only")


def _key(article: int, at: datetime) -> str:
    return f"{article}:{(at - EPOCH).total_seconds():.6f}"
