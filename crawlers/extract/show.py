"""An extracted article as plain JSON, for `lantoa extract --html FILE --json`."""

from __future__ import annotations

from lantoa.article import ZONE, Article


def article_json(article: Article) -> dict[str, object]:
    """Every field a person checks; `published_at` in local time with its zone, None when only
    the day (or nothing) is known."""
    published = article.published
    return {
        "url": article.url,
        "kind": str(article.kind),
        "title": article.title,
        "sapo": article.sapo,
        "text": article.text,
        "authors": list(article.authors),
        "credit": article.credit,
        "published_at": published.at.astimezone(ZONE).isoformat() if published.at else None,
        "day": published.day.isoformat() if published.day else None,
        "provenance": published.provenance,
        "confidence": published.confidence,
        "captions": list(article.captions),
        "flags": list(article.flags),
        "labels": [list(pair) for pair in article.labels],
    }
