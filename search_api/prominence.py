"""Where an article names the congress it is about: in its title, its sapo, early or often in its text."""

from __future__ import annotations

from lantoa.article import Article, Congress

TITLE, SAPO, TEXT = 1, 2, 4
"""Marks of `prominence`, added up. TEXT: named three times, or within the first third."""
NAME = "đại hội"
OFTEN = 3


def prominence(article: Article, congress: Congress) -> int:
    """The marks of one congress, 0..7. The evidence of a tag is its best place alone; for what
    stands behind it the word itself is looked for."""
    title, text = article.title.lower(), article.text.lower()
    sapo = article.sapo.lower()
    at = congress.start - len(article.title) - 1
    """Evidence in the text; negative: in the title."""
    in_title = (congress.end > 0 and at < 0) or congress.reason == "title"
    in_sapo = NAME in sapo or 0 <= at < len(sapo)
    first = text.find(NAME)
    early = 0 <= first < len(text) / 3
    often = title.count(NAME) + text.count(NAME) >= OFTEN
    return TITLE * in_title + SAPO * in_sapo + TEXT * (early or often)
