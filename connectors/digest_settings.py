"""digest.toml: who is told what changed, and by which way. Nothing is sent without it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from signpost.connectors.channels import MailServer
from signpost.connectors.model import FetchError
from signpost.connectors.settings import read_settings

DELIVERIES = ("mail", "teams", "slack", "file")


@dataclass(frozen=True)
class DigestReader:
    """One reader and one way to reach them."""

    name: str
    channel: str
    access: str
    """Address in the access file, whose role and scope hold; empty where there is no such file."""
    to: tuple[str, ...]
    """Addresses of a mail, the path of a file."""

    @property
    def key(self) -> str:
        """Name of what they were told."""
        return f"{self.name}/{self.channel}"


@dataclass(frozen=True)
class DigestSettings:
    """Settings of digest.toml."""

    readers: tuple[DigestReader, ...]
    server: MailServer | None
    link: str
    inbox: Path | None


def digest_settings(data: Path) -> DigestSettings:
    """Read the settings; FetchError names what is wrong."""
    path = data.parent / f"{data.name}.digest.toml"
    document = read_settings(
        path, f"No digest is configured: there is no {path.name} beside the data folder."
    )
    link, inbox = str(document.pop("link", "")), document.pop("inbox", None)
    try:
        server = MailServer(**document.pop("mail")) if "mail" in document else None
    except TypeError as error:
        raise _wrong(path, "mail", "takes host, sender, port, user, starttls, cafile") from error
    readers = [one for name, table in document.items() for one in _readers(path, name, table)]
    if server is None and any(one.channel == "mail" for one in readers):
        raise _wrong(path, "mail", "is missing, and somebody is told by mail")
    return DigestSettings(tuple(readers), server, link, path.parent / str(inbox) if inbox else None)


def _readers(path: Path, name: str, table: Any) -> list[DigestReader]:
    if not isinstance(table, dict) or set(table) - {"reader", "to", "file", "channels"}:
        raise _wrong(path, name, "takes reader, to, file, channels")
    to = table.get("to", [])
    addresses = tuple([to] if isinstance(to, str) else [str(one) for one in to])
    found = [("mail", addresses)] if addresses else []
    if "file" in table:
        found.append(("file", (str(path.parent / str(table["file"])),)))
    for channel in table.get("channels", []):
        if channel not in ("teams", "slack"):
            raise _wrong(path, name, f"channel {channel!r} is not known: teams, slack")
        found.append((channel, ()))
    if not found:
        raise _wrong(path, name, "names no way: to, file or channels")
    return [DigestReader(name, way, str(table.get("reader", "")), where) for way, where in found]


def _wrong(path: Path, name: str, what: str) -> FetchError:
    return FetchError(f"{path.name}, [{name}]: {what}.", "See docs/data.md.", "settings")
