"""Letters as JSON by HTTP POST. The address is set by whoever runs the house, who may also name a
machine of the own network: it is asked as it stands, and a redirect leads nowhere else."""

from __future__ import annotations

import base64
import http.client
import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from campaigns.post.letters import Letter, is_webhook, shown_address
from campaigns.post.outbox import Mailer, Result
from lantoa.errors import Aside, LantoaError, Later
from lantoa.words import word

TIMEOUT = timedelta(seconds=15)
PATIENT = (408, 425, 429)
"""Answers below 500 that mean: not now."""


class _StayHere(urllib.request.HTTPRedirectHandler):
    """No redirect is followed."""

    def redirect_request(self, *_: Any) -> None:
        return None


class WebhookSender:
    """Posts letters."""

    def __init__(self, trust: ssl.SSLContext | None = None, timeout: timedelta = TIMEOUT) -> None:
        secure = urllib.request.HTTPSHandler(context=trust or ssl.create_default_context())
        self.opener = urllib.request.build_opener(_StayHere(), secure)
        self.timeout = timeout

    def send(self, letter: Letter, to: Sequence[str], made_at: datetime) -> Result:
        """Post the letter to each address; the key goes along as Idempotency-Key."""
        refused: dict[str, LantoaError] = {}
        said = ""
        for address in to:
            try:
                said = self._post(letter, address, made_at)
            except (Aside, Later) as error:
                refused[address] = error
        return Result(said, refused)

    def _post(self, letter: Letter, address: str, made_at: datetime) -> str:
        headers = {
            "Content-Type": "application/json; charset=utf-8", "User-Agent": "LanToa",
            "Idempotency-Key": letter.key.encode("ascii", "xmlcharrefreplace").decode(),
        }  # fmt: skip
        bare, login = _apart(address)
        request = urllib.request.Request(bare, body(letter, made_at), headers | login, method="POST")
        shown, seconds = shown_address(address), self.timeout / timedelta(seconds=1)
        try:
            with self.opener.open(request, timeout=seconds) as answer:
                return word("webhook.accepted", address=shown, code=answer.status)
        except urllib.error.HTTPError as error:
            error.close()
            text = word("webhook.answered", address=shown, code=error.code)
            raise (Later if error.code in PATIENT or error.code >= 500 else Aside)(text) from None
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", error)
            told = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
            why = told.replace(bare, shown)
            raise Later(word("webhook.unreachable", address=shown, why=why)) from None


def _apart(address: str) -> tuple[str, dict[str, str]]:
    """The address without name and password, and the header that carries them."""
    parts = urlsplit(address)
    if parts.username is None:
        return address, {}
    login = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
    bare = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return bare, {"Authorization": "Basic " + base64.b64encode(login).decode()}


class Carrier:
    """Mail by one, webhooks by another."""

    def __init__(self, mail: Mailer, webhook: Mailer) -> None:
        self.mail = mail
        self.webhook = webhook

    def send(self, letter: Letter, to: Sequence[str], made_at: datetime) -> Result:
        """See `Mailer`."""
        return (self.webhook if is_webhook(to[0]) else self.mail).send(letter, to, made_at)


def body(letter: Letter, made_at: datetime) -> bytes:
    """What a webhook is told: key, campaign, subject, text, when it was made, and the facts."""
    told = {
        "key": letter.key, "campaign": letter.campaign, "subject": letter.subject, "text": letter.text,
        "made_at": made_at.isoformat(), **letter.data,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False).encode()
