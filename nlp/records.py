"""Texts as lines of JSON, and their tags in the scorer's format: a contract that stays.

In: {"id", "title", "text", "published", "url"}, all but id and text may be null or missing.
Out: {"id", "entities", "offices", "congresses", "about", "topics", "dates", "form", "flags",
"version", "model"}. Offsets of entities are into NFC(text), the title not included; those of a
congress's evidence into NFC(title) + newline + NFC(text), without a title into NFC(text).
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from lantoa.article import UNDATED, ZONE, Article, Congress, CongressKey, Kind, Moment, Tags
from lantoa.errors import Aside
from lantoa.words import word

LONGEST_LINE = 32_000_000
"""Bytes of a line; a longer one is not read."""


@dataclass(frozen=True, slots=True)
class Record:
    """One text to be tagged. id: as it was given; doubt: what of it could not be used, "" for nothing."""

    id: str | int
    article: Article
    doubt: str = ""


def read_record(line: bytes) -> Record:
    """One line. A day that is none leaves the text undated, with a doubt.

    Raises Aside with the reason for a line that holds no text: blank, no UTF-8, no JSON
    object, without id or text, or with a value of another type.
    """
    if len(line) > LONGEST_LINE:
        raise Aside(word("tagging.too_long", size=LONGEST_LINE // 1_000_000))
    fields = _object(line)
    id_ = fields.get("id")
    if not isinstance(id_, str | int) or isinstance(id_, bool) or id_ == "":
        raise Aside(word("tagging.no_id"))
    if not isinstance(fields.get("text"), str):
        raise Aside(word("tagging.no_text"))
    title, url, said = (_optional(fields, name) for name in ("title", "url", "published"))
    published = _moment(said) if said else UNDATED
    doubt = word("tagging.no_day", value=said[:40]) if said and published is None else ""
    article = Article(
        url or f"jsonl:{id_}", Kind.ARTICLE, title if title.strip() else "", "", fields["text"], published or UNDATED
    )
    return Record(id_, article, doubt)


def id_of(line: bytes) -> str | int | None:
    """The id of a line that was put aside, where one can be read."""
    try:
        found = _object(line[:LONGEST_LINE]).get("id")
    except Aside:
        return None
    return found if isinstance(found, str | int) else None


def _object(line: bytes) -> dict[str, Any]:
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Aside(word("tagging.not_utf8", at=error.start + 1)) from None
    if not text.strip():
        raise Aside(word("tagging.blank"))
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise Aside(word("tagging.not_json", at=error.pos + 1)) from None
    except (ValueError, RecursionError):  # a number of thousands of digits; a thousand brackets
        raise Aside(word("tagging.not_json", at=1)) from None
    if not isinstance(found, dict):
        raise Aside(word("tagging.not_object"))
    return found


def _optional(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise Aside(word("tagging.not_text", name=name))
    return value or ""


def _moment(said: str) -> Moment | None:
    """A day, or an instant; one without a zone is of ours. None for what is neither."""
    said = said.strip()
    try:
        return Moment(None, date.fromisoformat(said), "stated", 1.0)
    except ValueError:
        pass
    try:
        at = datetime.fromisoformat(said)
        return Moment.of(at if at.tzinfo else at.replace(tzinfo=ZONE), "stated", 1.0)
    except (ValueError, OverflowError):
        return None


def tagged_line(record: Record, tags: Tags, model: str) -> bytes:
    """The line of output, newline included. model: name of the model that helped to tag."""
    found = tag_object(record, tags, model)
    try:
        return json.dumps(found, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:  # half a surrogate pair: JSON can say it, UTF-8 can not
        return json.dumps(found).encode() + b"\n"


def tag_object(record: Record, tags: Tags, model: str) -> dict[str, Any]:
    """The tags of one text in the scorer's format."""
    joined = unicodedata.normalize("NFC", f"{record.article.title}\n{record.article.text}")
    skipped = 0 if record.article.title else 1
    return {
        "id": record.id,
        "entities": [
            {
                "start": one.start, "end": one.end, "type": one.type, "text": one.text,
                "link": one.link, "source": one.rule, "score": one.score,
            }
            for one in tags.entities
        ],
        "offices": [asdict(one) for one in tags.offices],
        "congresses": [_congress(one, joined, skipped) for one in tags.congresses],
        "about": tags.about,
        "topics": list(tags.topics),
        "dates": [asdict(one) for one in tags.dates],
        "form": tags.form,
        "flags": list(tags.flags),
        "version": tags.version,
        "model": model,
    }  # fmt: skip


def _congress(one: Congress, joined: str, skipped: int) -> dict[str, Any]:
    """As stated; beside it what it resolves to and where the evidence stands."""
    stated = _key(one.stated)
    del stated["body"]
    return {
        **stated,
        "about": one.about,
        "reason": one.reason,
        "resolved": _key(one.resolved) if one.resolved else None,
        "evidence": {
            "start": one.start - skipped,
            "end": one.end - skipped,
            "text": joined[one.start : one.end],
        },
    }


def _key(key: CongressKey) -> dict[str, Any]:
    return {**asdict(key), "term": list(key.term) if key.term else None}
