"""Does an article carry the message that its phrases stand for? Verdicts on a sample of 50."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

import sqlalchemy as sa

from campaigns.verdict_tables import verdicts
from lantoa.corrections import LONGEST_NAME
from lantoa.database import Database
from lantoa.errors import Misuse
from lantoa.words import word

SAMPLE = 50
Judged = Literal["right", "wrong", ""]
"""right: the article says what the message means; wrong: the words stand there for something else;
"": the verdict before is taken back."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The last word on one article."""

    article: int
    judged: Judged
    who: str
    made_at: datetime


class Verdicts:
    """Verdicts by campaign and message. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def precisions(self, campaign_id: str) -> dict[str, tuple[int, int]]:
        """Message -> (right, judged), of those that were judged at all."""
        query = sa.select(verdicts.c.message).where(verdicts.c.campaign == campaign_id).distinct()
        with self.database.read() as connection:
            messages = list(connection.scalars(query))
        found = ((one, self.precision(campaign_id, one)) for one in messages)
        return {one: counted for one, counted in found if counted is not None}

    def of(self, campaign_id: str, message_id: str) -> dict[int, Verdict]:
        """Article -> the verdict that stands."""
        query = sa.select(verdicts).where(verdicts.c.campaign == campaign_id, verdicts.c.message == message_id)
        with self.database.read() as connection:
            rows = connection.execute(query.order_by(verdicts.c.id)).all()
        found = {row.article: Verdict(row.article, row.verdict, row.who, row.made_at) for row in rows}
        return {article: one for article, one in found.items() if one.judged}

    def judge(
        self, campaign_id: str, message_id: str, judged: Iterable[tuple[int, Judged]], who: str, now: datetime
    ) -> None:
        """Add verdicts, all or none; a later one on the same article takes its place. Raises Misuse
        for a verdict without a name."""
        if not who.strip():
            raise Misuse(word("correct.no_who"))
        if len(who) > LONGEST_NAME or not who.isprintable():
            raise Misuse(word("correct.odd_text"))
        rows = [
            {"campaign": campaign_id, "message": message_id, "article": article, "verdict": verdict, "who": who.strip(), "made_at": now}
            for article, verdict in judged
            if verdict in get_args(Judged)
        ]
        if rows:
            with self.database.write() as connection:
                connection.execute(sa.insert(verdicts), rows)

    def precision(self, campaign_id: str, message_id: str) -> tuple[int, int] | None:
        """(right, judged) of the articles that stand judged; None before the first verdict."""
        standing = [one.judged for one in self.of(campaign_id, message_id).values()]
        return (standing.count("right"), len(standing)) if standing else None


def sample(campaign_id: str, message_id: str, articles: Iterable[int], judged: Iterable[int], size: int = SAMPLE) -> Sequence[int]:
    """The articles to judge, of those that carry the message: always the same for the same ones.

    Each has a rank of its own, drawn from its id: an article that comes later takes the place of
    an unjudged one at most, and what was judged stays in the sample while it carries the message.
    """
    seen = set(judged)

    def rank(article: int) -> tuple[bool, bytes]:
        drawn = hashlib.sha256(f"{campaign_id}\x00{message_id}\x00{article}".encode()).digest()
        return article not in seen, drawn

    return sorted(set(articles), key=rank)[:size]
