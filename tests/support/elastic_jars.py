"""Elasticsearch as plain jars from Maven Central, kept in a cache outside the checkout."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PARTS = Path(__file__).parent / "elastic"
MACHINES = Path("/usr/lib/jvm")


@dataclass(frozen=True)
class Edition:
    """A release. java: the oldest that runs it; options: what that java must be told."""

    version: str
    java: int
    options: tuple[str, ...] = ()

    @property
    def descriptor(self) -> str:
        """Of the module that holds its HTTP transport."""
        return f"""name=transport-netty4
description=HTTP and transport by Netty
version={self.version}
elasticsearch.version={self.version}
java.version={self.java}
classname=org.elasticsearch.transport.netty4.Netty4Plugin
"""


EIGHT = Edition("8.19.21", 17)
NINE = Edition("9.5.3", 21, ("--add-modules=jdk.incubator.vector",))


class NoElasticsearch(Exception):
    """What this machine lacks to run a node, in one line."""


def find_java(oldest: int) -> str:
    """The oldest java here that is new enough. Raises NoElasticsearch where there is none."""
    homes = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    if found := shutil.which("java"):
        homes.append(Path(found).resolve().parents[1])
    homes += sorted(MACHINES.glob("*")) if MACHINES.is_dir() else []
    fit = sorted((version, str(home)) for home in homes if (version := _version(home)) >= oldest)
    if not fit:
        raise NoElasticsearch(f"no java {oldest} or later here")
    return f"{fit[0][1]}/bin/java"


def _version(home: Path) -> int:
    """Of the java in that folder; 0 where there is none."""
    release = home / "release"
    if not release.is_file() or not (home / "bin" / "java").exists():
        return 0
    found = re.search(r'^JAVA_VERSION="(\d+)', release.read_text(), re.MULTILINE)
    return int(found[1]) if found else 0


def cached_jars(edition: Edition = EIGHT) -> Path:
    """The folder with lib/ (the server) and netty/ (the module of its HTTP transport).

    Fetched once a machine, by one process at a time. Raises NoElasticsearch without java,
    maven, or a way to Maven Central.
    """
    find_java(edition.java)
    if shutil.which("mvn") is None:
        raise NoElasticsearch("no mvn here; LANTOA_TEST_ES_URL names a server")
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "lantoa"
    base.mkdir(parents=True, exist_ok=True)
    folder = base / f"elasticsearch-{edition.version}"
    with locked(base / f"elasticsearch-{edition.version}.lock"):
        if not folder.exists():
            with tempfile.TemporaryDirectory(dir=base) as fresh:
                _fetch(Path(fresh), edition)
                Path(fresh, "whole").rename(folder)
    return folder


def _fetch(folder: Path, edition: Edition) -> None:
    lib, netty = folder / "whole" / "lib", folder / "whole" / "netty"
    netty.mkdir(parents=True)
    pom = shutil.copy(PARTS / "pom.xml", folder / "pom.xml")
    command = ["mvn", "-B", "-q", "-f", pom, "dependency:copy-dependencies", f"-DoutputDirectory={lib}"]
    command.append(f"-Delasticsearch.version={edition.version}")
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    if done.returncode:
        lines = (done.stdout + done.stderr).strip().splitlines()
        raise NoElasticsearch(f"maven could not fetch the jars: {lines[0] if lines else done.returncode}")
    for jar in [*lib.glob("netty-*.jar"), *lib.glob("transport-netty4-*.jar")]:
        jar.rename(netty / jar.name)
    (netty / "plugin-descriptor.properties").write_text(edition.descriptor)


def make_home(home: Path, jars: Path) -> None:
    """What a node wants to find in its home."""
    for name in ("config", "lib", "plugins", "modules"):
        (home / name).mkdir(parents=True)
    shutil.copy(PARTS / "log4j2.properties", home / "config")
    shutil.copytree(jars / "netty", home / "modules" / "transport-netty4")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One process at a time."""
    with path.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
