"""What a campaign names must be there: its panel, its outlets, the outlets of its query."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from campaigns.campaign import Campaign
from campaigns.coherence import of_query
from campaigns.problems import Problem
from campaigns.report.layout import layout_named, layout_names
from lantoa.errors import Misuse
from lantoa.outlets import OutletStore
from lantoa.words import word


class Surroundings:
    """The house around a campaign.

    read_query: reads a query with the names of the house; raises QueryError for one that cannot be.
    layouts: folder of the user's own layouts of reports, None for the shipped ones.
    """

    def __init__(
        self, outlets: OutletStore, read_query: Callable[[str], object], layouts: Path | None = None
    ) -> None:
        self.outlets = outlets
        self.layouts = layouts
        self._read_query = read_query

    def problems(self, campaign: Campaign) -> list[Problem]:
        """Everything that the campaign names and the house does not have."""
        return [
            *self._panel(campaign), *self._sources(campaign), *self._query(campaign), *self._layouts(campaign)
        ]  # fmt: skip

    def layout_labels(self) -> dict[str, str]:
        """What each layout of reports is called; one that is broken by its id."""
        return {name: self._label(name) for name in layout_names(self.layouts)}

    def _label(self, name: str) -> str:
        try:
            return layout_named(name, self.layouts).name
        except Misuse:  # told where a report is made with it
            return name

    def _layouts(self, campaign: Campaign) -> Iterator[Problem]:
        known = layout_names(self.layouts) if campaign.reports else ()
        for at, order in enumerate(campaign.reports):
            if order.layout not in known:
                text = word("known.layout", name=order.layout, known=_listed(known))
                yield Problem(("report", at, "layout"), text)

    def _panel(self, campaign: Campaign) -> Iterator[Problem]:
        panels = self.outlets.panels()
        if not campaign.panel:
            return
        if campaign.panel not in panels:
            yield Problem(("panel",), word("known.panel", name=campaign.panel, known=_listed(sorted(panels))))
        elif campaign.panel_version and campaign.panel_version not in panels[campaign.panel]:
            known = _listed([str(one) for one in panels[campaign.panel]])
            text = word("known.version", name=campaign.panel, version=campaign.panel_version, known=known)
            yield Problem(("panel_version",), text)

    def _sources(self, campaign: Campaign) -> Iterator[Problem]:
        outlets = self.outlets.all()
        for key, named in (("own_sources", campaign.own_sources), ("commissioned", campaign.commissioned)):
            for source in named:
                if source not in outlets:
                    yield Problem((key,), word("known.source", source=source))

    def _query(self, campaign: Campaign) -> Iterator[Problem]:
        return of_query(campaign.query, self._read_query)


def missing_campaigns(campaign: Campaign, known: Sequence[str]) -> list[str]:
    """The campaigns it is compared with that are not there (yet)."""
    return [one for one in dict.fromkeys((campaign.previous, *campaign.peers)) if one and one not in known]


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) or word("known.none")
