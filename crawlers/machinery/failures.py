"""Exceptions of Scrapy, Twisted and TLS as fates."""

from __future__ import annotations

import asyncio
from datetime import datetime

from OpenSSL.SSL import Error as TlsError
from scrapy import exceptions
from service_identity import VerificationError

from crawlers.fates import Fate


class Refused(exceptions.IgnoreRequest):
    """A request that is not sent, with the fate of its address."""

    def __init__(self, fate: Fate, note: str, later: datetime | None = None) -> None:
        super().__init__(note)
        self.fate, self.note, self.later = fate, note, later


_FATES: tuple[tuple[type[BaseException], Fate], ...] = (
    (exceptions.DownloadTimeoutError, Fate.TIMEOUT),
    (asyncio.TimeoutError, Fate.TIMEOUT),
    (exceptions.CannotResolveHostError, Fate.DNS),
    (exceptions.DownloadConnectionRefusedError, Fate.REFUSED),
    (exceptions.ResponseDataLossError, Fate.TRUNCATED),
    (exceptions.DownloadCancelledError, Fate.TOO_LARGE),
    (exceptions.UnsupportedURLSchemeError, Fate.REDIRECT),
    (OSError, Fate.TRUNCATED),
    (ValueError, Fate.BROKEN),
)


def fate_of(error: BaseException) -> tuple[Fate, str, datetime | None]:
    """Fate, note, and when to come again if the error says so."""
    if isinstance(error, Refused):
        return error.fate, error.note, error.later
    note = f"{type(error).__name__}: {error}"[:300]
    if isinstance(error, exceptions.IgnoreRequest):
        return (Fate.REDIRECT if "redirect" in str(error) else Fate.TOO_LARGE), note, None
    chain = _chain(error)
    if any(isinstance(each, TlsError | VerificationError) for each in chain):
        return Fate.TLS, note, None
    found = next((fate for kind, fate in _FATES if isinstance(error, kind)), Fate.BROKEN)
    return found, note, None


def _chain(error: BaseException) -> list[BaseException]:
    """The error with its causes and what Twisted wraps in `reasons`."""
    chain: list[BaseException] = []
    waiting = [error]
    while waiting and len(chain) < 20:
        one = waiting.pop()
        chain.append(one)
        waiting += [
            each for each in (one.__cause__, one.__context__) if each is not None and each not in chain
        ]
        waiting += [failure.value for failure in getattr(one, "reasons", ())]
    return chain
