"""Head and body -> what the article says: sapo, paragraphs, captions, byline."""

from __future__ import annotations

from dataclasses import dataclass, replace

from crawlers.extract.body import Body
from crawlers.extract.bylines import Byline, closing_byline, opening_byline
from crawlers.extract.head import Head
from crawlers.extract.sapo import leading
from crawlers.extract.walk import Paragraph
from crawlers.lines import (
    bare,
    ends_sentence,
    has_letters,
    is_agency,
    is_caption,
    is_related,
    overlap,
    same,
    without_prefix,
)

_LINKS = 400
"""A paragraph that is nothing but links and this long is a list of links."""
_LONGEST = 400_000
"""Characters of text kept; longer pages are no articles but dumps (flag "cut")."""
_STORY = 40
"""A caption this long tells something."""
_LABEL = 60
"""No label of a box is longer."""
_FEW = 24
_TEASER = 160
"""No line below the label of a closing box is longer."""
_CLOSING = frozenset(
    bare(each)
    for each in (
        "Cùng chuyên mục",
        "Tin cùng chuyên mục",
        "Tin liên quan",
        "Bài liên quan",
        "Bài viết liên quan",
        "Tin khác",
        "Các tin khác",
        "Các tin đã đưa",
        "Tin nổi bật",
        "Đọc nhiều",
        "Đọc nhiều nhất",
        "Có thể bạn quan tâm",
        "Video tiếp theo",
        "Bài viết mới",
    )
)
_LABELS = frozenset(
    bare(each)
    for each in (
        "TIN MỚI",
        "Tin nóng",
        "Chia sẻ",
        "Copy link",
        "In bài viết",
        "Quay lại",
        "Nghe đọc bài",
        "Bình luận",
        "Chia sẻ bài viết",
        "Gửi email",
        "Lưu bài",
        "aA",
        "Nội dung chính",
        "Quảng cáo",
    )
)


@dataclass(frozen=True, slots=True)
class Story:
    """lines: paragraphs below the sapo; flags: "cut"."""

    sapo: str
    lines: tuple[Paragraph, ...]
    captions: tuple[str, ...]
    byline: Byline
    flags: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Characters below the sapo."""
        return sum(len(each.text) for each in self.lines)

    @property
    def text(self) -> str:
        """Sapo and paragraphs, a line each."""
        return "\n".join(part for part in (self.sapo, *(each.text for each in self.lines)) if part)


def tell(head: Head, body: Body) -> Story:
    """The body without what only surrounds the text, its sapo, byline and captions set apart."""
    lines, captions = _running(body, head)
    lines, byline = opening_byline(lines, head.byline, head.heading.stamp, head.abroad)
    lines, byline = closing_byline(lines, byline, head.refuse, head.abroad)
    sapo, lines = _sapo(head, lines)
    sapo, lines, byline = _unprefixed(sapo, lines, byline, head)
    lines, cut = _cut(lines)
    return Story(sapo, lines, captions, byline, cut)


def _running(body: Body, head: Head) -> tuple[tuple[Paragraph, ...], tuple[str, ...]]:
    """The body's paragraphs without title, labels, leads to other articles; captions apart,
    unless the captions are the story (a photo story)."""
    known = {bare(each) for each in body.captions}
    running = _without_closing(_untitled(body.paragraphs, head.heading.title))
    told = [_told(each, number, known) for number, each in enumerate(running)]
    marked = [each.text for each in told if each.tag == "caption"]
    lined = [each.text for each in told if each.tag == "told"]
    captions = [*body.captions, *(each.text for each in told if each.tag in ("caption", "told"))]
    prose = sum(len(each.text) for each in told if each.tag not in ("caption", "told", ""))
    left: tuple[str, ...] = ("", "caption", "told")
    if len(captions) >= 3 and sum(map(len, captions)) > prose:
        # lines under pictures tell it: a marked caption among them (of a video) stays one
        left = ("", "caption") if sum(map(len, lined)) > sum(map(len, marked)) else ("",)
    lines = [
        each
        for each in told
        if each.tag not in left and (each.tag not in ("caption", "told") or len(each.text) >= _STORY)
    ]
    return tuple(lines), tuple(dict.fromkeys(captions))


def _without_closing(lines: list[Paragraph]) -> list[Paragraph]:
    """Without a box of other articles at the end: its label, and short lines alone below."""
    for number, each in enumerate(lines):
        if (
            number > 1
            and len(each.text) <= _LABEL
            and bare(each.text) in _CLOSING
            and all(len(one.text) < _TEASER for one in lines[number:])
        ):
            return lines[:number]
    return lines


def _untitled(lines: tuple[Paragraph, ...], title: str) -> list[Paragraph]:
    """Without a first line that says the title again, in capitals or a word changed."""
    return [
        each
        for number, each in enumerate(lines)
        if each.tag == "caption"
        or not (number < 4 and (same(each.text, title) or (number < 2 and _says(each.text, title))))
    ]


def _says(line: str, title: str) -> bool:
    """Nearly the title, and no sentence of its own."""
    near = 0.6 * len(title) < len(line) < 1.4 * len(title)
    alike = len(title.split()) >= 6 and near and overlap(line, title) >= 0.8
    return alike and not ends_sentence(line)


def _told(line: Paragraph, number: int, known: set[str]) -> Paragraph:
    """The line with its tag settled: "caption" (marked as one), "told" (it reads like one), or ""
    when it is to be left out."""
    if len(line.text) <= _LABEL and bare(line.text) in _LABELS:
        return replace(line, tag="")
    if not has_letters(line.text) or (known and bare(line.text) in known):
        return replace(line, tag="")
    if line.tag != "caption" and is_caption(line.text) and number > 0:
        return replace(line, tag="told")
    if is_related(line.text) and (line.linked or len(line.text) < 120):
        return replace(line, tag="")
    if line.linked and len(line.text) > _LINKS:
        return replace(line, tag="")
    return line


def _sapo(head: Head, lines: tuple[Paragraph, ...]) -> tuple[str, tuple[Paragraph, ...]]:
    """The sapo, and the body without it. A sapo that turns out to be most of the body, or a
    paragraph deep inside it, is none."""
    sapo = head.sapo
    key = bare(sapo)
    for number, each in enumerate(lines[:4] if key else ()):
        if not _may_repeat(each.text, key):
            continue
        own = bare(each.text)
        if own == key or (len(own) > 30 and own in key) or (len(key) > 40 and own.startswith(key)):
            if own.startswith(key) and len(own) > len(key) * 1.5:
                return sapo, lines
            return (sapo if len(key) >= len(own) else each.text), lines[:number] + lines[number + 1 :]
    if key and any(same(each.text, sapo) for each in lines[4:]):
        sapo = ""
    if not sapo and (first := leading(lines, head.metas)):
        return first, lines[1:]
    if sapo and lines and len(sapo) > 2 * len(lines[0].text) and overlap(sapo, lines[0].text) > 0.95:
        return "", lines
    return sapo, lines


def _may_repeat(line: str, key: str) -> bool:
    """May the line say again what `key` (a bare text) says? Decides most on a few letters."""
    start = bare(line[:_FEW])
    return start in key or start.startswith(key)


def _cut(lines: tuple[Paragraph, ...]) -> tuple[tuple[Paragraph, ...], tuple[str, ...]]:
    room = _LONGEST
    for number, each in enumerate(lines):
        room -= len(each.text)
        if room < 0:
            return lines[:number], ("cut",)
    return lines, ()


def _unprefixed(
    sapo: str, lines: tuple[Paragraph, ...], byline: Byline, head: Head
) -> tuple[str, tuple[Paragraph, ...], Byline]:
    """Takes the outlet's name off the first words; another outlet's name there is a credit."""
    first = sapo or (lines[0].text if lines else "")
    text, outlet = without_prefix(first)
    if not outlet:
        return sapo, lines, byline
    if is_agency(outlet) and bare(outlet) not in head.refuse:
        byline = Byline(byline.authors, byline.credit or outlet)
    if sapo:
        return text, lines, byline
    return sapo, (replace(lines[0], text=text), *lines[1:]), byline
