"""What follows when an article was corrected for the whole house, and correcting over a house."""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor

from campaigns.correcting.acts import Correcting
from campaigns.correcting.review import Review
from campaigns.membership import membership_object
from campaigns.operating.instance import heartbeat
from lantoa.cli.house import House
from lantoa.clock import SystemClock
from lantoa.errors import Later
from lantoa.progress import Silent
from nlp.close_calls import read_close_calls
from nlp.group import GROUPER, group_due
from nlp.step import tag_due
from nlp.tag import VERSION
from search_api.fill import fill
from search_api.index import SCHEMA
from search_api.services import AdmissionsOf

AT_ONCE = 300
"""So many articles are tagged, grouped and indexed while somebody waits; more are left to the steps."""
LOG = logging.getLogger(__name__)
_TURN = threading.Lock()


def correcting(house: House) -> Correcting:
    """Correcting over this house."""

    def close_calls(ids: Collection[int]) -> Mapping[int, tuple[int, float]]:
        found = read_close_calls(house.database, ids)
        return {one: (call.other, call.likeness) for one, call in found.items()}

    return Correcting(house.desk, Review(house.desk, close_calls), lambda: settle(house))


def admissions(corrects: Correcting) -> AdmissionsOf:
    """Of an article, for its page: the campaigns it is in or was taken out of, and why."""
    return lambda stored: [
        {"name": one.campaign.name, **membership_object(one)} for one in corrects.memberships(stored)
    ]


def settle(house: House) -> int:
    """Tag, group and index what is due, here and now; how many articles are left to the steps
    instead: all, while `lantoa up` does them, or when they are more than a few hundred."""
    running = heartbeat(house.database)
    now = SystemClock().now()
    with _TURN:
        waiting = sum(house.articles.due_counts(VERSION, GROUPER, SCHEMA).values())
        if waiting > AT_ONCE or (running is not None and running.stopped is None and not running.late(now)):
            return waiting
        try:
            with ThreadPoolExecutor(1) as pool:
                tag_due(house.articles, house.outlets, pool, Silent())
            group_due(house.database, house.articles)
            fill(house.articles, house.outlets.all(), house.bare_index)
        except Later as error:  # what was corrected is written, and stays due
            LOG.warning("%s", error)
        return sum(house.articles.due_counts(VERSION, GROUPER, SCHEMA).values())
