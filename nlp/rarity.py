"""How rare a word or a pair of words is in the press: counts of hashes, made once from a corpus.

`python -m nlp.rarity FILE...` counts the texts of JSON-lines files and writes the table that ships
(nlp/model/rarity.npz): hashes and steps of -ln(share of texts), nothing that could be read back.
"""

from __future__ import annotations

import gzip
import itertools
import json
import lzma
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from nlp.likeness import syllables_of

FILE = Path(__file__).parent / "model" / "rarity.npz"
STEP = 0.05
"""Of the stored logarithms."""
LEAST = 20
"""Texts that must hold a term for it to be counted; a rarer one is as rare as one in 20."""

Hashes = npt.NDArray[np.uint32]
Weights = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Rarity:
    """hashes: sorted; steps: beside them, -ln(share) in STEPs; unseen: of all others."""

    hashes: Hashes
    steps: npt.NDArray[np.uint8]
    unseen: float

    def of(self, terms: Hashes) -> Weights:
        """-ln of the share of texts that hold each term."""
        at = np.minimum(np.searchsorted(self.hashes, terms), len(self.hashes) - 1)
        found = self.steps[at].astype(np.float32) * STEP
        return np.where(self.hashes[at] == terms, found, np.float32(self.unseen)).astype(np.float32)


@cache
def rarity() -> Rarity:
    """The table that ships."""
    with np.load(FILE) as stored:
        return Rarity(stored["hashes"], stored["steps"], float(stored["unseen"]))


def hashed(terms: Sequence[str]) -> Hashes:
    """32-bit hashes of terms, in their order."""
    whole = RMinHash.hash_token_sets([list(terms)])[0]
    return np.array(whole, dtype=np.uint64).astype(np.uint32)


def terms_of(text: str) -> list[str]:
    """Syllables and pairs of neighbours in search form, line by line."""
    found: list[str] = []
    for syllables in syllables_of(text):
        found += syllables
        found += [f"{one} {two}" for one, two in itertools.pairwise(syllables)]
    return found


def counted(texts: Iterable[str]) -> tuple[dict[int, int], int]:
    """How many texts hold each hash, and how many texts there are."""
    counts: dict[int, int] = {}
    size = 0
    for text in texts:
        size += 1
        for term in np.unique(hashed(terms_of(text))).tolist() if text.strip() else ():
            counts[term] = counts.get(term, 0) + 1
    return counts, size


def combined(parts: Sequence[tuple[dict[int, int], int]]) -> Rarity:
    """One table: a term is as common as in the part where it is most common (a word of our domain
    is rare in the press at large, and says little among texts of the domain)."""
    share: dict[int, float] = {}
    for counts, size in parts:
        least = LEAST if size >= LEAST * LEAST * LEAST else 1 + size // 50
        for term, count in counts.items():
            if count >= least:
                share[term] = max(share.get(term, 0.0), count / size)
    hashes = np.array(sorted(share), dtype=np.uint32)
    logs = -np.log(np.array([share[int(term)] for term in hashes]))
    steps = np.clip(np.round(logs / STEP), 0, 255).astype(np.uint8)
    return Rarity(hashes, steps, float(np.log(max(size for _, size in parts) / LEAST)))


def _texts(file: Path) -> Iterator[str]:
    with _opened(file) as lines:
        for line in lines:
            row = json.loads(line)
            yield "\n".join(str(row.get(name) or "") for name in ("title", "sapo", "text"))


def _opened(file: Path) -> IO[str]:
    if file.suffix == ".xz":
        return lzma.open(file, "rt", encoding="utf-8")
    return gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8")


if __name__ == "__main__":
    table = combined([counted(_texts(Path(name))) for name in sys.argv[1:]])
    np.savez_compressed(FILE, hashes=table.hashes, steps=table.steps, unseen=table.unseen)
    print(len(table.hashes), FILE.stat().st_size)
