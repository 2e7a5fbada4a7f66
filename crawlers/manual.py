"""Texts that a person typed or pasted: what is article in them, and what came along.

Pasted pages bring a `date 2025-09-06` prefix, menu lines, section names, bylines (twice),
photo captions, and the comment form below. All of it is told apart by how lines look.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawlers.dates import is_date_line, read_stamp
from crawlers.lines import (
    bare,
    byline_of,
    ends_sentence,
    is_caption,
    is_related,
    overlap,
    persons_of,
    same,
    settle,
)
from lantoa.article import UNDATED, Moment

_PREFIX = re.compile(
    r"^\s*(?:date|ngày đăng|đăng ngày|published)\s*:?\s+(\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?|\d{1,2}/\d{1,2}/\d{4}(?:\s+\d{1,2}:\d{2})?)[ \t]*",
    re.IGNORECASE,
)
_MENU = re.compile(
    r"trang chủ|liên hệ|tiện ích|bạn cần biết|đăng nhập|đăng ký|đăng xuất|tìm kiếm|quảng cáo|đặt báo|toà soạn|tòa soạn|\brss\b|hotline|sơ đồ (?:site|trang)|giới thiệu|menu|english|tin mới nhất|chuyên mục|chia sẻ|facebook|zalo|nghe đọc bài",
    re.IGNORECASE,
)
_SECTIONS = """Thời sự|Chính trị|Xã hội|Kinh tế|Pháp luật|Đời sống|Văn hóa|Giáo dục|Thế giới|Thể thao|Tin tức|
Tin tức - Sự kiện|Xây dựng Đảng|Trong nước|Tin trong nước|Đô thị|Sự kiện|Chính trị - Xã hội|Tin hoạt động|Tin địa phương"""
_SECTION = frozenset(bare(each) for each in _SECTIONS.split("|"))
_FOOT = re.compile(
    r"^(?:viết bình luận|gửi bình luận|bình luận(?: của bạn)?(?: \(\d+\))?|ý kiến (?:bạn đọc|của bạn)(?: \(\d+\))?|các bài (?:mới|đã) đăng|các tin (?:khác|đã đăng|mới)|bài viết xem|tin (?:liên quan|khác|cùng chuyên mục)|bài liên quan|"
    r"họ (?:và )?tên|số điện thoại|điện thoại|tiêu đề|nội dung|mã xác nhận|e-?mail|địa chỉ email|tags?|từ khóa|từ khoá|chia sẻ|in (?:bài|trang)(?: viết)?|quay lại|về đầu trang|gửi (?:email|phản hồi)|lượt xem|số lượt (?:xem|đọc)|đánh giá|xem thêm|đọc thêm|bản quyền)\s*(?:[:(].*)?$",
    re.IGNORECASE,
)
_TITLE_STAMP = re.compile(
    r"\s*\(\s*(\d{1,2}[:h]\d{2}\s*[,-]?\s*\d{1,2}/\d{1,2}/\d{4}|\d{1,2}/\d{1,2}/\d{4}(?:\s*[,-]?\s*\d{1,2}[:h]\d{2})?)\s*\)\s*$"
)
_LONGEST_HEAD = 200
_LONGEST_SAPO = 600


@dataclass(frozen=True, slots=True)
class TypedText:
    """What a typed text holds. published: as a date line states it; text: sapo first, then
    paragraphs; stripped: (what, line) of everything taken out, in order."""

    title: str = ""
    published: Moment = UNDATED
    sapo: str = ""
    text: str = ""
    authors: tuple[str, ...] = ()
    credit: str = ""
    captions: tuple[str, ...] = ()
    stripped: tuple[tuple[str, str], ...] = ()

    @property
    def flags(self) -> tuple[str, ...]:
        """One flag for each sort of thing that was taken out."""
        return tuple(dict.fromkeys(f"stripped_{what}" for what, _ in self.stripped))


def clean_typed(text: str, title: str = "") -> TypedText:
    """The article in a typed text. `title`, when the person gave one, helps to find it."""
    stripped: list[tuple[str, str]] = []
    published = UNDATED
    text = text.lstrip("\ufeff")
    if found := _PREFIX.match(text):
        published = _moment(found[1])
        stripped.append(("date", settle(found[0])))
        text = text[found.end() :]
    lines = [line for each in text.splitlines() if (line := settle(each))]
    lines = _without_foot(lines, stripped)
    head, lines = _head_of(lines)
    shown, dated, authors = _read_head(head, title, stripped)
    if title and shown and not same(title, shown):
        stripped.append(("title", shown))
    published = _finer(published, dated)
    lines, late, credit = _closing(lines, stripped)
    lines, captions = _without_captions(lines, title or shown)
    sapo = (
        lines[0] if (len(lines) >= 3 and len(lines[0]) <= _LONGEST_SAPO and ends_sentence(lines[0])) else ""
    )
    return TypedText(
        shown, published, sapo, "\n".join(lines), authors or late, credit, captions, tuple(stripped)
    )


def _moment(text: str) -> Moment:
    stamp = read_stamp(text)
    return stamp.moment("stated", 0.95) if stamp and stamp.plausible else UNDATED


def _finer(prefix: Moment, line: Moment) -> Moment:
    """The prefix decides the day; a date line of the same day adds the time."""
    if prefix.day is None or (line.at is not None and line.day == prefix.day and prefix.at is None):
        return line
    return prefix


def _without_foot(lines: list[str], stripped: list[tuple[str, str]]) -> list[str]:
    """Cuts the text where the page's foot begins: forms, other articles, tools."""
    sizes = [len(line) for line in lines]
    total = sum(sizes)
    for number, line in enumerate(lines):
        if sum(sizes[:number]) < 0.5 * total or not _FOOT.match(line):
            continue
        rest = lines[number:]
        if (
            all(len(each) < 160 or is_related(each) for each in rest)
            or sum(1 for each in rest if _FOOT.match(each)) >= 3
        ):
            stripped += [("form", each) for each in rest]
            return lines[:number]
    return lines


def _head_of(lines: list[str]) -> tuple[list[str], list[str]]:
    """The short lines before the first paragraph, and the rest."""
    for number, line in enumerate(lines):
        if len(line) > _LONGEST_HEAD or (len(line) > 60 and line.endswith((".", "…", "!"))):
            return lines[:number], lines[number:]
        if number > 12:
            break
    return [], lines


def _read_head(
    head: list[str], given: str, stripped: list[tuple[str, str]]
) -> tuple[str, Moment, tuple[str, ...]]:
    """Title, moment and persons of the lines above the text; the rest is menu."""
    dated = UNDATED
    authors: tuple[str, ...] = ()
    candidates: list[str] = []
    for line in head:
        persons = persons_of(line) if candidates else ()
        if is_date_line(line):
            dated = _moment(line) if dated.day is None else dated
            stripped.append(("date", line))
        elif bare(line) in _SECTION or (_MENU.search(line) and overlap(line, given) < 0.8):
            stripped.append(("menu", line))
        elif persons and len(line) < 50:
            authors += tuple(name for name in persons if name not in authors)
            stripped.append(("byline", line))
        else:
            candidates.append(line)
    if not candidates:
        return "", dated, authors
    best = max(candidates, key=lambda line: (overlap(line, given) if given else 0.0, len(line)))
    stripped += [("menu", line) for line in candidates if line != best]
    if found := _TITLE_STAMP.search(best):
        stripped.append(("date", found[0].strip()))
        dated = _moment(found[1]) if dated.day is None else dated
        best = best[: found.start()].strip()
    return best, dated, authors


def _closing(lines: list[str], stripped: list[tuple[str, str]]) -> tuple[list[str], tuple[str, ...], str]:
    """Takes bylines and the credit off the end."""
    authors: tuple[str, ...] = ()
    credit = ""
    while len(lines) > 1 and len(lines[-1]) <= 120 and not is_caption(lines[-1]):
        persons, source = byline_of(lines[-1])
        if not persons and not source:
            break
        authors, credit = persons + authors, credit or source
        stripped.append(("byline", lines[-1]))
        lines = lines[:-1]
    return lines, authors, credit


def _without_captions(lines: list[str], title: str) -> tuple[list[str], tuple[str, ...]]:
    """Captions by their marks: `(Ảnh: ...)`, `ẢNH: CTV` on the next line, `- Ảnh 1.` or the
    title again on the line before, a closing `|`."""
    marked = [_marks_caption(line, title) for line in lines]
    captions: list[str] = []
    kept: list[str] = []
    for number, line in enumerate(lines):
        before = marked[number - 1] if number else False
        after = marked[number + 1] if number + 1 < len(lines) else False
        beside = (before or after) and number > 0 and len(line) <= 300 and not ends_sentence(line)
        if number > 0 and (marked[number] or beside):
            captions.append(line.rstrip("| ").strip())
        else:
            kept.append(line)
    return kept, tuple(captions)


def _marks_caption(line: str, title: str) -> bool:
    if is_caption(line) or (line.endswith("|") and len(line) <= 400):
        return True
    return (
        bool(title)
        and len(line) <= 250
        and not ends_sentence(line)
        and overlap(line, title) >= 0.9
        and len(line.split()) >= 5
    )
