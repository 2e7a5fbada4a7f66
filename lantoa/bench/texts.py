"""The texts that the language stage is measured on."""

from __future__ import annotations

import gzip
import json
import lzma
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import IO

from lantoa.article import Article, Kind
from lantoa.bench.pages import PROJECT, press_pages
from lantoa.errors import Misuse
from lantoa.words import word
from nlp.gold import read_gold

CORPUS = PROJECT.parent / "shared" / "data" / "corpus" / "corpus40k.jsonl.xz"
"""Unrelated news texts, where they stand beside the project."""
OWN = PROJECT / "nlp" / "annotated"
SIZE = 4700
"""Characters of the texts by which speed is measured."""
_ENDINGS = (".jsonl", ".jsonl.gz", ".jsonl.xz", ".txt")


def corpus_articles(corpus: Path | None) -> Iterator[Article]:
    """The texts of a file or folder, in order; by default those beside the project.

    Lines of JSON are objects with `text`, and `title` and `sapo` where they have them; a .txt
    is one text without a title. Raises Misuse, naming the file, for one that cannot be read,
    and for a folder without any.
    """
    path = corpus or CORPUS
    if not path.exists():
        raise Misuse(word("cli.no_file", file=path))
    files = sorted(one for one in path.rglob("*") if one.name.endswith(_ENDINGS)) if path.is_dir() else [path]
    if not files:
        raise Misuse(word("bench.no_texts", folder=path))
    return chain.from_iterable(_articles(file) for file in files)


def own_articles() -> list[Article]:
    """Texts about congresses that were written by us, and the demonstration press's."""
    written = [Article(one.id, Kind.ARTICLE, "", "", one.text) for one in read_gold(OWN)]
    pieces = (each.piece for each in press_pages())
    return written + [
        Article(one.id, Kind.ARTICLE, one.title, one.sapo, "\n".join((one.sapo, *one.paragraphs))) for one in pieces
    ]


def sized(articles: Iterable[Article], count: int) -> Sequence[Article]:
    """So many texts of SIZE characters, of articles joined and cut; fewer where they run out."""
    return list(islice(_sized(articles), count))


def _sized(articles: Iterable[Article]) -> Iterator[Article]:
    title, parts, length = "", list[str](), 0
    for article in articles:
        title = title or article.title
        parts.append(article.text)
        length += len(article.text) + 1
        if length >= SIZE:
            yield Article("bench:", Kind.ARTICLE, title, "", "\n".join(parts)[:SIZE])
            title, parts, length = "", [], 0


def _articles(file: Path) -> Iterator[Article]:
    try:
        if file.suffix == ".txt":
            yield Article(file.stem, Kind.ARTICLE, "", "", file.read_text(encoding="utf-8"))
            return
        with _opened(file) as lines:
            for number, line in enumerate(lines, 1):
                yield _article(json.loads(line), f"{file.name}:{number}")
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise Misuse(word("bench.no_text_lines", file=file, why=error)) from None
    except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
        raise Misuse(word("cli.unreadable", file=file, why=getattr(error, "strerror", None) or error)) from None


def _opened(file: Path) -> IO[str]:
    if file.suffix == ".gz":
        return gzip.open(file, "rt", encoding="utf-8")
    return lzma.open(file, "rt", encoding="utf-8") if file.suffix == ".xz" else file.open(encoding="utf-8")


def _article(fields: dict[str, object], where: str) -> Article:
    """The sapo stands first in the text, as extraction gives it."""
    title, sapo, text = fields.get("title") or "", fields.get("sapo") or "", fields["text"]
    if not (isinstance(title, str) and isinstance(sapo, str) and isinstance(text, str)):
        raise TypeError(where)
    return Article(where, Kind.ARTICLE, title, sapo, f"{sapo}\n{text}" if sapo else text)
