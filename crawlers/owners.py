"""Who holds a lease: a process, told apart from a later one with the same number."""

from __future__ import annotations

import os
import socket
import uuid
from pathlib import Path


def this_owner() -> str:
    """`machine/process/its start/random`: the random part tells two owners of one process apart."""
    return f"{socket.gethostname()}/{os.getpid()}/{_started(os.getpid())}/{uuid.uuid4().hex[:8]}"


def is_alive(owner: str) -> bool:
    """Does the process still run? Of other machines nothing is known: their leases run out."""
    machine, _, rest = owner.partition("/")
    pid, _, rest = rest.partition("/")
    if machine != socket.gethostname() or not pid.isdigit():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    started = _started(int(pid))
    return not started or started == rest.partition("/")[0]


def _started(pid: int) -> str:
    """When the kernel started it, in its ticks; "" where that is not to be had."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] == "Z" else fields[19]
