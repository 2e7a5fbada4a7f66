"""A pruned body -> paragraphs, in one walk over its nodes (no recursion: pages nest deeply)."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree, html

from crawlers.extract.prune import CAPTION_TAG
from crawlers.extract.tree import NamePattern, names
from crawlers.lines import settle

_BLOCKS = frozenset(
    """p div li ul ol h1 h2 h3 h4 h5 h6 blockquote section article table tbody thead tr td th dl dt dd pre figure
    center hr header main address details summary form fieldset caption body html aside footer nav""".split()  # noqa: SIM905
)
_STRONG = frozenset(("strong", "b", "em", "i"))


_SIGNED = NamePattern(r"(?:^|[\s_-])(?:author|tac-?gia|source|nguon|byline|signature|ky-ten)(?=$|[\s_-])")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: text; tag of the block it stands in ("caption", "sign": a byline's place); bold: all of it is strong or emphasised;
    linked: all of it is a link."""

    text: str
    tag: str = "p"
    bold: bool = False
    linked: bool = False


class _Writer:
    def __init__(self) -> None:
        self.done: list[Paragraph] = []
        self._parts: list[str] = []
        self._tag = "p"
        self._plain = self._bold = self._linked = 0

    def add(self, text: str | None, bold: bool, linked: bool) -> None:
        if not text:
            return
        self._parts.append(text)
        size = len(text.strip())
        self._bold += size if bold else 0
        self._linked += size if linked else 0
        self._plain += size

    def end(self, next_tag: str = "") -> None:
        text = settle("".join(self._parts))
        if text:
            self.done.append(
                Paragraph(text, self._tag, self._bold == self._plain, self._linked == self._plain)
            )
        self._parts.clear()
        self._plain = self._bold = self._linked = 0
        self._tag = next_tag


def paragraphs(body: html.HtmlElement) -> tuple[Paragraph, ...]:
    """The running text of a body. Cells of one table row become one paragraph when they are
    short; <br> ends a paragraph."""
    writer = _Writer()
    strong = links = 0
    row: list[int] = []
    for event, node in etree.iterwalk(body, events=("start", "end")):
        tag = node.tag
        if not isinstance(tag, str):
            continue
        if event == "start":
            strong += tag in _STRONG
            links += tag == "a"
            if tag == CAPTION_TAG:
                writer.end("p")
                writer.done += [Paragraph(line, "caption") for line in (node.text or "").split("\n") if line]
                continue
            if tag == "tr":
                writer.end("p")
                row.append(len(writer.done))
            elif tag in _BLOCKS:
                writer.end("sign" if is_signature(node) else tag)
            elif tag == "br":
                writer.end(writer._tag)
            writer.add(node.text, strong > 0, links > 0)
            continue
        if tag in _BLOCKS:
            writer.end("p")
        if tag == "tr" and row:
            _join_row(writer.done, row.pop())
        strong -= tag in _STRONG
        links -= tag == "a"
        if node is not body:
            writer.add(node.tail, strong > 0, links > 0)
    writer.end("p")
    return tuple(writer.done)


def is_signature(block: html.HtmlElement) -> bool:
    """A line set to the right, or called author or source: who wrote it, not what."""
    if not block.keys():
        return False
    style = (block.get("style") or "").replace(" ", "").lower()
    aligned = (block.get("align") or "").lower() == "right" or "text-align:right" in style
    return aligned or _SIGNED.search(names(block))


def _join_row(done: list[Paragraph], start: int) -> None:
    cells = done[start:]
    if 1 < len(cells) <= 12 and all(len(cell.text) <= 60 for cell in cells):
        done[start:] = [Paragraph(" | ".join(cell.text for cell in cells), "tr")]
