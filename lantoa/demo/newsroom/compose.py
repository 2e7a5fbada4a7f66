"""From an event to what each outlet writes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from lantoa.article import CongressKey
from lantoa.demo.newsroom.desk import LOCAL, PORTALS, WARD_PORTAL
from lantoa.demo.newsroom.ink import Draft, Facts, Usage
from lantoa.demo.newsroom.likeness import Shelf, Shingles, shingles
from lantoa.demo.newsroom.naming import congress_named
from lantoa.demo.newsroom.plan import CITY, Event
from lantoa.demo.newsroom.stock import Stock, Story, fitting, scenarios_of

Keys = frozenset[CongressKey]
NEAR = 0.2
"""A draft this near (containment) to an earlier story is written again, a few times."""
DRAFTS, MORE_DRAFTS, FAR = 8, 20, 0.33
MOST_DRAFTS, TOO_NEAR = 300, 0.5
"""So many drafts; more while the best is not even this far; the most only for one that would pass as a copy."""
LENGTHS = (760, 1350)
"""Characters of the stock a body takes; written out it is about a sixth shorter."""
OWN, SHARED, MOST_SHARED = 3, 0.5, 2
"""After so many paragraphs of its own a story takes a shared one with this probability, and
more than the most only when it has nothing else to say."""
PARAGRAPHS = (4, 9)


@dataclass(frozen=True, slots=True)
class Told:
    """One text as one outlet wrote it; keys: the congresses named in title, sapo and each
    paragraph, in this order; second_title: another title of the same facts."""

    event: Event
    outlet: str
    published: datetime
    title: str
    sapo: str
    paragraphs: tuple[str, ...]
    keys: tuple[Keys, ...]
    captions: tuple[str, ...]
    second_title: str
    second_keys: Keys

    def shingles(self) -> Shingles:
        """Of title, sapo and body."""
        return shingles((self.title, self.sapo, *self.paragraphs))


class Writer:
    """Writes texts that keep their distance from all texts before."""

    def __init__(self, stock: Stock, random: Random) -> None:
        self._stock, self._random = stock, random
        self._usage, self._shelf = Usage(), Shelf()

    def write(self, event: Event, outlet: str, published: datetime, facts: Facts) -> Told:
        """The text of one outlet, put on the shelf of what was written."""
        best: tuple[float, Told, Draft, Facts] | None = None
        for turn in range(MOST_DRAFTS):
            trial = Facts(dict(facts.values), {pool: set(given) for pool, given in facts.given.items()})
            draft = Draft(
                self._random,
                self._usage,
                trial,
                self._stock.names,
                congress_named,
                self._speaks_locally(event, outlet),
            )
            told = self._draft(event, outlet, published, draft)
            near = self._shelf.nearest(told.shingles())
            if best is None or near < best[0]:
                best = near, told, draft, trial
            enough = FAR if turn + 1 < MORE_DRAFTS else TOO_NEAR
            if near < NEAR or (turn >= DRAFTS and best[0] < enough):
                break
        assert best is not None
        _, told, draft, trial = best
        draft.accept()
        facts.values.update(trial.values)
        facts.given.update(trial.given)
        self._shelf.put(told.shingles())
        return told

    @staticmethod
    def _speaks_locally(event: Event, outlet: str) -> bool:
        """Whether "the congress of the city" (the ward) needs no name there."""
        if event.story.about == "ward":
            return outlet == WARD_PORTAL.get(event.ward)
        return outlet in LOCAL

    def _draft(self, event: Event, outlet: str, published: datetime, draft: Draft) -> Told:
        story = event.story
        scenario = self._scenario(story, draft)
        title, title_keys = draft.write(draft.pick(fitting(story.title, scenario)))
        if outlet in PORTALS and self._random.random() < 0.04:
            title = title.upper()
        sapo, sapo_keys = draft.write(draft.pick(fitting(story.sapo, scenario)))
        written = [draft.write(text) for text in self._paragraphs(event, scenario, draft)]
        stock = fitting(story.caption, scenario)
        wanted = min(len(stock), self._random.choice((0, 1, 1, 2)))
        captions = [draft.write(text)[0] for text in self._random.sample(stock, wanted)]
        second, second_keys = draft.write(draft.pick(fitting(story.title, scenario)))
        keys = (title_keys, sapo_keys, *(named for _, named in written))
        paragraphs = tuple(text for text, _ in written)
        return Told(
            event, outlet, published, title, sapo, paragraphs, keys,
            tuple(dict.fromkeys(captions)), second, second_keys,
        )  # fmt: skip

    def _scenario(self, story: Story, draft: Draft) -> str:
        """What the event is, among those the titles tell apart; the first report settles it."""
        if "scenario" not in draft.facts.values:
            tags = scenarios_of(draft.pick(story.title)) or story.scenarios()
            draft.facts.values["scenario"] = self._random.choice(tags)
        return draft.facts.values["scenario"]

    def _paragraphs(self, event: Event, scenario: str, draft: Draft) -> Iterator[str]:
        """The lead, paragraphs of the story in its order, the mention, then shared ones."""
        story, random = event.story, self._random
        target = random.randint(*LENGTHS)
        own = fitting(story.body, scenario)
        shared = [text for pool in story.pool for text in self._stock.pools[pool]]
        told, added = [draft.pick(fitting(story.lead, scenario))], list[str]()
        while self._wants_more([*told, *added], target, event.mention):
            turn = len(told) > OWN and random.random() < SHARED and len(added) < MOST_SHARED
            source, place = (shared, added) if shared and (turn or not own) else (own, told)
            if not source or (
                len(added) >= MOST_SHARED and self._long_enough([*told, *added], event.mention)
            ):
                break
            place.append(draft.pick(source))
            source.remove(place[-1])
        yield told[0]
        yield from (text for text in story.body if text in told)
        if event.mention:
            late = event.at.date() > CITY.closing
            yield draft.pick(self._stock.pools["mention_after" if late else "mention"])
        yield from added

    def _wants_more(self, chosen: list[str], target: int, mention: bool) -> bool:
        """At least the fewest paragraphs and the least length, then up to the length aimed at."""
        if not self._long_enough(chosen, mention):
            return True
        return sum(map(len, chosen)) < target and len(chosen) < PARAGRAPHS[1] - 1

    @staticmethod
    def _long_enough(chosen: list[str], mention: bool) -> bool:
        return len(chosen) + mention >= PARAGRAPHS[0] and sum(map(len, chosen)) >= LENGTHS[0]


def facts_of(event: Event, random: Random) -> Facts:
    """What every report of the event agrees on: its day, its hour, its place."""
    happened = event.at - timedelta(minutes=random.randint(50, 110))
    day = happened.date()
    part = "sáng" if happened.hour < 12 else "chiều" if happened.hour < 18 else "tối"
    values = {"buoi": part, "ngay": f"{day.day}/{day.month}", "thang": str(day.month)}
    for name, shift in (("mai", 1), ("qua", -1), ("tuantruoc", -7), ("tuansau", 7), ("muoingay", 10)):
        other = day + timedelta(days=shift)
        values[name] = f"{other.day}/{other.month}"
    if event.ward:
        values["ward"] = event.ward
        values["loai"], values["tenward"] = event.ward.split(" ", 1)
        tag = WARD_TAGS[event.ward]
        values.update(zip(_OFFICES, tag, strict=True))
    return Facts(values)


_OFFICES = ("wbithu", "wphobithu", "wchutich", "wdangvien", "wdaibieu", "wchibo", "wcapuy")
# By ward: secretary, standing deputy, chair; party members, delegates, cells, committee size.
WARD_TAGS = {
    "phường Bến Đá": ("Đỗ Khánh Tường", "Lữ Thị Mai Trâm", "Phan Thế Hiển", "2.318", "198", "64", "33"),
    "xã Tam Khê": ("Hồ Sĩ Lượng", "Kiều Thị Thắm", "Nông Văn Kỷ", "1.146", "150", "41", "29"),
    "phường Cửa Lũy": ("Âu Dương Nghĩa", "Phí Thị Nhàn", "Chử Đức Vịnh", "1.874", "180", "57", "31"),
    "phường Vạn Chài": ("Lò Anh Khôi", "Bành Thị Tuyết Nga", "Tống Duy Phác", "1.592", "170", "49", "30"),
    "xã Suối Mây": ("Hà Văn Thuấn", "Sầm Thị Diên", "Lục Minh Quyết", "938", "130", "36", "27"),
    "phường Đông Nhai": ("Vi Thanh Cảnh", "Đàm Thị Bích Lựu", "Thân Trọng Hách", "2.067", "190", "61", "33"),
    "xã Gò Sim": ("Mai Xuân Đáng", "Giáp Thị Hiên", "Ninh Văn Trụ", "1.025", "140", "38", "28"),
    "phường Kênh Bắc": ("Khúc Hữu Thịnh", "Ông Thị Lệ Quyên", "Trà Văn Mẫn", "2.451", "200", "66", "33"),
}
