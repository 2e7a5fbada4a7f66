"""What models are worth: names found in annotated texts that they did not learn from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lantoa.article import Entity, Tags
from lantoa.progress import Progress
from nlp.crf.model import Model
from nlp.crf.training import Lesson, lesson, train
from nlp.entities import entities
from nlp.gold import Annotated
from nlp.normalise import clean_with_map
from nlp.recognise import recognise

FOLDS = 5


def named(texts: Iterable[Annotated], model: Model | None) -> dict[str, Tags]:
    """The names of each text by its id, and nothing else of it. model: None for the grammar alone."""
    return {one.id: Tags(0, entities=_entities(one.text, model)) for one in texts}


def _entities(text: str, model: Model | None) -> tuple[Entity, ...]:
    plain, offsets = clean_with_map(text)
    return entities(text, recognise(plain, model), offsets)


def cross_validated(
    texts: Sequence[Annotated], more: Sequence[Lesson], progress: Progress
) -> dict[str, Tags]:
    """The names of each text, found by a model of the texts of the other folds, and of `more`."""
    lessons = [lesson(one) for one in texts]
    tags: dict[str, Tags] = {}
    for known, left in _folds(len(texts)):
        model = train([*(lessons[at] for at in known), *more])
        tags |= named([texts[at] for at in left], model)
        progress.advance()
    return tags


def _folds(size: int) -> Iterator[tuple[list[int], list[int]]]:
    """(others, this fold) for each fold that is not empty: every FOLDS-th text."""
    for fold in range(min(FOLDS, size)):
        yield [at for at in range(size) if at % FOLDS != fold], list(range(fold, size, FOLDS))
