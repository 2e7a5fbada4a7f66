"""lantoa sources try: a source on trial, and its pages saved as a test."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from crawlers.attempt import ARTICLES, Attempt, TriedArticle, attempt
from crawlers.extract.show import article_json
from crawlers.fates import GOOD, Fate
from crawlers.moved import moved_line
from crawlers.plan import CrawlPlan
from crawlers.sources import Source
from lantoa.article import Article, Moment
from lantoa.cli.bars import bar
from lantoa.cli.house import House
from lantoa.cli.output import Exit, print_json
from lantoa.cli.steps import crawl_plan
from lantoa.errors import Misuse
from lantoa.web.formats import day, moment, number
from lantoa.words import catalogue, word

ENDS = 12
"""Words shown of a text's beginning and end."""


def try_source(house: House, name: str, out: Path | None, as_json: bool) -> Exit:
    """Look at one source and tell what came of it; PARTLY when something was wrong.

    Raises Misuse for an unknown source and for files that stand already.
    """
    source = house.sources.get(name)
    files = _free(out, name)
    with (
        tempfile.TemporaryDirectory() as folder,
        crawl_plan(house) as plan,
        bar(word("sources.try.bar", name=source.outlet.name), as_json) as progress,
    ):
        plan = _apart(plan, Path(folder))
        tried = attempt(plan, house.sources, name, Path(folder) / "try", house.clock.now(), progress)
    wrong = list(_wrong(house, source, tried))
    written = [str(file) for one, file in zip(tried.articles, files, strict=False) if _save(source, one, file)]
    if as_json:
        print_json(_object(source, tried, wrong, written))
    else:
        print("\n".join(_lines(source, tried, wrong, written)))
    return Exit.PARTLY if wrong else Exit.DONE


def _free(out: Path | None, name: str) -> list[Path]:
    """Where the pages are saved, without their suffix. What a person put right is not written over."""
    if out is None:
        return []
    files = [out / f"{name}-{number_of}" for number_of in range(1, ARTICLES + 1)]
    for file in files:
        for kind in (".html", ".json"):
            if (taken := file.with_name(file.name + kind)).exists():
                raise Misuse(word("sources.try.exists", file=taken))
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Misuse(word("cli.unwritable", file=out, why=error.strerror)) from None
    return files


def _apart(plan: CrawlPlan, folder: Path) -> CrawlPlan:
    """The demonstration's clock is not moved by a trial: it gets a copy."""
    if plan.clock_file is None:
        return plan
    return replace(plan, clock_file=Path(shutil.copy(plan.clock_file, folder / "clock")))


def _wrong(house: House, source: Source, tried: Attempt) -> Iterator[str]:
    """What a person has to look at."""
    if tried.moved:
        yield moved_line(source, tried.moved, house.sources)
        return
    for channel in tried.channels:
        if channel.fate not in GOOD:
            yield f"{channel.url}: {_fate(channel.fate, channel.note)}"
        elif not channel.shown and channel.role in ("feed", "sitemap"):
            yield word("sources.try.shows_nothing", url=channel.url)
    if not tried.noted:
        yield word("sources.try.no_article")
    for one in tried.articles:
        if one.article is None:
            yield f"{one.url}: {_fate(one.fate, one.note)}"
        else:
            yield from _doubts(one.url, one.article)


def _doubts(url: str, article: Article) -> Iterator[str]:
    if article.kind in ("list", "unknown"):
        yield word("sources.try.no_text", url=url)
        return
    missing = [name for name in ("title", "sapo") if not getattr(article, name)]
    missing += [] if article.published.day else ["published"]
    if "template_misfit" in article.flags:
        yield word("sources.try.misfit", url=url)
    for name in missing:
        yield word(f"sources.try.no_{name}", url=url)


def _save(source: Source, one: TriedArticle, file: Path) -> bool:
    """The page as it came, and what was read from it, in the layout of tests/pages."""
    if one.page is None or one.article is None:
        return False
    expected = {
        "url": one.page.url,
        "source": source.id,
        "fetched_at": one.page.fetched_at.isoformat(),
        "content_type": one.page.header("content-type"),
        "article": {key: value for key, value in article_json(one.article).items() if key != "confidence"},
    }
    try:
        file.with_name(file.name + ".html").write_bytes(one.page.body)
        text = json.dumps(expected, ensure_ascii=False, indent=1) + "\n"
        file.with_name(file.name + ".json").write_text(text, encoding="utf-8")
    except OSError as error:
        raise Misuse(word("cli.unwritable", file=file, why=error.strerror)) from None
    return True


def _object(source: Source, tried: Attempt, wrong: list[str], written: list[str]) -> dict[str, object]:
    return {
        "source": source.id,
        "enabled": source.enabled,
        "noted": tried.noted,
        "moved": tried.moved,
        "channels": [
            {"url": one.url, "role": one.role, "fate": one.fate, "note": one.note, "shown": one.shown}
            for one in tried.channels
        ],
        "articles": [
            {
                "url": one.url, "fate": one.fate, "note": one.note, "way": one.way,
                "article": article_json(one.article) if one.article else None,
            }
            for one in tried.articles
        ],
        "wrong": wrong,
        "written": written,
    }  # fmt: skip


def _lines(source: Source, tried: Attempt, wrong: Iterable[str], written: Iterable[str]) -> Iterator[str]:
    yield f"{source.outlet.name} ({source.id}): {source.home}"
    for one in tried.channels:
        shown = ", " + word("sources.try.shown", count=number(one.shown)) if one.fate in GOOD else ""
        yield f"  {word(f'sources.try.role_{one.role}')} {one.url}: {_fate(one.fate, one.note)}{shown}"
    for nth, tried_article in enumerate(tried.articles, 1):
        yield ""
        yield f"{nth}. {tried_article.url}"
        if tried_article.article is not None and tried_article.way is not None:
            yield from _article_lines(tried_article.article, tried_article.way)
    yield ""
    yield from (word("sources.try.wrong", what=line) for line in wrong)
    if not wrong:
        yield word("sources.try.well")
    yield from (word("sources.try.written", file=file) for file in written)


def _article_lines(article: Article, way: str) -> Iterator[str]:
    dash = word("web.dash")
    words = article.text.split()
    shown = " ".join(words) if len(words) <= 2 * ENDS else f"{' '.join(words[:ENDS])} … {' '.join(words[-ENDS:])}"
    values = {
        "title": article.title,
        "published": _day(article.published),
        "authors": ", ".join(article.authors),
        "credit": article.credit,
        "sapo": article.sapo,
        "text": shown,
        "words": number(len(words)),
        "kind": word(f"sources.try.kind_{article.kind}"),
        "way": word(f"sources.try.way_{way}"),
        "flags": ", ".join(_flag(each) for each in article.flags),
    }
    for name, value in values.items():
        yield f"   {word(f'sources.try.{name}')}: {value or dash}"


def _flag(flag: str) -> str:
    """In words; a new one that has none as it is."""
    key = f"sources.try.flag_{flag}"
    return word(key) if key in catalogue() else flag


def _day(published: Moment) -> str:
    if published.day is None:
        return word("web.undated")
    shown = moment(published.at) if published.at else day(published.day)
    return f"{shown} ({word(f'sources.try.from_{published.provenance}')})"


def _fate(fate: str, note: str) -> str:
    """In words; with the note where it says more than they do."""
    told = word(f"sources.fate.{fate}")
    return f"{told} ({note})" if note and fate not in _SAID else told


_SAID = GOOD | {Fate.DNS, Fate.TIMEOUT, Fate.REFUSED, Fate.ROBOTS}
