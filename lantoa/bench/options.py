"""What may be said on the command line of a benchmark, and what a benchmark takes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

from lantoa.bench.table import Bench
from lantoa.errors import Misuse
from lantoa.words import word

BARE = Path("-")
"""The value of `--gold` where none was typed."""


@dataclass(frozen=True, slots=True)
class Options:
    """Every option that some benchmark takes; the defaults mean "not given".

    pages: a folder of saved pages; gold: score what is read against what is right, which
    stands in this folder (BARE: where it always stands); corpus: a file or folder of texts;
    list: name each text that a row counts; docs: articles in the store; elastic: URL of an
    Elasticsearch to be measured as well; fast: a smaller grid; seed, runs: of a simulation; articles: of a campaign.
    """

    pages: Path | None = None
    gold: Path | None = None
    corpus: Path | None = None
    list: bool = False
    docs: int | None = None
    elastic: str = ""
    fast: bool = False
    seed: int | None = None
    runs: int | None = None
    articles: int | None = None

    def given(self) -> tuple[str, ...]:
        """The names of those that were given."""
        return tuple(one.name for one in fields(self) if getattr(self, one.name) != one.default)


@dataclass(frozen=True, slots=True)
class Measure:
    """A benchmark: how it is run, and the names of the options it takes."""

    run: Callable[[Options], Bench]
    takes: tuple[str, ...] = ()

    def checked(self, name: str, options: Options) -> Bench:
        """Run it. Raises Misuse naming the first option that it does not take."""
        for given in options.given():
            if given not in self.takes:
                raise Misuse(word("bench.option_not_taken", name=name, option=f"--{given}"))
        return self.run(options)
