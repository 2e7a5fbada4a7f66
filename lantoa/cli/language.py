"""The commands of the language stage, with their options: tag, segment, train, bench."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lantoa.cli.house import open_house
from lantoa.cli.output import tell_steps
from lantoa.settings import load_settings
from lantoa.words import word

Json = Annotated[bool, typer.Option("--json", help=word("cli.help.json"))]


def tag(
    jsonl: Annotated[
        tuple[Path, Path] | None,
        typer.Option(metavar=word("cli.metavar.in_out"), help=word("cli.help.tag_jsonl")),
    ] = None,
    model: Annotated[
        Path | None, typer.Option(metavar=word("cli.metavar.file"), help=word("cli.help.tag_model"))
    ] = None,
    json: Json = False,
) -> None:
    """What is due in the store, or the lines of a file."""
    if jsonl is not None:
        from lantoa.cli import tagging

        raise typer.Exit(tagging.tag_jsonl(load_settings(), tagging.TagFiles(*jsonl, model), json))
    from lantoa.cli import steps

    with open_house(load_settings()) as opened:
        raise typer.Exit(tell_steps([steps.tag(opened, json, model)], json))


def segment(
    file: Annotated[
        Path,
        typer.Argument(
            metavar=word("cli.metavar.file"), help=word("cli.help.segment_file"), show_default=False
        ),
    ] = Path("-"),
    merge: Annotated[bool, typer.Option(help=word("cli.help.segment_merge"), show_default=False)] = True,
    truecase: Annotated[
        bool, typer.Option(help=word("cli.help.segment_truecase"), show_default=False)
    ] = True,
    json: Json = False,
) -> None:
    """Words of a text."""
    from lantoa.cli import segmenting

    segmenting.show_words(load_settings(), file, merge, truecase, json)


def train(
    gold: Annotated[
        Path | None, typer.Option(metavar=word("cli.metavar.folder"), help=word("training.help.gold"))
    ] = None,
    whole: Annotated[bool, typer.Option("--whole", help=word("training.help.whole"))] = False,
    out: Annotated[
        Path | None, typer.Option(metavar=word("cli.metavar.file"), help=word("training.help.out"))
    ] = None,
    ship: Annotated[bool, typer.Option("--ship", help=word("training.help.ship"))] = False,
    json: Json = False,
) -> None:
    """A model of annotated texts."""
    from lantoa.cli import training

    training.run(training.Plan(gold, whole, out, ship), json)


def bench(
    name: Annotated[str, typer.Argument(metavar=word("cli.metavar.name"), help=word("cli.help.bench_name"))],
    pages: Annotated[
        Path | None, typer.Option(metavar=word("cli.metavar.folder"), help=word("cli.help.bench_pages"))
    ] = None,
    gold: Annotated[
        Path | None, typer.Option(metavar=word("cli.metavar.maybe_folder"), help=word("cli.help.bench_gold"))
    ] = None,
    corpus: Annotated[
        Path | None, typer.Option(metavar=word("cli.metavar.file"), help=word("cli.help.bench_corpus"))
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help=word("cli.help.bench_list"))] = False,
    docs: Annotated[
        int | None, typer.Option(min=1, metavar=word("cli.metavar.number"), help=word("bench_search.help_docs"))
    ] = None,
    elastic: Annotated[
        str, typer.Option(metavar=word("cli.metavar.url"), help=word("bench_search.help_elastic"), show_default=False)
    ] = "",
    fast: Annotated[bool, typer.Option("--fast", help=word("cli.help.bench_fast"))] = False,
    seed: Annotated[
        int | None, typer.Option(min=0, metavar=word("cli.metavar.number"), help=word("cli.help.bench_seed"))
    ] = None,
    runs: Annotated[
        int | None, typer.Option(min=1, metavar=word("cli.metavar.number"), help=word("cli.help.bench_runs"))
    ] = None,
    articles: Annotated[
        int | None, typer.Option(min=1, metavar=word("cli.metavar.number"), help=word("reach.bench.help_articles"))
    ] = None,
    json: Json = False,
) -> None:
    """One benchmark."""
    from lantoa.bench import Options, run_bench

    run_bench(name, json, Options(pages, gold, corpus, list_, docs, elastic, fast, seed, runs, articles))
