"""Alerts, digests and letters over one house: what carries them, and the steps that `up` takes."""

from __future__ import annotations

from campaigns.alerts.steps import alert_step, digest_step, send_step
from campaigns.alerts.topics import Stationery
from campaigns.operating.steps import Outcome
from campaigns.post.mail import NoMailServer, SmtpMailer, mail_sender, mail_server
from campaigns.post.outbox import Mailer, Outbox
from campaigns.post.webhook import Carrier, WebhookSender
from lantoa.cli.house import House
from lantoa.errors import Misuse
from lantoa.settings import Settings
from lantoa.words import word


def mail_carrier(settings: Settings) -> Mailer:
    """The mail server that the settings name. Raises Misuse for one that is half set or no server."""
    if not settings.smtp_url:
        return NoMailServer()
    if not settings.mail_from:
        raise Misuse(word("mail.no_sender"))
    return SmtpMailer(mail_server(settings.smtp_url), mail_sender(settings.mail_from))


def carrier(settings: Settings) -> Carrier:
    """What carries letters to mailboxes and webhooks."""
    return Carrier(mail_carrier(settings), WebhookSender())


def stationery(house: House) -> Stationery:
    """How the letters of this house are written."""
    return Stationery(house.settings.public, house.banner)


def look(house: House) -> Outcome:
    """Look at every campaign; put letters about what is new into the outbox."""
    return alert_step(house.desk, house.clock.now(), stationery(house))


def digest(house: House) -> Outcome:
    """Put the daily digests that are due into the outbox."""
    return digest_step(house.desk, house.clock.now(), stationery(house), house.settings.digest_at)


def send(house: House) -> Outcome:
    """Send every letter that is due."""
    return send_step(Outbox(house.database), carrier(house.settings), house.clock.now())
