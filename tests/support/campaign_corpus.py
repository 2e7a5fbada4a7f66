"""A small campaign with its articles in a store and an index, for the campaign tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from campaigns.campaign import Campaign, CampaignCongress
from campaigns.desk import Desk
from campaigns.measured import Collected
from campaigns.store import CampaignStore
from lantoa.article import Article, Congress, CongressKey, Kind, Moment, Origin, Outlet, Tags
from lantoa.articles import ArticleStore, Grouping
from lantoa.clock import FixedClock
from lantoa.database import Database
from lantoa.outlets import OutletStore
from search_api.index import Document, congress_token, sort_key
from search_api.memory import MemoryIndex
from search_api.schema import index_form

CITY = CongressKey("province", "Trường Giang", 1, (2025, 2030))
WARD = CongressKey("commune", "phường Bến Đá", 1, (2025, 2030))
CAMPAIGN = Campaign(
    "tg",
    "Đại hội Đảng bộ thành phố Trường Giang",
    date(2025, 6, 2),
    date(2025, 10, 10),
    (
        CampaignCongress(
            "city",
            "Đại hội Đảng bộ thành phố Trường Giang lần thứ I",
            CITY,
            date(2025, 9, 24),
            date(2025, 9, 26),
        ),
        CampaignCongress(
            "ward",
            "Đại hội Đảng bộ phường Bến Đá lần thứ I",
            WARD,
            date(2025, 9, 9),
            date(2025, 9, 10),
            "city",
        ),
    ),
    panel="main",
)
OUTLETS = [
    Outlet(name, name.title(), f"{name}.test", kind, "central")
    for name, kind in (
        ("bao-a", "central_press"),
        ("bao-b", "central_press"),
        ("cong-c", "portal"),
        ("dai-d", "broadcaster"),
    )
]


@dataclass(frozen=True)
class Row:
    """An article to be: hours after 2025-09-01 00:00 local; group: rows of one text."""

    source: str
    hours: float
    group: int
    about: tuple[CongressKey, ...] = (CITY,)
    dated: bool = True


def desk_of(
    database: Database,
    rows: Sequence[Row],
    exposure: int = 50,
    now: datetime | None = None,
    collected: bool = True,
) -> Desk:
    """Everything saved, tagged, grouped and indexed as the steps would have done."""
    store, outlets, index = ArticleStore(database), OutletStore(database), MemoryIndex()
    clock = FixedClock(now or datetime(2025, 10, 12, 3, tzinfo=UTC))
    outlets.save(OUTLETS)
    outlets.save_panel("main", [one.id for one in OUTLETS], clock.now())
    index.ensure()
    firsts: dict[int, int] = {}
    for place, row in sorted(enumerate(rows), key=lambda pair: (not pair[1].dated, pair[1].hours, pair[0])):
        _add(store, index, place, row, firsts)
    index.commit("1")
    campaigns = CampaignStore(database)
    campaigns.save(CAMPAIGN, clock.now())
    start = date(2025, 8, 1)
    days = {(start + timedelta(days=at), one.id): exposure for at in range(80) for one in OUTLETS}
    return Desk(campaigns, store, outlets, index, lambda _: Collected(days if collected else {}), clock)


def add_row(desk: Desk, place: int, row: Row, firsts: dict[int, int]) -> None:
    """One more article; firsts: group -> id of its first article, which is kept in it."""
    assert isinstance(desk.index, MemoryIndex)
    _add(desk.articles, desk.index, place, row, firsts)


def _add(store: ArticleStore, index: MemoryIndex, place: int, row: Row, firsts: dict[int, int]) -> None:
    at = datetime(2025, 8, 31, 17, tzinfo=UTC) + timedelta(hours=row.hours)
    moment = Moment.of(at, "meta", 1) if row.dated else Moment()
    title = f"Bài {row.group} số {place}"
    article = Article(
        f"http://{row.source}.test/{place}", Kind.ARTICLE, title, "Sapo.", f"Sapo.\nThân {row.group}.", moment
    )
    saved = store.save(
        article, source=row.source, origin=Origin.CAPTURE, ref=str(place), seen_at=at, extractor=1
    )
    tags = Tags(1, "congress", tuple(Congress(key, True, key) for key in row.about))
    store.save_tags([(due, tags) for due in store.untagged(1)])
    original = row.group not in firsts
    first = firsts.setdefault(row.group, saved.id)
    store.save_groups(1, store.ungrouped(1), [Grouping(saved.id, first, first, original)])
    tokens = tuple(congress_token(key) for key in row.about)
    local = moment.day
    marked, folded = index_form(title)
    index.upsert([
        Document(
            id=saved.id, title=marked, body=marked, title_fold=folded, body_fold=folded, source=row.source,
            source_kind=next(one.kind for one in OUTLETS if one.id == row.source), source_level="central",
            source_province="", reprint_group=str(first), event_group=str(first),
            is_original="yes" if original else "no", status="live",
            published=int(at.timestamp()) if local else None,
            day=local.year * 10000 + local.month * 100 + local.day if local else 0,
            week=local.isocalendar().year * 100 + local.isocalendar().week if local else 0,
            month=local.year * 100 + local.month if local else 0,
            audience=0, sort_key=sort_key(int(at.timestamp()) if local else None, saved.id),
            congress=tuple(sorted(tokens)), congress_path=";".join(tokens),
        )
    ])  # fmt: skip
