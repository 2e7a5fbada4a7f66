"""A seeded corpus for the search engines: small, and full of what makes engines differ."""

from __future__ import annotations

import random
import unicodedata
from datetime import datetime, timedelta

from lantoa.article import ZONE
from search_api.index import Document, sort_key
from search_api.schema import index_form, listed_form

PROSE = (
    "đại hội đảng bộ phường thành phố nhiệm kỳ ban chấp hành trung ương đường dương Đường hoà hòa thuỷ thủy "
    "uỷ ban ủy ban quý qúy chuẩn bị công tác nhân sự đoàn kết kỷ cương sáng tạo phát triển 2025 2030 TP.HCM lần thứ I "
    "văn kiện góp ý cán bộ chi bộ xã a b c"
)
WORDS = PROSE.split()
SOURCES = ("bao-a", "bao-b", "cong-c", "dai-d", "báo-đ")
KINDS = ("central_press", "local_press", "portal", "broadcaster", "local_press")
PROVINCES = ("", "Hà Nội", "TP.HCM", "Đà Nẵng", "")
CONGRESSES = (
    "province|tphcm|1|2025-2030",
    "commune|ben da|1|2025-2030",
    "national||14|",
    "commune|xa đa||",
)
OFFICES = (
    "Bí thư Thành ủy Trần Văn A",
    "nguyên Bí thư Đảng ủy phường Bến Đá Lê Thị Đường",
    "Chủ tịch UBND TP.HCM Dương Văn B",
    "Bí thư",
    "Đảng ủy viên",
)
ORGANISATIONS = ("Thành ủy TP.HCM", "Đảng ủy phường Bến Đá", "UBND TP.HCM", "Ủy ban", "Uỷ ban nhân dân")
TOPICS = ("preparation", "personnel", "documents", "culture")
FIXED = (
    ("Đại hội Đảng bộ phường Bến Đá", "Đảng bộ phường Bến Đá họp. Đại hội diễn ra đúng ngày."),
    (
        unicodedata.normalize("NFD", "Đại hội Đảng bộ phường Bến Đá"),
        unicodedata.normalize("NFD", "Đường hoà bình."),
    ),
    ("ĐẠI HỘI ĐIỂM", "Ban chấp hành Trung ương; ban, chấp hành trung-ương"),
    ("", "chỉ có thân bài không có tiêu đề"),
    ("Chỉ có tiêu đề", ""),
    ("a a b a c a a b", "b c a b b a c a a c b"),
    ("x" * 300, "y" * 99 + " " + "y" * 101 + " mã 😀 hóa\u200b \u00adẩn"),
    ("Ủy ban nhân dân quận 1", "Uỷ ban nhân dân quận 1, đường Lê Lợi; cầu Dương; duong"),
    ("Dương Văn Đường", "Cán bộ, can bo, CÁN BỘ; số 1.234,5 — 50% & C++"),
)


def corpus(count: int = 240, seed: int = 7) -> list[Document]:
    """The same documents for the same seed; ids are neither dense nor in order of date."""
    chance = random.Random(seed)
    return [_document(chance, number) for number in range(count)]


def _document(chance: random.Random, number: int) -> Document:
    title, body = FIXED[number] if number < len(FIXED) else (_prose(chance, 8), _prose(chance, 60))
    moment = None if number % 17 == 5 else _moment(chance)
    article_id = 1 + (number * 7919) % 100_003
    title_marked, title_fold = index_form(title)
    body_marked, body_fold = index_form(body)
    seconds = None if moment is None else int(moment.timestamp())
    at = chance.randrange(len(SOURCES))
    offices, offices_fold = listed_form(chance.sample(OFFICES, chance.choice((0, 0, 1, 2))))
    organisations, organisations_fold = listed_form(chance.sample(ORGANISATIONS, chance.choice((0, 1, 2, 3))))
    week = (0, 0, 0) if moment is None else moment.isocalendar()
    about = _some(chance, CONGRESSES)
    return Document(
        id=article_id,
        title=title_marked,
        body=body_marked,
        title_fold=title_fold,
        body_fold=body_fold,
        source=SOURCES[at],
        source_kind=KINDS[at],
        source_level="central" if at == 0 else "province",
        source_province=PROVINCES[at],
        reprint_group=str(chance.randrange(90)),
        event_group="" if number % 11 == 0 else str(chance.randrange(40)),
        is_original=chance.choice(("yes", "no")),
        status="removed" if number % 23 == 0 else "live",
        published=seconds,
        day=0 if moment is None else int(moment.strftime("%Y%m%d")),
        week=week[0] * 100 + week[1],
        month=0 if moment is None else moment.year * 100 + moment.month,
        audience=chance.choice((0, 1_200, 450_000, 3_000_000_000)),
        sort_key=sort_key(seconds, article_id),
        congress=about,
        congress_mention=tuple(one for one in _some(chance, CONGRESSES) if one not in about),
        congress_path=";".join(reversed(about)),
        congress_level=tuple(sorted({one.split("|")[0] for one in about})),
        places=_some(chance, ("P00001", "P00002", "Đà Nẵng")),
        topics=_some(chance, TOPICS),
        entities=_some(chance, tuple(f"PER:{n}" for n in range(30))),
        offices=offices,
        offices_fold=offices_fold,
        organisations=organisations,
        organisations_fold=organisations_fold,
    )


def _moment(chance: random.Random) -> datetime:
    """Days with ties, and the first and last second of local days and years."""
    midnight = datetime(2025, 8, 28, tzinfo=ZONE) + timedelta(days=chance.randrange(24))
    if chance.random() < 0.1:
        midnight = datetime(2026, 1, 1, tzinfo=ZONE)
    return midnight + timedelta(seconds=chance.choice((-1, 0, 1, 25_199, 25_200, 43_200, 43_200, 86_399)))


def _prose(chance: random.Random, words: int) -> str:
    text = " ".join(chance.choice(WORDS) for _ in range(chance.randrange(1, words)))
    return unicodedata.normalize("NFD", text) if chance.random() < 0.2 else text


def _some(chance: random.Random, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(chance.sample(values, chance.choice((0, 1, 1, 2, min(3, len(values)))))))
