"""What one crawl is told, and what it tells back. Goes to the child process as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from crawlers.members import Compression

Role = Literal["feed", "sitemap", "section", "home", "article"]

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
    completeness); revisits: offsets from the first capture of an article. adaptive: a channel
    that brings more, or less, is read more, or less, often (pacing.py), never sooner than
    `soonest` and, but for a rarer stated rhythm, no later than `latest`; closer: outlets whose
    channels are looked at at least so often now (during a congress).
    """

    feed: timedelta = timedelta(minutes=30)
    sitemap: timedelta = timedelta(minutes=30)
    page: timedelta = timedelta(minutes=30)
    side: timedelta = timedelta(hours=3)
    revisits: tuple[timedelta, ...] = REVISITS
    adaptive: bool = True
    soonest: timedelta = timedelta(minutes=15)
    latest: timedelta = timedelta(hours=6)
    closer: Mapping[str, timedelta] = field(default_factory=dict)

    def no_sooner(self, floor: timedelta) -> Rhythm:
        """The same, with no look at a page sooner than `floor` after the one before."""
        revisits: list[timedelta] = []
        for offset in self.revisits:
            if offset - (revisits[-1] if revisits else timedelta(0)) >= floor:
                revisits.append(offset)
        return replace(
            self,
            feed=max(self.feed, floor),
            sitemap=max(self.sitemap, floor),
            page=max(self.page, floor),
            side=max(self.side, floor),
            revisits=tuple(revisits),
            soonest=max(self.soonest, floor),
            latest=max(self.latest, floor),
        )


@dataclass(frozen=True, slots=True)
class CrawlPlan:
    """One run.

    archive: folder; compression: of its new files; sources: files, later ones over earlier
    ones; clock: "" for the system's,
    else "module:Class" called with `clock_file`; hosts: host -> (address, port) for the hosts
    that are not looked up (the demonstration's, the tests'): the only ones that may stand on a
    private address, and asked at the pace `near_delay`; delay: pause between two requests to
    one host elsewhere; until: a skipping clock is not moved past it; max_pages: stop after so
    many requests; host_budget: requests to one host on a local day; depth: how many pages of one
    list are followed; reach: how far back sitemaps and lists are taken, since: from which instant
    instead, every channel being read anew for it; only: ids of the sources that are crawled,
    also where they are off (none: all that are enabled); look: articles are noted and not
    fetched; ask: origins, nothing but their robots.txt is asked; contact: who we are, told to
    every outlet; timeout: of one request; max_size: bytes of a body, unpacked; log, log_level:
    a file (none: not written) and what goes there.
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
    host_budget: int = 5000
    max_size: int = 10 * 1024 * 1024
    depth: int = 30
    reach: timedelta = timedelta(days=90)
    since: datetime | None = None
    only: tuple[str, ...] = ()
    look: bool = False
    ask: tuple[str, ...] = ()
    contact: str = ""
    compression: Compression = "gzip"
    log: Path | None = None
    log_level: str = "WARNING"

    def to_json(self) -> str:
        """One line."""
        return json.dumps({each.name: _plain(getattr(self, each.name)) for each in fields(self)})

    @classmethod
    def from_json(cls, text: str) -> CrawlPlan:
        """The inverse of `to_json`. Raises KeyError or TypeError on another shape."""
        given: dict[str, Any] = json.loads(text)
        return cls(
            archive=Path(given.pop("archive")),
            sources=tuple(Path(each) for each in given.pop("sources")),
            only=tuple(given.pop("only")),
            ask=tuple(given.pop("ask")),
            clock_file=_path(given.pop("clock_file")),
            log=_path(given.pop("log")),
            hosts={host: (address, port) for host, (address, port) in given.pop("hosts").items()},
            rhythm=_rhythm(given.pop("rhythm")),
            until=_instant(given.pop("until")),
            since=_instant(given.pop("since")),
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
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return value


def _rhythm(given: dict[str, Any]) -> Rhythm:
    revisits = tuple(timedelta(seconds=each) for each in given.pop("revisits"))
    closer = {source: timedelta(seconds=each) for source, each in given.pop("closer").items()}
    adaptive = given.pop("adaptive")
    spans = {name: timedelta(seconds=value) for name, value in given.items()}
    return Rhythm(**spans, revisits=revisits, adaptive=adaptive, closer=closer)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None
