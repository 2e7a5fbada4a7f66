"""A pruned body -> paragraphs, in one walk over its nodes."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import html

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
    """Takes the nodes as they open and close; `done` is what has been written."""

    def __init__(self) -> None:
        self.done: list[Paragraph] = []
        self._parts: list[str] = []
        self._tag = "p"
        self._plain = self._bold = self._linked = 0
        self._strong = self._links = 0
        self._rows: list[int] = []

    def open(self, node: html.HtmlElement, tag: str) -> None:
        self._strong += tag in _STRONG
        self._links += tag == "a"
        if tag == CAPTION_TAG:
            self.end("p")
            self.done += [Paragraph(line, "caption") for line in (node.text or "").split("\n") if line]
            return
        if tag == "tr":
            self.end("p")
            self._rows.append(len(self.done))
        elif tag in _BLOCKS:
            self.end("sign" if is_signature(node) else tag)
        elif tag == "br":
            self.end(self._tag)
        self.add(node.text)

    def close(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end("p")
        if tag == "tr" and self._rows:
            _join_row(self.done, self._rows.pop())
        self._strong -= tag in _STRONG
        self._links -= tag == "a"

    def whole(self, node: html.HtmlElement, tag: str) -> bool:
        """Takes a plain paragraph at once; False when it is none."""
        if tag != "p" or self._strong or self._links or node.keys():
            return False
        self.end("p")
        if text := settle(node.text or ""):
            self.done.append(Paragraph(text))
        return True

    def add(self, text: str | None) -> None:
        if not text:
            return
        self._parts.append(text)
        size = len(text.strip())
        self._bold += size if self._strong else 0
        self._linked += size if self._links else 0
        self._plain += size

    def end(self, next_tag: str) -> None:
        text = settle("".join(self._parts)) if self._plain else ""
        if text:
            self.done.append(
                Paragraph(text, self._tag, self._bold == self._plain, self._linked == self._plain)
            )
        if self._parts:
            self._parts.clear()
            self._plain = self._bold = self._linked = 0
        self._tag = next_tag


def paragraphs(body: html.HtmlElement) -> tuple[Paragraph, ...]:
    """The running text of a body. Cells of one table row become one paragraph when they are
    short; <br> ends a paragraph."""
    writer = _Writer()
    writer.open(body, body.tag)
    below = [(body, iter(body))]  # no recursion: pages nest deeply
    while below:
        node, children = below[-1]
        for child in children:
            tag = child.tag
            if len(child):
                writer.open(child, tag)
                below.append((child, iter(child)))
                break
            if not writer.whole(child, tag):
                writer.open(child, tag)
                writer.close(tag)
            writer.add(child.tail)
        else:
            below.pop()
            writer.close(node.tag)
            if node is not body:
                writer.add(node.tail)
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
