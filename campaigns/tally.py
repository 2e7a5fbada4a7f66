"""Rows into tables: every figure of a dimension in one pass over its columns. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from campaigns.columns import Codes
from campaigns.counted import PHASE_ORDER
from campaigns.measured import Measured
from campaigns.splits import Split

PHASES = len(PHASE_ORDER)


@dataclass(frozen=True, slots=True)
class Table:
    """Figures by value and phase (position in PHASE_ORDER). outlets: of the panel; kept: articles
    that may stand in a rate (`Measured.kept`), by their own phase; kept_by_day: by where their day
    stands among the leading congress's phases."""

    articles: Codes
    originals: Codes
    outlets: Codes
    kept: Codes
    kept_by_day: Codes


def tally(measured: Measured, split: Split) -> Table:
    """The whole table of one dimension."""
    shape = (len(split.values), PHASES)
    if split.by_source is not None:
        return _from_sources(measured, split.by_source, shape)
    bits = measured.bits if split.base is measured.counted else measured.bits[measured.counted.primary]
    sources = split.base.source.codes
    if split.rows is not None:
        bits, sources = bits[split.rows], sources[split.rows]
    codes = shape[0] if split.sets is None else len(split.sets)
    counts = np.bincount(split.codes * 32 + bits, minlength=codes * 32).reshape(codes, 32)
    width = len(split.base.source.values)
    seen = np.zeros(codes * PHASES * width, dtype=np.bool_)
    seen[(split.codes * PHASES + (bits >> 3)) * width + sources] = True
    there = seen.reshape(codes, PHASES * width)
    if split.sets is not None:  # an article of several values stands under each of them
        counts = split.sets.T.astype(np.int64) @ counts
        there = np.array([there[has].any(axis=0) for has in split.sets.T], dtype=np.bool_)
    of_panel = np.flatnonzero(_of_panel(measured))
    return _table(counts.reshape(*shape, 2, 4), there.reshape(*shape, width)[:, :, of_panel].sum(axis=2))


def _from_sources(measured: Measured, by_source: Codes, shape: tuple[int, int]) -> Table:
    """Where outlets have the value: the table of outlets, added up. Without a panel and an article
    there is no outlet, and no row."""
    if not shape[0]:
        return _table(np.zeros((*shape, 2, 4), dtype=np.int64), np.zeros(shape, dtype=np.int64))
    counts = np.zeros((shape[0], 32), dtype=np.int64)
    np.add.at(counts, by_source, measured.by_source)
    seen = measured.by_source.reshape(-1, PHASES, 8).sum(axis=2) > 0
    outlets = np.zeros(shape, dtype=np.int64)
    np.add.at(outlets, by_source, seen[: len(by_source)] & _of_panel(measured)[:, None])
    return _table(counts.reshape(*shape, 2, 4), outlets)


def _of_panel(measured: Measured) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    panel = set(measured.panel)
    return np.array([one in panel for one in measured.counted.source.values or ("",)], dtype=np.bool_)


def _table(counts: Codes, outlets: Codes) -> Table:
    """counts: by value, phase, original, and the phase of the day (3: not kept)."""
    kept = counts[..., :3].sum(axis=2)
    by_day = np.concatenate([kept.sum(axis=1), np.zeros((len(counts), 1), dtype=np.int64)], axis=1)
    return Table(counts.sum(axis=(2, 3)), counts[:, :, 1].sum(axis=2), outlets, kept.sum(axis=2), by_day)
