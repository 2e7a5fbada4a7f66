"""How the split of the annotated texts was drawn: once, by seed, stories kept together."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from nlp.gold import Annotated

SEED, HELD_OUT, SAME_STORY = 20261121, 28, 0.15


def draw(texts: Sequence[Annotated]) -> list[str]:
    """Ids of the held-out texts: whole stories in random order until there are enough."""
    stories = _stories(texts)
    random.Random(SEED).shuffle(stories)
    held: list[str] = []
    for story in stories:
        if len(held) + len(story) <= HELD_OUT:
            held += story
    return sorted(held)


def containment(one: Annotated, other: Annotated) -> float:
    """Share of the shorter text's three-syllable shingles that stand in the other too."""
    mine, yours = _shingles(one.text), _shingles(other.text)
    return len(mine & yours) / min(len(mine), len(yours))


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return set(zip(words, words[1:], words[2:], strict=False))


def _stories(texts: Sequence[Annotated]) -> list[list[str]]:
    groups: list[list[Annotated]] = []
    for text in texts:
        same = [group for group in groups if any(containment(text, one) >= SAME_STORY for one in group)]
        groups = [group for group in groups if group not in same]
        groups.append([*(one for group in same for one in group), text])
    return [sorted(one.id for one in group) for group in groups]
