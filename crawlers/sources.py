"""Sources: one stanza an outlet, from the shipped file and the user's own.

    [source.ID]
    name = "..."                  required
    home = "https://..."          required; its host is the outlet's host
    hosts = ["old-name.vn"]       further hosts of the outlet: a former or a parallel domain
    kind = "local_press"          required; one of KINDS
    level = "province"            required; one of LEVELS
    province = "..."  locality = "..."
    feeds = ["https://..."]  sitemaps = [...]  sections = [...]
    audience = 120000  audience_date = 2025-06-30  audience_origin = "..."
    date_order = "dmy"            or "mdy": how 9/6/2025 is read on this host
    fetch = "all"                 or "candidates"
    tls_exception = "..."         why its bad certificate is accepted, with the day
    enabled = true
    checked = "..."               who saw these channels work, and when

    [[source.ID.template]]        where things stand on its pages (crawlers/extract/hints.py)
    since = 2025-06-30            pages from this day on; without it: from the beginning
    body = "..."  drop = ["..."]  title = "..."  sapo = "..."  date = "..."  author = "..."

    [panel.NAME]
    name = "..."
    sources = ["ID", ...]         each of them enabled

A later file adds stanzas, and overrides single keys of stanzas that stand already; with
`shipped = false` at its top the files before it do not count at all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Literal, cast

from crawlers.dates import DateOrder
from crawlers.extract.hints import Hints, Template, check_selector, template_for
from crawlers.stanzas import SourceFile, Stanza, hint, read_source_file
from crawlers.urls import site_of
from lantoa.article import OUTLET_KINDS, Outlet
from lantoa.errors import Misuse
from lantoa.outlets import OutletStore
from lantoa.words import word

KINDS = OUTLET_KINDS
LEVELS = ("central", "province", "district", "commune")
Fetch = Literal["all", "candidates"]
SHIPPED = Path(str(files("crawlers") / "sources.toml"))
"""The selection that comes with the program."""


@dataclass(frozen=True, slots=True)
class Source:
    """One outlet and where its articles are announced.

    home is read as a section page too when neither feed nor sitemap is known; sections are
    list pages; checked: who saw the channels work, "" when nobody has; templates: oldest
    first; hosts: the outlet's further ones; tls_exception: why a bad certificate of its
    hosts is accepted, "" where it is not.
    """

    outlet: Outlet
    home: str
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    date_order: DateOrder = "dmy"
    fetch: Fetch = "all"
    enabled: bool = True
    checked: str = ""
    templates: tuple[Template, ...] = ()
    hosts: tuple[str, ...] = ()
    tls_exception: str = ""

    @property
    def id(self) -> str:
        """The outlet's id."""
        return self.outlet.id

    @property
    def all_hosts(self) -> tuple[str, ...]:
        """The outlet's own host and its further ones."""
        return (self.outlet.host, *self.hosts)

    def hints(self, fetched_on: date) -> Hints:
        """What helps to read a page of this outlet that was fetched on a (local) day."""
        return Hints(self.date_order, self.outlet.name, template_for(self.templates, fetched_on))

    def owns(self, host: str) -> bool:
        """Is this host the outlet's, or one under it?"""
        return any(host == own or host.endswith("." + own) for own in self.all_hosts)


@dataclass(frozen=True, slots=True)
class Sources:
    """All sources by outlet id; panels as name -> outlet ids."""

    by_id: Mapping[str, Source]
    panels: Mapping[str, tuple[str, ...]]
    panel_names: Mapping[str, str] = field(default_factory=dict)
    _by_host: Mapping[str, Source] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_host = {host: one for one in self.by_id.values() for host in one.all_hosts}
        object.__setattr__(self, "_by_host", by_host)

    def enabled(self) -> Iterator[Source]:
        """The sources that are crawled."""
        return (one for one in self.by_id.values() if one.enabled)

    def only(self, ids: Collection[str]) -> Sources:
        """These alone, crawled even where they are off; no panels. Raises Misuse as `get`."""
        return Sources({key: replace(self.get(key), enabled=True) for key in ids}, {})

    def get(self, name: str) -> Source:
        """The source of an id. Raises Misuse, with the closest id, where there is none."""
        if name not in self.by_id:
            raise Misuse(word("sources.none", id=name, hint=hint(name, self.by_id)))
        return self.by_id[name]

    def of_url(self, url: str) -> Source | None:
        """The source on whose host, or a host under it, an address stands; the closest wins."""
        host = site_of(url)
        while host:
            if host in self._by_host:
                return self._by_host[host]
            host = host.partition(".")[2]
        return None


def load_sources(paths: Sequence[Path] = (SHIPPED,)) -> Sources:
    """Read and check the files, later ones over earlier ones.

    Raises Misuse naming file, stanza and key.
    """
    read = _in_force(paths)
    stanzas, panels = _merged(read, "source"), _merged(read, "panel")
    by_id = {key: _source(stanza) for key, stanza in stanzas.items()}
    _refuse_shared_hosts(by_id, stanzas)
    return Sources(
        by_id,
        {key: _panel(stanza, by_id) for key, stanza in panels.items()},
        {key: stanza.text("name") or key for key, stanza in panels.items()},
    )


def files_in_force(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The files that count: those from the last one on that stands alone. Raises Misuse."""
    return tuple(one.path for one in _in_force(paths))


def register(sources: Sources, outlets: OutletStore, now: datetime) -> None:
    """Write the outlets, and a new version of every panel whose members changed."""
    outlets.save(one.outlet for one in sources.by_id.values())
    for name, members in sources.panels.items():
        outlets.save_panel(name, members, now)


def _in_force(paths: Sequence[Path]) -> list[SourceFile]:
    read = [read_source_file(path) for path in paths]
    alone = [number for number, one in enumerate(read) if one.alone]
    return read[alone[-1] :] if alone else read


def _merged(read: Iterable[SourceFile], section: str) -> dict[str, Stanza]:
    merged: dict[str, Stanza] = {}
    for one in read:
        for stanza in one.sections[section]:
            stanza.check_keys(_SOURCE_KEYS if section == "source" else _PANEL_KEYS)
            merged[stanza.id] = stanza.over(merged[stanza.id]) if stanza.id in merged else stanza
    return merged


def _source(stanza: Stanza) -> Source:
    home = stanza.url("home", stanza.needed("home"))
    return Source(
        outlet=_outlet(stanza, site_of(home)),
        home=home,
        feeds=stanza.urls("feeds"),
        sitemaps=stanza.urls("sitemaps"),
        sections=stanza.urls("sections"),
        date_order=cast(DateOrder, stanza.choice("date_order", ("dmy", "mdy"), "dmy")),
        fetch=cast(Fetch, stanza.choice("fetch", ("all", "candidates"), "all")),
        enabled=stanza.typed("enabled", bool, True),
        checked=stanza.text("checked"),
        templates=_templates(stanza),
        hosts=tuple(dict.fromkeys(site_of(f"//{host}") for host in stanza.hosts("hosts"))),
        tls_exception=_tls_exception(stanza),
    )


def _outlet(stanza: Stanza, host: str) -> Outlet:
    audience = stanza.typed("audience", int, None)
    as_of = stanza.typed("audience_date", date, None)
    origin = stanza.text("audience_origin")
    if audience is not None and (as_of is None or not origin or audience < 0):
        raise stanza.refuse("audience", word("sources.audience"))
    return Outlet(
        id=stanza.id,
        name=stanza.needed("name"),
        host=host,
        kind=stanza.choice("kind", KINDS, None),
        level=stanza.choice("level", LEVELS, None),
        province=stanza.text("province"),
        locality=stanza.text("locality"),
        audience=audience,
        audience_date=as_of,
        audience_origin=origin,
    )


def _templates(stanza: Stanza) -> tuple[Template, ...]:
    tables = stanza.table.get("template", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise stanza.refuse("template", word("sources.template"))
    found = [_template(stanza.inner("template", table)) for table in tables]
    days = [one.since for one in found]
    if len(set(days)) < len(days):
        raise stanza.refuse("template", word("sources.template_twice"))
    return tuple(sorted(found, key=lambda one: one.since or date.min))


def _template(stanza: Stanza) -> Template:
    stanza.check_keys(_TEMPLATE_KEYS)
    since, drop = stanza.typed("since", date, None), stanza.texts("drop")
    texts = {key: stanza.text(key) for key in _SELECTORS}
    if not drop and not any(texts.values()):
        raise stanza.refuse("body", word("sources.missing"))
    given = [(key, text) for key, text in texts.items() if text] + [("drop", each) for each in drop]
    for key, selector in given:
        try:
            check_selector(selector)
        except ValueError as problem:
            raise stanza.refuse(key, word("template.selector", why=problem)) from None
    return Template(since=since, drop=drop, **texts)


def _tls_exception(stanza: Stanza) -> str:
    """The reason, which has to tell the day."""
    reason = stanza.text("tls_exception")
    if "tls_exception" in stanza.table and not _DAY.search(reason):
        raise stanza.refuse("tls_exception", word("sources.tls_exception"))
    return reason


def _refuse_shared_hosts(by_id: Mapping[str, Source], stanzas: Mapping[str, Stanza]) -> None:
    owner: dict[str, str] = {}
    for key, source in by_id.items():
        for host in source.all_hosts:
            other = owner.setdefault(host, key)
            if other != key:
                at = "home" if host == source.outlet.host else "hosts"
                raise stanzas[key].refuse(at, word("sources.host", host=host, other=other))


def _panel(stanza: Stanza, by_id: Mapping[str, Source]) -> tuple[str, ...]:
    """The members. One that is not crawled could never be covered, so it cannot be one."""
    members = stanza.texts("sources")
    if not members:
        raise stanza.refuse("sources", word("sources.missing"))
    for member in members:
        if member not in by_id:
            raise stanza.refuse("sources", word("sources.no_source", id=member) + hint(member, by_id))
    if off := [member for member in members if not by_id[member].enabled]:
        raise stanza.refuse("sources", word("sources.panel_off", ids=", ".join(off)))
    return members


_DAY = re.compile(r"\b(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{4})\b")
_PANEL_KEYS = ("name", "sources")
_SELECTORS = ("body", "title", "sapo", "date", "author", "credit")
_TEMPLATE_KEYS = ("since", "drop", *_SELECTORS)
_SOURCE_KEYS = (
    "name", "home", "hosts", "kind", "level", "province", "locality", "feeds", "sitemaps", "sections",
    "audience", "audience_date", "audience_origin", "date_order", "fetch", "tls_exception", "enabled",
    "checked", "template",
)  # fmt: skip
