"""When a page was published, and how we know.

JSON-LD datePublished > article:published_time > itemprop > visible time > URL stamp.
Dates inside the body text never count. What cannot be (before 1998, later than the fetch)
is passed over; a page without any date stays undated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from lxml import html

from crawlers.dates import DateOrder, Stamp, decide, read_stamp, url_stamp
from crawlers.extract.heading import Heading
from crawlers.extract.hints import Hints
from crawlers.extract.jsonld import LinkedData
from crawlers.extract.tree import Boxes, NamePattern, elements, names, select, text_of
from lantoa.article import UNDATED, ZONE, Moment

_META = (
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "dc.date.issued",
    "dc.date",
    "sailthru.date",
    "date",
)
_TIME_CLASS = NamePattern(
    r"(?:^|[\s_-])(?:p?date|time|datetime|publish\w*|pub-?date|posted|post-time|detail-time|ngay\w*|thoi-?gian|created?|meta)(?=$|[\s_-])|(?:post|detail|article|news)[-_]?(?:time|date)|date-?post|ngaydang|publish"
)
_NOT_TIME = NamePattern(
    r"now|current|clock|header|live|comment|expire|update-?time|modified|top[-_]?bar|date_top|ago|timeline|time-?read|weather|select|footer|event"
)
_LEFT = re.compile(
    r"thứ\s+\w+|chủ nhật|gmt|utc|ngày|được|đăng|cập nhật|lúc|tháng(?:\s+[^\W\d]{2,5})?|năm|xuất bản|đăng tải|thời gian|lượt (?:xem|đọc)|published?|posted|date|on|\W|\d|\b(?:am|pm|sa|ch|z|ict|h)\b",
    re.IGNORECASE,
)
_CONFIDENCE = {"json-ld": 0.98, "meta": 0.97, "itemprop": 0.95, "visible": 0.9, "url": 0.6}
_CALLED_UTC = re.compile(r"(?:Z|[+-]00:?00|GMT|UTC)\s*$", re.IGNORECASE)
_WITH_TIME = re.compile(r"\d\s*[:h]\s*\d")
_HOURS = timedelta(hours=7)
_HALVES = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/\d{4}\s+\d{1,2}:\d{2}(?::\d{2})?\s*(?:AM|PM|SA|CH)\b")
"""How ASP.NET writes an instant, in either order of day and month."""


@dataclass(frozen=True, slots=True)
class Written:
    """One date found on the page."""

    stamp: Stamp
    provenance: str


def read_when(
    tree: html.HtmlElement,
    boxes: Boxes | None,
    metas: dict[str, str],
    data: LinkedData,
    heading: Heading,
    url: str,
    now: datetime,
    hints: Hints,
) -> Moment:
    """The publication moment of a page fetched at `now` (boxes: see boxes_of; None: only where
    the template says, never looked for); UNDATED when nothing says it."""
    made = url_stamp(url)
    near = made.day if made else None
    found = list(_candidates(tree, boxes, metas, data, heading, now, near, hints))
    if made and (stamp := decide(made, now)):
        found.append(Written(stamp, "url"))
    if not found:
        return UNDATED
    chosen = _refined(found)
    return chosen.stamp.moment(chosen.provenance, _CONFIDENCE[chosen.provenance])


def _candidates(
    tree: html.HtmlElement,
    boxes: Boxes | None,
    metas: dict[str, str],
    data: LinkedData,
    heading: Heading,
    now: datetime,
    near: date | None,
    hints: Hints,
) -> Iterator[Written]:
    machine = [("json-ld", data.text("datePublished"))]
    machine += [("meta", metas[name]) for name in _META if name in metas]
    machine += [("itemprop", metas.get("datepublished", ""))]
    machine += [
        ("itemprop", each.get("datetime") or each.get("content") or text_of(each))
        for each in list(_marked(boxes or {}))[:3]
    ]
    for provenance, text in machine:
        stamp = _day_only(read_stamp(text, hints.date_order)) if 0 < len(text) < 80 else None
        if stamp := decide(stamp, now, near):
            yield Written(stamp, provenance)
            if stamp.at is not None and not _CALLED_UTC.search(text):
                return  # an instant with its own zone: what the page shows cannot refine it
    for text in _visible(tree, boxes, heading, hints):
        stamp = read_stamp(text, hints.date_order)
        if stamp and stamp.swapped and _HALVES.search(text) and _other_order(tree, hints.date_order):
            stamp = stamp.swapped
        if stamp := decide(stamp, now, near):
            yield Written(stamp, "visible")
            return


def _other_order(tree: html.HtmlElement, order: DateOrder) -> bool:
    """Do other stamps of the page, set by the same machine (`9/14/2026 6:44:00 PM`), allow only
    the other order of day and month?"""
    pairs = [
        (int(found[1]), int(found[2])) for found in _HALVES.finditer(" ".join(map(str, tree.itertext())))
    ]
    days, months = sum(first > 12 for first, _ in pairs), sum(second > 12 for _, second in pairs)
    return bool(months and not days) if order == "dmy" else bool(days and not months)


def _marked(boxes: Boxes) -> Iterator[html.HtmlElement]:
    for element, called in boxes.items():
        if "published" in called and element.get("itemprop") == "datePublished" and element.tag != "meta":
            yield element


def _refined(found: list[Written]) -> Written:
    """The first in order of trust, refined by the others.

    A bare day takes the time of another source of the same day; local time that a system
    labelled `Z` (exactly seven hours off what the page shows) is read as shown.
    """
    first = found[0]
    shown = next((each for each in found[1:] if each.provenance == "visible" and each.stamp.at), None)
    if first.stamp.at is None:
        same_day = (
            each
            for each in found[1:]
            if each.stamp.at and each.stamp.day == first.stamp.day and each.provenance != "url"
        )
        return next(same_day, first)
    if (
        shown
        and shown.stamp.at
        and first.stamp.zoned
        and abs(first.stamp.at - shown.stamp.at - _HOURS) < timedelta(minutes=2)
    ):
        return shown
    return first


def _day_only(stamp: Stamp | None) -> Stamp | None:
    """Midnight sharp from a machine is a day, not an instant."""
    if stamp is None or stamp.at is None or stamp.at.astimezone(ZONE).time() != time(0):
        return stamp
    return Stamp(stamp.day, swapped=stamp.swapped)


def _visible(tree: html.HtmlElement, boxes: Boxes | None, heading: Heading, hints: Hints) -> Iterator[str]:
    """Short texts that show the time of publication, the likeliest first."""
    if hints.template and hints.template.date:
        yield from (text_of(each) for each in select(tree, hints.template.date))
    if heading.stamp:
        yield heading.stamp
    if boxes is None:
        return
    before: list[str] = []
    after: list[str] = []
    plain: list[str] = []
    seen = heading.shown is None
    budget = 400
    order: DateOrder = hints.date_order
    for element in elements(tree):
        seen = seen or element is heading.shown
        if element.tag in ("script", "style", "option", "a", "head", "meta", "title") or len(element) > 8:
            continue
        marked = element.tag == "time" or _TIME_CLASS.search(boxes.get(element, ""))
        if not marked and (not seen or budget <= 0):
            continue
        budget -= seen and not marked
        text = _date_text(element, marked, order)
        if text and not _elsewhere(element, heading.shown):
            (plain if not marked else after if seen else before).append(text)
    yield from [text for text in after if _WITH_TIME.search(text)][:1]
    yield from after
    yield from before[::-1] if heading.shown is not None else before
    yield from plain


def _date_text(element: html.HtmlElement, marked: bool, order: DateOrder) -> str:
    if marked and _NOT_TIME.search(names(element)):
        return ""
    text = text_of(element)
    if element.tag == "time" and (stated := read_stamp(element.get("datetime") or "", order)) and stated.at:
        return element.get("datetime") or ""
    if not 8 <= len(text) <= (120 if marked else 70):
        return ""
    stamp = read_stamp(text, order)
    if stamp is None:
        return ""
    rest = _LEFT.sub("", text)
    return text[:120] if len(rest) <= (45 if marked else 12) else ""


def _elsewhere(element: html.HtmlElement, shown: html.HtmlElement | None) -> bool:
    """Does the element belong to a teaser, a list item or a clock rather than the article?"""
    for above in element.iterancestors():
        if above.tag == "body" or (shown is not None and above in shown.iterancestors()):
            return False
        if above.tag in ("a", "footer", "aside", "nav") or _NOT_TIME.search(
            names(above).replace("header", "")
        ):
            return True
        if (
            above.tag in ("li", "article")
            and any(True for _ in above.iter("a"))
            and (shown is None or above not in shown.iterancestors())
        ):
            return True
    return False
