"""lantoa archive: the archive as evidence."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from crawlers.export_warc import INDEX, Exported, Wanted, export_captures
from crawlers.manifest import LeftOpen, Sealed, seal_before
from crawlers.verify import Extent, Problem, extent, verify
from lantoa.article import ZONE
from lantoa.cli.bars import bar, remark
from lantoa.cli.house import House, open_house
from lantoa.cli.output import Exit, print_json
from lantoa.cli.usage import Commands
from lantoa.errors import Later, Misuse
from lantoa.settings import load_settings
from lantoa.words import word

app = Commands()
Json = Annotated[bool, typer.Option("--json", help=word("cli.help.json"))]
_DAY = word("cli.metavar.day")


@app.command("verify", help=word("cli.help.archive_verify"))
def verify_(
    day: Annotated[str, typer.Option(metavar=_DAY, help=word("cli.help.archive_day"))] = "",
    json: Json = False,
) -> None:
    only = _day(day)
    with open_house(load_settings()) as house, house.archive() as archive:
        held = extent(house.database, only)
        if only is not None and not (held.files or held.manifests):
            raise Misuse(word("archive.no_day", day=day))
        problems: list[Problem] = []
        with bar(word("cli.step.verify"), json) as progress:
            for problem in verify(archive, only, progress):
                problems.append(problem)
                if not json:
                    print(word("archive.problem", ref=problem.ref, why=problem.why))
    _tell(held, problems, json)
    raise typer.Exit(Exit.FAILED if problems else Exit.DONE)


@app.command(help=word("cli.help.archive_seal"))
def seal(
    today: Annotated[bool, typer.Option("--today", help=word("cli.help.archive_today"))] = False,
    json: Json = False,
) -> None:
    with open_house(load_settings()) as house:
        now = house.clock.now()
        before = now.astimezone(ZONE).date() + timedelta(days=1 if today else 0)
        house.settings.archive.mkdir(parents=True, exist_ok=True)
        try:
            done = seal_before(before, house.settings.archive, house.database, now)
        except OSError as error:
            raise Later(
                word("archive.unwritable", file=house.settings.archive, why=error.strerror)
            ) from None
    sealed = [one for one in done if isinstance(one, Sealed)]
    left = [one for one in done if isinstance(one, LeftOpen)]
    if json:
        print_json({"sealed": [asdict(one) for one in sealed], "left_open": [asdict(one) for one in left]})
    else:
        for one in sealed:
            print(word("archive.sealed", name=one.name, files=one.files, records=one.records, sha256=one.sha256))
        if not done:
            print(word("archive.nothing_to_seal"))
    for open_ in left:
        remark(word("archive.left_open", day=open_.day, file=open_.file, why=open_.why))
    raise typer.Exit(Exit.PARTLY if left else Exit.DONE)


@app.command(help=word("cli.help.archive_export"))
def export(
    out: Annotated[Path, typer.Argument(metavar=word("cli.metavar.file"), help=word("cli.help.export_out"))],
    campaign: Annotated[str, typer.Option(metavar=word("cli.metavar.campaign"), help=word("cli.help.archive_campaign"))],
    start: Annotated[str, typer.Option("--from", metavar=_DAY, help=word("cli.help.archive_from"))] = "",
    end: Annotated[str, typer.Option("--to", metavar=_DAY, help=word("cli.help.archive_to"))] = "",
    json: Json = False,
) -> None:
    span = _day(start), _day(end)
    if span[0] is not None and span[1] is not None and span[0] > span[1]:
        raise Misuse(word("archive.bad_span", start=start, end=end))
    with open_house(load_settings()) as house:
        done = _export(house, campaign, span, out, json)
    if json:
        print_json({"file": str(out), "index": f"{out}{INDEX}", "records": done.records, "articles": done.articles, "failed_items": list(done.failed)})  # fmt: skip
    else:
        print(word("archive.exported", records=done.records, articles=done.articles, file=out, index=f"{out}{INDEX}"))
    for line in done.failed:
        remark(word("cli.put_aside", what=line))
    raise typer.Exit(Exit.PARTLY if done.failed else Exit.DONE)


def _export(house: House, campaign: str, span: tuple[date | None, date | None], out: Path, quiet: bool) -> Exported:
    """The captures of the campaign's articles published in the span; a span leaves out undated ones."""
    found = house.campaigns.get(campaign)
    title = word("archive.export_title", name=found.name)
    members = house.articles.many(house.desk.measured(found).totals.id.tolist())
    if span != (None, None):
        first, last = span[0] or date.min, span[1] or date.max
        title = word("archive.export_days", title=title, start=span[0] or "", end=span[1] or "")
        members = [one for one in members if (day := one.article.published.day) and first <= day <= last]
    if not members:
        raise Misuse(word("archive.export_no_article", title=title))
    wanted = [Wanted(one.id, one.article.url, one.ref) for one in members]
    with bar(word("cli.step.archive_export"), quiet) as progress:
        settings = house.settings
        return export_captures(
            settings.archive, house.database, wanted, out, title, settings.contact, house.clock.now(), progress
        )


def _tell(held: Extent, problems: list[Problem], as_json: bool) -> None:
    if as_json:
        shown = [asdict(one) for one in problems]
        print_json({**asdict(held), "last": list(held.last) if held.last else None, "problems": shown})
        return
    print(word("archive.verified", records=held.records, files=held.files, manifests=held.manifests, problems=len(problems)))
    if held.unsealed:
        print(word("archive.unsealed", count=len(held.unsealed)))
    if held.last:
        print(word("archive.last_manifest", name=held.last[0], sha256=held.last[1]))


def _day(text: str) -> date | None:
    """A day as written on the command line; None when none was."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Misuse(word("archive.bad_day", value=text)) from None
