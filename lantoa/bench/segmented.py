"""Our words beside underthesea's: how much faster, and whether they are the same."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from lantoa.bench.table import Row
from lantoa.words import word
from nlp.segmentation import forget
from nlp.segmentation.tagger import reference, segmented_lines

SENTENCES = 10_000
TIMED = 60
"""Texts by which speed is measured."""


def segmentation_rows(texts: Sequence[str], least: int = SENTENCES) -> list[Row]:
    """`segment.ratio_to_underthesea`: CPU seconds of `underthesea.word_tokenize`, line by line,
    divided by ours on the same lines; `segment.differences`: lines of at least `least` (all, where
    there are fewer) whose words are not the same."""
    timed = [_lines(text) for text in texts[:TIMED]]
    ours = _seconds(segmented_lines, timed)
    theirs = _seconds(lambda lines: [reference(line) for line in lines], timed)
    note = word(
        "bench.segment_ratio", sentences=sum(map(len, timed)), texts=len(timed),
        ours=round(len(timed) / ours), theirs=round(len(timed) / theirs),
    )  # fmt: skip
    compared = list(islice((line for text in texts for line in _lines(text)), least))
    other = list(_differing(compared))
    shown = word("bench.segment_differences", sentences=len(compared), shown=other[0][:60] if other else "-")
    return [
        Row("segment.ratio_to_underthesea", round(theirs / ours, 2), "x", ">= 4", note),
        Row("segment.differences", len(other), "", "<= 0", shown),
    ]


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _differing(lines: Sequence[str]) -> Iterator[str]:
    for start in range(0, len(lines), 200):
        part = lines[start : start + 200]
        for line, found in zip(part, segmented_lines(part), strict=True):
            if found != reference(line):
                yield line


def _seconds(work: Callable[[list[str]], object], texts: Sequence[list[str]]) -> float:
    """CPU seconds of all texts, read as if for the first time: only what both sides build once from
    the weights is there already."""
    work(texts[0])
    forget()
    start = time.process_time()
    for lines in texts:
        work(lines)
    return time.process_time() - start
