"""What stands against a campaign, each with its place: told by file, by form and by command alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Place = tuple[str | int, ...]
"""("congress", 2, "opening"): the key "opening" of the third [[congress]]; ("start",): a key of its own."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where."""

    place: Place
    text: str

    def inside(self, *outer: str | int) -> Problem:
        """The same, seen from further out."""
        return Problem((*outer, *self.place), self.text)

    def __str__(self) -> str:
        """With its place as a file names it: `[[congress]] 3, "opening": …`."""
        match self.place:
            case (key,):
                return f'"{key}": {self.text}'
            case (stanza, int(number)):
                return f"[[{stanza}]] {number + 1}: {self.text}"
            case (stanza, int(number), *rest):
                return f'[[{stanza}]] {number + 1}, "{rest[-1]}": {self.text}'
            case (stanza, *rest):
                return f'[{stanza}] "{rest[-1]}": {self.text}'
            case _:
                return self.text


class Refused(ValueError):
    """A definition that cannot be, with everything that is wrong with it (at least one problem)."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(str(one) for one in problems))
        self.problems = tuple(problems)


def refuse(problems: Sequence[Problem]) -> None:
    """Raises Refused when there is any."""
    if problems:
        raise Refused(problems)
