"""A season to count: member articles as columns, as the index would export them. Drawn, not crawled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from campaigns.campaign import Campaign, CampaignCongress, Message
from campaigns.measured import Collected
from lantoa.article import OUTLET_KINDS, CongressKey, Outlet
from search_api.index import Columns, congress_token, day_number, week_number

START, END = date(2025, 2, 1), date(2025, 11, 30)
OUTLETS, PANEL, WARDS = 200, 120, 168
TOPICS = (
    "preparation", "personnel", "documents", "propaganda", "decoration", "security", "culture", "grassroots",
    "emulation", "proceedings", "resolution", "opinion",
)  # fmt: skip
FORMS = ("tin", "bài chuyên sâu", "phóng sự", "phỏng vấn", "ảnh", "")


@dataclass(frozen=True, slots=True)
class World:
    """campaign: a city and its wards; columns: of its articles; messages: ids that carry each."""

    campaign: Campaign
    columns: Columns
    outlets: dict[str, Outlet]
    panel: tuple[str, ...]
    collected: Collected
    messages: dict[str, npt.NDArray[np.int64]]


def world(articles: int, seed: int = 7) -> World:
    """So many articles over ten months: one in eight about two congresses, reprinted as press is."""
    chance = np.random.default_rng(seed)
    campaign, outlets = _campaign(), _outlets()
    names = list(outlets)
    days = [START + timedelta(days=at) for at in range((END - START).days + 1)]
    at = np.sort(chance.integers(0, len(days), articles))
    sizes = 1 + chance.negative_binomial(0.35, 0.35 / 2.35, articles)
    group = np.repeat(np.arange(articles), sizes)[:articles] + 1
    columns: Columns = {
        "id": np.arange(1, articles + 1),
        "day": np.array([day_number(day) for day in days], dtype=np.int64)[at],
        "week": np.array([week_number(day) for day in days], dtype=np.int64)[at],
        "source": _drawn(chance, names, articles),
        "reprint_group": np.array([str(one) for one in range(articles + 1)], dtype=object)[group],
        "is_original": np.array(["no", "yes"], dtype=object)[np.diff(group, prepend=0).clip(0, 1)],
        "congress_path": _drawn(chance, _paths(campaign, chance), articles),
        "prominence": _drawn(chance, ["7", "5", "4", "2", "0", "7;4", "6;0"], articles),
        "topics": _drawn(chance, _topics(chance), articles).tolist(),
        "form": _drawn(chance, FORMS, articles),
    }
    panel = tuple(sorted(names[:PANEL]))
    per_day = {(day, one): int(chance.integers(20, 90)) for day in days for one in panel}
    incomplete = frozenset(key for key, draw in zip(per_day, chance.random(len(per_day)), strict=True) if draw < 0.02)
    messages = {one.id: np.flatnonzero(chance.random(articles) < 0.1) + 1 for one in campaign.messages}
    return World(campaign, columns, outlets, panel, Collected(per_day, incomplete, dict.fromkeys(panel, START)), messages)


def _campaign() -> Campaign:
    def one(number: int, level: str, place: str, opening: date, last: int) -> CampaignCongress:
        key = CongressKey("province" if level == "province" else "commune", place, 1, (2025, 2030))
        parent = "" if number == 0 else "d0"
        return CampaignCongress(f"d{number}", f"Đại hội {place}", key, opening, opening + timedelta(days=last), parent)

    wards = [one(at, "commune", f"phường Số {at}", date(2025, 7, 1) + timedelta(days=at % 40), 1) for at in range(1, WARDS + 1)]
    messages = tuple(Message(f"m{at}", f"Thông điệp {at}", (f"cụm từ {at}",)) for at in range(5))
    city = one(0, "province", "Thành phố Thử", date(2025, 9, 24), 2)
    return Campaign("thu", "Đại hội Thành phố Thử", START, END, (city, *wards), panel="thu", messages=messages)


def _outlets() -> dict[str, Outlet]:
    return {
        f"nguon-{at}": Outlet(
            f"nguon-{at}", f"Nguồn {at}", f"nguon-{at}.test", OUTLET_KINDS[at % len(OUTLET_KINDS)],
            ("central", "province", "commune")[at % 3], f"Tỉnh {at % 34}", "", 10_000 + at, date(2025, 6, 30), "thử",
        )
        for at in range(OUTLETS)
    }  # fmt: skip


def _paths(campaign: Campaign, chance: np.random.Generator) -> list[str]:
    tokens = [congress_token(one.key) for one in campaign.congresses]
    two = [";".join(chance.choice(tokens, 2, replace=False)) for _ in range(60)]
    return [tokens[0]] * 240 + tokens + two


def _topics(chance: np.random.Generator) -> list[tuple[str, ...]]:
    return [tuple(sorted(chance.choice(TOPICS, chance.integers(0, 4), replace=False).tolist())) for _ in range(300)]


def _drawn(chance: np.random.Generator, values: object, count: int) -> npt.NDArray[np.object_]:
    table = np.fromiter(values, dtype=object)  # type: ignore[call-overload]  # of tuples too
    return np.asarray(table[chance.integers(0, len(table), count)], dtype=np.object_)
