"""The ways to an operator: mail through their own server, a signed POST to their own webhook."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from headwater.model.rejection import Rejection
from headwater.net import Fetcher
from headwater.net.mail import MailMessage, MailServer, send_mail
from headwater.pipeline.alerts import SIGNATURE_HEADER, Alert, Channel, signature

Sending = Callable[[MailMessage, MailServer], Awaitable["Rejection | None"]]


def mail_channel(server: MailServer, *, sender: str, to: tuple[str, ...], send: Sending = send_mail) -> Channel:
    """A channel that mails each alert from `sender` to everyone in `to`."""

    async def channel(alert: Alert) -> Rejection | None:
        message = MailMessage(id=alert.id, sender=sender, to=to, subject=alert.subject, text=alert.text, at=alert.at)
        return await send(message, server)

    return channel


def webhook_channel(fetcher: Fetcher, url: str, *, secret: str = "") -> Channel:
    """A channel that POSTs each alert as JSON, signed where there is a secret. 2xx means that it was taken."""

    async def channel(alert: Alert) -> Rejection | None:
        told = {"id": alert.id, "subject": alert.subject, "text": alert.text, **alert.data}
        body = json.dumps(told, ensure_ascii=False).encode()
        headers = {SIGNATURE_HEADER: signature(body, secret)} if secret else {}
        outcome = await fetcher.post(
            url, body, media_type="application/json", headers=headers, capture_id=alert.id, now=alert.at
        )
        return outcome.rejection

    return channel
