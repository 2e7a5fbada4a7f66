"""Does a page tell one long story, or many short ones? Told from where its links stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree, html

_BLOCKS = frozenset(
    """p div li ul ol h1 h2 h3 h4 h5 h6 blockquote section article table tbody thead tr td th dl dt dd pre figure
    center hr header main address br footer nav aside form body""".split()  # noqa: SIM905
)
_SILENT = frozenset(
    ("script", "style", "noscript", "template", "svg", "iframe", "select", "textarea", "head", "button")
)
_SENTENCE = re.compile(r"[.!?…。！？][\"”’»)]*(?:\s|$)")
_TITLE = 20
_PROSE = 80
_STORY = 1100
_SHORT_STORY = 300


@dataclass(slots=True)
class _Run:
    """The block being read, the run of prose it may belong to, and the longest run so far."""

    text: str = ""
    linked: int = 0
    size: int = 0
    blocks: int = 0
    longest: int = 0
    longest_blocks: int = 0
    prose: int = 0

    def add(self, text: str | None, linked: bool) -> None:
        if text and (words := " ".join(text.split())):
            if linked:
                self.linked += len(words)
            else:
                self.text += words + " "

    def close(self) -> None:
        plain = len(self.text)
        self.prose += plain
        if self.linked >= _TITLE and self.linked >= 0.6 * (plain + self.linked):
            self.size = self.blocks = 0
        elif plain >= _PROSE and _SENTENCE.search(self.text):
            self.size += plain
            self.blocks += 1
            if self.size > self.longest:
                self.longest, self.longest_blocks = self.size, self.blocks
        self.text, self.linked = "", 0


def tells_one_story(body: html.HtmlElement) -> bool:
    """Paragraphs follow each other with no linked title between them: no list of teasers,
    where each paragraph stands below the link it belongs to."""
    run = _Run()
    links = 0
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, node in walk:
        tag = node.tag
        if event == "start":
            if not isinstance(tag, str) or tag in _SILENT:
                walk.skip_subtree()
                continue
            if tag in _BLOCKS:
                run.close()
            links += tag == "a"
            run.add(node.text, links > 0)
            continue
        if isinstance(tag, str) and tag not in _SILENT:
            if tag in _BLOCKS:
                run.close()
            links -= tag == "a"
        run.add(node.tail, links > 0)
    run.close()
    dominant = run.longest_blocks >= 2 and run.longest >= max(_SHORT_STORY, 0.35 * run.prose)
    return run.longest >= _STORY or dominant
