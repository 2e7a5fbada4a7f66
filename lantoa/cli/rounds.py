"""What `lantoa up` does, step by step: the composition of a round, in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from types import MappingProxyType

from campaigns.campaign import Campaign, ReportOrder
from campaigns.operating.report_turns import ReportTurns, issue_due
from campaigns.operating.schedule import REPORTS
from campaigns.operating.steps import Outcome, Step
from campaigns.periods import Period
from campaigns.post.outbox import Outbox
from campaigns.report.issue import issue
from campaigns.report.posting import letter_of
from crawlers.frontier import Frontier
from crawlers.step import extract_waits
from lantoa.cli import mailing, steps
from lantoa.cli.house import House, demo_end
from lantoa.cli.steps import Done
from lantoa.errors import LantoaError
from nlp.group import GROUPER
from nlp.tag import VERSION
from search_api import ledger
from search_api.index import SCHEMA

CRAWL, WORK, POST = "crawl", "work", "post"
"""The lanes: a crawl may take hours, what it brought is worked on meanwhile, and letters wait for
neither."""
LANE_OF: Mapping[str, str] = MappingProxyType({"crawl": CRAWL, "send": POST})
"""Of steps that are not in the lane WORK."""
SOON, OFTEN = timedelta(minutes=1), timedelta(minutes=5)
SELDOM = timedelta(minutes=15)

EVERY: Mapping[str, timedelta] = MappingProxyType({
    "crawl": OFTEN, "extract": OFTEN, "tag": OFTEN, "group": OFTEN, "index": OFTEN,
    "alerts": SELDOM, "digest": SELDOM, REPORTS: SELDOM, "send": SOON,
})  # fmt: skip
"""The rhythm of every step. A step that has nothing to do costs one question to the database, so
that looking often is cheap; which channel of which outlet is due is the frontier's to say."""

THEN: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "crawl": ("extract",), "extract": ("tag",), "tag": ("group",), "group": ("index",), "index": ("alerts",),
    "alerts": ("send",), "digest": ("send",), REPORTS: ("send",),
})  # fmt: skip
AFTER_COLLECTING = ("digest", REPORTS)
"""They sum up what was published: after a start they wait for the first crawl."""


def issue_reports(house: House) -> Outcome:
    """Issue every report that fell due, each once."""
    now = house.clock.now()

    def make(campaign: Campaign, period: Period, order: ReportOrder) -> None:
        issued = issue(house.desk, campaign, period, order.layout, house.banner)
        if order.mail and campaign.mail:
            Outbox(house.database).put(letter_of(issued, campaign, order.formats), now)

    return issue_due(house.campaigns.all(), ReportTurns(house.database), make, now)


def _done(step: Callable[[House, bool], Done]) -> Callable[[House], Outcome]:
    def run(house: House) -> Outcome:
        done = step(house, True)
        return Outcome(done.counts, done.failed)

    return run


ROUND: Mapping[str, Callable[[House], Outcome]] = MappingProxyType({
    "crawl": _done(steps.crawl),
    "extract": _done(steps.extract),
    "tag": _done(steps.tag),
    "group": _done(steps.group),
    "index": _done(steps.index),
    "alerts": mailing.look,
    "digest": mailing.digest,
    REPORTS: issue_reports,
    "send": mailing.send,
})  # fmt: skip
"""Every step by its name, in order."""


def backlog(house: House) -> dict[str, int]:
    """What waits for each step: addresses due, captures, articles, addresses of letters."""
    return {
        "crawl": 0 if _played_out(house) else Frontier(house.database).only(house.sources).waiting(house.clock.now()),
        "extract": extract_waits(house.database),
        **house.articles.due_counts(VERSION, GROUPER, SCHEMA),
        "send": Outbox(house.database).counts().get("waiting", 0),
    }


class Looking:
    """Whether a step has anything to do, before a process is begun for it."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._crawled = False

    def idle(self, step: str) -> bool:
        """True when it is sure that there is nothing. The first crawl after a start always goes: it
        takes in new outlets."""
        house = self._house
        match step:
            case "crawl":
                first, self._crawled = not self._crawled, True
                return _played_out(house) or not (first or _anything_due(house))
            case "extract":
                return not extract_waits(house.database)
            case "index" if not _index_stands(house):
                return False
            case "tag" | "group" | "index":
                return not house.articles.due_counts(VERSION, GROUPER, SCHEMA)[step]
            case "send":
                return not Outbox(house.database).due(house.clock.now())
            case _:
                return False


def steps_by(run: Mapping[str, Callable[[str], Outcome]], looking: Looking) -> list[Step]:
    """The steps in order. run: by name, has the step of that name done."""

    return [
        Step(
            name, partial(run[name], name), EVERY[name], LANE_OF.get(name, WORK), THEN.get(name, ()),
            "crawl" if name in AFTER_COLLECTING else "", partial(looking.idle, name),
        )
        for name in ROUND
    ]  # fmt: skip


def _index_stands(house: House) -> bool:
    """Whether the index is there, in this release's form, with nothing in it that is to go."""
    if ledger.withdrawn(house.database):
        return False
    try:
        return house.bare_index.info().documents > 0 or not house.articles.counts()
    except LantoaError:
        return False


def _anything_due(house: House) -> bool:
    now = house.clock.now()
    due = Frontier(house.database).only(house.sources).next_due(now)
    return due is not None and due <= now


def _played_out(house: House) -> bool:
    """Whether the demonstration's press has nothing more to play."""
    return house.content == "demo" and house.clock.now() >= demo_end()
