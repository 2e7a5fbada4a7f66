"""A text as the grammar of congresses reads it, with its way back to what was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lantoa.article import Article
from nlp.letters import truecased
from nlp.normalise import clean_with_map


@dataclass(frozen=True, slots=True)
class Reading:
    """A text prepared for reading: cleaned and truecased, with its way back.

    text: title, newline, text; title_end: offset of that newline; day: publication, or
    what the text itself lets know; published: publication only; lead_end: offset where
    sapo and opening end.
    """

    text: str
    title_end: int
    title_offsets: Sequence[int]
    text_offsets: Sequence[int]
    day: date | None
    published: date | None
    lead_end: int

    def source(self, at: int) -> int:
        """The offset in NFC(title) + newline + NFC(text) of an offset in `text`."""
        if at <= self.title_end:
            return self.title_offsets[at]
        return self.title_offsets[-1] + 1 + self.text_offsets[at - self.title_end - 1]

    def source_end(self, at: int) -> int:
        """The same of an end: what is invisible behind the words is not theirs."""
        return self.source(at - 1) + 1


def prepare(article: Article, day: date | None) -> Reading:
    """The article's words as the grammar reads them."""
    title, title_map = clean_with_map(article.title)
    text, text_map = clean_with_map(article.text)
    joined, lead = f"{title}\n{text}", len(title) + 1 + _lead(text)
    return Reading(truecased(joined), len(title), title_map, text_map, day, article.published.day, lead)


_SHORT_LEAD, _LONGEST_LEAD = 250, 700


def _lead(text: str) -> int:
    """Length of the opening: two paragraphs, more where they are short, at most 700 characters."""
    end = text.find("\n", text.find("\n") + 1)
    while 0 <= end < _SHORT_LEAD:
        end = text.find("\n", end + 1)
    return min(end if end >= 0 else len(text), _LONGEST_LEAD)
