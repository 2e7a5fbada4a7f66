"""lantoa segment: the words of a text, as our own tables or the package they were made from cut them."""

from __future__ import annotations

import sys
from pathlib import Path

from lantoa.cli.output import print_json
from lantoa.errors import Misuse
from lantoa.settings import Settings
from lantoa.words import word
from nlp.segment import segmenter_named, words

PIPE = Path("-")


def show_words(settings: Settings, file: Path, merge: bool, truecase: bool, as_json: bool) -> None:
    """One line of output for each line of the text: words apart by blanks, their syllables joined
    by underscores; with as_json one list of words a line. Raises Misuse for what cannot be read."""
    cut = segmenter_named(settings.segmenter)
    lines = [words(line, cut, merged=merge, truecase=truecase) for line in _text(file).splitlines()]
    if as_json:
        print_json({"segmenter": settings.segmenter, "lines": lines})
        return
    for line in lines:
        print(" ".join(one.replace(" ", "_") for one in line))


def _text(file: Path) -> str:
    if file != PIPE and not file.is_file():
        raise Misuse(word("cli.no_file", file=file))
    data = sys.stdin.buffer.read() if file == PIPE else file.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Misuse(word("segmenting.not_utf8", file=file, at=error.start + 1)) from None
