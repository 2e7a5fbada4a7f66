"""The steps: each asks the store what is due, does one thing, writes it back; each can run alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from campaigns.campaign import Campaign
from campaigns.operating.close_watch import close_watch
from crawlers.crawl import run_crawl
from crawlers.health_rows import count_readings
from crawlers.plan import CrawlPlan, Rhythm
from crawlers.redesigns import HELD
from crawlers.step import extract_due, put_aside
from lantoa.article import ZONE
from lantoa.cli.bars import bar
from lantoa.cli.house import House, clock_file, demo_end
from lantoa.cli.press import playing_press
from lantoa.errors import Later, Misuse
from lantoa.pool import open_pool
from lantoa.words import word
from nlp.group import group_due
from nlp.step import model_in_force, tag_due
from search_api.fill import fill

DEMO_RHYTHM = Rhythm(
    feed=timedelta(hours=6),
    sitemap=timedelta(hours=12),
    page=timedelta(hours=6),
    side=timedelta(hours=24),
    revisits=(timedelta(hours=12), timedelta(days=1), timedelta(days=3), timedelta(days=7)),
    adaptive=False,
)
"""The demonstration's 45 days pass in about a minute: fewer looks, the same decisions."""
DEMO_REACH = timedelta(days=200)
"""Back to the first thin preparation, before the demonstration's own beginning."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a step did: counts by name for the last line and --json; failed: what was put aside."""

    step: str
    counts: Mapping[str, int]
    failed: tuple[str, ...] = field(default=())
    address: str = ""


def crawl(house: House, quiet: bool = False, since: datetime | None = None) -> Done:
    """Fetch everything due; the demonstration's press plays meanwhile. since: read every
    channel back to that instant, not only to the usual horizon."""
    with bar(word("cli.step.crawl"), quiet) as progress, crawl_plan(house) as plan:
        outcome = run_crawl(replace(plan, since=since), progress)
    counts = {
        "requests": outcome.requests,
        "stored": outcome.stored,
        "unchanged": outcome.unchanged,
        **{f"requests.{fate}": count for fate, count in sorted(outcome.fates.items())},
    }
    return Done("crawl", counts)


def horizon(day: str, now: datetime) -> datetime:
    """The beginning of a local day that lies behind us, from which on outlets are read.

    Raises Misuse for what is no such day.
    """
    try:
        since = datetime.combine(date.fromisoformat(day), time(), ZONE)
    except ValueError:
        raise Misuse(word("collect.no_day", value=day)) from None
    if since > now:
        raise Misuse(word("collect.future", value=day))
    return since


def extract(house: House, quiet: bool = False) -> Done:
    """Read what was archived and not read at this version."""
    settings = house.settings
    with (
        bar(word("cli.step.extract"), quiet) as progress,
        house.archive() as archive,
        open_pool(settings.pool, settings.workers) as pool,
    ):
        now, before = house.clock.now(), {one.ref for one in put_aside(house.database)}
        outcome = extract_due(house.database, archive, house.articles, house.sources, pool, progress, now)
    count_readings(house.database, now.astimezone(ZONE).date())
    listed = [one for one in put_aside(house.database) if outcome.failed or one.ref not in before]
    failed = tuple(one.error if one.error.startswith(one.url) else f"{one.url}: {one.error}" for one in listed)
    counts = {"done": outcome.done, "failed": outcome.failed, "waiting": outcome.waiting}
    held = outcome.by_fate.get(HELD, 0)
    return Done("extract", counts | ({"held": held} if held else {}), failed)


def tag(house: House, quiet: bool = False, model: Path | None = None) -> Done:
    """Tag what was not tagged at this version. model: the file of another than the shipped one.
    Raises Misuse for what is no model."""
    settings = house.settings
    model_in_force(model)
    with bar(word("cli.step.tag"), quiet) as progress, open_pool(settings.pool, settings.workers) as pool:
        outcome = tag_due(house.articles, house.outlets, pool, progress, model=model)
    return Done("tag", {"done": outcome.done}, tuple(f"{url}: {why}" for url, why in outcome.failed))


def group(house: House, quiet: bool = False) -> Done:
    """Group what was not grouped."""
    with bar(word("cli.step.group"), quiet) as progress:
        return Done("group", {"done": group_due(house.database, house.articles, progress)})


def index(house: House, quiet: bool = False) -> Done:
    """Put into the index what is grouped and not there; after an upgrade all of it, into a new one."""
    with bar(word("cli.step.index"), quiet) as progress:
        return Done("index", {"done": fill(house.articles, house.outlets.all(), house.bare_index, progress)})


AFTER_CRAWL = (extract, tag, group, index)
"""What follows a crawl or an import, in order."""


def derive(house: House, quiet: bool = False) -> list[Done]:
    """Every step after the archive. Where one must wait (an index that does not answer), what
    was done before it stands and the result names why."""
    done: list[Done] = []
    for step in AFTER_CRAWL:
        try:
            done.append(step(house, quiet))
        except Later as error:
            return [*done, Done(step.__name__, {"done": 0}, (str(error),))]
    return done


def closer_outlets(house: House) -> Mapping[str, timedelta]:
    """Outlets of campaigns whose congress is near, and how often they are looked at, at least."""

    def outlets_of(campaign: Campaign) -> tuple[str, ...]:
        panel = house.outlets.panel(campaign.panel, campaign.panel_version) if campaign.panel else None
        return panel.sources if panel else tuple(one.id for one in house.sources.enabled())

    return close_watch(house.campaigns.all(), house.clock.now().astimezone(ZONE).date(), outlets_of)


@contextmanager
def crawl_plan(house: House) -> Iterator[CrawlPlan]:
    """What a crawl of this folder is told; the demonstration's press plays meanwhile.

    Raises Misuse where an outlet could not know who asks.
    """
    settings = house.settings
    (settings.data / "logs").mkdir(exist_ok=True)
    plan = CrawlPlan(
        database=settings.database,
        archive=settings.archive,
        compression=settings.archive_compression,
        sources=house.source_files,
        contact=settings.contact,
        log=settings.data / "logs" / "crawl.log",
        log_level=settings.log_level,
        rhythm=replace(Rhythm().no_sooner(settings.revisit_floor), closer=closer_outlets(house)),
    )
    if house.content == "live":
        if not settings.contact:
            raise Misuse(word("cli.no_contact"))
        yield plan
        return
    with playing_press(house) as hosts:
        yield replace(
            plan,
            clock="lantoa.demo.clock:DemoClock",
            clock_file=clock_file(settings),
            hosts=hosts,
            rhythm=DEMO_RHYTHM,
            reach=DEMO_REACH,
            until=demo_end(),
        )
