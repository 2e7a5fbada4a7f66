"""Reads the press as a visitor would, without a socket."""

from __future__ import annotations

import gzip
import re
from datetime import datetime
from urllib.parse import urlsplit

import lxml.html

from lantoa.clock import FixedClock
from lantoa.demo.outlets import OUTLETS
from lantoa.demo.press import Answer, Press, Request
from lantoa.demo.press.looks import LOOKS
from lantoa.demo.story import Piece
from tests.demo.press_pieces import OPENED, season

PIECES = season()
IDS = [outlet.id for outlet in OUTLETS]


def press_at(now: datetime, pieces: tuple[Piece, ...] = PIECES) -> Press:
    return Press(pieces, FixedClock(now), OPENED)


def get(press: Press, url: str, **headers: str) -> Answer:
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    sent = {"host": parts.netloc} | {name.replace("_", "-"): value for name, value in headers.items()}
    return press.answer(Request("GET", target, sent))


def header(answer: Answer, name: str) -> str | None:
    return next((value for key, value in answer.headers if key == name), None)


def of(outlet: str, number: int) -> Piece:
    return next(each for each in PIECES if each.id == f"{outlet}-{number}")


def text_of(answer: Answer) -> str:
    return " ".join(lxml.html.document_fromstring(answer.body.decode()).text_content().split())


def links_in(answer: Answer, base: str) -> set[str]:
    page = lxml.html.document_fromstring(answer.body.decode(), base_url=base)
    page.make_links_absolute()
    return {link for element, _, link, _ in page.iterlinks() if element.tag == "a"}


def everything(press: Press, outlet: str) -> set[str]:
    """All addresses an outlet's feeds, sitemaps, home and section pages lead to."""
    look, base = LOOKS[outlet], f"http://{host_of(outlet)}"
    found: set[str] = set()
    maps = [base + channel.path for channel in look.channels]
    while maps:
        body = get(press, maps.pop()).body
        listed = re.findall(r"<(?:loc|guid[^>]*|id)>(http[^<]*)<", (_unpacked(body)).decode())
        maps += [url for url in listed if re.search(r"/sitemap-[\w-]+\.xml(\.gz)?$", url)]
        found |= set(listed)
    sheets = ["/", *(look.section.format(section=slug) for slug, _ in look.sections if look.section)]
    seen: set[str] = set()
    while sheets:
        path = sheets.pop()
        seen.add(path)
        answer = get(press, base + path)
        if answer.status == 200:
            found |= links_in(answer, base + path)
            page = lxml.html.document_fromstring(answer.body.decode())
            sheets += [str(older) for older in page.xpath('//a[@rel="next"]/@href') if older not in seen]
    return found


def _unpacked(body: bytes) -> bytes:
    return gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body


def host_of(outlet: str) -> str:
    return next(each.host for each in OUTLETS if each.id == outlet)
