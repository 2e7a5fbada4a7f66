"""Sources: one stanza an outlet, from the shipped file and the user's own.

    [source.ID]
    name = "..."                  required
    home = "https://..."          required; its host is the outlet's host
    kind = "local_press"          required; one of KINDS
    level = "province"            required; one of LEVELS
    province = "..."  locality = "..."
    feeds = ["https://..."]  sitemaps = [...]  sections = [...]
    audience = 120000  audience_date = 2025-06-30  audience_origin = "..."
    date_order = "dmy"            or "mdy": how 9/6/2025 is read on this host
    fetch = "all"                 or "candidates"
    enabled = true
    checked = "..."               who saw these channels work, and when

    [panel.NAME]
    name = "..."
    sources = ["ID", ...]

A later file adds stanzas, and overrides single keys of stanzas that stand already.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import urlsplit

from crawlers.dates import DateOrder
from crawlers.urls import site_of
from lantoa.article import Outlet
from lantoa.errors import Misuse
from lantoa.outlets import OutletStore
from lantoa.words import word

KINDS = (
    "central_press", "local_press", "agency", "broadcaster", "journal", "portal", "aggregator",
    "entertainment", "unknown",
)  # fmt: skip
LEVELS = ("central", "province", "district", "commune")
Fetch = Literal["all", "candidates"]
SHIPPED = Path(str(files("crawlers") / "sources.toml"))
"""The selection that comes with the program."""


@dataclass(frozen=True, slots=True)
class Source:
    """One outlet and where its articles are announced.

    home is read as a section page too when neither feed nor sitemap is known; sections are
    list pages; checked: who saw the channels work, "" when nobody has.
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

    @property
    def id(self) -> str:
        """The outlet's id."""
        return self.outlet.id


@dataclass(frozen=True, slots=True)
class Sources:
    """All sources by outlet id; panels as name -> outlet ids."""

    by_id: Mapping[str, Source]
    panels: Mapping[str, tuple[str, ...]]
    panel_names: Mapping[str, str] = field(default_factory=dict)
    _by_host: Mapping[str, Source] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_host", {one.outlet.host: one for one in self.by_id.values()})

    def enabled(self) -> Iterator[Source]:
        """The sources that are crawled."""
        return (one for one in self.by_id.values() if one.enabled)

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
    stanzas: dict[str, _Stanza] = {}
    panels: dict[str, _Stanza] = {}
    for path in paths:
        for where, table in _stanzas(path, "source"):
            _check_keys(where, table, _SOURCE_KEYS)
            earlier = stanzas.get(where.id)
            stanzas[where.id] = _Stanza(where, {**(earlier.table if earlier else {}), **table})
        for where, table in _stanzas(path, "panel"):
            _check_keys(where, table, _PANEL_KEYS)
            panels[where.id] = _Stanza(where, table)
    by_id = {key: _source(stanza) for key, stanza in stanzas.items()}
    _refuse_shared_hosts(by_id, stanzas)
    return Sources(
        by_id,
        {key: _panel(stanza, by_id) for key, stanza in panels.items()},
        {key: _text(stanza, "name") or key for key, stanza in panels.items()},
    )


def register(sources: Sources, outlets: OutletStore, now: datetime) -> None:
    """Write the outlets, and a new version of every panel whose members changed."""
    outlets.save(one.outlet for one in sources.by_id.values())
    for name, members in sources.panels.items():
        outlets.save_panel(name, members, now)


@dataclass(frozen=True, slots=True)
class _Where:
    """A stanza's place, for messages."""

    file: Path
    section: str
    id: str

    def refuse(self, key: str, why: str) -> Misuse:
        stanza = f"[{self.section}.{self.id}]"
        return Misuse(word("sources.refused", file=self.file, stanza=stanza, key=key, why=why))


@dataclass(frozen=True, slots=True)
class _Stanza:
    where: _Where
    table: dict[str, Any]


def _stanzas(path: Path, section: str) -> Iterator[tuple[_Where, dict[str, Any]]]:
    try:
        whole = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Misuse(word("sources.unreadable", file=path, why=error.strerror)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Misuse(word("sources.malformed", file=path, why=error)) from None
    for name in whole:
        if name not in ("source", "panel"):
            raise Misuse(word("sources.section", file=path, name=name))
    tables = whole.get(section, {})
    if not isinstance(tables, dict):
        raise Misuse(word("sources.section", file=path, name=section))
    for key, table in tables.items():
        where = _Where(path, section, key)
        if not isinstance(table, dict):
            raise where.refuse(key, word("sources.not_stanza"))
        if not key.isascii() or len(key) > 80 or not key.replace("-", "").replace(".", "").isalnum():
            raise where.refuse(key, word("sources.id"))
        yield where, table


def _check_keys(where: _Where, table: Mapping[str, object], known: Sequence[str]) -> None:
    for key in table:
        if key not in known:
            close = difflib.get_close_matches(key, known, 1)
            hint = word("sources.hint", name=close[0]) if close else ""
            raise where.refuse(key, word("sources.unknown_key") + hint)


def _source(stanza: _Stanza) -> Source:
    home = _urls(stanza, [_needed(stanza, "home")], "home")[0]
    return Source(
        outlet=_outlet(stanza, site_of(home)),
        home=home,
        feeds=_channel(stanza, "feeds"),
        sitemaps=_channel(stanza, "sitemaps"),
        sections=_channel(stanza, "sections"),
        date_order=cast(DateOrder, _choice(stanza, "date_order", ("dmy", "mdy"), "dmy")),
        fetch=cast(Fetch, _choice(stanza, "fetch", ("all", "candidates"), "all")),
        enabled=_typed(stanza, "enabled", bool, True),
        checked=_text(stanza, "checked"),
    )


def _outlet(stanza: _Stanza, host: str) -> Outlet:
    audience = _typed(stanza, "audience", int, None)
    as_of = _typed(stanza, "audience_date", date, None)
    origin = _text(stanza, "audience_origin")
    if audience is not None and (as_of is None or not origin or audience < 0):
        raise stanza.where.refuse("audience", word("sources.audience"))
    return Outlet(
        id=stanza.where.id,
        name=_needed(stanza, "name"),
        host=host,
        kind=_choice(stanza, "kind", KINDS, None),
        level=_choice(stanza, "level", LEVELS, None),
        province=_text(stanza, "province"),
        locality=_text(stanza, "locality"),
        audience=audience,
        audience_date=as_of,
        audience_origin=origin,
    )


def _refuse_shared_hosts(by_id: Mapping[str, Source], stanzas: Mapping[str, _Stanza]) -> None:
    owner: dict[str, str] = {}
    for key, source in by_id.items():
        other = owner.setdefault(source.outlet.host, key)
        if other != key:
            raise stanzas[key].where.refuse("home", word("sources.host", host=source.outlet.host, other=other))


def _panel(stanza: _Stanza, by_id: Mapping[str, Source]) -> tuple[str, ...]:
    members = _list(stanza, "sources")
    if not members:
        raise stanza.where.refuse("sources", word("sources.missing"))
    for member in members:
        if member not in by_id:
            close = difflib.get_close_matches(member, by_id, 1)
            hint = word("sources.hint", name=close[0]) if close else ""
            raise stanza.where.refuse("sources", word("sources.no_source", id=member) + hint)
    return members


def _channel(stanza: _Stanza, key: str) -> tuple[str, ...]:
    return _urls(stanza, _list(stanza, key), key)


def _urls(stanza: _Stanza, urls: Sequence[str], key: str) -> tuple[str, ...]:
    for url in urls:
        try:
            parts = urlsplit(url)
            good = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and " " not in url
            good = good and parts.port != 0
        except ValueError:
            good = False
        if not good:
            raise stanza.where.refuse(key, word("sources.url", url=url))
    return tuple(dict.fromkeys(urls))


def _list(stanza: _Stanza, key: str) -> tuple[str, ...]:
    value = stanza.table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise stanza.where.refuse(key, word("sources.list"))
    return tuple(value)


def _needed(stanza: _Stanza, key: str) -> str:
    value = _text(stanza, key)
    if not value:
        raise stanza.where.refuse(key, word("sources.missing"))
    return value


def _text(stanza: _Stanza, key: str) -> str:
    return cast(str, _typed(stanza, key, str, "")).strip()


def _choice(stanza: _Stanza, key: str, allowed: Sequence[str], default: str | None) -> str:
    value = _text(stanza, key) if key in stanza.table or default is None else default
    if value not in allowed:
        raise stanza.where.refuse(key, word("sources.choice", value=value, allowed=", ".join(allowed)))
    return value


def _typed(stanza: _Stanza, key: str, wanted: type, default: Any) -> Any:
    value = stanza.table.get(key, default)
    plain = type(value) is wanted or (wanted is date and isinstance(value, datetime))
    if value is not default and not plain:
        raise stanza.where.refuse(key, word("sources.type", value=value, wanted=word(f"sources.type_{wanted.__name__}")))
    return value.date() if isinstance(value, datetime) else value


_PANEL_KEYS = ("name", "sources")
_SOURCE_KEYS = (
    "name", "home", "kind", "level", "province", "locality", "feeds", "sitemaps", "sections", "audience",
    "audience_date", "audience_origin", "date_order", "fetch", "enabled", "checked",
)  # fmt: skip
