"""Fills texts of the stock: choices `[a|b]`, slots `{street}`, numbers `{so_ho:120-480/10}`.

A choice takes the alternative used least so far this season, so that no sentence recurs
more often than it must; the counts are committed only when a draft is accepted. Slots
are remembered by event, so that two outlets telling one event agree on its facts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from lantoa.article import CongressKey
from lantoa.demo.newsroom.stock import untagged

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\^?)(\w*)(?::([\d,]+)-([\d,]+)(?:/(\d+))?)?\}")

Named = Callable[[str, "Draft"], tuple[str, CongressKey] | None]


@dataclass
class Usage:
    """How often each text, and each alternative in it, was used this season."""

    counts: Counter[str] = field(default_factory=Counter)

    def least(self, keys: Sequence[str], random: Random, pending: Counter[str]) -> int:
        """Index of a little used key; the draw lets a key win that was used once more."""
        order = [(self.counts[key] + pending[key] + 1.6 * random.random(), at) for at, key in enumerate(keys)]
        return min(order)[1]


@dataclass
class Facts:
    """What is so of one event: slot values, and what each pool has given out."""

    values: dict[str, str]
    given: dict[str, set[str]] = field(default_factory=dict)


@dataclass
class Draft:
    """One composition in progress: its random stream, counts not yet committed, and the
    congresses the text written last named."""

    random: Random
    usage: Usage
    facts: Facts
    pools: Mapping[str, tuple[str, ...]]
    congress: Named
    local: bool = False
    pending: Counter[str] = field(default_factory=Counter)
    named: list[CongressKey] = field(default_factory=list)

    def pick(self, texts: Sequence[str]) -> str:
        """A least used text, noted as used."""
        at = self.usage.least(texts, self.random, self.pending)
        self.pending[texts[at]] += 1
        return texts[at]

    def write(self, text: str) -> tuple[str, frozenset[CongressKey]]:
        """The text filled, and the party congresses it names."""
        self.named = []
        written = self._choose(untagged(text))
        written = _SLOT.sub(self._fill, written)
        return written[:1].upper() + written[1:], frozenset(self.named)

    def _choose(self, text: str) -> str:
        written, turn = text, 0
        while (found := _CHOICE.search(written)) is not None:
            options = found.group(1).split("|")
            keys = [f"{text}#{turn}#{at}" for at in range(len(options))]
            at = self.usage.least(keys, self.random, self.pending)
            self.pending[keys[at]] += 1
            written = written[: found.start()] + options[at] + written[found.end() :]
            turn += 1
        return written

    def _fill(self, found: re.Match[str]) -> str:
        capital, name, low, high, step = found.groups()
        value = self._number(name, low, high, step) if low else self._value(name)
        return value[:1].upper() + value[1:] if capital else value

    def _number(self, name: str, low: str, high: str, step: str | None) -> str:
        if name and name in self.facts.values:
            return self.facts.values[name]
        if "," in low:
            bottom, top = (float(end.replace(",", ".")) for end in (low, high))
            value = f"{self.random.uniform(bottom, top):.1f}".replace(".", ",")
        else:
            number = self.random.randrange(int(low), int(high) + 1, int(step or 1))
            is_year = int(low) > 1700 and int(high) < 2040
            value = str(number) if is_year else f"{number:,}".replace(",", ".")
        if name:
            self.facts.values[name] = value
        return value

    def _value(self, name: str) -> str:
        if name in self.facts.values:
            return self.facts.values[name]
        named = self.congress(name, self)
        if named is not None:
            self.named.append(named[1])
            return named[0]
        pool = name.rstrip("0123456789")
        if pool not in self.pools:
            raise ValueError(f"no such slot: {{{name}}}")
        given = self.facts.given.setdefault(pool, set())
        free = [value for value in self.pools[pool] if value not in given] or list(self.pools[pool])
        keys = [f"{pool}={value}" for value in free]
        at = self.usage.least(keys, self.random, self.pending)
        self.pending[keys[at]] += 1
        given.add(free[at])
        self.facts.values[name] = free[at]
        return free[at]

    def accept(self) -> None:
        """Commits what was used."""
        self.usage.counts.update(self.pending)
        self.pending = Counter()
