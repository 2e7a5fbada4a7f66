"""Stylesheet, chart script and drawing library: everything a page loads, from here alone."""

from __future__ import annotations

import gzip
import hashlib
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files
from threading import Lock
from types import MappingProxyType

from fastapi import APIRouter, Request, Response

from lantoa.errors import Later
from lantoa.words import word

KEPT: Mapping[str, str] = MappingProxyType(
    {
        "lantoa.css": "text/css; charset=utf-8",
        "campaign.css": "text/css; charset=utf-8",
        "editor.css": "text/css; charset=utf-8",
        "guide.css": "text/css; charset=utf-8",
        "charts.js": "text/javascript; charset=utf-8",
        "review.js": "text/javascript; charset=utf-8",
        "search.js": "text/javascript; charset=utf-8",
        "mark.svg": "image/svg+xml",
    }
)
PATIENCE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it goes out: body, the same packed, and a tag that names its content."""

    body: bytes
    packed: bytes
    kind: str
    tag: str

    @classmethod
    def of(cls, body: bytes, kind: str) -> Asset:
        """Pack and name it."""
        return cls(body, gzip.compress(body, 6, mtime=0), kind, f'"{hashlib.sha256(body).hexdigest()[:20]}"')

    def answer(self, request: Request) -> Response:
        """The response: 304 where the browser holds it, packed where it may be."""
        headers = {"ETag": self.tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
        if self.tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(self.packed, media_type=self.kind, headers={**headers, "Content-Encoding": "gzip"})
        return Response(self.body, media_type=self.kind, headers=headers)


@cache
def drawing_library() -> bytes:
    """Vega, Vega-Lite and vegaEmbed as one script, out of the vl-convert package.

    Built by a child process (about 1.5 s), so that the 90 MB it takes leave with it; kept for
    the life of this one. Raises Later when the child fails.
    """
    code = (
        "import sys, vl_convert;"
        "sys.stdout.buffer.write(vl_convert.javascript_bundle('window.vegaEmbed = vegaEmbed;').encode())"
    )
    try:
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, timeout=PATIENCE.total_seconds()
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise Later(word("web.chart_failed")) from error
    return done.stdout


class Assets:
    """What has been read or built so far; made once, when first asked for."""

    def __init__(self, build: Callable[[], bytes] = drawing_library) -> None:
        self._build = build
        self._lock = Lock()
        self._held: dict[str, Asset] = {}

    def get(self, name: str) -> Asset | None:
        """One asset by file name; None when there is none of this name."""
        if name not in KEPT and name != "vega.js":
            return None
        with self._lock:
            if name not in self._held:
                self._held[name] = self._made(name)
            return self._held[name]

    def _made(self, name: str) -> Asset:
        if name == "vega.js":
            return Asset.of(self._build(), KEPT["charts.js"])
        return Asset.of(files("lantoa.web").joinpath("static", name).read_bytes(), KEPT[name])


def assets_router(assets: Assets) -> APIRouter:
    """`/static/{name}`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/static/{name}")
    def static(request: Request, name: str) -> Response:
        asset = assets.get(name)
        return Response(status_code=404) if asset is None else asset.answer(request)

    return router
