"""Two texts compared by their runs of four words, and a text kept as hashes of them alone."""

from __future__ import annotations

import base64
import re
import struct
import unicodedata
from collections import Counter
from hashlib import blake2b

RUN = 4
_WORD = re.compile(r"\w+")

Shingles = Counter[int]
"""How often each hashed run of four words occurs."""


def words_of(text: str) -> list[str]:
    """The words of a text, NFC, without case."""
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


def runs_of(words: list[str]) -> list[int]:
    """The hashed runs of four words in order; a shorter text is one run, an empty one none."""
    last = max(1, len(words) - RUN + 1) if words else 0
    return [_hash(" ".join(words[start : start + RUN])) for start in range(last)]


def shingles_of(text: str) -> Shingles:
    """The multiset of a text's runs."""
    return Counter(runs_of(words_of(text)))


def mark_of(text: str) -> str:
    """A hash of the letters and digits alone, equal for texts that a reader takes for the same;
    "" for an empty one."""
    if not text:
        return ""
    return blake2b("".join(words_of(text)).encode(), digest_size=8).hexdigest()


def f1(expected: Shingles, found: Shingles) -> float:
    """Harmonic mean of precision and recall over the multisets, 0..1; two empty ones agree."""
    common = (expected & found).total()
    total = expected.total() + found.total()
    return 2 * common / total if total else 1.0


def foreign_lines(expected: Shingles, text: str) -> list[str]:
    """The lines of a text most of whose words stand in no expected run.

    Runs cross line ends: a short heading that belongs is known by its neighbours, a label
    that does not belong stands in no run at all.
    """
    lines = [(line, words_of(line)) for line in text.splitlines()]
    flat = [each for _, words in lines for each in words]
    known = bytearray(len(flat))
    for start, run in enumerate(runs_of(flat)):
        if run in expected:
            known[start : start + RUN] = b"\x01" * len(known[start : start + RUN])
    found, place = [], 0
    for line, words in lines:
        if words and 2 * sum(known[place : place + len(words)]) < len(words):
            found.append(line)
        place += len(words)
    return found


def packed(shingles: Shingles) -> str:
    """Text form of a multiset: sorted 32-bit hashes, repeated as often as they occur, base64."""
    every = sorted(shingles.elements())
    return base64.b64encode(struct.pack(f"<{len(every)}I", *every)).decode("ascii")


def unpacked(text: str) -> Shingles:
    """The inverse of `packed`. Raises ValueError for another shape."""
    data = base64.b64decode(text, validate=True)
    if len(data) % 4:
        raise ValueError("no whole number of hashes")
    return Counter(struct.unpack(f"<{len(data) // 4}I", data))


def _hash(run: str) -> int:
    return int.from_bytes(blake2b(run.encode(), digest_size=4).digest(), "little")
