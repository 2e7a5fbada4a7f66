"""How alike two texts are: the same text (a reprint), the same event, or unrelated. Pure.

Candidates come from MinHash bands; the verdict is exact: containment of 3-syllable
shingles, |A & B| / min(|A|, |B|). Thresholds measured in shared design notes: from .6 a
copy. Events are found by rare words (nlp.events), for their reports share little text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from nlp.normalise import search_form

COPY = 0.6
SHINGLE = 3
ROWS, BANDS = 2, 32
"""Two rows a band, 32 bands: a pair of Jaccard .3 meets with probability .95, of .01 with .003."""
MINIMUM = 20
"""Texts of fewer shingles are a copy only when equal: short notices look alike by form."""

Shingles = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Signature:
    """shingles: sorted unique 64-bit hashes; bands: signed 64-bit keys, one a band."""

    shingles: Shingles
    bands: tuple[int, ...]


@lru_cache(maxsize=1)
def syllables_of(text: str) -> tuple[tuple[str, ...], ...]:
    """Syllables of each line in search form. The last text is remembered: it is asked for twice."""
    return tuple(tuple(search_form(line)[0].split()) for line in text.split("\n"))


def signature(text: str) -> Signature:
    """Signature of a text (title left out: reprints are given new ones)."""
    syllables = [syllable for line in syllables_of(text) for syllable in line]
    starts = (syllables[at:] for at in range(SHINGLE))
    grams = list(map(" ".join, zip(*starts, strict=False))) or [" ".join(syllables)]
    if not syllables:
        return Signature(np.empty(0, dtype=np.uint64), ())
    hashes = np.unique(np.array(RMinHash.hash_token_sets([grams])[0], dtype=np.uint64))
    digest = RMinHash.digest_matrix_from_token_hash_sets([hashes.tolist()], ROWS * BANDS, 1930)
    return Signature(hashes, _bands(digest.to_rows()[0]))


def containment(one: Shingles, other: Shingles) -> float:
    """Share of the shorter text's shingles found in the longer one; 0 for an empty text."""
    smaller = min(len(one), len(other))
    if smaller == 0:
        return 0.0
    if smaller < MINIMUM:
        return float(np.array_equal(one, other))
    return len(np.intersect1d(one, other, assume_unique=True)) / smaller


def _bands(values: list[int]) -> tuple[int, ...]:
    keys = []
    for band in range(BANDS):
        key = band
        for value in values[band * ROWS : (band + 1) * ROWS]:
            key = (key * 0x9E3779B97F4A7C15 + value + 1) & 0xFFFFFFFFFFFFFFFF
        keys.append(key - (1 << 64) if key >> 63 else key)
    return tuple(keys)
