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

    def orphaned(self, ids: Iterable[int], groups: Iterable[str], original: Iterable[str]) -> frozenset[str]:
        """Reprint groups whose original was excluded."""
        rows = zip(ids, groups, original, strict=True) if self.excluded else ()
        return frozenset(group for one, group, first in rows if first == "yes" and one in self.excluded)

    def _path(self, article: int, path: str) -> str:
        if article in self.excluded:
            return ""
        return _FORCED + self.included[article] if article in self.included else path


def leaders(orphaned: frozenset[str], ids: Sequence[int], groups: Sequence[str], days: Sequence[int]) -> set[int]:
    """Of each orphaned group the member that stands for the story now, so that it is counted
    once and its list opens: the first published one; undated (day 0) ones come last.

    ids, groups, days: of the campaign's rows, in order of publication within the dated ones.
    """
    found: dict[str, tuple[bool, int]] = {}
    for one, group, day in zip(ids, groups, days, strict=True):
        if group in orphaned and (group not in found or (found[group][0] and day)):
            found[group] = (not day, one)
    return {one for _, one in found.values()}
