"""One outlet: what its host answers to a path at an instant."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lantoa.article import Outlet
from lantoa.demo.press.addresses import article_path, origin, section_path
from lantoa.demo.press.channels import Entry, part_name, part_path, parts_of, write_channel, write_part
from lantoa.demo.press.looks import Channel, Look
from lantoa.demo.press.pages import Link, Pages, Sheet
from lantoa.demo.press.robots import RETRY_AFTER, robots_of
from lantoa.demo.press.shelf import Shelf, State, state_of, wording_of
from lantoa.demo.press.stamps import rfc822_gmt
from lantoa.demo.story import Piece

HOME_LENGTH = 20
_GIF = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")
_XML = "application/xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: status, headers as sent, body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


Writer = Callable[[datetime], Answer]


class Site:
    """Answers for one host. Pages are written once for each state they have."""

    def __init__(
        self, outlet: Outlet, look: Look, pieces: Iterable[Piece], pages: Pages, opened: datetime
    ) -> None:
        self._outlet, self._look, self._pages, self._opened = outlet, look, pages, opened
        self._shelf = Shelf(pieces)
        self._articles = {article_path(piece): piece for piece in self._shelf.pieces}
        if len(self._articles) != len(self._shelf.pieces):
            raise ValueError(f"{outlet.id}: two pieces have the same address")
        self._written: dict[str, tuple[int, Answer]] = {}
        self._writers = dict(self._channel_writers()) | dict(self._sheet_writers())

    def answer(self, path: str, now: datetime) -> Answer:
        """The full answer to a GET of a path (with query, tracking parameters removed)."""
        if path == "/robots.txt":
            return self._robots(now)
        if (piece := self._articles.get(path)) is not None:
            return self._article(path, piece, now)
        if (writer := self._writers.get(path)) is not None:
            return self._kept(path, self._shelf.epoch(now), lambda: writer(now))
        if path.startswith("/anh/"):
            return Answer(200, (("Content-Type", "image/gif"),), _GIF)
        return self._missing(404)

    def _robots(self, now: datetime) -> Answer:
        robots = robots_of(self._look, origin(self._outlet.id), now, self._opened)
        headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/plain; charset=utf-8"),)
        if robots.status == 503:
            headers += (("Retry-After", str(RETRY_AFTER // timedelta(seconds=1))),)
        return Answer(robots.status, headers, robots.body)

    def _article(self, path: str, piece: Piece, now: datetime) -> Answer:
        state = state_of(piece, now)
        if state is State.HIDDEN:
            return self._missing(404)
        if state is State.REMOVED:
            return self._missing(self._look.gone)
        lively = self._look.lively
        version = self._shelf.epoch(now) if lively else state
        return self._kept(path, version, lambda: self._write_article(piece, state, now if lively else None))

    def _write_article(self, piece: Piece, state: State, now: datetime | None) -> Answer:
        wording = wording_of(piece, state)
        # An undated piece shows no date at all, and some addresses of others would tell one.
        related = [_link(each, State.FIRST) for each in self._shelf.before(piece, 3)] if piece.dated else []
        latest = self._links(self._shelf.visible(now)[:5], now) if now and piece.dated else ()
        body = self._pages.article(self._look, self._outlet.name, piece, wording, related, latest)
        return self._page(200, body, wording.changed if piece.dated else None)

    def _missing(self, status: int) -> Answer:
        def write() -> Answer:
            return self._page(status, self._pages.missing(self._look, self._outlet.name), None)

        return self._kept(f"missing {status}", 0, write)

    def _page(self, status: int, body: bytes, changed: datetime | None) -> Answer:
        return self._validated(
            Answer(status, (("Content-Type", f"text/html{self._look.charset}"),), body), changed
        )

    def _validated(self, answer: Answer, changed: datetime | None) -> Answer:
        """The answer with the validators this outlet gives; none on what is not there."""
        headers = answer.headers
        if answer.status == 200 and self._look.etag:
            headers += (("ETag", f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'),)
        if answer.status == 200 and self._look.last_modified and changed is not None:
            headers += (("Last-Modified", rfc822_gmt(changed)),)
        return replace(answer, headers=headers)

    def _kept(self, key: str, version: int, write: Callable[[], Answer]) -> Answer:
        held = self._written.get(key)
        if held is None or held[0] != version:
            held = self._written[key] = (version, write())
        return held[1]

    def _links(self, pieces: Sequence[Piece], now: datetime) -> tuple[Link, ...]:
        return tuple(_link(piece, state_of(piece, now)) for piece in pieces)

    # Channels

    def _channel_writers(self) -> Iterable[tuple[str, Writer]]:
        for channel in self._look.channels:
            yield channel.path, self._channel_writer(channel)
            if channel.form == "index":
                parts = {part_name(piece.published if piece.dated else None) for piece in self._shelf.pieces}
                for part in sorted(parts):
                    yield part_path(channel, part), self._part_writer(channel, part)

    def _channel_writer(self, channel: Channel) -> Writer:
        def write(now: datetime) -> Answer:
            home = origin(self._outlet.id) + "/"
            body = write_channel(channel, self._look, self._outlet.name, home, self._entries(now))
            kind = "application/atom+xml; charset=utf-8" if channel.form == "atom" else _XML
            return self._validated(Answer(200, (("Content-Type", kind),), body), self._shelf.changed(now))

        return write

    def _part_writer(self, channel: Channel, part: str) -> Writer:
        def write(now: datetime) -> Answer:
            members = parts_of(self._entries(now)).get(part)
            if members is None:
                return self._missing(404)
            kind = "application/x-gzip" if channel.packed else _XML
            answer = Answer(200, (("Content-Type", kind),), write_part(channel, members))
            return self._validated(answer, self._shelf.changed(now))

        return write

    def _entries(self, now: datetime) -> list[Entry]:
        entries: list[Entry] = []
        for piece in self._shelf.visible(now):
            wording = wording_of(piece, state_of(piece, now))
            url = origin(piece.outlet) + article_path(piece)
            published, changed = (piece.published, wording.changed) if piece.dated else (None, None)
            _, section = self._look.section_of(piece.section)
            entries.append(Entry(url, wording.title, wording.sapo, section, published, changed))
        return entries

    # Home and section pages

    def _sheet_writers(self) -> Iterable[tuple[str, Writer]]:
        yield "/", self._home
        if not self._look.section:
            return
        for slug, name in self._look.sections:
            count = sum(1 for piece in self._shelf.pieces if self._look.section_of(piece.section)[0] == slug)
            for page in range(1, max(1, -(-count // self._look.per_page)) + 1):
                yield section_path(self._look, slug, page), self._section_writer(slug, name, page)

    def _home(self, now: datetime) -> Answer:
        pieces = self._shelf.visible(now)
        shown = pieces[:HOME_LENGTH] if self._look.per_page else pieces
        body = self._pages.sheet(
            self._look, self._outlet.name, Sheet("/", self._outlet.name, self._links(shown, now))
        )
        return self._page(200, body, self._shelf.changed(now))

    def _section_writer(self, slug: str, name: str, page: int) -> Writer:
        def write(now: datetime) -> Answer:
            pieces = [
                piece for piece in self._shelf.visible(now) if self._look.section_of(piece.section)[0] == slug
            ]
            size = self._look.per_page
            shown = pieces[(page - 1) * size : page * size]
            if not shown and page > 1:
                return self._missing(404)
            newer = section_path(self._look, slug, page - 1) if page > 1 else ""
            older = section_path(self._look, slug, page + 1) if page * size < len(pieces) else ""
            sheet = Sheet(section_path(self._look, slug, page), name, self._links(shown, now), newer, older)
            return self._page(
                200, self._pages.sheet(self._look, self._outlet.name, sheet), self._shelf.changed(now)
            )

        return write


def _link(piece: Piece, state: State) -> Link:
    wording = wording_of(piece, state)
    url = origin(piece.outlet) + article_path(piece)
    return Link(url, wording.title, wording.sapo, piece.published if piece.dated else None)
