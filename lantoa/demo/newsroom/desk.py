"""The desk's map of the press: who may print what, and under which section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random

from lantoa.demo.outlets import OUTLETS

NAMES = {outlet.id: outlet.name for outlet in OUTLETS}
WARD_PORTAL = {"phường Bến Đá": "phuong-ben-da", "xã Tam Khê": "xa-tam-khe"}
AGGREGATOR = "tong-hop-24"
INNER_OUTLET, INNER_SECTION = "trang-dang-bo", "noi-bo"
PORTALS = ("cong-thanh-pho", "trang-dang-bo", "phuong-ben-da", "xa-tam-khe")
LOCAL = ("bao-truong-giang", "dai-truong-giang", "cong-thanh-pho", "trang-dang-bo")
CENTRAL = ("ttx-sao-mai", "thoi-bao-dat-viet", "tin-sang", "nhip-song-do-thi", "tieng-dan-sinh")

GROUPS = {
    "press": ("bao-truong-giang", "dai-truong-giang", *CENTRAL),
    "central": CENTRAL,
    "local": LOCAL,
    "city": ("bao-truong-giang", "dai-truong-giang"),
    "portal": ("cong-thanh-pho", "trang-dang-bo"),
    "all": (*LOCAL, *CENTRAL),
}
# Wanted shares of original stories: the city's own paper and station lead, portals follow.
_SHARE = {
    "bao-truong-giang": 72,
    "dai-truong-giang": 60,
    "ttx-sao-mai": 56,
    "thoi-bao-dat-viet": 44,
    "tin-sang": 46,
    "nhip-song-do-thi": 46,
    "tieng-dan-sinh": 44,
    "cong-thanh-pho": 36,
    "trang-dang-bo": 36,
    "phuong-ben-da": 30,
    "xa-tam-khe": 30,
}
_WARD_SECTION = {"phuong-ben-da": "tin-tuc", "xa-tam-khe": "tin-tuc-su-kien"}

REPORTERS = {
    "bao-truong-giang": ("Hà Nguyệt Cầm", "Lê Bửu Sơn", "Trịnh Hoài Vy", "Đào Khắc Nhu", "Nguyên Thảo"),
    "dai-truong-giang": ("Phương Liễu", "Kim Toại", "Nhóm PV Thời sự", ""),
    "ttx-sao-mai": ("Bùi Thụy Khanh", "Lâm Vĩnh Tường", "Ngô Thục Hiền", "Đinh Quốc Lãm"),
    "thoi-bao-dat-viet": ("Mạnh Chuyên", "Tú Uyên", "Quách Hải Bằng", "P.V"),
    "tin-sang": ("Vũ Lam Điền", "Thu Sắc", "Hoài Bắc", ""),
    "nhip-song-do-thi": ("An Nhi", "Trần Phú Lộc", "Gia Khương", "Mộc Lan"),
    "tieng-dan-sinh": ("Bích Tằm", "Hữu Nghiêm", "P.V", "Sông Thương"),
    "cong-thanh-pho": ("", "Ban Biên tập", "Trung tâm Thông tin"),
    "trang-dang-bo": ("", "BBT", "Ngọc Diệu"),
    "phuong-ben-da": ("", "Văn phòng Đảng ủy", "Thanh Hảo"),
    "xa-tam-khe": ("", "Công chức Văn hóa", "Minh Toản"),
    "tong-hop-24": ("", "T.H", "Tổng hợp"),
}


class Desk:
    """Gives stories to outlets so that the shares come out as wanted."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._printed: Counter[str] = Counter()

    def assign(self, allowed: Sequence[str], ward: str, count: int) -> tuple[str, ...]:
        """`count` different outlets among the allowed names and groups, the neediest first."""
        wide = dict.fromkeys(outlet for name in allowed for outlet in self._named(name, ward))
        drawn = sorted(wide, key=lambda outlet: (self._need(outlet), self._random.random()))
        chosen = tuple(drawn[:count])
        self._printed.update(chosen)
        return chosen

    def _need(self, outlet: str) -> float:
        return (self._printed[outlet] + self._random.uniform(0, 3)) / _SHARE[outlet]

    def _named(self, name: str, ward: str) -> tuple[str, ...]:
        if name == "own":
            return (WARD_PORTAL[ward],) if ward in WARD_PORTAL else ("trang-dang-bo", "bao-truong-giang")
        if ward and name in WARD_PORTAL.values() and name != WARD_PORTAL.get(ward):
            return ()
        return GROUPS.get(name, (name,))

    def byline(self, outlet: str) -> str:
        """An author as this outlet signs; "" when it does not."""
        return self._random.choice(REPORTERS[outlet])


def section_of(outlet: str, section: str) -> str:
    """The section of this outlet in which such a story stands."""
    return _WARD_SECTION.get(outlet, section)
