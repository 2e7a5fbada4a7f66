"""What a search asks for, as it stands in an address: the same for page and API."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import blake2b
from types import MappingProxyType
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from lantoa.errors import Misuse
from lantoa.words import word
from search_api.index import FIELDS, And, Query, Range, Sort, Terms, day_number

FILTERS: Mapping[str, str] = MappingProxyType(
    {
        "source": "source",
        "kind": "source_kind",
        "level": "source_level",
        "province": "source_province",
        "congress": "congress",
        "mention": "congress_mention",
        "topic": "topics",
        "entity": "entities",
        "group": "reprint_group",
        "event": "event_group",
        "original": "is_original",
        "status": "status",
    }
)
"""Parameter -> field of the index. Several values of one parameter: any of them where an article
has one (source), all of them where it has many (topic): so the count beside a further value is
the number of articles that its link finds."""

SORTS: Mapping[str, Sort] = MappingProxyType({"date": "newest", "oldest": "oldest", "relevance": "relevance"})


def _day_or_none(value: object) -> object:
    return None if value == "" else value


def _filled(value: object) -> object:
    return [one for one in value if one != ""] if isinstance(value, list) else value


Day = Annotated[date | None, BeforeValidator(_day_or_none)]
Value = Annotated[str, Field(max_length=300)]
Values = Annotated[list[Value], BeforeValidator(_filled), Field(max_length=50)]


class Asked(BaseModel):
    """The parameters of a search; an unknown one is refused by name.

    q: as a person types it; from, to: local days, both included; the filters of FILTERS;
    alias: whether other names of one thing are looked for too; after: the cursor of the page before.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    q: Annotated[str, Field(max_length=1000)] = ""
    start: Annotated[Day, Field(alias="from")] = None
    end: Annotated[Day, Field(alias="to")] = None
    source: Values = []
    kind: Values = []
    level: Values = []
    province: Values = []
    congress: Values = []
    mention: Values = []
    topic: Values = []
    entity: Values = []
    group: Values = []
    event: Values = []
    original: Annotated[list[Literal["yes", "no"]], BeforeValidator(_filled)] = []
    status: Annotated[list[Literal["live", "removed"]], BeforeValidator(_filled)] = []
    alias: Literal["yes", "no"] = "yes"
    sort: Literal["date", "oldest", "relevance"] = "date"
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    after: Annotated[str, Field(max_length=300)] = ""

    def narrowed(self, typed: Query) -> Query:
        """The typed query with the filters around it. Raises Misuse when the days run backwards."""
        parts: list[Query] = [typed]
        for name, field in FILTERS.items():
            values = getattr(self, name)
            if FIELDS[field] == "keywords":
                parts += [Terms(field, (value,)) for value in values]
            elif values:
                parts.append(Terms(field, tuple(values)))
        if self.start and self.end and self.start > self.end:
            raise Misuse(word("page.days_backwards", start=self.start.isoformat(), end=self.end.isoformat()))
        if self.start or self.end:
            low = day_number(self.start) if self.start else 1
            parts.append(Range("day", low, day_number(self.end) if self.end else None))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def place(self) -> str | None:
        """Where the page begins, for the index; None at the first. Raises Misuse for a cursor of
        another search: its page would belong to neither."""
        if not self.after:
            return None
        mark, _, cursor = self.after.partition(".")
        if mark != self._mark() or not cursor:
            raise Misuse(word("asking.cursor_of_another"))
        return cursor

    def sealed(self, cursor: str | None) -> str | None:
        """A cursor of the index as this search hands it out: it leads nowhere else."""
        return None if cursor is None else f"{self._mark()}.{cursor}"

    def _mark(self) -> str:
        """Of all that decides which articles are found, and in which order."""
        asked = self.model_dump_json(exclude={"after", "limit"})
        return blake2b(asked.encode(), digest_size=5).hexdigest()

    def address(self, **changes: Any) -> str:
        """The search page with these parameters changed; a change of filter starts at the first page."""
        values = {"after": "", **changes}
        changed = self.model_copy(update=values)
        pairs = changed.model_dump(by_alias=True, exclude_defaults=True, mode="json")
        query = urlencode(
            {name: value for name, value in pairs.items() if value not in ("", None)}, doseq=True
        )
        return "/tim-kiem" + (f"?{query}" if query else "")

    def toggled(self, name: str, value: str) -> str:
        """The page with one filter value put in, or taken out where it is."""
        held: list[str] = getattr(self, name)
        left = [one for one in held if one != value]
        return self.address(**{name: left if value in held else [*held, value]})

    @property
    def filtered(self) -> bool:
        """Whether anything but the typed text narrows the search."""
        return bool(self.start or self.end or any(getattr(self, name) for name in FILTERS))
