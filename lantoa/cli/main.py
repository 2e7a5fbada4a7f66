"""lantoa: the command line. Options here, work in the modules beside."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import sqlalchemy as sa
import typer

from crawlers.sources import load_sources
from lantoa.cli import (
    alerts,
    archive,
    campaigns,
    comparing,
    correct,
    demo,
    exports,
    intake,
    language,
    operating,
    plan,
    reaching,
    reading,
    sources,
)
from lantoa.cli.bars import remark
from lantoa.cli.house import House, open_house, source_files
from lantoa.cli.output import Exit, print_json, tell_steps
from lantoa.cli.usage import Commands, usage_line
from lantoa.errors import LantoaError, Misuse
from lantoa.settings import load_settings
from lantoa.words import word

app = Commands(help=word("cli.help.lantoa"))
app.add_typer(sources.app, name="sources", help=word("cli.help.sources"))
app.add_typer(campaigns.app, name="campaign", help=word("cli.help.campaign"))
app.add_typer(plan.app, name="plan", help=word("plan.help.plan"))
app.add_typer(correct.app, name="correct", help=word("correct.help.group"))
app.add_typer(alerts.app, name="alerts", help=word("alerts.help.alerts"))
app.add_typer(archive.app, name="archive", help=word("cli.help.archive"))

Json = Annotated[bool, typer.Option("--json", help=word("cli.help.json"))]


@contextmanager
def house() -> Iterator[House]:
    """The house over the settings in force."""
    with open_house(load_settings()) as opened:
        yield opened


def _no_demonstration(opened: House) -> None:
    """Real articles do not enter the demonstration."""
    if opened.content == "demo":
        raise Misuse(word("workspace.demo_refused", folder=opened.settings.data))


def _step(name: str, as_json: bool) -> NoReturn:
    from lantoa.cli import steps

    with house() as opened:
        raise typer.Exit(tell_steps([getattr(steps, name)(opened, as_json)], as_json))


@app.command(help=word("cli.help.crawl"))
def crawl(
    since: Annotated[str, typer.Option(metavar=word("cli.metavar.day"), help=word("collect.help.since"))] = "",
    json: Json = False,
) -> None:
    from lantoa.cli import steps

    with house() as opened:
        horizon = steps.horizon(since, opened.clock.now()) if since else None
        raise typer.Exit(tell_steps([steps.crawl(opened, json, horizon)], json))


@app.command(help=word("cli.help.extract"))
def extract(
    html: Annotated[
        Path | None, typer.Option(metavar=word("cli.metavar.file"), help=word("cli.help.html"))
    ] = None,
    url: Annotated[str, typer.Option(metavar=word("cli.metavar.url"), help=word("cli.help.html_url"))] = "",
    json: Json = False,
) -> None:
    if html is None:
        if url:
            raise Misuse(word("cli.url_needs_html"))
        _step("extract", json)
    if not url:
        raise Misuse(word("cli.html_needs_url"))
    found = intake.extract_file(html, url, load_sources(source_files(load_settings(), "live")))
    if json:
        print_json(found)
    else:
        for name, value in found.items():
            print(f"{name}: {value}")


app.command(help=word("cli.help.tag"))(language.tag)
app.command(help=word("cli.help.segment"))(language.segment)
app.command(help=word("training.help.train"))(language.train)


@app.command(help=word("cli.help.group"))
def group(json: Json = False) -> None:
    _step("group", json)


@app.command(help=word("cli.help.index"))
def index(
    check: Annotated[bool, typer.Option("--check", help=word("cli.help.index_check"))] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help=word("cli.help.index_rebuild"))] = False,
    json: Json = False,
) -> None:
    if not (check or rebuild):
        _step("index", json)
    with house() as opened:
        raise typer.Exit(reading.index_care(opened, rebuild, json))


app.command("reach", help=word("cli.help.reach"))(reaching.reach_of)
app.command(help=word("cli.help.compare"))(comparing.compare)


@app.command(help=word("cli.help.report"))
def report(
    campaign: Annotated[
        str, typer.Argument(metavar=word("cli.metavar.campaign"), help=word("cli.help.campaign_id"))
    ],
    week: Annotated[str | None, typer.Option(metavar=word("cli.metavar.week"), help=word("cli.help.week"))] = None,
    period: Annotated[str | None, typer.Option(metavar=word("reports.cli.metavar.period"), help=word("reports.cli.help.period"))] = None,
    layout: Annotated[str, typer.Option(show_default=False, metavar=word("reports.cli.metavar.layout"), help=word("reports.cli.help.layout"))] = "party",
    format_: Annotated[list[str] | None, typer.Option("--format", metavar=word("reports.cli.metavar.format"), help=word("reports.cli.help.format"))] = None,
    out: Annotated[
        Path | None, typer.Option(metavar=word("cli.metavar.folder"), help=word("cli.help.out"))
    ] = None,
    check: Annotated[bool, typer.Option("--check", help=word("reports.cli.help.check"))] = False,
    json: Json = False,
) -> None:
    from lantoa.cli import reports

    asked = reports.wanted(campaign, week, period, layout, format_ or ())
    with house() as opened:
        if check:
            raise typer.Exit(reports.check_report(opened, asked, json))
        reports.write_report(opened, asked, out, json)


@app.command(help=word("cli.help.serve"))
def serve() -> None:
    from lantoa.cli import serving

    settings = load_settings()
    listener = serving.listen(settings)
    with listener, house() as opened:
        opened.index.ensure()  # what stands against it is said before an address is
        demo.greet(opened)
        serving.serve(opened, listener)


app.command(help=word("schedule.help.up"))(operating.up)
app.command(help=word("schedule.help.status"))(operating.status)


@app.command("demo", help=word("cli.help.demo"))
def play_demo(
    seed: Annotated[
        int | None, typer.Option(metavar=word("cli.metavar.number"), help=word("cli.help.seed"))
    ] = None,
    truth: Annotated[
        Path | None, typer.Option(metavar=word("cli.metavar.file"), help=word("cli.help.truth"))
    ] = None,
    serve: Annotated[bool, typer.Option(help=word("cli.help.demo_serve"), show_default=False)] = True,
    json: Json = False,
) -> None:
    if truth is not None:
        demo.write_season_truth(seed, truth, json)
    else:
        raise typer.Exit(demo.play(load_settings(), seed, serve, json))


@app.command("import", help=word("cli.help.import"))
def import_(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar=word("cli.metavar.paths"), help=word("cli.help.paths"))
    ] = None,
    facts: Annotated[
        Path | None, typer.Option(metavar=word("cli.metavar.file"), help=word("cli.help.facts"))
    ] = None,
    host: Annotated[
        list[str] | None, typer.Option(metavar=word("cli.metavar.host"), help=word("cli.help.import_host"))
    ] = None,
    known_hosts: Annotated[bool, typer.Option("--known-hosts", help=word("cli.help.import_known"))] = False,
    any_language: Annotated[bool, typer.Option("--any-language", help=word("cli.help.import_language"))] = False,
    json: Json = False,
) -> None:
    from lantoa.cli import steps

    if not paths and facts is None:
        raise Misuse(word("cli.nothing_to_import"))
    with house() as opened:
        _no_demonstration(opened)
        sieve = intake.sieve(opened, tuple(host or ()), known_hosts, any_language)
        taken = intake.import_paths(opened, paths or [], facts, sieve, json)
        counts = {"pages": taken.pages, **taken.left}
        if taken.left:
            remark(word("import.left_out", left=intake.left_out(taken.left)))
        done = [steps.Done("import", counts, taken.failed), *steps.derive(opened, json)]
        raise typer.Exit(tell_steps(done, json))


@app.command(help=word("cli.help.add"))
def add(
    text: Annotated[Path, typer.Option(metavar=word("cli.metavar.file"), help=word("cli.help.add_text"))],
    who: Annotated[str, typer.Option(metavar=word("cli.metavar.text"), help=word("cli.help.who"))],
    why: Annotated[str, typer.Option(metavar=word("cli.metavar.text"), help=word("cli.help.why"))],
    url: Annotated[str, typer.Option(metavar=word("cli.metavar.url"), help=word("cli.help.add_url"))] = "",
    title: Annotated[
        str, typer.Option(metavar=word("cli.metavar.text"), help=word("cli.help.add_title"))
    ] = "",
    date: Annotated[str, typer.Option(metavar=word("cli.metavar.day"), help=word("cli.help.add_date"))] = "",
    json: Json = False,
) -> None:
    from lantoa.cli import steps

    with house() as opened:
        _no_demonstration(opened)
        address = intake.add(opened, url=url, title=title, date=date, file=text, who=who, why=why)
        done = [steps.Done("import", {"pages": 1}, address=address), *steps.derive(opened, json)]
        raise typer.Exit(tell_steps(done, json))


app.command(help=word("cli.help.export"))(exports.export)


@app.command("doctor", help=word("cli.help.doctor"))
def show_doctor(json: Json = False) -> None:
    from lantoa.cli import doctor

    with house() as opened:
        raise typer.Exit(doctor.tell(doctor.examine(opened), json))


app.command("review", help=word("correct.help.review"))(correct.review)
app.command("bench", help=word("cli.help.bench"))(language.bench)


def main() -> NoReturn:
    """Run the command line; every way it can end has its exit code."""
    signal.signal(signal.SIGTERM, _interrupted)
    code = _ended()
    if code == Exit.INTERRUPTED:
        remark(word("cli.interrupted"))
    sys.exit(int(code))


def _ended() -> int:
    try:
        code = int(app(standalone_mode=False) or Exit.DONE)
        sys.stdout.flush()
        return code
    except typer.TyperException as error:
        remark(usage_line(error))
        return Exit.MISUSE
    except Misuse as error:
        remark(str(error))
        return Exit.MISUSE
    except LantoaError as error:
        remark(str(error))
        return Exit.FAILED
    except (typer.Abort, KeyboardInterrupt):
        return Exit.INTERRUPTED
    except BrokenPipeError:  # whoever read our output has left; nothing may be flushed to it at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.FAILED
    except sa.exc.OperationalError as error:
        remark(word("cli.database_lost", why=str(error.orig).strip().partition("\n")[0]))
        return Exit.FAILED
    except OSError as error:
        if not error.strerror:
            raise
        remark(word("cli.system", file=f" ({error.filename})" if error.filename else "", why=error.strerror))
        return Exit.FAILED


def _interrupted(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
