"""An article as an analyst takes it along: the object of `lantoa export` and of the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from lantoa.article import ZONE, Congress, CongressKey, Moment, Outlet, StoredArticle, Tags

NO_TAGS = Tags(version=0)


def article_object(stored: StoredArticle, phases: Mapping[str, str], outlet: Outlet | None) -> dict[str, Any]:
    """The keys of the export, in their order; keep them stable.

    phases: phase by campaign id; outlet: the outlet of `stored.source`, None when it is not
    known. published_at: ISO 8601 in local time, the day alone when no hour is known, None when
    undated; term: two years; resolved: None where the congress is not linked.
    """
    tags = stored.tags or NO_TAGS
    article = stored.article
    return {
        "url": article.url,
        "title": article.title,
        "sapo": article.sapo,
        "text": article.text,
        "published_at": published_text(article.published),
        "source": stored.source,
        "source_kind": outlet.kind if outlet else "",
        "kind": str(article.kind),
        "congresses": [_congress(one) for one in tags.congresses],
        "topics": list(tags.topics),
        "entities": [asdict(one) for one in tags.entities],
        "offices": [asdict(one) for one in tags.offices],
        "reprint_group": stored.reprint_group,
        "event_group": stored.event_group,
        "is_original": stored.is_original,
        "phases": dict(phases),
    }


def published_text(moment: Moment) -> str | None:
    """When it was published, as precisely as it is known."""
    if moment.at is not None:
        return moment.at.astimezone(ZONE).isoformat()
    return moment.day.isoformat() if moment.day else None


def _congress(one: Congress) -> dict[str, Any]:
    resolved = _key(one.resolved) | {"body": one.resolved.body} if one.resolved else None
    return {**_key(one.stated), "about": one.about, "resolved": resolved}


def _key(key: CongressKey) -> dict[str, Any]:
    term = list(key.term) if key.term else None
    return {"level": key.level, "place": key.place, "ordinal": key.ordinal, "term": term}
