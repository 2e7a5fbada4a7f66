"""One id for all spellings of an organisation, and what it became in time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from nlp.lexicon import lexicon
from nlp.normalise import clean, search_form

_HCMC = re.compile(r"(?:thanh-pho|tp)-(?:ho-chi-minh|hcm)(?![a-z0-9])|tphcm")


@dataclass(frozen=True, slots=True)
class Succession:
    """An organ that became others. id: of the organ; became: ids; since: first day of those."""

    id: str
    became: tuple[str, ...]
    since: date


@lru_cache(maxsize=20_000)
def organ_id(name: str) -> str:
    """Id of an organisation by its name: the same for short and full words, with and without
    hyphens, commas and "và", in any tone style. Empty for a name without letters."""
    full = _short().sub(lambda match: lexicon("organs_in_time")["spellings"][match[0]], clean(name))
    slug = "-".join(part for part in search_form(full)[1].split() if part not in ("va", "cua"))
    return f"org:{one_city(slug)}" if slug else ""


def one_city(slug: str) -> str:
    """The slug with all spellings of Ho Chi Minh City as one."""
    return _HCMC.sub("tphcm", slug)


def became(link: str, day: date | None = None) -> tuple[str, ...]:
    """Ids of what an organ has become on a day (None: by now); empty while it stands."""
    for one, local in _successions():
        if day is not None and day < one.since:
            continue
        if link == one.id:
            return one.became
        if (
            local
            and link.startswith(one.id + "-")
            and not any(link.startswith(next_) for next_ in one.became)
        ):
            return tuple(next_ + link[len(one.id) :] for next_ in one.became)
    return ()


@cache
def _successions() -> tuple[tuple[Succession, bool], ...]:
    rows = lexicon("organs_in_time")["succession"]
    return tuple(
        (
            Succession(organ_id(row["name"]), tuple(organ_id(name) for name in row["became"]), row["since"]),
            row["local"],
        )
        for row in rows
    )


@cache
def _short() -> re.Pattern[str]:
    words = sorted(lexicon("organs_in_time")["spellings"], key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in words)})(?!\w)")
