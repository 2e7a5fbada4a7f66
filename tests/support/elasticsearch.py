"""A real Elasticsearch node, without Docker: one for all workers of a test run.

A node reads a named pipe that every user of it holds open for writing. When the last one lets
go of it, or is killed, the node sees the end of the pipe and ends. So none outlives a run.

`python -m tests.support.elasticsearch [PORT]` runs one to play with until Ctrl-C.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.support.elastic_jars import (
    EIGHT,
    PARTS,
    Edition,
    NoElasticsearch,
    cached_jars,
    find_java,
    locked,
    make_home,
)
from tests.support.ports import free_port

ALONE = {"discovery.type": "single-node"}
PATIENCE = 90.0
"""Seconds until a node must answer; on a free machine it takes five."""


def elasticsearch_server(folder: Path, edition: Edition = EIGHT) -> Iterator[str]:
    """Yield the URL of a server: LANTOA_TEST_ES_URL (of the usual edition), or the node shared
    through `folder`."""
    from tests.support.require import missing

    given = os.environ.get("LANTOA_TEST_ES_URL")
    if given and edition is EIGHT:
        yield given.rstrip("/")
        return
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with locked(folder / "lock"):
            node, held = _join(folder, edition)
    except NoElasticsearch as why:
        missing("elasticsearch" if edition is EIGHT else "elasticsearch9", str(why))
    try:
        yield f"http://127.0.0.1:{node.port}"
    finally:
        with locked(folder / "lock"):
            _leave(folder, held)


@dataclass(frozen=True)
class _Node:
    """A running node as all workers see it; users: how many hold its pipe."""

    home: str
    port: int
    users: int


def _join(folder: Path, edition: Edition) -> tuple[_Node, int]:
    state = folder / "node.json"
    if state.exists():
        node = _Node(**json.loads(state.read_text()))
        try:
            held = os.open(Path(node.home) / "pipe", os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            pass  # its users were killed, and it ended with them
        else:
            state.write_text(json.dumps({"home": node.home, "port": node.port, "users": node.users + 1}))
            return node, held
    home = folder / f"node-{uuid.uuid4().hex[:8]}"
    node = _Node(str(home), free_port(), 1)
    held, _process = start(home, node.port, edition)
    state.write_text(json.dumps({"home": node.home, "port": node.port, "users": 1}))
    return node, held


def _leave(folder: Path, held: int) -> None:
    state = folder / "node.json"
    node = json.loads(state.read_text())
    node["users"] -= 1
    if node["users"] > 0:
        state.write_text(json.dumps(node))
    else:
        state.unlink()
    os.close(held)


def start(
    home: Path, port: int, edition: Edition = EIGHT, settings: Mapping[str, object] = ALONE
) -> tuple[int, int]:
    """Start a node and wait until it answers; its pipe's write end, and its process id.

    Raises NoElasticsearch with the end of the log when it does not come up.
    """
    held, process = launch(home, port, edition, settings)
    try:
        wait(home, port, process)
    except NoElasticsearch:
        os.close(held)
        raise
    return held, process


def launch(home: Path, port: int, edition: Edition, settings: Mapping[str, object]) -> tuple[int, int]:
    """The same without waiting. settings: beside its ports."""
    jars = cached_jars(edition)
    make_home(home, jars)
    os.mkfifo(home / "pipe")
    reader = os.open(home / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    held = os.open(home / "pipe", os.O_WRONLY)
    os.set_blocking(reader, True)
    process = _spawn(home, jars, reader, edition, {"transport.port": free_port(), **settings, "http.port": port})
    os.close(reader)
    return held, process


def _spawn(home: Path, jars: Path, reader: int, edition: Edition, settings: Mapping[str, object]) -> int:
    java = find_java(edition.java)
    told = {"network.host": "127.0.0.1", "cluster.routing.allocation.disk.threshold_enabled": "false", **settings}
    command = [java, "-Xms256m", "-Xmx512m", "-XX:+UseSerialGC", *edition.options]
    command += ["-cp", f"{jars}/lib/*", str(PARTS / "EsNode.java"), str(home)]
    command += [f"{name}={value}" for name, value in told.items()]
    log = os.open(home / "log", os.O_WRONLY | os.O_CREAT)
    into = [(os.POSIX_SPAWN_DUP2, reader, 0), (os.POSIX_SPAWN_DUP2, log, 1), (os.POSIX_SPAWN_DUP2, log, 2)]
    process = os.posix_spawn(java, command, os.environ, file_actions=into, setsid=True)
    os.close(log)
    return process


def wait(home: Path, port: int, process: int) -> None:
    """Until the node answers. Raises NoElasticsearch as `start` does."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if os.waitpid(process, os.WNOHANG)[0]:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_cluster/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    else:
        os.kill(process, signal.SIGKILL)
    tail = (home / "log").read_text(errors="replace").strip().splitlines()[-3:]
    raise NoElasticsearch("the node did not come up: " + " / ".join(tail))


def main(arguments: list[str]) -> int:
    """Run one node in the foreground."""
    port = int(arguments[0]) if arguments else 9200
    with tempfile.TemporaryDirectory(prefix="lantoa-es-") as folder:
        try:
            held, process = start(Path(folder) / "node", port)
        except NoElasticsearch as why:
            print(why, file=sys.stderr)
            return 1
        print(f"Elasticsearch: http://127.0.0.1:{port}  (Ctrl-C ends it)", flush=True)
        try:
            os.waitpid(process, 0)
        except KeyboardInterrupt:
            os.close(held)
            os.waitpid(process, 0)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
