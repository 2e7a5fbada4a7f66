"""A letter, and who may get it. Pure; what is no address or would break a header is refused."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from lantoa.errors import Misuse
from lantoa.words import word

LONGEST_KEY, LONGEST_ADDRESS = 200, 2_000
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9-]{1,63}")
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+")

File = tuple[str, str, bytes]
"""(name, media type, content) of an attachment."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be sent. to: mail addresses, and http(s) addresses of webhooks; key: what it is
    sent for, once; campaign: id, "" for none; data: what a webhook is told beside the text.

    Raises Misuse for nobody to send to, what is no address, and line breaks where none may be.
    """

    to: tuple[str, ...]
    subject: str
    text: str
    html: str = field(default="", repr=False)
    attachments: tuple[File, ...] = field(default=(), repr=False)
    key: str = ""
    campaign: str = ""
    data: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if not self.to:
            raise Misuse(word("letters.nobody", subject=self.subject))
        for address in self.to:
            checked_address(address)
        if not self.key or len(self.key) > LONGEST_KEY:
            raise Misuse(word("letters.key", most=LONGEST_KEY, key=self.key))
        for what in (self.subject, *(name for name, _, _ in self.attachments)):
            if not what.strip() or not what.isprintable():
                raise Misuse(word("letters.broken_line", text=repr(what)))
        for name, media_type, _ in self.attachments:
            if not _MEDIA_TYPE.fullmatch(media_type):
                raise Misuse(word("letters.media_type", name=name, value=repr(media_type)))


def is_webhook(address: str) -> bool:
    """Whether an address is a webhook's and no mailbox."""
    return address.lower().startswith(("http://", "https://"))


def channel_of(address: str) -> str:
    """"webhook" or "mail"."""
    return "webhook" if is_webhook(address) else "mail"


def checked_address(address: str) -> str:
    """A mail address, or the http(s) address of a webhook. Raises Misuse for anything else."""
    good = _is_url(address) if is_webhook(address) else is_mailbox(address)
    if not good:
        raise Misuse(word("letters.no_address", value=repr(shown_address(address))))
    return address


def is_mailbox(address: str) -> bool:
    """Whether this is a mail address, without a name before it."""
    return bool(_MAILBOX.fullmatch(address))


def shown_address(address: str) -> str:
    """An address as it may be shown: of a webhook only its host, for the rest often is a secret."""
    if not is_webhook(address):
        return address
    scheme, _, rest = address.partition("://")
    host = re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")[2]
    return f"{scheme}://{host}/…"


def message_id(key: str, domain: str) -> str:
    """The same for every attempt at a letter, so that a mail client knows it again."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def _is_url(address: str) -> bool:
    if len(address) > LONGEST_ADDRESS or not address.isascii() or re.search(r"[\s\x00-\x1f\x7f\\]", address):
        return False
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
