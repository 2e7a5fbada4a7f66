"""What people call the values of fields: "báo trung ương", "Tuổi Trẻ", "phường Bến Đá"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Protocol

from lantoa.article import Outlet
from lantoa.words import catalogue
from nlp.normalise import search_form
from search_api.congress_token import place_token
from search_api.index import All, SearchIndex, TermsAgg

LABELS = {"source_kind": "web.outlet_kind.", "source_level": "web.outlet_level.", "topics": "web.topic."}


class Vocabulary(Protocol):
    """From what is typed to the values that are indexed."""

    def values(self, field: str, typed: str) -> tuple[str, ...]:
        """The values meant; none when nothing is called so."""
        ...


class Labels:
    """Knows the names of kinds, levels and topics; takes other values as they are typed."""

    def values(self, field: str, typed: str) -> tuple[str, ...]:
        prefix = LABELS.get(field)
        if prefix is None:
            return (typed,)
        named = [
            (key.removeprefix(prefix), text) for key, text in catalogue().items() if key.startswith(prefix)
        ]
        return _meant(typed, [(value, (value, text)) for value, text in named])


class Known:
    """Knows the outlets and the congresses in the index as well.

    outlets: by id; congresses: tokens, where they are known already; else the index is asked for
    them when a congress is typed.
    """

    def __init__(
        self, outlets: Mapping[str, Outlet], index: SearchIndex, congresses: Sequence[str] | None = None
    ) -> None:
        self._outlets = outlets
        self._index = index
        self._tokens = congresses

    def values(self, field: str, typed: str) -> tuple[str, ...]:
        if field == "source":
            names = [(one.id, (one.id, one.name, one.host)) for one in self._outlets.values()]
            return _meant(typed, names)
        if field == "source_province":
            provinces = {one.province for one in self._outlets.values() if one.province}
            return tuple(sorted(one for one in provinces if place_token(one) == place_token(typed)))
        if field == "congress":
            return self._congresses(typed)
        return Labels().values(field, typed)

    def _congresses(self, typed: str) -> tuple[str, ...]:
        """By whole token, or by place: every congress of that body."""
        tokens = self._tokens
        if tokens is None:
            buckets = self._index.aggregate(All(), {"tokens": TermsAgg("congress")})["tokens"]
            tokens = [str(one.key) for one in buckets] if isinstance(buckets, tuple) else []
        wanted = place_token(typed)
        return tuple(
            sorted(one for one in tokens if one == typed or (wanted and one.split("|")[1] == wanted))
        )


def _meant(typed: str, named: Iterable[tuple[str, Iterable[str]]]) -> tuple[str, ...]:
    """Values one of whose names is what was typed; else those with all typed words in a name."""
    wanted = _words(typed)
    forms = [(value, [_words(name) for name in names]) for value, names in named]
    exact = [value for value, names in forms if wanted in names]
    if exact or not wanted:
        return tuple(exact)
    return tuple(value for value, names in forms if any(set(wanted) <= set(name) for name in names))


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    return tuple(search_form(text.replace("_", " "))[1].split())
