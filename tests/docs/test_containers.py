"""Dockerfile and docker-compose.yml, read: there is no Docker where the tests run. Every setting,
command, port, folder and secret in them is one that exists."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from lantoa.cli.hands import GRACE
from lantoa.cli.main import app as command_line
from lantoa.database import open_database
from lantoa.settings import PREFIX, Settings, load_settings
from lantoa.web.guard import check_binding
from lantoa.web.guide import GUIDES, PICTURES
from search_api.open_index import open_index
from tests.support.elastic_jars import EIGHT

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = sorted(name for name, service in SERVICES.items() if service["image"] == "lantoa")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def instructions(name: str) -> list[str]:
    """The arguments of one kind of instruction, in order."""
    return [line.split(maxsplit=1)[1] for line in DOCKERFILE.splitlines() if line.startswith(name + " ")]


def environment_of_image() -> dict[str, str]:
    pairs = [one for line in instructions("ENV") for one in shlex.split(line)]
    return dict(one.split("=", 1) for one in pairs)


def filled(text: object, secret: str = "0f3a9c") -> str:
    """As Compose fills it in: ${NAME:-default} by the default, ${NAME:?...} by a secret."""
    given = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", str(text))
    return re.sub(r"\$\{\w+:\?[^}]*\}", secret, given)


def settings_of(service: str) -> Settings:
    """What the program makes of the environment of a service."""
    environment = environment_of_image() | {key: filled(one) for key, one in SERVICES[service]["environment"].items()}
    assert all(key.startswith(PREFIX) for key in SERVICES[service]["environment"])
    ours = {key: value for key, value in environment.items() if key.startswith(PREFIX)}
    return load_settings(ours, ROOT / "none.toml")


# -- the image


def test_the_image_runs_as_nobody_in_particular_on_a_python_we_support() -> None:
    [base] = instructions("FROM")
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    version = re.fullmatch(r"python:3\.(\d+)-slim", base)
    assert version
    assert wanted == ">=3.11"
    assert int(version[1]) >= 11
    assert instructions("USER") == ["lantoa"]
    assert DOCKERFILE.index("\nUSER ") < DOCKERFILE.index("\nCMD ")


def test_the_image_takes_pinned_and_hashed_packages_only() -> None:
    installs = re.findall(r"pip install ([^&\n]*)", DOCKERFILE)
    assert [line.split() for line in installs] == [
        ["--require-hashes", "-r", "requirements.lock"],
        ["--no-deps", "--no-build-isolation", "."],
    ]


def test_the_image_has_every_package_and_the_builder_is_sent_no_more() -> None:
    found = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"]["find"]
    packages = {name.rstrip("*") for name in found["include"]}
    copied = {source for line in instructions("COPY") for source in line.split()[:-1]}
    guides = {f"docs/{name}.md" for name in GUIDES} | {f"docs/{PICTURES}"}
    assert copied == packages | guides | {"pyproject.toml", "requirements.lock"}
    sent = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {line[1:] for line in sent if line.startswith("!")} == copied
    assert "*" in sent, "all else, .env above all, stays here"


def test_the_image_keeps_everything_in_its_volume() -> None:
    image = environment_of_image()
    assert instructions("VOLUME") == [image["LANTOA_DATA"]]
    assert instructions("WORKDIR")[-1] == image["LANTOA_DATA"]
    assert instructions("EXPOSE") == [image["LANTOA_PORT"]]
    assert f":{image['LANTOA_PORT']}/api/v1/health" in instructions("HEALTHCHECK")[0]


def test_the_image_alone_refuses_to_serve_without_a_token() -> None:
    settings = load_settings({key: one for key, one in environment_of_image().items() if key.startswith(PREFIX)}, ROOT / "none.toml")
    assert not settings.token
    with pytest.raises(Exception, match="LANTOA_TOKEN"):
        check_binding(settings.host, settings.token)


def test_every_command_in_the_containers_exists() -> None:
    known = set(typer.main.get_command(command_line).commands)
    typed = instructions("CMD")[-1] + str([service.get("command", "") for service in SERVICES.values()])
    named = set(re.findall(r"lantoa[\",\s]+([a-z]+)", typed))
    assert named == {"up"}
    assert named <= known


@pytest.mark.slow
def test_what_the_image_installs_holds_every_file_of_the_packages(tmp_path: Path) -> None:
    """Not an editable install: a page, a word or a list that is no package data would be missing."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    copied = {line.split()[0] for line in instructions("COPY")}
    names = [name for name in listed.split("\0") if name.split("/")[0] in copied and (ROOT / name).is_file()]
    for name in names:
        target = tmp_path / "tree" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / name).read_bytes())
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--disable-pip-version-check", "--no-deps", "--no-build-isolation", "-w", str(tmp_path), "."]
    subprocess.run(build, cwd=tmp_path / "tree", check=True)
    [wheel] = [file for file in tmp_path.iterdir() if file.is_file()]
    held = set(zipfile.ZipFile(wheel).namelist())
    assert [name for name in names if "/" in name and name not in held] == []


# -- the services


@pytest.mark.parametrize("name", OURS)
def test_the_settings_of_a_service_are_accepted(name: str) -> None:
    settings = settings_of(name)
    assert settings.token
    assert settings.contact
    check_binding(settings.host, settings.token)
    if settings.index_url:
        open_index(settings.index)


def test_each_way_to_run_it_has_a_folder_of_its_own() -> None:
    assert SERVICES["embedded"]["volumes"] != SERVICES["app"]["volumes"]


def test_what_runs_everything_gets_time_to_end_in_order() -> None:
    for name in OURS:
        assert int(SERVICES[name]["stop_grace_period"].removesuffix("s")) > GRACE.total_seconds()


def test_embedded_needs_nothing_else() -> None:
    settings = settings_of("embedded")
    assert settings.database.startswith("sqlite:")
    assert settings.index.startswith("embedded:")
    assert SERVICES["embedded"]["profiles"] == ["embedded"]
    assert "depends_on" not in SERVICES["embedded"]


@pytest.mark.parametrize("name", OURS)
def test_the_engines_are_addressed_by_their_names_users_and_secrets(name: str) -> None:
    environment = SERVICES[name]["environment"]
    if "LANTOA_DATABASE_URL" not in environment:
        return
    secrets = {key: f"${{{key}:?state {key} in .env}}" for key in ("POSTGRES_PASSWORD", "ELASTIC_PASSWORD")}
    postgres, elastic = SERVICES["postgres"]["environment"], SERVICES["elasticsearch"]["environment"]
    user, base = postgres["POSTGRES_USER"], postgres["POSTGRES_DB"]
    assert environment["LANTOA_DATABASE_URL"] == f"postgresql://{user}:{secrets['POSTGRES_PASSWORD']}@postgres:5432/{base}"
    assert f"//elastic:{secrets['ELASTIC_PASSWORD']}@elasticsearch:9200/" in environment["LANTOA_INDEX_URL"]
    assert postgres["POSTGRES_PASSWORD"] == secrets["POSTGRES_PASSWORD"]
    assert elastic["ELASTIC_PASSWORD"] == secrets["ELASTIC_PASSWORD"]
    assert SERVICES[name]["depends_on"] == {one: {"condition": "service_healthy"} for one in ("postgres", "elasticsearch")}


def test_every_engine_has_a_health_check_and_a_volume_and_no_port_outside() -> None:
    for name in ("postgres", "elasticsearch"):
        assert SERVICES[name]["healthcheck"]["test"]
        assert "ports" not in SERVICES[name]
    used = {line.split(":")[0] for service in SERVICES.values() for line in service["volumes"]}
    assert used == set(COMPOSE["volumes"])


def test_elasticsearch_is_the_one_the_tests_run_on() -> None:
    assert SERVICES["elasticsearch"]["image"] == f"elasticsearch:{EIGHT.version}"


@pytest.mark.parametrize("name", [one for one in OURS if "ports" in SERVICES[one]])
def test_ports_lead_to_the_port_that_is_served_and_to_this_machine_alone(name: str) -> None:
    [port] = SERVICES[name]["ports"]
    assert filled(port) == f"127.0.0.1:8000:{environment_of_image()['LANTOA_PORT']}"


def test_every_secret_is_asked_for_and_made_in_the_readme() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    asked = set(re.findall(r"\$\{(\w+):\?", text))
    [made] = re.findall(r"for name in ([A-Z_ ]+);", README)
    assert asked == {*made.split(), "LANTOA_CONTACT"}
    assert set(re.findall(r"\$\{(\w+):-", text)) <= set(re.findall(r"`((?:PUBLIC|LANTOA)_\w+)`", README))
    assert not re.search(r"(?i)(?:password|token)\w*: *[^$\s]", re.sub(r"\$\{[^}]*\}", "$", text))


def test_a_database_url_like_that_of_compose_finds_its_driver() -> None:
    """It is not there, and that is what is said: in one line, without the password."""
    url = settings_of("app").database_url.replace("@postgres:", "@127.0.0.1:").replace(":5432/", ":1/")
    with pytest.raises(Exception, match=r"postgresql") as raised:
        open_database(url)
    assert "0f3a9c" not in str(raised.value)
    assert "\n" not in str(raised.value)
