"""Three real Elasticsearch nodes that make one cluster, each of which may be killed."""

from __future__ import annotations

import os
import signal
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.elastic_jars import EIGHT, NoElasticsearch
from tests.support.elasticsearch import launch, wait
from tests.support.ports import free_port
from tests.support.require import missing

NODES = ("n1", "n2", "n3")


@dataclass(frozen=True)
class Cluster:
    """ports and processes by the name of the node."""

    ports: dict[str, int]
    processes: dict[str, int]

    @property
    def url(self) -> str:
        """All nodes in one address."""
        return f"http://{','.join(f'127.0.0.1:{port}' for port in self.ports.values())}/"

    def kill(self, node: str) -> None:
        """kill -9; it is gone when this returns."""
        os.kill(self.processes[node], signal.SIGKILL)
        os.waitpid(self.processes[node], 0)


@contextmanager
def three_nodes(folder: Path) -> Iterator[Cluster]:
    """A cluster that answers; it ends with the block, or with this process."""
    ports, transport = ({name: free_port() for name in NODES} for _ in range(2))
    settings = {
        "cluster.name": f"test-{uuid.uuid4().hex[:8]}",
        "discovery.seed_hosts": ",".join(f"127.0.0.1:{port}" for port in transport.values()),
        "cluster.initial_master_nodes": ",".join(NODES),
    }
    held: list[int] = []
    processes = {}
    try:
        try:
            for name in NODES:
                own = {"node.name": name, "transport.port": transport[name]}
                pipe, processes[name] = launch(folder / name, ports[name], EIGHT, settings | own)
                held.append(pipe)
            for name in NODES:
                wait(folder / name, ports[name], processes[name])
        except NoElasticsearch as why:
            missing("elasticsearch", str(why))
        yield Cluster(ports, processes)
    finally:
        for pipe in held:
            os.close(pipe)
