"""The loopback site of `bench crawl`: `python -m lantoa.bench.site`, its job as JSON on stdin.

{"pages": folder or null, "templates": bool, "copies": n} -> {"port"} on stdout; ends with
its stdin. Every page stands under many addresses, each copy with a number of its own at its
end: no two bodies are alike. One host a source and template; `/feed.xml` lists a host's
articles, `/all.xml` those of all hosts under the server's own address.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from dataclasses import dataclass
from email.utils import format_datetime
from pathlib import Path

from crawlers.extract import Hints
from crawlers.sources import load_sources
from lantoa.bench.pages import Kept, bench_pages, hints_of

FIRST = 100_000_000
_NUMBER = re.compile(r"-(\d+)\.htm$")


@dataclass(frozen=True, slots=True)
class Stand:
    """A page and its host. hints: with the template when templates are used."""

    kept: Kept
    hints: Hints
    host: str


def stands(folder: Path | None, templates: bool) -> list[Stand]:
    """The pages that are served; with templates only those that have one."""
    sources, hosts, found = load_sources(), dict[Hints, str](), []
    for kept in bench_pages(folder):
        hints = hints_of(sources, kept, templates)
        if hints.template or not templates:
            host = hosts.setdefault(hints, f"s{len(hosts)}.test")
            found.append(Stand(kept, hints, host))
    return found


def path_of(number: int) -> str:
    """The path of the copy of that number."""
    return f"/thoi-su/bai-so-do-thu-nghiem-{FIRST + number}.htm"


class Site:
    """Answers from memory."""

    def __init__(self, served: list[Stand], copies: int) -> None:
        self._served, self._copies = served, copies

    def answer(self, host: str, path: str) -> tuple[int, str, bytes]:
        """(status, content type, body)."""
        if path in ("/feed.xml", "/all.xml"):
            return 200, "application/rss+xml", self._feed(host, path == "/all.xml")
        found = _NUMBER.search(path)
        if found is None:
            return 404, "text/plain", b""
        number = int(found[1]) - FIRST
        body = self._served[number % len(self._served)].kept.page.body
        return 200, "text/html; charset=utf-8", b"%s<!-- %d -->" % (body, number)

    def _feed(self, host: str, whole: bool) -> bytes:
        day = max(each.kept.page.fetched_at for each in self._served)
        items = "".join(
            f"<item><title>Bài số {number}</title><link>http://{host if whole else stand.host}{path_of(number)}</link>"
            f"<pubDate>{format_datetime(day)}</pubDate></item>"
            for number in range(self._copies)
            if whole or (stand := self._served[number % len(self._served)]).host == host
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()


async def _serve(site: Site) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            lines = head.decode("latin-1").split("\r\n")
            host = next((one[5:].strip() for one in lines if one.lower().startswith("host:")), "")
            status, kind, body = site.answer(host, lines[0].split()[1])
            start = f"HTTP/1.1 {status} OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(start.encode() + body)
            await writer.drain()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    await asyncio.to_thread(sys.stdin.read)
    server.close()


def main() -> None:
    """Serve until stdin ends."""
    job = json.loads(sys.stdin.readline())
    served = stands(Path(job["pages"]) if job["pages"] else None, job["templates"])
    asyncio.run(_serve(Site(served, job["copies"])))


if __name__ == "__main__":
    main()
