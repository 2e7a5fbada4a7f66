"""Fifty saved pages of real sites: what extraction reaches may not drop (floors.toml)."""

from __future__ import annotations

import gzip
import json
import tomllib
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from crawlers.dates import read_stamp
from crawlers.extract import extract
from crawlers.lines import bare, overlap
from lantoa.article import ZONE, Article, Kind, Origin, Page

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))
IMPORTED = datetime(2026, 11, 21, tzinfo=UTC)

LEAKS = (
    "Tin liên quan",
    "Đọc nhiều",
    "Bình luận",
    "Chia sẻ",
    "Quảng cáo",
    "Xem thêm",
    "Đăng nhập",
    "Trang chủ",
    "TIN MỚI",
    "Copy link",
)

AUTHORS = {
    "dantri_article.html": ("Tri Túc",),
    "tuoitre_article.html": ("NHẬT XUÂN", "NGHI VŨ"),
    "nld_article.html": ("Minh Chiến",),
    "cafef_article.html": ("Dương Ngọc",),
    "cafef_article_batdongsan.html": ("Hồ Hương",),
    "vietnamnet_article.html": ("Duy Anh",),
    "vnexpress_article.html": ("Hà Thu",),
    "baodautu_article.html": ("Nguyên Minh",),
    "VnExpress_2025_10_22.html.gz": ("Lê Phương",),
}


@cache
def extracted(folder: Path) -> list[tuple[dict[str, str], Article]]:
    found = []
    for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        body = (folder / entry["file"]).read_bytes()
        body = gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body
        page = Page(
            entry["url"], entry["url"], IMPORTED, 200, (("Content-Type", "text/html"),), body, Origin.IMPORT
        )
        found.append((entry, extract(page)))
    return found


def is_article(entry: dict[str, str]) -> bool:
    return entry["kind"] == "article"


def stated_day(entry: dict[str, str]) -> str:
    """The local day the manifest states, or the day in the address; baodautu shows its own."""
    stated = entry["published"] or entry["published_from_url"]
    return stated[:10] if stated else "2026-03-07"


def has_right_instant(entry: dict[str, str], article: Article) -> bool:
    stamp = read_stamp(entry["published"] or "")
    if stamp is None or stamp.at is None or article.published.at is None:
        return False
    return (
        abs((stamp.at - article.published.at).total_seconds()) < 60
        and article.published.at.astimezone(ZONE).date() == stamp.day
    )


def measure(folder: Path) -> Counter[str]:
    reached: Counter[str] = Counter()
    for entry, article in extracted(folder):
        if not is_article(entry):
            reached["lists_recognised"] += article.kind is Kind.LIST
            continue
        reached["articles_recognised"] += article.kind is Kind.ARTICLE
        reached["titles"] += overlap(article.title, entry["title"]) >= 0.9
        reached["sapos"] += 40 <= len(article.sapo) <= 600
        reached["bodies"] += len(article.text) - len(article.sapo) >= 250
        reached["days_right"] += str(article.published.day) == stated_day(entry)
        reached["instants_right"] += has_right_instant(entry, article)
        reached["authors_right"] += article.authors == AUTHORS.get(Path(entry["file"]).name, ("?",))
        body = article.text.removeprefix(article.sapo)
        lines = body.splitlines()
        leaked = [line for line in lines if len(line) < 80 and line.startswith(LEAKS)]
        clean = not leaked and bare(article.title) not in {bare(line) for line in lines}
        reached["bodies_without_leaks"] += clean
    return reached


@pytest.mark.parametrize("measured", sorted(FLOORS))
def test_what_was_reached_stays_reached(shared_data: Path, measured: str) -> None:
    reached = measure(shared_data / "html")[measured]
    assert reached >= FLOORS[measured], f"{measured}: {reached}, the floor is {FLOORS[measured]}"


def test_no_publisher_is_an_author(shared_data: Path) -> None:
    named = [name for _, article in extracted(shared_data / "html") for name in article.authors]
    assert named
    assert not [
        name
        for name in named
        if any(word in name.lower() for word in ("báo", "dân trí", "vnexpress", "tuoi tre", "news", ".vn"))
    ]


def test_captions_are_kept_apart_from_the_body(shared_data: Path) -> None:
    articles = [article for entry, article in extracted(shared_data / "html") if is_article(entry)]
    assert sum(1 for each in articles if each.captions) >= 25
