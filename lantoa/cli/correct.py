"""lantoa correct, lantoa review: what analysts correct, and what they should look at first."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from campaigns.campaign import Campaign
from campaigns.correcting.acts import Correcting, Outcome, correction_object
from campaigns.correcting.doubts import gravity
from campaigns.correcting.review import item_object
from campaigns.correcting.text import correction_text
from campaigns.corrections import Asked, Asking
from campaigns.reference_file import references_in
from lantoa.cli.house import House, open_house
from lantoa.cli.output import print_json, print_table
from lantoa.cli.usage import Commands
from lantoa.errors import Misuse
from lantoa.settings import load_settings
from lantoa.web.formats import moment, number, percent
from lantoa.web.labels import headline
from lantoa.words import word

app = Commands()
CampaignId = Annotated[str, typer.Argument(metavar=word("cli.metavar.campaign"), help=word("cli.help.campaign_id"))]
Articles = Annotated[
    list[str] | None, typer.Argument(metavar=word("correct.metavar.articles"), help=word("correct.help.articles"))
]
From = Annotated[Path | None, typer.Option("--file", metavar=word("cli.metavar.file"), help=word("correct.help.file"))]
Who = Annotated[str, typer.Option(metavar=word("cli.metavar.text"), help=word("correct.help.who"))]
Why = Annotated[str, typer.Option(metavar=word("cli.metavar.text"), help=word("correct.help.why"))]
Json = Annotated[bool, typer.Option("--json", help=word("cli.help.json"))]


@app.command(help=word("correct.help.exclude"))
def exclude(campaign: CampaignId, who: Who, why: Why, articles: Articles = None, file: From = None, json: Json = False) -> None:
    _correct(campaign, _named(articles, file), Asked("exclude"), who, why, json)


@app.command(help=word("correct.help.include"))
def include(
    campaign: CampaignId, who: Who, why: Why,
    congress: Annotated[str, typer.Option(metavar=word("correct.metavar.congress"), help=word("correct.help.congress"))],
    articles: Articles = None, file: From = None, json: Json = False,
) -> None:  # fmt: skip
    _correct(campaign, _named(articles, file), Asked("include", congress), who, why, json)


@app.command(help=word("correct.help.confirm"))
def confirm(campaign: CampaignId, who: Who, why: Why, articles: Articles = None, file: From = None, json: Json = False) -> None:
    _correct(campaign, _named(articles, file), Asked("confirm"), who, why, json)


@app.command(help=word("correct.help.date"))
def date(
    campaign: CampaignId, who: Who, why: Why, articles: Articles = None, file: From = None,
    to: Annotated[str, typer.Option(metavar=word("cli.metavar.day"), help=word("correct.help.to"))] = "",
    undated: Annotated[bool, typer.Option("--undated", help=word("correct.help.undated"))] = False,
    extracted: Annotated[bool, typer.Option("--extracted", help=word("correct.help.extracted"))] = False,
    json: Json = False,
) -> None:  # fmt: skip
    chosen: list[tuple[bool, Asking]] = [(bool(to), "date"), (undated, "undated"), (extracted, "extracted")]
    actions = [action for given, action in chosen if given]
    if len(actions) != 1:
        raise Misuse(word("correct.one_of", names="--to, --undated, --extracted"))
    _correct(campaign, _named(articles, file), Asked(actions[0], to), who, why, json)


@app.command(help=word("correct.help.regroup"))
def regroup(
    campaign: CampaignId, who: Who, why: Why, articles: Articles = None, file: From = None,
    other: Annotated[
        str, typer.Option("--with", metavar=word("correct.metavar.article"), help=word("correct.help.with"))
    ] = "",
    whole: Annotated[bool, typer.Option("--whole", help=word("correct.help.whole"))] = False,
    apart: Annotated[bool, typer.Option("--apart", help=word("correct.help.apart"))] = False,
    json: Json = False,
) -> None:  # fmt: skip
    if bool(other) == apart:
        raise Misuse(word("correct.one_of", names="--with, --apart"))
    asked = Asked("apart") if apart else Asked("join" if whole else "with", other)
    _correct(campaign, _named(articles, file), asked, who, why, json)


@app.command(help=word("correct.help.undo"))
def undo(
    entries: Annotated[
        list[int], typer.Argument(metavar=word("correct.metavar.entries"), help=word("correct.help.entries"))
    ],
    who: Who, why: Why, json: Json = False,
) -> None:  # fmt: skip
    with open_house(load_settings()) as house:
        _tell(_over(house).undo(entries, who, why), None, json)


@app.command("list", help=word("correct.help.list"))
def list_(campaign: CampaignId, json: Json = False) -> None:
    with open_house(load_settings()) as house:
        chosen = house.campaigns.get(campaign)
        found = _over(house).log(chosen)
        if json:
            print_json([correction_object(one) for one in found])
            return
        undone = {one.undoes for one in found}
        rows = [
            (str(one.id), moment(one.made_at), one.who, str(one.article), correction_text(one, chosen), one.why,
             word("correct.page.is_undone") if one.id in undone else "")
            for one in found
        ]  # fmt: skip
    print_table([word(f"correct.column.{name}") for name in ("id", "at", "who", "article", "what", "why", "state")], rows, left=7)


def review(campaign: CampaignId, limit: Annotated[int, typer.Option(min=1, metavar=word("cli.metavar.number"), help=word("correct.help.limit"), show_default=False)] = 20, json: Json = False) -> None:
    """lantoa review: the uncertain articles of a campaign, the most uncertain first."""
    with open_house(load_settings()) as house:
        chosen = house.campaigns.get(campaign)
        corrects: Correcting = _over(house)
        queue = corrects.review.queue(chosen)
        items = corrects.review.items(queue[:limit])
    if json:
        print_json({"campaign": chosen.id, "left": len(queue), "items": [item_object(one) for one in items]})
        return
    print(word("review.left", count=number(len(queue))))
    for one in items:
        print(f"\n#{one.stored.id} {percent(gravity(one.uncertain.doubts), 0)} {headline(one.stored.article)}")
        for reason in one.reasons:
            words = f" “{reason.evidence.words}”" if reason.evidence else ""
            print(f"  - {reason.text}{words}")


def _over(house: House) -> Correcting:
    from lantoa.cli.correcting import correcting  # with the steps, which take long to load

    return correcting(house)


def _named(articles: list[str] | None, file: Path | None) -> list[str]:
    if file is None:
        return articles or []
    try:
        return [*(articles or []), *references_in(file.read_bytes())]
    except OSError as error:
        raise Misuse(word("cli.unreadable", file=file, why=error.strerror)) from None


def _correct(campaign: str, articles: list[str], asked: Asked, who: str, why: str, as_json: bool) -> None:
    with open_house(load_settings()) as house:
        chosen = house.campaigns.get(campaign)
        _tell(_over(house).correct(chosen, articles, asked, who, why), chosen, as_json)


def _tell(outcome: Outcome, campaign: Campaign | None, as_json: bool) -> None:
    if as_json:
        print_json({"corrections": [correction_object(one) for one in outcome.entries], "waiting": outcome.waiting})
        return
    for one in outcome.entries:
        print(f"{one.id}: #{one.article} {correction_text(one, campaign)}")
    print(word("correct.done", count=len(outcome.entries)))
    if outcome.waiting:
        print(word("correct.waiting", count=outcome.waiting))
