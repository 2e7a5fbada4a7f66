"""The queue of what an analyst should look at first: a campaign's uncertain articles."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from campaigns.campaign import Campaign
from campaigns.correcting.doubts import CloseCall, Doubt, Looked, doubts, gravity
from campaigns.desk import Desk
from campaigns.membership import Reason, reason_object, reason_of
from lantoa.article import ZONE, Moment, StoredArticle
from lantoa.article_rows import articles
from lantoa.database import PARAMETERS, Database, chunks
from lantoa.serial import congress_from_json
from lantoa.web.formats import day, percent
from lantoa.web.labels import headline
from lantoa.words import catalogue, word
from search_api.index import And, Or, Query, Range, Terms, day_number

CloseCalls = Callable[[Collection[int]], Mapping[int, tuple[int, float]]]
"""Articles -> of those that were a close call of grouping: the other article and the likeness."""


@dataclass(frozen=True, slots=True)
class Uncertain:
    """One article of the queue. member: does it count now; congress: the one in question."""

    article: int
    member: bool
    doubts: tuple[Doubt, ...]

    @property
    def mark(self) -> str:
        """What a confirmation settles."""
        return "\n".join(one.mark for one in self.doubts)


@dataclass(frozen=True, slots=True)
class Item:
    """As it is shown: the article, and each doubt in words with the words it stands on."""

    uncertain: Uncertain
    stored: StoredArticle
    reasons: tuple[Reason, ...]
    other: StoredArticle | None


class Review:
    """The queues of campaigns."""

    def __init__(self, desk: Desk, close_calls: CloseCalls) -> None:
        self.desk = desk
        self.close_calls = close_calls

    def queue(self, campaign: Campaign) -> list[Uncertain]:
        """Everything uncertain that nobody has settled, the most uncertain first, then the latest."""
        overlay = self.desk.corrections.overlay(campaign.id)
        settled = self.desk.corrections.confirmed(campaign.id)
        members = set(self.desk.measured(campaign).totals.id.tolist())
        candidates = members | (self._mentions(campaign) - overlay.excluded)
        found = []
        for looked in self._looked(sorted(candidates)):
            member = looked.id in members
            open_ones = tuple(
                one
                for one in doubts(campaign, looked, member, looked.id in overlay.included)
                if one.mark not in settled.get(looked.id, frozenset())
            )
            if open_ones:
                found.append((-gravity(open_ones), -_day_number(looked.published), -looked.id, Uncertain(looked.id, member, open_ones)))
        return [each[-1] for each in sorted(found, key=lambda each: each[:3])]

    def items(self, queue: Sequence[Uncertain]) -> list[Item]:
        """The same with their articles and reasons; for a page of the queue."""
        wanted = {one.article for one in queue}
        wanted |= {each.close_call.other for one in queue for each in one.doubts if each.close_call}
        stored = {one.id: one for one in self.desk.articles.many(sorted(wanted))}
        return [_item(one, stored) for one in queue if one.article in stored]

    def _mentions(self, campaign: Campaign) -> set[int]:
        """Articles of the campaign's days that only mention one of its congresses."""
        last = day_number(campaign.end) if campaign.end else None
        dated: Query = Or((Range("day", day_number(campaign.start), last), Terms("day", (0,))))
        query = And((Terms("congress_mention", tuple(campaign.by_token)), dated))
        return {int(one) for one in list(self.desk.index.export(query, ("id",))["id"])}

    def _looked(self, ids: Sequence[int]) -> Iterator[Looked]:
        calls = self.close_calls(ids)
        groups: dict[int, int | None] = {}
        rows = list(_rows(self.desk.articles.database, ids))
        groups |= {row.id: row.reprint_group for row in rows}
        unknown = sorted({other for other, _ in calls.values()} - groups.keys())
        groups |= {row.id: row.reprint_group for row in _rows(self.desk.articles.database, unknown)}
        for row in rows:
            looked = Looked(
                row.id, row.title, Moment(row.published_at, row.published_day, row.date_provenance, row.date_confidence),
                row.first_seen.astimezone(ZONE).date(), tuple(congress_from_json(one) for one in row.congresses or ()),
            )  # fmt: skip
            if row.id in calls:
                other, likeness = calls[row.id]
                looked = replace(looked, close_call=CloseCall(other, likeness, groups.get(other) == row.reprint_group))
            yield looked


_ROWS = sa.select(
    *(
        articles.c[name]
        for name in ("id", "reprint_group", "published_at", "published_day", "date_provenance", "date_confidence", "first_seen")
    ),
    sa.func.length(articles.c.title).label("title"),
    articles.c.tags["congresses"].label("congresses"),
).where(articles.c.id.in_(sa.bindparam("ids", expanding=True)))


def _rows(database: Database, ids: Sequence[int]) -> Iterator[Any]:
    with database.read() as connection:
        for some in chunks(ids, PARAMETERS):
            yield from connection.execute(_ROWS, {"ids": some}).all()


def _day_number(published: Moment) -> int:
    return day_number(published.day) if published.day else 0


def _item(one: Uncertain, stored: Mapping[int, StoredArticle]) -> Item:
    article = stored[one.article]
    call = next((each.close_call for each in one.doubts if each.close_call), None)
    other = stored.get(call.other) if call else None
    return Item(one, article, tuple(_reason(each, article, other) for each in one.doubts), other)


def _reason(doubt: Doubt, stored: StoredArticle, other: StoredArticle | None) -> Reason:
    published = stored.article.published
    if doubt.tag is not None and doubt.congress is not None:
        told = reason_of(stored, doubt.tag, doubt.congress)
        return replace(told, text=word(f"review.doubt.{doubt.code}", why=told.text, congress=doubt.congress.name))
    if doubt.close_call is not None:
        name = headline(other.article) if other else f"#{doubt.close_call.other}"
        key = "review.doubt.together" if doubt.close_call.together else "review.doubt.apart"
        return Reason(word(key, other=name, share=percent(doubt.close_call.likeness)))
    known_by = catalogue().get(f"page.date_from.{published.provenance}", published.provenance)
    seen = day(stored.first_seen.astimezone(ZONE).date())
    return Reason(word(f"review.doubt.{doubt.code}", day=day(published.day), by=known_by, seen=seen))


def item_object(one: Item) -> dict[str, Any]:
    """As the API and the command give it."""
    return {
        "article": one.stored.id,
        "title": headline(one.stored.article),
        "url": one.stored.article.url,
        "source": one.stored.source,
        "day": one.stored.article.published.day,
        "member": one.uncertain.member,
        "uncertainty": round(gravity(one.uncertain.doubts), 3),
        "doubts": [
            {"code": doubt.code, "weight": doubt.weight, "congress": doubt.congress.id if doubt.congress else None, **reason_object(reason)}
            for doubt, reason in zip(one.uncertain.doubts, one.reasons, strict=True)
        ],
    }  # fmt: skip
