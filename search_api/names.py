"""The names in the index, as readers know them and as the query takes them.

The index holds links and tokens; what they are called is learned from articles that bear them,
once: a link keeps its name over all commits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from lantoa.article import StoredArticle
from lantoa.web.labels import congress_name, label, name_of
from lantoa.words import word
from nlp.normalise import search_form
from search_api.congress_token import congress_token
from search_api.documents import entity_value, holder_value
from search_api.index import All, SearchIndex, Terms, TermsAgg
from search_api.query_lexer import filter_name, in_quotes
from search_api.services import Services

MOST = 2_000
"""Organisations, places and office-holders that are suggested: those in most articles."""
TOGETHER, ARTICLES = 300, 200
"""So many names are looked for at once, in so many articles."""
ROUNDS = 40
REMEMBERED = 5_000
"""Boxes whose counts are kept."""
State = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Name:
    """What a value is called, and the part of a query that asks for it."""

    kind: str
    label: str
    query: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A name that can be suggested; count: articles with its value, to try the common ones first;
    marked, folded: its words, a blank before each."""

    name: Name
    count: int
    marked: str
    folded: str


class Entries:
    """The names of one commit. state: token and size of the index; congresses: their tokens; counts:
    what boxes that were tried find."""

    def __init__(self, state: State, names: Iterable[tuple[Name, int]], congresses: Sequence[str]) -> None:
        self.state = state
        self.congresses = congresses
        self.counts: dict[str, int] = {}
        counts: dict[Name, int] = {}
        for name, count in names:
            counts[name] = max(count, counts.get(name, 0))
        self._entries = [_entry(name, count) for name, count in sorted(counts.items(), key=_common)]

    def remember(self, box: str, count: int) -> None:
        """Beginnings of one word lead to the same boxes, key after key."""
        if len(self.counts) >= REMEMBERED:
            self.counts.clear()
        self.counts[box] = count

    def matching(self, typed: str, kinds: frozenset[str]) -> Iterator[Name]:
        """Those with a word that begins so, the most common first. A letter typed with marks
        stands so in the name; one without, with any."""
        marked, folded = (f" {form}" for form in search_form(typed))
        for one in self._entries:
            if one.name.kind in kinds and _begins(one, marked, folded):
                yield one.name


def _entry(name: Name, count: int) -> Entry:
    marked, folded = search_form(name.label)
    return Entry(name, count, f" {marked}", f" {folded}")


def _common(counted: tuple[Name, int]) -> tuple[int, str]:
    return -counted[1], counted[0].label


def _begins(one: Entry, marked: str, folded: str) -> bool:
    at = one.folded.find(folded)
    while at >= 0:
        letters = zip(marked, folded, one.marked[at:], strict=False)
        if all(typed in (bare, there) for typed, bare, there in letters):
            return True
        at = one.folded.find(folded, at + 1)
    return False


Named = tuple[Name, ...]
"""All that one value of the index gives to suggest."""


class Learned:
    """Names learned so far; not for several threads at once."""

    def __init__(self) -> None:
        self._congresses: dict[str, Named] = {}
        self._entities: dict[str, Named] = {}

    def entries(self, ours: Services, state: State) -> Entries:
        """All names of the index as it is now. Raises Later when it does not answer."""
        congresses = _counts(ours.index, "congress")
        entities = _counts(ours.index, "entities", MOST)
        _learn(ours, "congress", congresses, self._congresses, _congresses)
        _learn(ours, "entities", entities, self._entities, _entities)
        names = list(_outlets(ours))
        for one, count in _counts(ours.index, "topics").items():
            names.append((_value("topic", label("topic", one), "topics"), count))
        for counts, known in ((congresses, self._congresses), (entities, self._entities)):
            names += [(name, count) for value, count in counts.items() for name in known.get(value, ())]
        return Entries(state, names, tuple(congresses))


def _counts(index: SearchIndex, field: str, top: int | None = None) -> dict[str, int]:
    buckets = index.aggregate(All(), {"values": TermsAgg(field, top)})["values"]
    assert isinstance(buckets, tuple)
    return {str(one.key): one.count for one in buckets}


def _learn(
    ours: Services,
    field: str,
    wanted: Iterable[str],
    known: dict[str, Named],
    told: Callable[[StoredArticle], Iterator[tuple[str, Named]]],
) -> None:
    """The names that articles most often give to the values not known yet, most wanted first."""
    tally: dict[str, Counter[Named]] = {}
    unknown = [value for value in wanted if value not in known]
    for _ in range(ROUNDS):
        if not unknown:
            break
        asked = Terms(field, tuple(unknown[:TOGETHER]))
        hits = ours.index.search(asked, limit=ARTICLES).hits
        for stored in ours.store.many([hit.id for hit in hits]):
            for value, named in told(stored):
                tally.setdefault(value, Counter())[named] += 1
        left = [value for value in unknown if value not in tally]
        unknown = left if len(left) < len(unknown) else unknown[TOGETHER:]
    for value, counted in tally.items():
        if value not in known:
            known[value] = max(counted, key=lambda named: (counted[named], len(named[0].label), named[0].label))


def _congresses(stored: StoredArticle) -> Iterator[tuple[str, Named]]:
    for one in stored.tags.congresses if stored.tags else ():
        key = one.resolved or one.stated
        token = congress_token(key)
        yield token, (_value("congress", congress_name(key), "congress", key.place or token),)


def _entities(stored: StoredArticle) -> Iterator[tuple[str, Named]]:
    """Organisations and places; persons only as holders of an office, and their offices."""
    if stored.tags is None:
        return
    for entity in stored.tags.entities:
        if entity.type == "ORG":
            yield entity_value(entity), (_value("organisation", entity.text, "organisations"),)
        elif entity.type == "LOC":
            yield entity_value(entity), (Name("place", entity.text, in_quotes(entity.text)),)
    for office in stored.tags.offices:
        post = " ".join(filter(None, (office.rank, office.organisation)))
        shown = word("suggest.holder", person=office.person, post=post)
        holder = _value("office", shown, "offices", office.person)
        yield holder_value(office), (holder, _value("office", post, "offices"))


def _outlets(ours: Services) -> Iterator[tuple[Name, int]]:
    """Outlets by name, and the provinces they are of."""
    outlets = ours.outlets.all()
    for source, count in _counts(ours.index, "source").items():
        yield _value("source", name_of(outlets, source), "source"), count
    for province, count in _counts(ours.index, "source_province").items():
        yield _value("province", province, "source_province"), count


def _value(kind: str, label: str, field: str, value: str = "") -> Name:
    return Name(kind, label, f"{filter_name(field)}:{in_quotes(value or label)}")

