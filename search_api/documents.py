"""A stored article as the index holds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time

from lantoa.article import ZONE, CongressKey, Entity, Moment, Office, Outlet, StoredArticle, Tags
from search_api.congress_token import congress_token
from search_api.prominence import prominence
from search_api.schema import Document, day_number, index_form, listed_form, name_form, sort_key, week_number

MOST_BYTES = 30_000
"""Of all values of one field: one engine keeps them together in a term, and drops longer ones."""


def document_of(stored: StoredArticle, outlet: Outlet | None) -> Document:
    """outlet: of `stored.source`; None when no stanza names it (kind, level, province are empty)."""
    article = stored.article
    title, title_fold = index_form(article.title)
    body, body_fold = index_form(article.text or article.sapo)
    seconds = _seconds(article.published)
    tags = stored.tags or Tags(0)
    about = _tokens(tags, about=True)
    offices, offices_fold = listed_form(map(_office, tags.offices))
    organisations, organisations_fold = listed_form(one.text for one in tags.entities if one.type == "ORG")
    return Document(
        id=stored.id,
        title=title,
        body=body,
        title_fold=title_fold,
        body_fold=body_fold,
        source=stored.source,
        source_kind=outlet.kind if outlet else "",
        source_level=outlet.level if outlet else "",
        source_province=outlet.province if outlet else "",
        reprint_group=_id(stored.reprint_group),
        event_group=_id(stored.event_group),
        is_original="yes" if stored.is_original else "no",
        status="live" if stored.removed_at is None else "removed",
        published=seconds,
        **_calendar(article.published),
        audience=(outlet.audience or 0) if outlet else 0,
        sort_key=sort_key(seconds, stored.id),
        congress=_values(about),
        congress_mention=_values(set(_tokens(tags, about=False)) - set(about)),
        congress_path=";".join(about),
        prominence=";".join(map(str, _marks(stored, tags).values())),
        form=tags.form,
        congress_level=_values(key.level for key in _keys(tags, about=True)),
        places=_values(one.link for one in tags.entities if one.type == "LOC"),
        topics=_values(tags.topics),
        entities=_values(_entities(tags)),
        offices=offices,
        offices_fold=offices_fold,
        organisations=organisations,
        organisations_fold=organisations_fold,
    )


def _keys(tags: Tags, about: bool) -> Iterator[CongressKey]:
    return (one.resolved or one.stated for one in tags.congresses if one.about is about)


def _tokens(tags: Tags, about: bool) -> list[str]:
    return list(dict.fromkeys(congress_token(key) for key in _keys(tags, about)))


def _marks(stored: StoredArticle, tags: Tags) -> dict[str, int]:
    """Token -> marks of the best place, in the order of `_tokens`."""
    found: dict[str, int] = {}
    for one in tags.congresses:
        if one.about:
            token = congress_token(one.resolved or one.stated)
            found[token] = found.get(token, 0) | prominence(stored.article, one)
    return found


def _entities(tags: Tags) -> Iterator[str]:
    """Organisations, places and documents; persons only as holders of an office, none else."""
    yield from (entity_value(one) for one in tags.entities if one.type != "PER")
    yield from map(holder_value, tags.offices)


def entity_value(entity: Entity) -> str:
    """The link of an organisation, place or document; of an unlinked one its type and words."""
    return entity.link or f"{entity.type}:{name_form(entity.text)[0]}"


def holder_value(office: Office) -> str:
    """An office-holder, by name."""
    return f"PER:{name_form(office.person)[0]}"


def _office(one: Office) -> str:
    """As it is asked for: "nguyên" before a former one, then rank, organisation and holder."""
    parts = ("nguyên" if one.former else "", one.rank, one.organisation or "", one.person)
    return " ".join(filter(None, parts))


def _values(values: Iterable[str]) -> tuple[str, ...]:
    """Sorted and unique, the empty one left out."""
    found = sorted(set(filter(None, values)))
    if 4 * sum(map(len, found)) + len(found) <= MOST_BYTES:  # nearly always
        return tuple(found)
    kept: list[str] = []
    size = 0
    for value in found:
        size += len(value.encode()) + 1
        if size > MOST_BYTES:
            break
        kept.append(value)
    return tuple(kept)


def _seconds(moment: Moment) -> int | None:
    at = moment.at
    if at is None and moment.day is not None:
        at = datetime.combine(moment.day, time(), ZONE)
    return None if at is None else int(at.astimezone(UTC).timestamp())


def _calendar(moment: Moment) -> dict[str, int]:
    """The local day, ISO week and month as numbers; 0 when undated."""
    day = moment.day
    if day is None:
        return {"day": 0, "week": 0, "month": 0}
    return {"day": day_number(day), "week": week_number(day), "month": day_number(day) // 100}


def _id(group: int | None) -> str:
    return "" if group is None else str(group)


__all__ = ["congress_token", "document_of", "entity_value", "holder_value"]
