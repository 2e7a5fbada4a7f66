"""The documents name what exists, and all of it."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import click
import pytest
import typer
from fastapi import FastAPI
from fastapi.testclient import TestClient

from crawlers.sources import load_sources
from lantoa.cli.house import open_house
from lantoa.cli.main import app as command_line
from lantoa.cli.output import Exit
from lantoa.cli.serving import application
from lantoa.settings import FOREIGN, PREFIX, Settings, load_settings
from tests.docs.word_uses import ROOMS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
API = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
SETTINGS = {PREFIX + one.name.upper(): one for one in fields(Settings)}


def table_rows(text: str, start: str) -> dict[str, str]:
    """Rows of tables whose first cell begins with that code, by the code."""
    rows = re.findall(rf"^\| `({re.escape(start)}[^`]*)` \|(.*)\|$", text, re.MULTILINE)
    return dict(rows)


def commands(group: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Every command of the command line, by what is typed."""
    inner = getattr(group, "commands", None)
    if inner is None:
        yield name, group
        return
    for each in inner.values():
        yield from commands(each, f"{name} {each.name}")


def options(command: click.Command) -> set[str]:
    """The long options, help aside; of a switch what changes something."""
    names = {name for one in command.params for name in [*one.opts, *(one.secondary_opts if one.default else ())]}
    return {name for name in names if name.startswith("--")} - {"--help"}


ALL_COMMANDS = dict(commands(typer.main.get_command(command_line), "lantoa"))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """The application as the door composes it, over an empty demonstration."""
    settings = Settings(data=tmp_path_factory.mktemp("docs") / "data", index_url="memory:")
    with open_house(settings, "demo") as house:
        yield application(house)


def paths(routes: Iterable[object]) -> Iterator[str]:
    """Every path that is answered."""
    for route in routes:
        inner = getattr(getattr(route, "original_router", None), "routes", None)
        if inner is not None:
            yield from paths(inner)
        elif path := getattr(route, "path", ""):
            yield str(path)


# -- settings


def test_every_setting_stands_in_the_readme_and_nothing_else_does() -> None:
    assert set(table_rows(README, PREFIX)) == set(SETTINGS)
    named = set(re.findall(r"LANTOA_[A-Z_]+[A-Z]", README + API))
    assert {name for name in named if not name.startswith(FOREIGN)} == set(SETTINGS)


@pytest.mark.parametrize("name", sorted(SETTINGS))
def test_the_default_is_the_one_stated(name: str) -> None:
    default = table_rows(README, PREFIX)[name].split("|")[0].strip()
    held = getattr(Settings(), SETTINGS[name].name)
    if not held:
        assert not default.startswith("`") or ":" in default or ".toml" in default, "nothing is set by default"
    else:
        assert getattr(load_settings({name: default.strip("`")}, ROOT / "none.toml"), SETTINGS[name].name) == held


def test_no_setting_is_a_knob_that_turns_nothing() -> None:
    """Each is read somewhere; an URL through the property that knows its default."""
    rooms = [file for room in ROOMS for file in (ROOT / room).rglob("*.py") if file.name != "settings.py" or room != "lantoa"]
    code = "".join(file.read_text(encoding="utf-8") for file in rooms)
    idle = [one.name for one in fields(Settings) if f"settings.{one.name.removesuffix('_url')}" not in code]
    assert idle == []


def test_the_names_for_tests_are_read_by_tests() -> None:
    support = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("*.py"))
    for name in set(re.findall(rf"{FOREIGN}[A-Z_]+", README)):
        assert f'"{name}"' in support


def test_the_settings_file_of_the_readme_is_accepted(tmp_path: Path) -> None:
    [example] = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    file = tmp_path / "lantoa.toml"
    file.write_text(example, encoding="utf-8")
    assert load_settings({}, file).data == Path(tomllib.loads(example)["data"])


# -- commands


def test_every_command_stands_in_the_readme_and_nothing_else_does() -> None:
    assert set(table_rows(README, "lantoa ")) == set(ALL_COMMANDS)


@pytest.mark.parametrize("name", sorted(ALL_COMMANDS))
def test_its_arguments_and_options_are_the_ones_stated(name: str) -> None:
    stated = table_rows(README, "lantoa ")[name].split("|")[1]
    arguments = [str(one.name).upper() for one in ALL_COMMANDS[name].params if one.param_type_name == "argument"]
    assert re.findall(r"`([A-Z]+)`", stated) == arguments
    assert set(re.findall(r"--[a-z-]+", stated)) == options(ALL_COMMANDS[name])


@pytest.mark.parametrize("file", ["README.md", "docs/api.md", "docs/add-a-source.md"])
def test_commands_are_written_as_they_are_typed(file: str) -> None:
    typed = re.findall(r"(?:`|^|; )lantoa ((?:[a-z]+ ?)+)", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
    first = {name.split()[1] for name in ALL_COMMANDS}
    assert typed
    assert [line for line in typed if line.split()[0] not in first] == []


def test_every_make_target_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"(?:`|^)make ([a-z-]+)", README, re.MULTILINE)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_exit_code_is_stated() -> None:
    line = next(line for line in README.splitlines() if line.startswith("Exit codes:"))
    assert {int(code) for code in re.findall(r"\b\d+\b", line)} == {int(code) for code in Exit}


# -- API


def test_every_route_and_parameter_of_the_api_is_described(pages: FastAPI) -> None:
    parts = dict(re.findall(r"^## ((?:GET|POST|DELETE) /\S+)\n(.*?)(?=^## |\Z)", API, re.MULTILINE | re.DOTALL))
    described = pages.openapi()["paths"]
    assert set(parts) == {f"{method.upper()} {path}" for path, methods in described.items() for method in methods}
    for path, methods in described.items():
        for method, operation in methods.items():
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "query":
                    assert f"`{parameter['name']}`" in parts[f"{method.upper()} {path}"], f"{path}: {parameter['name']}"


def test_every_page_is_listed(pages: FastAPI) -> None:
    answered = {path for path in paths(pages.routes) if not path.startswith(("/api/", "/static"))}
    listed = set(re.findall(r"`(/[^`]*)`", API.partition("\n## Pages\n")[2]))
    assert listed <= answered
    assert {path for path in answered - listed if not re.search(r"\.(css|js|svg|ico)$|\{name", path)} == set()


def test_every_example_of_the_api_is_understood(pages: FastAPI) -> None:
    examples = re.findall(r"^    GET (/\S+)$", API, re.MULTILINE)
    client = TestClient(pages, base_url="http://127.0.0.1")
    routes = [path for path, methods in pages.openapi()["paths"].items() if "get" in methods]
    assert len(examples) == len(routes)
    for example in examples:
        known = "campaigns/tphcm" not in example and "articles/" not in example
        assert client.get(example).status_code == (200 if known else 404), example


# -- other documents


def test_every_link_between_documents_leads_somewhere() -> None:
    for file in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for link in re.findall(r"\]\(([^)#]+)\)", file.read_text(encoding="utf-8")):
            assert urlsplit(link).scheme or (file.parent / link).exists(), f"{file.name}: {link}"


def test_files_and_folders_named_in_the_readme_exist() -> None:
    own = {"lantoa.toml", "sources.local.toml", "my-campaign.toml"}
    named = set(re.findall(r"`([\w./-]+(?:/|\.(?:toml|yml|md)))`", README)) | {"campaigns/examples", ".ci/run"}
    rooms = {"words/", "cli/", "demo/", "bench/"}
    missing = [name for name in named - own if not (ROOT / ("lantoa" if name in rooms else "") / name).exists()]
    assert missing == []


def test_every_decision_is_dated() -> None:
    text = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    headings = re.findall(r"^#{2,} (.*)$", text, re.MULTILINE)
    assert headings
    for heading in headings:
        day = re.match(r"(\d{4}-\d{2}-\d{2}) · \S", heading)
        assert day, heading
        date.fromisoformat(day[1])
    days = [heading[:10] for heading in headings]
    assert days == sorted(days)


def test_the_outlet_of_the_guide_is_accepted(tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "add-a-source.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    file = tmp_path / "mine.toml"
    file.write_text(example, encoding="utf-8")
    assert len(load_sources([file]).by_id) == 1


# -- every committed file


def committed() -> list[Path]:
    """What git knows; skips where this is no checkout."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def test_no_committed_file_names_a_package_registry() -> None:
    hosts = ("py" r"pi\.org", r"pythonhosted\.", r"npm" r"js\.", r"repo\d?\.maven\.", r"maven\.apache\.org/maven2", r"ghcr\.")
    settings = ("--(?:extra-)?index-" "url", "--find-" "links", "index-" "url *=")
    assert found_in(committed(), "|".join(hosts + settings)) == []


def test_no_committed_file_names_a_place_of_one_machine() -> None:
    places = "|".join(("home", "ro" "ot", "wo" "rk", "Us" "ers"))
    assert found_in(committed(), rf"(?<![\w.:/<{{}}-])/(?:{places})/[a-z]") == []


def found_in(files: Iterable[Path], pattern: str) -> list[str]:
    """file:line of every match in files of text."""
    sought = re.compile(pattern, re.IGNORECASE)
    found = []
    for file in files:
        text = file.read_bytes().decode("utf-8", errors="ignore")
        if sought.search(text):
            found += [f"{file.relative_to(ROOT)}:{n}" for n, line in enumerate(text.splitlines(), 1) if sought.search(line)]
    return found
