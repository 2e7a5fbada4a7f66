"""What happens to pieces after they appeared: edits and removals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

from lantoa.demo.newsroom.plan import CITY
from lantoa.demo.story import Edit, Piece

EDITED, REMOVED = 7, 3
_NOTES = (
    "Bài viết đã được cập nhật so với bản đăng lần đầu: bổ sung số liệu do ban tổ chức cung cấp.",
    "Tòa soạn đã cập nhật một số chi tiết trong bài theo thông tin mới nhất từ cơ quan chức năng.",
    "Thông tin trong bài được bổ sung sau khi phóng viên liên hệ lại với đơn vị phụ trách.",
    "Bản tin được cập nhật thêm vào cuối ngày.",
)
_MARKS = ("Cập nhật: ", "Mới nhất: ")


def correct(pieces: Sequence[Piece], random: Random) -> tuple[Piece, ...]:
    """The pieces, EDITED of them with a later version and REMOVED (others) taken down.

    Only pieces that stand alone are touched, so that groups stay what they are.
    """
    sizes: dict[str, int] = {}
    for piece in pieces:
        sizes[piece.truth.reprint_group] = sizes.get(piece.truth.reprint_group, 0) + 1
    single = [
        piece
        for piece in pieces
        if sizes[piece.truth.reprint_group] == 1
        and piece.truth.reachable
        and piece.dated
        and piece.published.date() >= CITY.opening - timedelta(days=20)
    ]
    drawn = random.sample([piece for piece in single if piece.truth.about == "congress"], EDITED - 2)
    drawn += random.sample([piece for piece in single if piece.truth.about != "congress"], 2)
    edits = {piece.id: _edit(piece, turn, random) for turn, piece in enumerate(drawn)}
    rest = [piece for piece in single if piece.id not in edits]
    removals = {
        piece.id: piece.published + timedelta(hours=random.randint(24, 144))
        for piece in random.sample(rest, REMOVED)
    }
    return tuple(
        replace(piece, edit=edits.get(piece.id), removed_at=removals.get(piece.id)) for piece in pieces
    )


def _edit(piece: Piece, turn: int, random: Random) -> Edit:
    """Every second edit changes the title, the others one paragraph."""
    at = piece.published + timedelta(hours=random.randint(3, 40))
    if turn % 2 == 0:
        return Edit(at, random.choice(_MARKS) + piece.title, piece.sapo, piece.paragraphs)
    *before, last = piece.paragraphs
    changed = f"{last} {_NOTES[turn // 2 % len(_NOTES)]}"
    return Edit(at, piece.title, piece.sapo, (*before, changed))
