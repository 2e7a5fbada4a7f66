"""Campaign files: what is wrong is named; what is right comes back the same."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from campaigns.campaign import Campaign
from campaigns.definition import (
    CAMPAIGN_KEYS,
    CONGRESS_KEYS,
    LETTERHEAD_KEYS,
    campaign_from,
    campaign_table,
    read_campaign,
)
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


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ('[[wave]]\nname = "A"\nstart = 2025-09-10\nend = 2025-09-01', r'\[\[wave\]\] 1, "end".*"A".*đứng trước'),
        ('[[wave]]\nname = "A"\nstart = 2025-09-01\nend = 2025-09-10\n[[wave]]\nname = "B"\nstart = 2025-09-10\nend = 2025-09-11', '"A" và "B" chồng'),
        ('[[wave]]\nname = "A"\nstart = 2025-05-01\nend = 2025-06-10', "nằm ngoài chiến dịch"),
        ('[[wave]]\nname = "A"\nstart = 2025-09-01', r'1, "end": còn thiếu'),
        ('[[wave]]\nname = "A"\nstart = 2025-09-01\nend = 2025-09-02\nfrom = 1', r"""\[\[wave\]\] 1, "from": khóa lạ"""),
        ('[[message]]\nid = "a"\nname = "A"\nphrases = []', "chưa có cụm từ"),
        ('[[message]]\nid = "a"\nname = "A"\nphrases = ["x", "x"]', '"x" có hai lần'),
        ('[[message]]\nid = "a"\nname = "A"\nphrases = "x"', "danh sách"),
        ('[[message]]\nid = "a"\nname = "A"\nphrases = ["x"]\n[[message]]\nid = "a"\nname = "B"\nphrases = ["y"]', r"\[\[message\]\] 2"),
        ('[[target]]\nmeasure = "readers"\nvalue = 1', '"readers"; các chỉ tiêu'),
        ('[[target]]\nmeasure = "articles"\nvalue = 0', "từ 1 trở lên"),
        ('[[target]]\nmeasure = "articles"\nvalue = 1\nphase = "undated"', "undated"),
        ('[[target]]\nmeasure = "articles"\nvalue = true', "True không phải là số nguyên"),
        ('[[report]]\nperiod = "day"\nat = 07:00:00', '"day"; các kỳ'),
        ('[[report]]\nperiod = "week"\nat = "25:00"', "25:00 không phải là giờ"),
        ('[[report]]\nperiod = "week"\nat = 07:00:30', "không phải là giờ"),
        ('[[report]]\nperiod = "week"\nat = "07:00"\nformats = ["odt"]', "odt"),
        ('[[report]]\nperiod = "week"\nat = "07:00"\nformats = []', "định dạng"),
        ('[[report]]\nperiod = "week"\nat = "07:00"\nmail = "yes"', "true hoặc false"),
        ('[[report]]\nperiod = "week"\nat = "07:00"\n[[report]]\nperiod = "week"\nat = "08:00"', r"\[\[report\]\] 2"),
        ('[weights]\nnewspaper = 1', "newspaper"),
        ("[weights]\nportal = -1", "-1.0 phải là số từ 0"),
        ("[weights]\nportal = nan", "nan phải là số từ 0"),
        ('[weights]\nportal = "x"', "x phải là số"),
        ("[letterhead]\nbody = 1", r"\[letterhead\] .body.: 1 không phải"),
        ('[letterhead]\nlogo = "x"', "logo"),
    ],
)
def test_what_is_wrong_with_a_part_is_named_with_its_place(tmp_path: Path, more: str, named: str) -> None:
    with pytest.raises(Misuse, match=named):
        read_campaign(write(tmp_path, f"{GOOD}\n{more}\n"))


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("before_days = 10", "before_days.*10 ngày không chia hết cho 7"),
        ("after_days = 0", "0 ngày"),
        ("after_days = 999999999999", "không chia hết|nhiều nhất"),
        ("panel_version = 2", "không có bảng nguồn"),
        ('own_sources = ["a"]\ncommissioned = ["a"]', "vừa là kênh của mình"),
        ('previous = "tg"', "chính nó"),
        ('peers = ["b", "b"]', '"b" có hai lần'),
        ('peers = ["tg"]', "chính nó"),
        ('mail = ["ai đó"]', "ai đó"),
        ('mail = ["a@b"]', "thư điện tử"),
        ('webhook = "javascript:alert(1)"', "javascript"),
        ('webhook = "https://"', "https"),
        ("alert_budget = -1", "từ 0 đến"),
        ("silence_hours = 0", "từ 1 đến"),
        ("query = '(đường'", "ký tự thứ 1"),
        ("query = 'loại:báo_lạ'", "báo_lạ"),
        ('origin = "a\\u0000b"', "không in được"),
        ('recipients = ["  "]', "để trống"),
        ("congresses = []", "congresses"),
    ],
)
def test_what_is_wrong_with_a_key_is_named(tmp_path: Path, line: str, named: str) -> None:
    with pytest.raises(Misuse, match=named):
        read_campaign(write(tmp_path, f"{line}\n{GOOD}"))


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("end = 2025-10-10", "end = 9999-12-31", "9999-12-31: năm phải từ 1930 đến 2099"),
        ("start = 2025-06-02", "start = 0001-01-01", "năm phải từ"),
        ("start = 2025-06-02", "start = 2025-06-02T10:00:00", "không phải là ngày"),
        ('id = "tg"', 'id = "moi"', "đã dùng"),
        ('id = "tg"', 'id = "a/b"', "a/b"),
        ("term = [2025, 2030]", "term = [2030, 2025]", "2030-2025"),
        ("ordinal = 1", "ordinal = 0", "0 không phải là số thứ tự"),
        ("ordinal = 1", 'parent = "nation"', "nation"),
        ("ordinal = 1", 'parent = "city"', "city → city"),
        ("ordinal = 1", 'tentative = "yes"', "true hoặc false"),
        ('level = "province"', 'level = ["x"]', "level"),
    ],
)
def test_what_is_wrong_with_days_ids_and_parents_is_named(tmp_path: Path, old: str, new: str, named: str) -> None:
    with pytest.raises(Misuse, match=named):
        read_campaign(write(tmp_path, GOOD.replace(old, new, 1)))


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace('name = "Trường Giang"', "").replace("opening = 2025-09-24", 'opening = "24/9"') + "[[wave]]\n"
    with pytest.raises(Misuse) as caught:
        read_campaign(write(tmp_path, text))
    for named in ('[[congress]] 1, "opening": 24/9', '"name": còn thiếu', '[[wave]] 1, "name": còn thiếu', '[[wave]] 1, "start": còn thiếu'):
        assert named in str(caught.value)
    assert "\n" not in str(caught.value)


def test_every_key_is_described() -> None:
    guide = (Path(__file__).resolve().parents[2] / "docs" / "chien-dich.md").read_text(encoding="utf-8")
    parts = {key for key in CAMPAIGN_KEYS if f"`[[{key}]]`" in guide or f"`[{key}]`" in guide}
    assert [key for key in (*CAMPAIGN_KEYS, *CONGRESS_KEYS, *LETTERHEAD_KEYS) if f"`{key}`" not in guide and key not in parts] == []


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
