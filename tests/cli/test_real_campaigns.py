"""The ready-made campaigns over real facts: counts by phase are the labels given by hand."""

from __future__ import annotations

import json
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from tests.support.terminal import Terminal

LABELS = {"ha-noi-2025": "HN-2025", "ha-noi-2020": "HN-2020", "tphcm-2025": "HCM-2025", "tphcm-2020": "HCM-2020"}
"""Campaign -> the label of its congress in the facts."""

APART = {
    "tphcm-2025": Counter(before=-1, during=-1, undated=2),
    "tphcm-2020": Counter(after=-1),
}
"""What is counted otherwise than labelled, and why: two facts on TPHCM 2025 have no day, so they are
undated and not guessed; one on TPHCM 2020 is dated (by inference) two years after its congress, outside
of the campaign."""


@pytest.mark.slow
def test_phases_are_those_labelled_by_hand(lantoa: Terminal, shared_data: Path) -> None:
    path = shared_data / "coverage" / "coverage_2025.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert lantoa("import", "--facts", path).code == 0
    for name in LABELS:
        assert lantoa("campaign", "import", str(files("campaigns.examples") / f"{name}.toml")).code == 0
    for name, label in LABELS.items():
        labelled = Counter(row["phase"] for row in rows if row["congress"] == label)
        counted: Counter[str] = Counter()
        for row in lantoa("reach", name, "--dimension", "all", "--json").json:
            counted[row["phase"]] += row["articles"]
        wanted = labelled.copy()
        wanted.update(APART.get(name, {}))
        assert +counted == +wanted, name
