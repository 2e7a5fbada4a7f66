"""Letters by SMTP. The password stands in no repr and no text of ours."""

from __future__ import annotations

import base64
import smtplib
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Literal
from urllib.parse import unquote, urlsplit

from campaigns.post.letters import Letter, is_mailbox, message_id
from campaigns.post.outbox import Result, Unreachable
from lantoa.article import ZONE
from lantoa.errors import Aside, LantoaError, Later, Misuse
from lantoa.web.guard import is_loopback
from lantoa.words import word

TIMEOUT = timedelta(seconds=30)
"""For each answer of the server."""
TOO_LARGE = (523, 552)
"""About this one letter, though said at its sender."""
_POLICY = SMTP.clone(cte_type="7bit", max_line_length=78)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed in. tls: from the first byte, by STARTTLS (without which nothing is
    sent), or none, for a server on this machine."""

    host: str
    port: int
    tls: Literal["implicit", "starttls", "none"]
    user: str = ""
    password: str = field(default="", repr=False)


def mail_server(url: str) -> MailServer:
    """From smtp://user:password@host:587 (STARTTLS, but on this machine) or smtps://...

    Raises Misuse for anything else, without repeating the URL.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Misuse(word("mail.url")) from None
    bare = parts.path in ("", "/") and not parts.query and not parts.fragment
    half = bool(parts.username) != bool(parts.password)
    if parts.scheme not in ("smtp", "smtps") or not host or not bare or half or port == 0:
        raise Misuse(word("mail.url"))
    login = (unquote(parts.username or ""), unquote(parts.password or ""))
    if parts.scheme == "smtps":
        return MailServer(host, port or 465, "implicit", *login)
    return MailServer(host, port or 587, "none" if is_loopback(host) else "starttls", *login)


def mail_sender(text: str) -> Address:
    """From "Lan Tỏa <lantoa@example.vn>" or the address alone. Raises Misuse for anything else."""
    name, opened, rest = text.rpartition("<")
    address = rest.removesuffix(">").strip() if opened else text.strip()
    if not is_mailbox(address) or not text.isprintable() or (opened and not rest.endswith(">")):
        raise Misuse(word("mail.sender", value=repr(text)))
    try:
        return Address(display_name=name.strip().strip('"'), addr_spec=address)
    except (ValueError, HeaderParseError):
        raise Misuse(word("mail.sender", value=repr(text))) from None


class NoMailServer:
    """Stands where no server is set: letters wait."""

    def send(self, letter: Letter, to: Sequence[str], made_at: datetime) -> Result:
        """Raises Unreachable."""
        raise Unreachable(word("mail.not_set"))


class SmtpMailer:
    """Hands letters to one mail server, each over a connection of its own."""

    def __init__(
        self, server: MailServer, sender: Address, trust: ssl.SSLContext | None = None, timeout: timedelta = TIMEOUT
    ) -> None:
        self.server = server
        self.sender = sender
        self.trust = trust or ssl.create_default_context()
        self.timeout = timeout

    def send(self, letter: Letter, to: Sequence[str], made_at: datetime) -> Result:
        """One message to these of the letter's mailboxes. Raises Aside for a letter the server will
        not have, Later for now, Unreachable where it takes no letters at all."""
        try:
            smtp = self._connected()
            try:
                return self._handed_in(smtp, message(letter, self.sender, made_at).as_bytes(), to)
            finally:
                _leave(smtp)
        except (Unreachable, Later, Aside):
            raise
        except smtplib.SMTPAuthenticationError as error:
            raise Unreachable(self._said("mail.login", error.smtp_code, error.smtp_error)) from None
        except smtplib.SMTPNotSupportedError:
            raise Unreachable(word("mail.no_starttls", host=self.server.host)) from None
        except smtplib.SMTPResponseException as error:
            raise Unreachable(self._said("mail.answered", error.smtp_code, error.smtp_error)) from None
        except ssl.SSLCertVerificationError as error:
            raise Unreachable(word("mail.certificate", host=self.server.host, why=error.verify_message)) from None
        except (OSError, smtplib.SMTPException) as error:
            why = self._without_secret(getattr(error, "strerror", None) or str(error) or type(error).__name__)
            raise Unreachable(word("mail.unreachable", host=self.server.host, port=self.server.port, why=why)) from None

    def _connected(self) -> smtplib.SMTP:
        """A connection that is encrypted and signed in as the server's address wants."""
        server, seconds = self.server, self.timeout / timedelta(seconds=1)
        if server.tls == "implicit":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, self.sender.domain, timeout=seconds, context=self.trust
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, self.sender.domain, timeout=seconds)
        try:
            smtp.ehlo_or_helo_if_needed()
            if server.tls == "starttls":
                smtp.starttls(context=self.trust)
                smtp.ehlo()
            if server.user:
                _login(smtp, server)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _handed_in(self, smtp: smtplib.SMTP, data: bytes, to: Sequence[str]) -> Result:
        code, reply = smtp.mail(self.sender.addr_spec, [f"size={len(data)}"] if smtp.has_extn("size") else [])
        if code != 250:
            kind = Aside if code in TOO_LARGE else Unreachable
            raise kind(self._said("mail.sender_refused", code, reply))
        refused: dict[str, LantoaError] = {}
        for address in to:
            code, reply = smtp.rcpt(address)
            if code not in (250, 251):
                refused[address] = _verdict(code)(self._said("mail.address_refused", code, reply))
        if len(refused) == len(to):
            return Result("", refused)
        try:
            code, reply = smtp.data(data)
        except smtplib.SMTPDataError as error:
            code, reply = error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else b""
        if code != 250:
            raise _verdict(code)(self._said("mail.letter_refused", code, reply))
        return Result(self._said("mail.accepted", code, reply), refused)

    def _said(self, key: str, code: int, reply: bytes | str) -> str:
        text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
        line = " ".join(text.split())[:400]
        return word(key, host=self.server.host, code=code, reply=self._without_secret(line))

    def _without_secret(self, text: str) -> str:
        """A server may repeat what it was told."""
        server = self.server
        for secret in (_plain(server), base64.b64encode(server.password.encode()).decode(), server.password):
            text = text.replace(secret, "***") if secret else text
        return text


def message(letter: Letter, sender: Address, made_at: datetime) -> EmailMessage:
    """The letter as a message, the same whenever it is made; headers in ASCII by RFC 2047."""
    made = EmailMessage(policy=_POLICY)
    made["From"] = sender
    made["To"] = [Address(addr_spec=one) for one in letter.to if is_mailbox(one)]
    made["Subject"] = letter.subject
    made["Date"] = format_datetime(made_at.astimezone(ZONE))
    made["Message-ID"] = message_id(letter.key, sender.domain)
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(letter.text)
    if letter.html:
        made.add_alternative(letter.html, subtype="html")
    for name, media_type, data in letter.attachments:
        main, _, sub = media_type.partition("/")
        made.add_attachment(data, maintype=main, subtype=sub, filename=name)
    if made.is_multipart():
        for place, part in enumerate(made.walk()):
            if part.is_multipart():
                part.set_boundary(f"=={message_id(f'{place} {letter.key}', '')[1:33]}")
    return made


def _login(smtp: smtplib.SMTP, server: MailServer) -> None:
    if (server.user + server.password).isascii():
        smtp.login(server.user, server.password)
        return
    # smtplib writes names and passwords in ASCII only; PLAIN has them in UTF-8
    code, reply = smtp.docmd("AUTH", "PLAIN " + _plain(server))
    if code not in (235, 503):
        raise smtplib.SMTPAuthenticationError(code, reply)


def _plain(server: MailServer) -> str:
    return base64.b64encode(f"\0{server.user}\0{server.password}".encode()).decode()


def _leave(smtp: smtplib.SMTP) -> None:
    """However the farewell goes, what was said before it stands."""
    with suppress(OSError, smtplib.SMTPException):
        smtp.quit()
    smtp.close()


def _verdict(code: int) -> type[LantoaError]:
    return Aside if 500 <= code < 600 else Later
