"""Every knob once. Read from lantoa.toml and LANTOA_* variables (which win); unknown names
and values that make no sense are refused by name."""

from __future__ import annotations

import difflib
import os
import re
import socket
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import time, timedelta
from pathlib import Path
from typing import Literal

from lantoa.errors import Misuse
from lantoa.population import Population, population_from
from lantoa.words import word

PREFIX = "LANTOA_"
FOREIGN = "LANTOA_TEST_"
"""Names under this prefix belong to the test suite and are not ours to judge."""
ANY_ADDRESS = frozenset({"0.0.0.0", "::"})
"""Addresses to listen on that are none to go to."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run needs to know. Empty URLs mean the embedded default inside `data`.

    data: the folder that holds everything; database_url: SQLAlchemy URL; index_url:
    embedded:FOLDER, memory: or http(s)://...; sources: the user's own sources file;
    layouts: folder of the user's own layouts of reports;
    token: wanted by every request when not bound to loopback; names: further host names
    under which this service is addressed; contact: how an outlet
    reaches us, part of the user agent; pool: processes or tcp://scheduler:8786;
    workers: processes of the pool; serve_workers: processes that answer on the one address; archive_compression: of new archive files; segmenter: what
    cuts words, our tables or the package they were made from;
    revisit_floor: shortest pause before a page is looked at again; log_level: of the log file;
    smtp_url, mail_from: the mail server and the sender of letters; public_url: under which letters
    name the pages, "" = the first of the names, or the host, with the port; digest_at: local time of the daily digest; population: whom the
    outlets could reach at all.
    """

    data: Path = Path("data")
    host: str = "127.0.0.1"
    port: int = 8000
    database_url: str = field(default="", repr=False)
    index_url: str = field(default="", repr=False)
    sources: Path | None = None
    layouts: Path | None = None
    token: str = field(default="", repr=False)
    names: tuple[str, ...] = ()
    contact: str = ""
    pool: str = "processes"
    workers: int = 2
    serve_workers: int = 1
    archive_compression: Literal["gzip", "zstd"] = "gzip"
    segmenter: Literal["fast", "underthesea"] = "fast"
    revisit_floor: timedelta = timedelta(minutes=15)
    log_level: str = "WARNING"
    smtp_url: str = field(default="", repr=False)
    mail_from: str = ""
    public_url: str = ""
    digest_at: time = time(7, 30)
    population: Population | None = None

    @property
    def public(self) -> str:
        """The address of the pages, as letters name it; without a slash at its end."""
        host = self.names[0] if self.names else socket.gethostname() if self.host in ANY_ADDRESS else self.host
        host = f"[{host}]" if ":" in host else host
        return (self.public_url or f"http://{host}:{self.port}").rstrip("/")

    @property
    def database(self) -> str:
        """The database URL in force."""
        return self.database_url or f"sqlite:///{self.data.resolve() / 'lantoa.db'}"

    @property
    def index(self) -> str:
        """The index URL in force."""
        return self.index_url or f"embedded:{self.data.resolve() / 'index'}"

    @property
    def archive(self) -> Path:
        """The folder of the WARC files."""
        return self.data / "archive"


def load_settings(
    environ: Mapping[str, str] = os.environ, file: Path = Path("lantoa.toml")
) -> Settings:
    """Settings from file and environment. Raises Misuse naming the key and the value."""
    values = _from_file(file) if file.exists() else {}
    for name, text in environ.items():
        if name.startswith(PREFIX) and not name.startswith(FOREIGN):
            values[name.removeprefix(PREFIX).lower()] = (name, text)
    known = {field.name for field in fields(Settings)}
    checked: dict[str, object] = {}
    for key, (shown, text) in values.items():
        if key not in known:
            close = difflib.get_close_matches(key, known, 1)
            hint = word("settings.hint", name=PREFIX + close[0].upper()) if close else ""
            raise Misuse(word("settings.unknown", name=shown, hint=hint))
        if text.strip() == "":
            continue
        try:
            checked[key] = READERS[key](text.strip())
        except ValueError as error:
            raise Misuse(word("settings.nonsense", name=shown, value=without_password(text), why=error)) from None
    return Settings(**checked)  # type: ignore[arg-type]


def without_password(url: str) -> str:
    """A URL as it may be shown: three stars for its password or key, also where it is no good URL."""
    shown = re.sub(r"(//[^/:]*|^[^/@:]*):(?!//).*@", r"\1:***@", url)
    return re.sub(r"((?:password|api_key)=)[^&\s]*", r"\1***", shown)


def _from_file(file: Path) -> dict[str, tuple[str, str]]:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise Misuse(word("settings.file", file=file, why=error.strerror)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Misuse(word("settings.file", file=file, why=error)) from None
    return {key: (f"{file}: {key}", str(value)) for key, value in table.items()}


def _port(text: str) -> int:
    number = _whole(text)
    if not 1 <= number <= 65535:
        raise ValueError(word("settings.port"))
    return number


def _whole(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text):
        raise ValueError(word("settings.whole"))
    return int(text)


def _positive(text: str) -> int:
    number = _whole(text)
    if number < 1:
        raise ValueError(word("settings.positive"))
    return number


def _span(text: str) -> timedelta:
    """"90s", "15m", "6h", "2d"."""
    match = re.fullmatch(r"(\d{1,6})\s*([smhd])", text)
    if not match:
        raise ValueError(word("settings.span"))
    unit = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}[match[2]]
    return timedelta(**{unit: int(match[1])})


def _hour(text: str) -> time:
    """"07:30"."""
    if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", text):
        raise ValueError(word("settings.hour"))
    hours, _, minutes = text.partition(":")
    return time(int(hours), int(minutes))


def _one_of(*allowed: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.upper() not in allowed:
            raise ValueError(word("settings.one_of", allowed=", ".join(allowed)))
        return text.upper()

    return read


def _url(*schemes: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not text.startswith(schemes):
            raise ValueError(word("settings.one_of", allowed=", ".join(schemes)))
        return text

    return read


def _pool(text: str) -> str:
    return text if text == "processes" else _url("tcp://", "tls://")(text)


READERS: Mapping[str, Callable[[str], object]] = {
    "data": Path,
    "host": str,
    "port": _port,
    "database_url": _url("sqlite:", "postgresql:", "postgresql+psycopg:"),
    "index_url": _url("embedded:", "memory:", "http://", "https://"),
    "sources": Path,
    "layouts": Path,
    "token": str,
    "names": lambda text: tuple(name.strip() for name in text.split(",") if name.strip()),
    "contact": str,
    "pool": _pool,
    "workers": _positive,
    "serve_workers": _positive,
    "archive_compression": lambda text: _one_of("GZIP", "ZSTD")(text).lower(),
    "segmenter": lambda text: _one_of("FAST", "UNDERTHESEA")(text).lower(),
    "revisit_floor": _span,
    "log_level": _one_of("DEBUG", "INFO", "WARNING", "ERROR"),
    "smtp_url": _url("smtp://", "smtps://"),
    "mail_from": str,
    "public_url": _url("http://", "https://"),
    "digest_at": _hour,
    "population": population_from,
}
