"""Exports that hold what people wrote: refused before anything in them is read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from signpost.pipelines.errors import UnreadableFile

_GIVEN_AWAY_BY = (
    (
        frozenset(("users.json", "channels.json")),
        "a Slack export of whole conversations",
        "Use Analytics > Members > Export CSV in Slack",
    ),
    (
        frozenset(("users.csv", "messages.csv", "networks.csv")),
        "a network data export of Viva Engage (Yammer)",
        "Use the report Viva Engage (Yammer) > activity in the Microsoft 365 admin centre",
    ),
)
"""Files that such an archive holds, what it is, what to take instead."""


def refuse_conversations(inside: Iterable[str], name: str) -> None:
    """Raise UnreadableFile if the names of the files in an archive tell that it holds messages."""
    names = {PurePosixPath(one).name.lower() for one in inside}
    for told, what, instead in _GIVEN_AWAY_BY:
        if told <= names:
            raise UnreadableFile(
                "messages",
                f"{name} is {what}: it holds what people wrote, which Signpost never reads.",
                f"{instead}: it counts messages and holds none.",
            )
