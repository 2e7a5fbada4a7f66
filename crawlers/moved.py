"""An outlet whose addresses all lead to another host: it may have moved. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from crawlers.fates import Fate
from crawlers.sources import Source, Sources
from crawlers.urls import site_of
from lantoa.words import word

_ANSWERED = frozenset({
    Fate.STORED, Fate.READ, Fate.GONE, Fate.SOFT_404, Fate.OFF_PANEL, Fate.NOT_HTML, Fate.NOT_CHANNEL, Fate.HTTP_ERROR,
})  # fmt: skip


def moved_to(visits: Iterable[tuple[str, str]]) -> str:
    """The one host that every address which was answered led away to; "" when there is none.

    visits: (fate, where the visit ended) of an outlet's addresses.
    """
    answered = [(fate, url) for fate, url in visits if fate in _ANSWERED]
    hosts = {site_of(url) if fate == Fate.OFF_PANEL else "" for fate, url in answered}
    return hosts.pop() if len(hosts) == 1 else ""


def moved_line(source: Source, host: str, sources: Sources) -> str:
    """What to do about it, in one line."""
    owner = sources.of_url(f"http://{host}/")
    if owner is not None and owner.id != source.id:
        return word("sources.moved_to_source", id=source.id, host=host, other=owner.id)
    return word("sources.moved", id=source.id, host=host)
