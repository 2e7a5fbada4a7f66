"""Campaign files: what is wrong is named; what is right comes back the same."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from campaigns.campaign import Campaign
from campaigns.definition import campaign_from, campaign_table, read_campaign
from campaigns.store import CampaignStore
from lantoa.database import Database
from lantoa.errors import Misuse

GOOD = """
id = "tg"
name = "Trường Giang"
start = 2025-06-02
end = 2025-10-10
[[congress]]
id = "city"
name = "Đại hội thành phố"
level = "province"
place = "Trường Giang"
ordinal = 1
term = [2025, 2030]
opening = 2025-09-24
closing = 2025-09-26
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "campaign.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_campaign_comes_back_from_its_table(tmp_path: Path) -> None:
    campaign = read_campaign(write(tmp_path, GOOD))
    assert campaign_from(campaign_table(campaign)) == campaign
    assert campaign.leading.key.term == (2025, 2030)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('name = "Trường Giang"', "", "name"),
        ("start = 2025-06-02", 'start = "2/6/2025"', "2/6/2025"),
        ('level = "province"', 'level = "city"', "city"),
        ("term = [2025, 2030]", "term = [2025]", "2025"),
        ("ordinal = 1", "ordnal = 1", "ordnal"),
        ("closing = 2025-09-26", "closing = 2025-09-20", "2025-09-20"),
        ("end = 2025-10-10", "end = 2025-13-10", "campaign.toml"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, named: str) -> None:
    with pytest.raises(Misuse, match=named):
        read_campaign(write(tmp_path, GOOD.replace(old, new)))


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="nowhere"):
        read_campaign(tmp_path / "nowhere.toml")


def examples() -> list[Path]:
    return [Path(str(entry)) for entry in files("campaigns.examples").iterdir() if entry.name.endswith(".toml")]


@pytest.mark.parametrize("file", examples(), ids=lambda file: file.name)
def test_ready_made_campaigns_are_right(file: Path) -> None:
    assert isinstance(read_campaign(file), Campaign)


def test_the_store_keeps_and_names_campaigns(database: Database, tmp_path: Path) -> None:
    store = CampaignStore(database)
    campaign = read_campaign(write(tmp_path, GOOD))
    store.save(campaign, datetime(2025, 9, 1, tzinfo=UTC))
    store.save(campaign, datetime(2025, 9, 2, tzinfo=UTC))
    assert store.all() == [campaign]
    assert store.get("tg") == campaign
    with pytest.raises(Misuse, match="tg"):
        store.get("hue")
