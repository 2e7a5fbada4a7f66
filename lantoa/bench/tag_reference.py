"""Our names beside those of underthesea, which is what a newcomer would take."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from lantoa.article import Article
from lantoa.bench.table import Row
from lantoa.words import word
from nlp.crf.model import shipped
from nlp.normalise import clean
from nlp.recognise import recognise

TEXTS = 3
"""It reads about five a second."""


def ner_row(articles: Sequence[Article]) -> Row:
    """`ner.ratio_to_underthesea`: CPU seconds of `underthesea.ner`, line by line, divided by ours."""
    from underthesea import ner

    texts = [clean(one.text) for one in articles[:TEXTS]]
    model = shipped()
    ours = _seconds(lambda: [recognise(text, model) for text in texts])
    theirs = _seconds(lambda: [ner(line) for text in texts for line in text.split("\n") if line.strip()])
    note = word("bench.tag_ner", texts=len(texts), ours=round(len(texts) / ours), theirs=round(len(texts) / theirs, 1))
    return Row("ner.ratio_to_underthesea", round(theirs / ours, 1), "x", "", note)


def _seconds(work: Callable[[], object]) -> float:
    """CPU seconds of the second run: the first reads what is read once."""
    work()
    start = time.process_time()
    work()
    return time.process_time() - start
