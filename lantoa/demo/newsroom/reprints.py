"""How others take over a story: with or without credit, under another title, shortened,
with a changed lead or a few other words. A reprint stays at least KEPT of its original."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from random import Random

from lantoa.article import ZONE
from lantoa.demo.campaign import CAMPAIGN
from lantoa.demo.newsroom.compose import Told
from lantoa.demo.newsroom.desk import AGGREGATOR, CENTRAL, NAMES, WARD_PORTAL
from lantoa.demo.newsroom.likeness import containment
from lantoa.demo.newsroom.plan import CITY, DENSE_FROM

KEPT = 0.82
REPRINTS = (1,) * 34 + (2,) * 24 + (3,) * 14 + (4,) * 6 + (5,) * 3 + (6,) * 2
_TAKERS = {
    AGGREGATOR: 6,
    "tin-sang": 3,
    "nhip-song-do-thi": 3,
    "tieng-dan-sinh": 3,
    "thoi-bao-dat-viet": 2,
    "dai-truong-giang": 2,
    "bao-truong-giang": 1,
    "cong-thanh-pho": 2,
    "trang-dang-bo": 2,
}
_SOURCES = {"ttx-sao-mai": 5.0, "bao-truong-giang": 3.0, "dai-truong-giang": 2.0, "cong-thanh-pho": 1.5}
_SWAPS = (
    ("cho biết", "cho hay"),
    ("đồng thời", "cùng với đó"),
    ("hiện nay", "hiện"),
    ("chừng ", "khoảng "),
    ("bảo đảm", "đảm bảo"),
    ("tuy nhiên", "song"),
    ("Bên cạnh đó", "Ngoài ra"),
    ("người dân", "bà con"),
    ("nhấn mạnh", "lưu ý"),
    ("đề nghị", "đề xuất"),
    ("trên địa bàn", "tại địa bàn"),
    ("phần lớn", "đa số"),
    ("vì vậy", "do đó"),
    ("một số", "vài"),
)
_LAST = datetime.combine(CAMPAIGN.end, time(23, 30), ZONE)


@dataclass(frozen=True, slots=True)
class Copy:
    """A text taken over from an original."""

    told: Told
    credit: str


def take_over(originals: Sequence[Told], random: Random) -> Iterator[tuple[Told, list[Copy]]]:
    """Originals that found takers, with their reprints in time."""
    pool = [told for told in originals if _may_be_taken(told)]
    loads: Counter[str] = Counter()
    for count in sorted(REPRINTS, reverse=True):
        told = random.choices(pool, [_appeal(told) for told in pool])[0]
        pool.remove(told)
        yield told, list(_reprints(told, count, loads, random))


def _may_be_taken(told: Told) -> bool:
    own_news = told.outlet in WARD_PORTAL.values() and told.event.story.about != "ward"
    return not own_news and not told.event.story.form and told.published < _LAST - timedelta(hours=6)


def _appeal(told: Told) -> float:
    about = told.event.story.about
    weight = _SOURCES.get(told.outlet, 0.8) * {"city": 2.2, "ward": 1.2}.get(about, 0.7)
    day = told.published.date()
    return weight * (0.25 if day < DENSE_FROM else 1.8 if day >= CITY.opening else 1.0)


def _reprints(told: Told, count: int, loads: Counter[str], random: Random) -> Iterator[Copy]:
    takers = [outlet for outlet in _TAKERS if outlet != told.outlet and _suits(outlet, told)]
    taken: set[datetime] = {told.published}
    drawn: list[tuple[datetime, str]] = []
    for _ in range(min(count, len(takers))):
        weights = [_TAKERS[outlet] / (1 + loads[outlet] / (3 * _TAKERS[outlet])) for outlet in takers]
        outlet = random.choices(takers, weights)[0]
        takers.remove(outlet)
        loads[outlet] += 1
        at = _later(told.published, taken, random)
        taken.add(at)
        drawn.append((at, outlet))
    for at, outlet in sorted(drawn):
        yield _reprint(told, outlet, at, random)


def _suits(outlet: str, told: Told) -> bool:
    """Portals take over news of the congress and of the city, central papers anything."""
    return outlet in CENTRAL or outlet == AGGREGATOR or told.event.story.about in ("city", "ward", "nation")


def _later(published: datetime, taken: set[datetime], random: Random) -> datetime:
    """Minutes to two days later, in waking hours, at a minute of its own."""
    while True:
        minutes = min(2.0 * 24 * 60, 12 + random.expovariate(1 / 260))
        at = (published + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
        if at.hour < 5:
            at += timedelta(hours=6)
        if at not in taken and published + timedelta(minutes=5) < at <= _LAST:
            return at


def _reprint(told: Told, outlet: str, at: datetime, random: Random) -> Copy:
    credit = NAMES[told.outlet] if random.random() < 0.56 else ""
    copy = replace(told, outlet=outlet, published=at)
    whole = told.shingles()
    changes = [_other_title, _without_paragraph, _other_words, _other_lead, _merged]
    for change in random.sample(changes, random.choice((0, 1, 1, 2, 2, 3))):
        changed = change(copy, random)
        if containment(whole, changed.shingles()) >= KEPT:
            copy = changed
    return Copy(copy, credit)


def _other_title(told: Told, random: Random) -> Told:
    return replace(told, title=told.second_title, keys=(told.second_keys, *told.keys[1:]))


def _without_paragraph(told: Told, random: Random) -> Told:
    """Leaves out one paragraph behind the lead, unless it alone names a congress."""
    if len(told.paragraphs) < 5 or sum(map(len, told.paragraphs)) < 900:
        return told
    at = random.randrange(1, len(told.paragraphs))
    kept = (*told.keys[: at + 2], *told.keys[at + 3 :])
    if not told.keys[at + 2] <= frozenset().union(*kept):
        return told
    paragraphs = told.paragraphs[:at] + told.paragraphs[at + 1 :]
    return replace(told, paragraphs=paragraphs, keys=kept)


def _other_words(told: Told, random: Random) -> Told:
    paragraphs = list(told.paragraphs)
    for old, new in random.sample(_SWAPS, 5):
        for at, text in enumerate(paragraphs):
            if old in text:
                paragraphs[at] = text.replace(old, new, 1)
                break
    return replace(told, paragraphs=tuple(paragraphs))


def _other_lead(told: Told, random: Random) -> Told:
    """The sapo says where the news is from, when it can take the clause in front."""
    first, _, rest = told.sapo.partition(" ")
    if first not in ("Sáng", "Chiều", "Tối", "Ngày", "Các", "Sau", "Nhiều", "Trong", "Với", "Từ"):
        return told
    source = random.choice(
        (f"Theo {NAMES[told.outlet]}, ", f"{NAMES[told.outlet]} đưa tin, ", "Ghi nhận cho thấy, ")
    )
    return replace(told, sapo=f"{source}{first.lower()} {rest}")


def _merged(told: Told, random: Random) -> Told:
    """Two paragraphs become one, as layout programs do."""
    if len(told.paragraphs) < 6:
        return told
    at = random.randrange(1, len(told.paragraphs) - 1)
    joined = f"{told.paragraphs[at]} {told.paragraphs[at + 1]}"
    keys = (*told.keys[: at + 2], told.keys[at + 2] | told.keys[at + 3], *told.keys[at + 4 :])
    return replace(told, paragraphs=(*told.paragraphs[:at], joined, *told.paragraphs[at + 2 :]), keys=keys)
