"""The nouns that cross rooms. Frozen, standard library only.

An article goes through the house in one direction: Page (as fetched) -> Article (as
extracted) -> Tags (as understood). Everything that a later step needs stands in these.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""The one time zone of the house: local days, weeks and phases are counted in it."""


class Origin(StrEnum):
    """How a page came to us. Only a CAPTURE is what a server answered to our crawler."""

    CAPTURE = "capture"
    IMPORT = "import"
    MANUAL = "manual"
    FACTS = "facts"


class Kind(StrEnum):
    """What a page turned out to be."""

    ARTICLE = "article"
    LIST = "list"
    DOCUMENT = "document"
    MEDIA = "media"
    UNKNOWN = "unknown"


Level = Literal["national", "province", "district", "commune", "cell", "sector", "generic"]
EntityType = Literal["PER", "ORG", "LOC", "DOC"]
About = Literal["congress", "mention", "none"]

OUTLET_KINDS = (
    "central_press", "local_press", "agency", "broadcaster", "journal", "portal", "aggregator",
    "entertainment", "unknown",
)  # fmt: skip
"""What an outlet can be."""


@dataclass(frozen=True, slots=True)
class Page:
    """One response as it came over the wire, or a resource handed to us.

    url: as asked for; final_url: after redirects; fetched_at: aware, UTC;
    headers: in order, names as sent; body: decoded from transfer and content encodings;
    source: id of the outlet it was fetched for ("" when unknown);
    ref: where the archive keeps it ("" before it was archived);
    note: who brought it and why, for imported and hand-typed pages.
    """

    url: str
    final_url: str
    fetched_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    origin: Origin = Origin.CAPTURE
    source: str = ""
    ref: str = ""
    note: str = ""

    def header(self, name: str) -> str:
        """The first header of this name, case-insensitive; "" when absent."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")


@dataclass(frozen=True, slots=True)
class Moment:
    """When an article was published, and how we know.

    at: aware UTC instant, None when only the day is known or the article is undated;
    day: local day (Asia/Ho_Chi_Minh), None = undated, which is a value, never guessed;
    provenance: json-ld, meta, itemprop, visible, url, feed, stated, or none;
    confidence: 0..1.
    """

    at: datetime | None = None
    day: date | None = None
    provenance: str = "none"
    confidence: float = 0.0

    def __post_init__(self) -> None:
        if self.at is not None and self.at.tzinfo is None:
            raise ValueError(f"a moment needs a time zone: {self.at!r}")
        if self.at is not None and self.day is None:
            raise ValueError("a moment with an instant has a local day; use Moment.of")

    @classmethod
    def of(cls, at: datetime, provenance: str, confidence: float) -> Moment:
        """From an aware instant; the local day follows."""
        return cls(at, at.astimezone(ZONE).date(), provenance, confidence)


UNDATED = Moment()


@dataclass(frozen=True, slots=True)
class Article:
    """What extraction read from one page; pure content, no ids of ours.

    url: identity (canonical, tracking parameters removed); text: title excluded, sapo
    first, paragraphs separated by newlines, NFC; credit: source credited ("TTXVN"),
    without "Theo"; flags: what was suspicious, in the words of extract;
    labels: facts stated by whoever imported it, as (name, value) pairs.
    """

    url: str
    kind: Kind
    title: str
    sapo: str
    text: str
    published: Moment = UNDATED
    authors: tuple[str, ...] = ()
    credit: str = ""
    captions: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()

    def label(self, name: str) -> str:
        """The stated label of this name; "" when there is none."""
        return next((value for key, value in self.labels if key == name), "")

    def content_hash(self) -> str:
        """sha-256 (hex) of NFC title + sapo + text: equal hash, unchanged content."""
        whole = "\n\x00\n".join((self.title, self.sapo, self.text))
        return hashlib.sha256(unicodedata.normalize("NFC", whole).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Entity:
    """A named thing in the text.

    start, end: offsets into NFC(text), title not included; link: one id for all its
    spellings ("" = unlinked); rule: rule id or "crf"; score: 0..1.
    """

    start: int
    end: int
    type: EntityType
    text: str
    link: str = ""
    rule: str = ""
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Office:
    """A person in office as the text states it."""

    person: str
    rank: str
    organisation: str | None = None
    former: bool = False


@dataclass(frozen=True, slots=True)
class CongressKey:
    """A party congress: the body (level and place), its ordinal, its term of years.

    As stated, open fields are None. As resolved, place is the body's canonical name and
    body its id in the administrative map (None: not linked).
    """

    level: Level
    place: str | None = None
    ordinal: int | None = None
    term: tuple[int, int] | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Congress:
    """One party congress an article refers to; start, end: evidence in title+"\\n"+text."""

    stated: CongressKey
    about: bool
    resolved: CongressKey | None = None
    start: int = 0
    end: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EventDate:
    """A date named in the text; value as the text alone gives it ("--02-02")."""

    text: str
    value: str
    resolved: str | None = None


@dataclass(frozen=True, slots=True)
class Tags:
    """What the language stage understood of one article, at one VERSION of it."""

    version: int
    about: About = "none"
    congresses: tuple[Congress, ...] = ()
    entities: tuple[Entity, ...] = ()
    offices: tuple[Office, ...] = ()
    topics: tuple[str, ...] = ()
    form: str = ""
    dates: tuple[EventDate, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher, as sources.toml states it.

    id: short and stable; host: main host name; kind: central_press, local_press, portal,
    aggregator, broadcaster ...; level: central, province, commune; audience: daily
    readers with date and origin of the figure (None: no figure known).
    """

    id: str
    name: str
    host: str
    kind: str
    level: str
    province: str = ""
    locality: str = ""
    audience: int | None = None
    audience_date: date | None = None
    audience_origin: str = ""


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article with what the house knows of it; the row of the store.

    id: ours, stable; source: outlet id; first_seen: aware UTC; ref: archive record of the
    version shown; revision: 1 = as first seen; removed_at: set when it was taken down;
    groups are ids of ours, None before grouping.
    """

    id: int
    article: Article
    source: str
    origin: Origin
    first_seen: datetime
    ref: str
    revision: int = 1
    removed_at: datetime | None = None
    tags: Tags | None = None
    reprint_group: int | None = None
    event_group: int | None = None
    is_original: bool = False

    @property
    def counted_at(self) -> datetime | None:
        """The instant the article is ordered by: published, None when undated."""
        return self.article.published.at
