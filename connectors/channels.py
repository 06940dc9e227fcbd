"""Ways a message leaves: a mail, the webhook of a chat, a file. Each failure is a sentence."""

from __future__ import annotations

import json
import smtplib
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from signpost.connectors.model import FetchError

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_SECONDS = 20


class DeliveryError(FetchError):
    """A reason why a message did not leave."""


@dataclass(frozen=True)
class Message:
    """A message in plain text, made once for every way."""

    title: str
    lines: tuple[str, ...]
    link: str = ""
    brief: bytes = b""
    """The brief as HTML, attached to mails."""

    @property
    def text(self) -> str:
        """Return the whole message as text."""
        listed = "\n".join(f"- {line}" for line in self.lines)
        return f"{self.title}\n\n{listed}\n" + (f"\n{self.link}\n" if self.link else "")


@dataclass(frozen=True)
class MailServer:
    """The server that takes mails, and the sender they come from."""

    host: str
    sender: str
    port: int = 587
    user: str = ""
    starttls: bool = True
    cafile: str = ""


def send_mail(server: MailServer, password: str, to: Sequence[str], message: Message) -> None:
    """Send one mail; DeliveryError where it, or one of its readers, was refused."""
    mail = EmailMessage()
    try:
        mail["Subject"], mail["From"] = message.title, server.sender
        mail["To"] = ", ".join(to)
    except ValueError as error:
        raise DeliveryError("An address or the subject holds a line end.", "Correct it.") from error
    mail.set_content(message.text)
    if message.brief:
        mail.add_attachment(message.brief, maintype="text", subtype="html", filename="brief.html")
    try:
        with smtplib.SMTP(server.host, server.port, timeout=_SECONDS) as smtp:
            if server.starttls:
                smtp.starttls(context=ssl.create_default_context(cafile=server.cafile or None))
            if server.user:
                smtp.login(server.user, password)
            refused = smtp.send_message(mail)
    except (smtplib.SMTPException, ssl.SSLError, OSError) as error:
        raise DeliveryError(*_mail_trouble(error, server)) from error
    if refused:
        who = ", ".join(f"{name} ({code[0]})" for name, code in refused.items())
        raise DeliveryError(f"The mail server took it, but not for {who}.", "Check the addresses.")


def _mail_trouble(error: Exception, server: MailServer) -> tuple[str, str]:
    place = f"{server.host}:{server.port}"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        remedy = "Set SIGNPOST_DIGEST_MAIL_PASSWORD to the right one."
        return f"{place} refused user and password ({error.smtp_code}).", remedy
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        who = ", ".join(f"{name} ({code[0]})" for name, code in error.recipients.items())
        return f"{place} refused every address: {who}.", "Check `to`."
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return f"{place} offers no encryption, or no log-in.", "Ask its operator, or `starttls`."
    if isinstance(error, ssl.SSLError):
        return (
            f"The certificate of {place} is not known here.",
            "Name its authority as `cafile`, or have the server send a known one.",
        )
    return f"{place} could not be reached ({error}).", "Check `host` and `port`."


def send_teams(url: str, message: Message) -> None:
    """Send an adaptive card to a workflow of Teams ("when a webhook request is received")."""
    title = _unmarked(message.title)
    body = [{"type": "TextBlock", "text": title, "weight": "Bolder", "wrap": True}]
    body += [{"type": "TextBlock", "text": _unmarked(t), "wrap": True} for t in message.lines]
    card: dict[str, object] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    }
    if message.link:
        card["actions"] = [{"type": "Action.OpenUrl", "title": "Open", "url": message.link}]
    kind = "application/vnd.microsoft.card.adaptive"
    _post(url, {"type": "message", "attachments": [{"contentType": kind, "content": card}]})


def send_slack(url: str, message: Message) -> None:
    """Send a text to an incoming webhook of Slack; a group's name wakes nobody."""
    lines = [_escaped(line) for line in (message.title, *message.lines)]
    link = [f"<{message.link}|Open>"] if message.link else []
    _post(url, {"text": "\n".join([f"*{lines[0]}*", *(f"• {x}" for x in lines[1:]), *link])})


def write_message(path: Path, message: Message) -> None:
    """Write the text to a file, whole or not at all."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(message.text, "utf-8")
        part.replace(path)
    except OSError as error:
        raise DeliveryError(f"{path} cannot be written ({error.strerror}).", "Check it.") from error


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _unmarked(text: str) -> str:
    """Return a text that Markdown of a card makes no link of."""
    return text.replace("[", "(").replace("]", ")")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object, **__: object) -> None:
        """Follow no redirect: the address of a webhook is a secret."""


def _post(url: str, content: Mapping[str, object]) -> None:
    place = urllib.parse.urlsplit(url)
    if place.scheme != "https" and place.hostname not in _LOOPBACK:
        raise DeliveryError("The webhook is no https address.", "Give the one the chat shows.")
    asked = urllib.request.Request(  # noqa: S310 - the scheme is looked at above
        url, json.dumps(content).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.build_opener(_NoRedirect).open(asked, timeout=_SECONDS) as answer:
            answer.read()
    except urllib.error.HTTPError as error:
        said = error.read(200).decode("utf-8", "replace").strip()
        raise DeliveryError(
            f"{place.hostname} refused ({error.code}{f': {said}' if said else ''}).",
            "Make the webhook anew in the chat, and set the variable to it.",
        ) from error
    except OSError as error:
        raise DeliveryError(f"{place.hostname} could not be reached.", "Check it.") from error
