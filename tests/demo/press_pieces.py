"""A small handmade season for the tests of the press."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from lantoa.article import ZONE
from lantoa.demo.outlets import OUTLETS
from lantoa.demo.press.looks import LOOKS
from lantoa.demo.story import Edit, Piece, Truth

OPENED = datetime(2025, 6, 2, 6, 0, tzinfo=ZONE)
FIRST = datetime(2025, 9, 24, 0, 30, tzinfo=ZONE)
LATER = FIRST + timedelta(days=30)
_TRUTH = Truth("none", (), "outside", "g", "e", True)


def piece(outlet: str, number: int, published: datetime, **changes: object) -> Piece:
    """A piece of an outlet with everything a page can show."""
    fields: dict[str, object] = {
        "id": f"{outlet}-{number}",
        "outlet": outlet,
        "section": LOOKS[outlet].sections[number % len(LOOKS[outlet].sections)][0],
        "slug": f"cau-moi-qua-song-thong-xe-dot-{number}",
        "published": published,
        "title": f"Cầu mới qua sông thông xe đợt {number} & đường dẫn <hai> làn",
        "sapo": f"Sáng nay, đợt {number} của công trình được đưa vào khai thác.",
        "paragraphs": tuple(f'Đoạn thứ {at} của bài {number} kể về nhịp cầu "{at}".' for at in range(1, 6)),
        "captions": (f"Cầu nhìn từ bờ nam, ảnh {number}.", f"Người dân qua cầu, ảnh {number}."),
        "author": "Lê Bửu Sơn",
        "credit": "Thông tấn xã Sao Mai" if outlet != "ttx-sao-mai" else "",
        "truth": _TRUTH,
    }
    return Piece(**(fields | changes))  # type: ignore[arg-type]


def edit_of(at: datetime) -> Edit:
    """A correction."""
    paragraphs = tuple(
        f"Đoạn đã sửa thứ {each}, dài hơn bản trước. " + "Cầu đã thông xe. " * 9 for each in ["một", "hai"]
    )
    return Edit(
        at,
        "Tiêu đề đã sửa của bài về cây cầu mới",
        "Sapo đã sửa cho đúng số làn xe.",
        tuple(map(str.strip, paragraphs)),
    )


def season() -> tuple[Piece, ...]:
    """Of each outlet: forty plain pieces, one edited, one removed, one undated."""
    return tuple(each for outlet in OUTLETS for each in _of(outlet.id))


def _of(outlet: str) -> Iterator[Piece]:
    for number in range(40):
        yield piece(outlet, number, FIRST + timedelta(hours=15 * number, minutes=13 * (number % 4)))
    yield piece(outlet, 100, FIRST + timedelta(hours=1), edit=edit_of(FIRST + timedelta(hours=9)))
    yield piece(outlet, 101, FIRST + timedelta(hours=2), removed_at=FIRST + timedelta(hours=30))
    yield piece(outlet, 102, FIRST + timedelta(hours=3), dated=False)
