"""Several processes answer on one address, begin and end together, and share it with nobody else."""

from __future__ import annotations

import json
import urllib.request

from tests.cli.test_interrupted import answers, family, interrupt, wait_until
from tests.support.ports import free_port
from tests.support.terminal import Terminal


def test_they_begin_and_end_together_and_take_no_address_of_another(lantoa: Terminal) -> None:
    port = free_port()
    process = lantoa.start("serve", port=port, serve_workers=2)
    health = f"http://127.0.0.1:{port}/api/v1/health"
    wait_until(lambda: answers(health), process)
    beside = family(process.pid)
    assert len(beside) == 1
    found = []
    for _ in range(20):  # each a connection of its own: the system gives some to either
        with urllib.request.urlopen(health) as answer:
            found.append(json.load(answer)["status"])
    assert found == ["ok"] * 20
    second = lantoa("serve", port=port, serve_workers=2)
    assert (second.code, str(port) in second.line) == (2, True)
    code, _said = interrupt(process)
    assert code == 0


def test_an_index_in_memory_is_served_by_one_process_alone(lantoa: Terminal) -> None:
    refused = lantoa("serve", port=free_port(), serve_workers=2, index_url="memory:")
    assert (refused.code, "LANTOA_SERVE_WORKERS" in refused.line) == (2, True)
