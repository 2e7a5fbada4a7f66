"""lantoa export: every article, or those that a search finds, into one file."""

from __future__ import annotations

import json as json_lines
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated, get_args

import typer

from crawlers.archive import addresses_as_given
from lantoa.cli.bars import bar
from lantoa.cli.house import House, open_house
from lantoa.cli.output import print_json
from lantoa.cli.searched import search_services
from lantoa.errors import Misuse
from lantoa.settings import load_settings
from lantoa.words import word
from search_api.article_object import article_object
from search_api.asked import Asked
from search_api.exporting import Format, Part, found_ids, parts

FORMATS: tuple[Format, ...] = get_args(Format)


def export(
    out: Annotated[Path, typer.Argument(metavar=word("cli.metavar.file"), help=word("cli.help.export_out"))],
    query: Annotated[
        str | None, typer.Option(metavar=word("export.command.query"), help=word("export.command.query_help"))
    ] = None,
    form: Annotated[
        str, typer.Option("--format", metavar="csv|xlsx|jsonl", help=word("export.command.format_help"))
    ] = "",
    json: Annotated[bool, typer.Option("--json", help=word("cli.help.json"))] = False,
) -> None:
    """Whole or not at all."""
    chosen = _format(form, out)
    if query is None and chosen != "jsonl":
        raise Misuse(word("export.command.needs_query", format=chosen))
    with open_house(load_settings()) as opened:
        if query is None:
            total, made = sum(opened.articles.counts().values()), _everything(opened)
        else:
            total, made = _found(opened, query, chosen)
        count = _write(out, total, made, json)
    if json:
        print_json({"file": str(out), "articles": count})
    else:
        print(word("cli.exported", count=count, file=out))


def export_objects(house: House) -> Iterator[dict[str, object]]:
    """One object an article: lists and unknown pages too, with their kind.

    given_url: the address as it was asked for or handed to us; origin: how it came.
    """
    outlets = house.outlets.all()
    phases = house.phaser()
    given = addresses_as_given(house.database)
    for stored in house.articles.everything():
        found = article_object(stored, phases(stored), outlets.get(stored.source))
        yield {**found, "given_url": given.get(stored.ref, stored.article.url), "origin": str(stored.origin)}


def _format(typed: str, out: Path) -> Format:
    """As typed, else by the name of the file, else JSON lines."""
    if typed and typed not in FORMATS:
        raise Misuse(word("export.command.format_unknown", value=typed, allowed=", ".join(FORMATS)))
    wanted = typed or out.suffix.lower().removeprefix(".")
    return next((one for one in FORMATS if one == wanted), "jsonl")


def _everything(house: House) -> Iterator[Part]:
    return (Part((json_lines.dumps(one, ensure_ascii=False) + "\n").encode(), 1) for one in export_objects(house))


def _found(house: House, query: str, form: Format) -> tuple[int, Iterator[Part]]:
    """How many articles the search finds, and their file."""
    ours = search_services(house)
    ids = found_ids(ours, Asked(q=query))
    return len(ids), parts(ours, ids, form)


def _write(out: Path, total: int, made: Iterable[Part], quiet: bool) -> int:
    """The file, in place of what stood there once it is whole; the number of articles."""
    partial = out.with_name(out.name + ".part")
    count = 0
    try:
        with bar(word("cli.step.export"), quiet) as progress, partial.open("wb") as file:
            progress.total(total)
            for part in made:
                file.write(part.data)
                progress.advance(part.articles)
                count += part.articles
        partial.replace(out)
    except OSError as error:
        raise Misuse(word("cli.unwritable", file=out, why=error.strerror)) from None
    finally:
        with suppress(OSError):
            partial.unlink()
    return count
