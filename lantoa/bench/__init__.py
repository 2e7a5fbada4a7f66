"""Benchmarks, one file each; known to the door alone."""

from __future__ import annotations

from collections.abc import Callable

from lantoa.bench.table import Bench, print_bench
from lantoa.errors import Misuse
from lantoa.words import word


def run_bench(name: str, as_json: bool) -> None:
    """Run one benchmark and print its table. Raises Misuse naming those that exist."""
    known = benches()
    if name not in known:
        raise Misuse(word("cli.bench_unknown", name=name, known=", ".join(known)))
    print_bench(known[name](), as_json)


def benches() -> dict[str, Callable[[], Bench]]:
    """Every benchmark by name."""
    from lantoa.bench.run import bench_run

    return {"run": bench_run}
