"""What analysts made of a campaign's membership, laid over what the tags say. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from campaigns.campaign import Campaign, CampaignCongress
from search_api.index import Ids, Or, Query

_FORCED = "="
"""Begins what stands for a congress chosen by hand, among the tokens that an article names."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """excluded: articles that are no members whatever they say; included: article -> id of the
    congress it counts under, and under no other, whatever it says."""

    excluded: frozenset[int] = frozenset()
    included: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))

    def __bool__(self) -> bool:
        return bool(self.excluded or self.included)

    def wider(self, query: Query) -> Query:
        """The query, and every article that a hand was laid on."""
        return Or((query, Ids(tuple(sorted(self.excluded | self.included.keys()))))) if self else query

    def paths(self, ids: Iterable[int], paths: Sequence[str]) -> Sequence[str]:
        """What each article names (tokens joined by ";"): what was chosen by hand, else its own."""
        return [self._path(one, path) for one, path in zip(ids, paths, strict=True)] if self else paths

    def tokens(self, campaign: Campaign) -> Mapping[str, CampaignCongress]:
        """What may stand in `paths` -> the congress it names. A congress that the campaign no
        longer has names nothing."""
        return campaign.by_token | {_FORCED + one.id: one for one in campaign.congresses} if self else campaign.by_token

    def _path(self, article: int, path: str) -> str:
        if article in self.excluded:
            return ""
        return _FORCED + self.included[article] if article in self.included else path
