"""Our own way from the line to the database, as `bench crawl` measures it:
`python -m lantoa.bench.stack`, its job as JSON on stdin.

{"folder", "pages", "templates", "copies", "port"} -> {"stored", "articles", "peak"}. The crawl runs
in its own child, the extract step in a pool of one process, as the commands do it.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterable
from contextlib import closing
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawlers.archive import Archive
from crawlers.crawl import run_crawl
from crawlers.extract import Hints, Template
from crawlers.plan import CrawlPlan
from crawlers.sources import load_sources, register
from crawlers.step import extract_due
from lantoa.articles import ArticleStore
from lantoa.bench.site import stands
from lantoa.clock import SystemClock
from lantoa.database import open_database
from lantoa.migrations import migrate
from lantoa.outlets import OutletStore
from lantoa.pool import open_pool
from lantoa.progress import Silent


def main() -> None:
    """Crawl and extract everything the site has."""
    job = json.loads(sys.stdin.readline())
    folder = Path(job["folder"])
    served = stands(Path(job["pages"]) if job["pages"] else None, job["templates"])
    hosts = dict.fromkeys({each.host for each in served}, ("127.0.0.1", job["port"]))
    file = folder / "sources.toml"
    file.write_text(stanzas({(each.host, each.hints) for each in served}), encoding="utf-8")
    url = f"sqlite:///{folder / 'lantoa.db'}"
    with closing(open_database(url)) as database:
        migrate(database)
        sources = load_sources([file])
        register(sources, OutletStore(database), datetime.now(UTC))
        plan = CrawlPlan(
            url, folder / "archive", (file,), hosts=hosts, host_budget=10 * job["copies"], reach=timedelta(days=36_500)
        )
        crawled = run_crawl(plan)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        articles, clock = ArticleStore(database), SystemClock()
        with Archive(plan.archive, database, clock) as archive, open_pool("processes", 1) as pool:
            extract_due(database, archive, articles, sources, pool, Silent(), clock.now())
        print(json.dumps({"stored": crawled.stored, "articles": sum(articles.counts().values()), "peak": peak}))


def stanzas(hosts: Iterable[tuple[str, Hints]]) -> str:
    """A sources file with one outlet a host."""
    lines = []
    for host, hints in sorted(hosts, key=lambda each: each[0]):
        name = host.partition(".")[0]
        lines += [
            f"[source.{name}]", f'name = {_text(hints.publisher or host)}', f'home = "http://{host}/"',
            'kind = "local_press"', 'level = "province"', f'feeds = ["http://{host}/feed.xml"]',
            f'date_order = "{hints.date_order}"',
        ]  # fmt: skip
        if hints.template:
            lines += [f"[[source.{name}.template]]", *_template(hints.template)]
    return "\n".join(lines) + "\n"


def _template(template: Template) -> list[str]:
    """Its lines; the day it holds from is left out: every copy is fetched today."""
    stated = {one.name: getattr(template, one.name) for one in fields(template) if one.name != "since"}
    return [
        f"{name} = {_text(value) if isinstance(value, str) else '[' + ', '.join(map(_text, value)) + ']'}"
        for name, value in stated.items()
        if value
    ]


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    main()
