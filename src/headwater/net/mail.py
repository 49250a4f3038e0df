"""Mail out: one message to the operator's own mail server (RFC 5321), or the reason why it could not be sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from enum import StrEnum
from urllib.parse import unquote, urlsplit

import aiosmtplib

from headwater.model.rejection import Reason, Rejection

STAGE = "mail"
MAX_DETAIL_CHARS = 300
_PORTS = {"smtp": 587, "smtps": 465}


class MailSecurity(StrEnum):
    """How the connection to the mail server is protected."""

    TLS = "tls"  # from the first byte (RFC 8314)
    STARTTLS = "starttls"  # demanded before anything else is said (RFC 3207)
    PLAIN = "plain"  # not at all: for a server on this machine


@dataclass(frozen=True, kw_only=True, slots=True)
class MailServer:
    """Where mail is handed over."""

    host: str
    port: int = 587
    user: str = ""
    password: str = ""
    security: MailSecurity = MailSecurity.STARTTLS
    timeout: timedelta = timedelta(seconds=30)

    @classmethod
    def parse(cls, url: str) -> MailServer:
        """The server of `smtps://user:password@host:465`, or `smtp://…` (STARTTLS; `?security=plain` for none).

        ValueError says what is wrong with another address.
        """
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise ValueError("a mail server is written smtp://host:587 or smtps://user:password@host:465")
        usual = MailSecurity.TLS if parts.scheme == "smtps" else MailSecurity.STARTTLS
        asked = dict(pair.partition("=")[::2] for pair in parts.query.split("&") if pair)
        return cls(
            host=parts.hostname,
            port=parts.port or _PORTS[parts.scheme],
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            security=MailSecurity(asked.get("security", usual.value)),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class MailMessage:
    """A plain text message; `id` is unique and stays the same when the message is sent again."""

    id: str
    sender: str
    to: tuple[str, ...]
    subject: str
    text: str
    at: datetime


async def send_mail(message: MailMessage, server: MailServer) -> Rejection | None:
    """Hand one message over; None once the server has taken it for at least one recipient."""
    try:
        mail = _written(message)
        await aiosmtplib.send(
            mail,
            hostname=server.host,
            port=server.port,
            username=server.user or None,
            password=server.password or None,
            use_tls=server.security is MailSecurity.TLS,
            start_tls=server.security is MailSecurity.STARTTLS,
            timeout=server.timeout.total_seconds(),
        )
    except aiosmtplib.SMTPTimeoutError as error:
        return _rejected(Reason.TIMEOUT, error, server)
    except aiosmtplib.SMTPAuthenticationError as error:
        return _rejected(Reason.HTTP_STATUS, error, server)
    except (aiosmtplib.SMTPConnectError, aiosmtplib.SMTPServerDisconnected) as error:
        return _rejected(Reason.CONNECTION_FAILED, error, server)
    except aiosmtplib.SMTPException as error:
        return _rejected(Reason.PROTOCOL_ERROR, error, server)
    except OSError as error:
        return _rejected(Reason.CONNECTION_FAILED, error, server)
    except ValueError as error:  # a line break in an address, an address that is none
        return _rejected(Reason.BAD_INPUT, error, server)
    return None


def _written(message: MailMessage) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = message.sender
    mail["To"] = ", ".join(message.to)
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(message.at)
    mail["Message-ID"] = f"<{message.id}@{parseaddr(message.sender)[1].rpartition('@')[2] or 'localhost'}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notice comes back
    mail.set_content(message.text)
    return mail


def _rejected(reason: Reason, error: Exception, server: MailServer) -> Rejection:
    detail = " ".join(str(error).split()) or type(error).__name__
    return Rejection(
        stage=STAGE, reason=reason, detail=detail[:MAX_DETAIL_CHARS], subject=f"{server.host}:{server.port}"
    )
