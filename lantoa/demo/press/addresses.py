"""Where things stand on the press' hosts. No port is ever part of an address."""

from __future__ import annotations

import hashlib

from lantoa.article import ZONE
from lantoa.demo.outlets import OUTLETS
from lantoa.demo.press.looks import LOOKS, Look
from lantoa.demo.story import Piece

HOSTS: dict[str, str] = {outlet.id: outlet.host for outlet in OUTLETS}
"""Host name by outlet id."""


def origin(outlet: str) -> str:
    """`http://HOST` of an outlet. Raises KeyError for an unknown one."""
    return f"http://{HOSTS[outlet]}"


def number_of(piece: Piece) -> int:
    """The eight-digit number in a piece's address: its id's alone, whatever else is published."""
    digest = hashlib.sha256(f"{piece.outlet}/{piece.id}".encode()).digest()
    return 10_000_000 + int.from_bytes(digest[:8], "big") % 90_000_000


def article_path(piece: Piece) -> str:
    """The piece's path (with query) on its outlet's host."""
    look = LOOKS[piece.outlet]
    pattern = look.article if piece.dated or not look.undated_article else look.undated_article
    here = piece.published.astimezone(ZONE)
    return pattern.format(
        slug=piece.slug,
        number=number_of(piece),
        section=_short(look, piece),
        y=f"{here:%Y}",
        m=f"{here:%m}",
        d=f"{here:%d}",
        stamp=f"{here:%Y%m%d%H%M%S}{number_of(piece) % 1000:03d}",
    )


def section_path(look: Look, section: str, page: int = 1) -> str:
    """The path of a section's page, counted from 1; "/" of outlets without sections."""
    if not look.section:
        return "/"
    return (look.section if page == 1 else look.later_page).format(section=section, page=page)


def _short(look: Look, piece: Piece) -> str:
    slug, _ = look.section_of(piece.section)
    if "c{section}a" not in look.article:
        return slug
    return str(101 + [each for each, _ in look.sections].index(slug))
