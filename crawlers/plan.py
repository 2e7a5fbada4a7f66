"""What one crawl is told, and what it tells back. Goes to the child process as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

Role = Literal["feed", "sitemap", "section", "home", "article"]
ROLES: tuple[Role, ...] = ("feed", "sitemap", "section", "home", "article")

REVISITS = (
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=12),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
    timedelta(days=30),
)
"""When an article is looked at again, counted from its first capture."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often to look.

    feed, sitemap: these channels; page: home and section pages of an outlet that has
    nothing else, side: those of an outlet with feed or sitemap (a second channel, for
    completeness); revisits: offsets from the first capture of an article.
    """

    feed: timedelta = timedelta(minutes=30)
    sitemap: timedelta = timedelta(minutes=30)
    page: timedelta = timedelta(minutes=30)
    side: timedelta = timedelta(hours=3)
    revisits: tuple[timedelta, ...] = REVISITS

    def no_sooner(self, floor: timedelta) -> Rhythm:
        """The same, with no look at a page sooner than `floor` after the one before."""
        revisits: list[timedelta] = []
        for offset in self.revisits:
            if offset - (revisits[-1] if revisits else timedelta(0)) >= floor:
                revisits.append(offset)
        return Rhythm(
            feed=max(self.feed, floor),
            sitemap=max(self.sitemap, floor),
            page=max(self.page, floor),
            side=max(self.side, floor),
            revisits=tuple(revisits),
        )


@dataclass(frozen=True, slots=True)
class CrawlPlan:
    """One run.

    archive: folder; sources: files, later ones over earlier ones; clock: "" for the system's,
    else "module:Class" called with `clock_file`; hosts: host -> (address, port) for the hosts
    that are not looked up (the demonstration's, the tests'): the only ones that may stand on a
    private address, and asked at the pace `near_delay`; delay: pause between two requests to
    one host elsewhere; until: a skipping clock is not moved past it; max_pages: stop after so
    many requests; depth: how many pages of one list are followed; reach: how far back a sitemap
    is taken; contact: who we are, told to every outlet; timeout: of one request; max_size:
    bytes of a body, unpacked; log, log_level: a file (none: not written) and what goes there.
    """

    database: str
    archive: Path
    sources: tuple[Path, ...]
    clock: str = ""
    clock_file: Path | None = None
    hosts: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    rhythm: Rhythm = Rhythm()
    delay: timedelta = timedelta(seconds=3)
    near_delay: timedelta = timedelta(0)
    timeout: timedelta = timedelta(seconds=30)
    until: datetime | None = None
    max_pages: int = 0
    max_size: int = 10 * 1024 * 1024
    depth: int = 30
    reach: timedelta = timedelta(days=90)
    contact: str = ""
    log: Path | None = None
    log_level: str = "WARNING"

    def to_json(self) -> str:
        """One line."""
        return json.dumps({each.name: _plain(getattr(self, each.name)) for each in fields(self)})

    @classmethod
    def from_json(cls, text: str) -> CrawlPlan:
        """The inverse of `to_json`. Raises KeyError or TypeError on another shape."""
        given: dict[str, Any] = json.loads(text)
        rhythm: dict[str, Any] = given.pop("rhythm")
        revisits = tuple(timedelta(seconds=each) for each in rhythm.pop("revisits"))
        return cls(
            archive=Path(given.pop("archive")),
            sources=tuple(Path(each) for each in given.pop("sources")),
            clock_file=_path(given.pop("clock_file")),
            log=_path(given.pop("log")),
            hosts={host: (address, port) for host, (address, port) in given.pop("hosts").items()},
            rhythm=Rhythm(
                **{name: timedelta(seconds=value) for name, value in rhythm.items()}, revisits=revisits
            ),
            until=datetime.fromisoformat(until) if (until := given.pop("until")) else None,
            delay=timedelta(seconds=given.pop("delay")),
            near_delay=timedelta(seconds=given.pop("near_delay")),
            timeout=timedelta(seconds=given.pop("timeout")),
            reach=timedelta(seconds=given.pop("reach")),
            **given,
        )


@dataclass(frozen=True, slots=True)
class CrawlOutcome:
    """What a run did. requests: sent to outlets, robots.txt not counted; stored: pages newly
    archived; unchanged: asked again and found the same; fates: other endings by word, each
    request counted once; complete: nothing that was due is left."""

    requests: int
    stored: int
    unchanged: int
    channels: int
    fates: Mapping[str, int]
    complete: bool
    seconds: float

    @property
    def failed(self) -> int:
        """Requests that ended in trouble of the outlet or the line."""
        return sum(self.fates.values())


def _plain(value: Any) -> Any:
    if isinstance(value, Rhythm):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value.resolve())
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return dict(value) if isinstance(value, Mapping) else value


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None
