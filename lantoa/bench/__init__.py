"""Benchmarks, one file each; known to the door alone."""

from __future__ import annotations

from lantoa.bench.options import Measure, Options
from lantoa.bench.table import print_bench
from lantoa.errors import Misuse
from lantoa.words import word

__all__ = ["Measure", "Options", "benches", "run_bench"]

NOTHING = Options()


def run_bench(name: str, as_json: bool, options: Options = NOTHING) -> None:
    """Run one benchmark and print its table. Raises Misuse naming those that exist, or the
    option that this one does not take."""
    known = benches()
    if name not in known:
        raise Misuse(word("cli.bench_unknown", name=name, known=", ".join(known)))
    print_bench(known[name].checked(name, options), as_json)


def benches() -> dict[str, Measure]:
    """Every benchmark by name."""
    from lantoa.bench.archive import bench_archive
    from lantoa.bench.crawl import bench_crawl
    from lantoa.bench.extract import bench_extract
    from lantoa.bench.index import bench_index
    from lantoa.bench.intervals import bench_intervals
    from lantoa.bench.reach import bench_reach
    from lantoa.bench.run import bench_run
    from lantoa.bench.search import bench_search
    from lantoa.bench.serve import bench_serve
    from lantoa.bench.tag import bench_tag

    return {
        "run": Measure(lambda _: bench_run()),
        "archive": Measure(bench_archive, ("pages",)),
        "crawl": Measure(bench_crawl, ("pages",)),
        "extract": Measure(bench_extract, ("pages", "gold")),
        "tag": Measure(bench_tag, ("gold", "corpus", "list")),
        "index": Measure(bench_index, ("docs", "corpus", "elastic")),
        "serve": Measure(bench_serve, ("docs", "corpus")),
        "search": Measure(bench_search, ("docs", "corpus", "elastic")),
        "reach": Measure(bench_reach, ("articles", "seed")),
        "intervals": Measure(bench_intervals, ("fast", "seed", "runs")),
    }
