"""A throw-away PostgreSQL cluster, run by an unprivileged user in a temporary folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.support.ports import free_port
from tests.support.require import missing

FOLDERS = ("/usr/lib/postgresql/17/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/15/bin")


def postgres_server() -> Iterator[str]:
    """Yield a URL without a database name at its end; the server is gone afterwards."""
    given = os.environ.get("LANTOA_TEST_PG_URL")
    if given:
        yield given
        return
    binaries = next((Path(one) for one in FOLDERS if Path(one, "initdb").exists()), None)
    if binaries is None:
        missing("postgres", "no PostgreSQL binaries here; LANTOA_TEST_PG_URL names a server")
    folder = Path(tempfile.mkdtemp(prefix="lantoa-pg-"))
    try:
        yield from _run(binaries, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(binaries: Path, folder: Path) -> Iterator[str]:
    port = free_port()
    cluster, log = folder / "cluster", folder / "log"
    if os.geteuid() == 0:  # initdb refuses root
        shutil.chown(folder, "nobody")
        folder.chmod(0o700)
    _as_user(binaries / "initdb", "-D", cluster, "-U", "lantoa", "-A", "trust", "-N", "-E", "UTF8", "--locale=C")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=50"
    _as_user(binaries / "pg_ctl", "-D", cluster, "-l", log, "-w", "-o", options, "start")
    try:
        yield f"postgresql://lantoa@127.0.0.1:{port}"
    finally:
        _as_user(binaries / "pg_ctl", "-D", cluster, "-m", "immediate", "stop")


def _as_user(*command: object) -> None:
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *words]
    done = subprocess.run(words, capture_output=True, text=True, cwd="/", timeout=60)
    if done.returncode:
        raise RuntimeError(f"{words}: {done.stdout} {done.stderr}")
