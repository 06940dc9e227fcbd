"""A connector, and what it is asked to fetch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


class FetchError(Exception):
    """A reason why something cannot be fetched, and what to do, for whoever runs the command."""

    def __init__(self, message: str, remedy: str, code: str = "fetch") -> None:
        super().__init__(message)
        self.message, self.remedy, self.code = message, remedy, code

    def to_dict(self) -> dict[str, str]:
        """Return it as JSON."""
        return {"code": self.code, "message": self.message, "remedy": self.remedy}


@dataclass(frozen=True)
class FetchJob:
    """One table of fetch.toml."""

    name: str
    connector: str
    settings: Mapping[str, str]
    folder: Path
    """Folder of fetch.toml: what the settings name lies below it."""
    inbox: Path
    secrets: Callable[[str], str] = field(repr=False, default=lambda _: "")
    """From the name of a secret to what it is; empty where nobody gave it."""


@dataclass(frozen=True)
class FetchItem:
    """One file to fetch."""

    key: str
    """What it is, in the order of age: a day, a version."""
    file: str
    """Its name in the inbox."""
    once: bool = True
    """It does not change: what was fetched is not fetched again."""


class FetchSession(Protocol):
    """An open connection."""

    def check(self) -> Iterable[str]:
        """Try the log-in and the rights; return what whoever runs it must know."""

    def items(self) -> Iterable[FetchItem]:
        """Return what could be fetched, oldest first: it expires first."""

    def write(self, item: FetchItem, part: Path) -> None:
        """Write one file as the system gives it."""


@dataclass(frozen=True)
class Connector:
    """A system that is fetched from."""

    id: str
    label: str
    connect: Callable[[FetchJob], AbstractContextManager[FetchSession]]
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    extra: str = "fetch"
    """Of pip: what it needs beside Signpost."""
    retention_days: int | None = None
    """After so many days the system forgets."""
    documented_at: str = ""
