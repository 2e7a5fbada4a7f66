"""The demonstration campaign as plain data: one city congress and its eight wards and communes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lantoa.article import ZONE, CongressKey
from lantoa.demo.outlets import CITY

TERM = (2025, 2030)
CITY_VENUE, WARD_VENUE = "Trung tâm Hội nghị Sông Trường", "Nhà văn hóa {place}"


@dataclass(frozen=True, slots=True)
class PlannedCongress:
    """A congress with its whole local days; parent: the congress it leads up to, None for the city's."""

    key: CongressKey
    name: str
    opening: date
    closing: date
    parent: CongressKey | None = None

    @property
    def venue(self) -> str:
        """Where it is held."""
        return CITY_VENUE if self.parent is None else WARD_VENUE.format(place=self.key.place)


@dataclass(frozen=True, slots=True)
class DemoCampaign:
    """From start to end (whole local days, both included), with its congresses, the city's first."""

    id: str
    name: str
    start: date
    end: date
    congresses: tuple[PlannedCongress, ...]

    def congress(self, key: CongressKey) -> PlannedCongress | None:
        """The planned congress of this key; None when the campaign does not have it."""
        return next((planned for planned in self.congresses if planned.key == key), None)

    def phase(self, key: CongressKey, at: datetime) -> str:
        """before, during or after by the congress's own days; outside when not in the campaign."""
        planned, day = self.congress(key), at.astimezone(ZONE).date()
        if planned is None or not self.start <= day <= self.end:
            return "outside"
        if day < planned.opening:
            return "before"
        return "during" if day <= planned.closing else "after"


CITY_KEY = CongressKey("province", CITY, 1, TERM)

_WARDS = (
    ("xã Tam Khê", date(2025, 7, 24), date(2025, 7, 25)),
    ("phường Cửa Lũy", date(2025, 8, 14), date(2025, 8, 15)),
    ("phường Vạn Chài", date(2025, 8, 28), date(2025, 8, 29)),
    ("xã Suối Mây", date(2025, 9, 4), date(2025, 9, 4)),
    ("phường Đông Nhai", date(2025, 9, 5), date(2025, 9, 6)),
    ("phường Bến Đá", date(2025, 9, 9), date(2025, 9, 10)),
    ("xã Gò Sim", date(2025, 9, 11), date(2025, 9, 11)),
    ("phường Kênh Bắc", date(2025, 9, 12), date(2025, 9, 13)),
)


def _ward(place: str, opening: date, closing: date) -> PlannedCongress:
    key = CongressKey("commune", place, 1, TERM)
    name = f"Đại hội đại biểu Đảng bộ {place} lần thứ I, nhiệm kỳ 2025-2030"
    return PlannedCongress(key, name, opening, closing, CITY_KEY)


CAMPAIGN = DemoCampaign(
    "truong-giang-2025",
    f"Đại hội đại biểu Đảng bộ thành phố {CITY} lần thứ I, nhiệm kỳ 2025-2030",
    date(2025, 6, 2),
    date(2025, 10, 10),
    (
        PlannedCongress(
            CITY_KEY,
            f"Đại hội đại biểu Đảng bộ thành phố {CITY} lần thứ I, nhiệm kỳ 2025-2030",
            date(2025, 9, 24),
            date(2025, 9, 26),
        ),
        *(_ward(*row) for row in _WARDS),
    ),
)
