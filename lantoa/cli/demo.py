"""The demonstration: the whole path from the press to the page, in one command."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

from lantoa.cli import steps
from lantoa.cli.bars import remark
from lantoa.cli.demo_alerts import replay_alerts
from lantoa.cli.house import House, demo_seed, open_house
from lantoa.cli.output import Exit, print_json, tell_steps
from lantoa.cli.reaching import show_reach
from lantoa.demo.newsroom import DEFAULT_SEED, write_season, write_truth
from lantoa.demo.resolver import url_of
from lantoa.errors import Misuse
from lantoa.settings import Settings
from lantoa.web.formats import number
from lantoa.words import word
from lantoa.workspace import fact, state_fact


def play(settings: Settings, seed: int | None, serve: bool, as_json: bool) -> Exit:
    """Crawl the demonstration press, derive everything, count, and serve.

    A second run goes on where the first stopped. Raises Misuse for a folder of live data, a
    folder begun with another seed or by another edition of the newsroom, or a port that is taken (said before any work).
    """
    from lantoa.cli import serving

    listener = serving.listen(settings) if serve else None
    try:
        with open_house(settings, "demo") as house:
            _claim_seed(house, seed)
            done = [steps.crawl(house, as_json), *steps.derive(house, as_json)]
            if not done[-1].failed:
                replay_alerts(house)
            code = tell_steps(done, as_json)
            if not as_json:
                _tell(house)
            if listener is not None:
                greet(house)
                serving.serve(house, listener)
            return code
    finally:
        if listener is not None:
            listener.close()


def write_season_truth(seed: int | None, out: Path, as_json: bool) -> None:
    """The generator's ground truth as JSON lines."""
    season = write_season(DEFAULT_SEED if seed is None else seed)
    try:
        count = write_truth(season, out, url_of)
    except OSError as error:
        raise Misuse(word("cli.unwritable", file=out, why=error.strerror)) from None
    if as_json:
        print_json({"file": str(out), "seed": season.seed, "pieces": count})
    else:
        print(word("cli.truth_written", count=count, seed=season.seed, file=out))


def greet(house: House) -> None:
    """Where to look."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(house.settings.host, house.settings.host)
    host = f"[{host}]" if ":" in host else host
    address = f"http://{host}:{house.settings.port}"
    remark(word("cli.open", page=f"{address}/", search=f"{address}/tim-kiem", api=f"{address}/api/v1/openapi.json"))


def _claim_seed(house: House, seed: int | None) -> None:
    held = demo_seed(house)
    if held is None:
        state_fact(house.database, "demo_seed", str(DEFAULT_SEED if seed is None else seed))
    elif seed is not None and seed != held:
        raise Misuse(word("cli.other_seed", held=held, seed=seed, folder=house.settings.data))
    edition = fact(house.database, "demo_edition")
    if edition is None:
        state_fact(house.database, "demo_edition", newsroom_edition())
    elif edition != newsroom_edition():
        raise Misuse(word("cli.other_edition", folder=house.settings.data))


def newsroom_edition() -> str:
    """Names the newsroom's texts and rules: the same seed gives another season when they change."""
    digest = hashlib.sha256()
    for entry in sorted(files("lantoa.demo.newsroom").iterdir(), key=lambda one: one.name):
        if entry.name.endswith((".toml", ".py")):
            digest.update(entry.name.encode() + b"\0" + entry.read_bytes())
    return digest.hexdigest()[:16]


def _tell(house: House) -> None:
    counts = house.articles.counts()
    outlets = len(house.outlets.all())
    print(word("cli.collected", articles=number(counts.get("article", 0)), outlets=outlets))
    for campaign in house.campaigns.all():
        show_reach(house, campaign.id, ("all",), False, explained=False)
