"""XML as servers really send it: wrong or no encoding declared, HTML entities, bare
ampersands, document types with entity bombs, cut off in the middle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5

from lxml import etree

from crawlers.extract.decode import to_text

_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_DECLARATION = re.compile(r"\A<\?xml[^>]*\?>")
_BEFORE = re.compile(r"\A(?:[\s\ufeff]|<!--.*?-->)+", re.DOTALL)
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)(\w+;)?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

BEGINNING = 4096
"""Bytes among which a document has to begin: megabytes of something else are not decoded."""


def loose_xml(body: bytes) -> tuple[etree._Element | None, list[str]]:
    """The root of a document (None when nothing can be saved) and what was wrong with it.

    Entities of the document are never expanded, the network is never asked.
    """
    if b"<" not in body[:BEGINNING]:
        return None, ["no element at its beginning"]
    found = _ENCODING.search(body[:200])
    text, clean = to_text(body, f"charset={found[1].decode('ascii', 'replace')}" if found else "")
    problems = [] if clean else ["bytes that are no text in any declared encoding"]
    text = _DOCTYPE.sub("", _DECLARATION.sub("", _BEFORE.sub("", text)), count=1)
    text = _NAMED.sub(_known_entity, _CONTROL.sub("", text))
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None, problems
    problems += [
        f"line {each.line}: {each.message}"
        for each in list(parser.error_log)[:3]
        if each.level_name != "WARNING"
    ]
    return root, problems


def _known_entity(found: re.Match[str]) -> str:
    name = found[1]
    meaning = html5.get(name) if name else None
    return meaning if meaning and meaning not in "<>&" else "&amp;" + (name or "")


def local_name(element: etree._Element) -> str:
    """The tag without its namespace, lower case."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1].rsplit(":", 1)[-1].lower() if isinstance(tag, str) else ""


def children(element: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The child elements with their local names."""
    for each in element:
        if isinstance(each.tag, str):
            yield local_name(each), each
