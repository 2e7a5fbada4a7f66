"""The child whose memory is measured: `python -m lantoa.bench.tag_memory`.

Texts as JSON on standard input, [title, sapo, text] each; the peak in bytes on standard output.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from lantoa.article import Article, Kind
from nlp.likeness import signature
from nlp.segment import words
from nlp.tag import tag


def main() -> None:
    """Do with every text what the language stage can do with one."""
    for title, sapo, text in json.load(sys.stdin):
        tag(Article("bench:", Kind.ARTICLE, title, sapo, text))
        words(text)
        signature(text)
    print(_peak())


def _peak() -> int:
    """Of this program: `ru_maxrss` would count what the process was before it became one."""
    stated = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
    return int(stated.split()[1]) * 1024


if __name__ == "__main__":
    main()
