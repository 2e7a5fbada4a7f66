"""Does an article carry the message that its phrases stand for? Verdicts on a sample of 50."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

import sqlalchemy as sa

from campaigns.verdict_tables import verdicts
from lantoa.corrections import signed_name
from lantoa.database import Database

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
        query = sa.select(verdicts.c.message, verdicts.c.article, verdicts.c.verdict)
        standing: dict[str, dict[int, str]] = {}
        with self.database.read() as connection:
            for row in connection.execute(query.where(verdicts.c.campaign == campaign_id).order_by(verdicts.c.id)):
                standing.setdefault(row.message, {})[row.article] = row.verdict
        judged = {message: [one for one in found.values() if one] for message, found in standing.items()}
        return {message: (found.count("right"), len(found)) for message, found in judged.items() if found}

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
        name = signed_name(who)
        rows = [
            {"campaign": campaign_id, "message": message_id, "article": article, "verdict": verdict, "who": name, "made_at": now}
            for article, verdict in judged
            if verdict in get_args(Judged)
        ]
        if rows:
            with self.database.write() as connection:
                connection.execute(sa.insert(verdicts), rows)


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
