"""The season's ground truth as rows, for the end-to-end test and for `lantoa demo --truth`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from lantoa.demo.newsroom.season import Season
from lantoa.demo.story import Piece

Address = Callable[[Piece], str]


def truth_rows(season: Season, address: Address | None = None) -> Iterator[dict[str, object]]:
    """One JSON-ready object a piece; address: the press's way from a piece to its URL."""
    for piece in season.pieces:
        truth = piece.truth
        yield {
            "id": piece.id,
            "outlet": piece.outlet,
            "section": piece.section,
            "url": address(piece) if address else None,
            "published": piece.published.isoformat(),
            "dated": piece.dated,
            "title": piece.title,
            "about": truth.about,
            "congresses": [
                {
                    "level": key.level,
                    "place": key.place,
                    "ordinal": key.ordinal,
                    "term": list(key.term) if key.term else None,
                    "about": about,
                }
                for key, about in truth.congresses
            ],
            "phase": truth.phase,
            "reprint_group": truth.reprint_group,
            "event": truth.event,
            "is_original": truth.is_original,
            "credit": piece.credit,
            "reachable": truth.reachable,
            "edited_at": piece.edit.at.isoformat() if piece.edit else None,
            "removed_at": piece.removed_at.isoformat() if piece.removed_at else None,
        }


def write_truth(season: Season, path: Path, address: Address | None = None) -> int:
    """Writes the rows as JSON lines (UTF-8); returns how many."""
    rows = [json.dumps(row, ensure_ascii=False) for row in truth_rows(season, address)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return len(rows)
