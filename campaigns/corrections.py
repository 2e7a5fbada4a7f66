"""What analysts corrected in the membership of campaigns, from the log of corrections."""

from __future__ import annotations

from types import MappingProxyType

from campaigns.overlay import Overlay
from lantoa.correction_rows import in_force, read_log
from lantoa.database import Database


class Corrections:
    """The log of corrections as campaigns see it. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def overlay(self, campaign_id: str) -> Overlay:
        """Who was excluded and included by hand, as it stands now."""
        with self.database.read() as connection:
            standing = in_force(read_log(connection, campaign=campaign_id, scopes=("membership",)))
        return Overlay(
            frozenset(one.article for one in standing.values() if one.action == "exclude"),
            MappingProxyType({one.article: one.congress for one in standing.values() if one.action == "include"}),
        )
