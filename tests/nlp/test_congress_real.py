"""Congresses in real texts: the five seeds, and news that has none."""

import json
import lzma
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from tests.support.congress_reading import HANOI_17, HANOI_18, key, read

SEEDS = {
    "000": (date(2025, 9, 6), ("province", "Thành phố Hồ Chí Minh", 1, (2025, 2030)), "79"),
    "001": (date(2025, 9, 6), ("province", "Thành phố Hồ Chí Minh", 1, (2025, 2030)), "79"),
    "002": (date(2025, 3, 18), HANOI_18, "01"),
    "003": (date(2025, 2, 21), ("commune", "Phường 1", None, (2025, 2030)), None),
    "004": (date(2020, 6, 26), HANOI_17, "01"),
}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_seeds_have_their_congress(seed: str, shared_data: Path) -> None:
    day, expected, body = SEEDS[seed]
    text = next((shared_data / "seeds").glob(f"{seed}_*.txt")).read_text(encoding="utf-8")
    title, _, rest = text.partition("\n")
    titled = len(title) < 200
    found = read(rest if titled else text, title if titled else "", day)
    about = [congress for congress in found if congress.about]
    assert [key(congress) for congress in about] == [expected]
    assert about[0].resolved is not None
    assert about[0].resolved.body == body
    if seed == "002":
        assert about[0].stated.term is None


def test_unrelated_news_has_no_congress(shared_data: Path) -> None:
    """At most 2 of 1,000 articles without "đảng" and "đại hội" side by side name one."""
    with lzma.open(shared_data / "corpus" / "corpus40k.jsonl.xz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for _, line in zip(range(3000), lines, strict=False)]
    about = 0
    for row in rows:
        text = f"{row['sapo']}\n{row['text']}"
        found = read(text, row["title"], None)
        plain = unicodedata.normalize("NFC", f"{row['title']} {text}").lower()
        if found and not any(sign in plain for sign in ("của đảng", "đảng bộ", "đại hội đảng", "chi bộ")):
            about += 1
    assert about <= 6
