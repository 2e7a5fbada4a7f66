"""Elasticsearch as plain jars from Maven Central, kept in a cache outside the checkout."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VERSION = "8.19.21"
PARTS = Path(__file__).parent / "elastic"
DESCRIPTOR = f"""name=transport-netty4
description=HTTP and transport by Netty
version={VERSION}
elasticsearch.version={VERSION}
java.version=17
classname=org.elasticsearch.transport.netty4.Netty4Plugin
"""


class NoElasticsearch(Exception):
    """What this machine lacks to run a node, in one line."""


def cached_jars() -> Path:
    """The folder with lib/ (the server) and netty/ (the module of its HTTP transport).

    Fetched once a machine, by one process at a time. Raises NoElasticsearch without java,
    maven, or a way to Maven Central.
    """
    for tool in ("java", "mvn"):
        if shutil.which(tool) is None:
            raise NoElasticsearch(f"no {tool} here; LANTOA_TEST_ES_URL names a server")
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "lantoa"
    base.mkdir(parents=True, exist_ok=True)
    folder = base / f"elasticsearch-{VERSION}"
    with locked(base / f"elasticsearch-{VERSION}.lock"):
        if not folder.exists():
            with tempfile.TemporaryDirectory(dir=base) as fresh:
                _fetch(Path(fresh))
                Path(fresh, "whole").rename(folder)
    return folder


def _fetch(folder: Path) -> None:
    lib, netty = folder / "whole" / "lib", folder / "whole" / "netty"
    netty.mkdir(parents=True)
    pom = shutil.copy(PARTS / "pom.xml", folder / "pom.xml")
    command = ["mvn", "-B", "-q", "-f", pom, "dependency:copy-dependencies", f"-DoutputDirectory={lib}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    if done.returncode:
        lines = (done.stdout + done.stderr).strip().splitlines()
        raise NoElasticsearch(f"maven could not fetch the jars: {lines[0] if lines else done.returncode}")
    for jar in [*lib.glob("netty-*.jar"), *lib.glob("transport-netty4-*.jar")]:
        jar.rename(netty / jar.name)
    (netty / "plugin-descriptor.properties").write_text(DESCRIPTOR)


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
