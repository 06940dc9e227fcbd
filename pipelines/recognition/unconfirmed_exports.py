"""Exports whose columns no real file has confirmed: known by sight, read only by a mapping."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.recognition.column_mapping import Mapping
from signpost.pipelines.text.headers import normalise

FILE_STEM = "{name}"
"""In a constant: the name of the file, without its ending."""


@dataclass(frozen=True)
class Unconfirmed:
    """One such export: its columns, and the mapping that would read it; none: of no use here."""

    what: str
    headers: tuple[str, ...]
    mapping: Mapping | None
    instead: str
    alone: bool = False
    """It has no other columns."""
    without: tuple[str, ...] = ()
    """Columns it does not have."""


_ONCE = {"times": "1"}
_KNOWN = (
    Unconfirmed(
        "Zoom's list of meetings (active hosts)",
        ("Topic", "Meeting ID", "User Email", "Start Time", "Participants"),
        Mapping(
            "usage_table", {"person": "User Email", "period": "Start Time"},
            {**_ONCE, "platform": "zoom"},
        ),
        "it counts each meeting once for its host",
    ),
    Unconfirmed(
        "a Webex usage report",
        ("Session ID", "Topic", "Meeting Type", "Username", "Date"),
        Mapping(
            "usage_table", {"person": "Username", "period": "Date"}, {**_ONCE, "platform": "webex"}
        ),
        "it counts each session once for its host",
    ),
    Unconfirmed(
        "a report of Discourse, which does not say what it counts",
        ("date", "value"),
        Mapping(
            "kpi_long", {"period": "date", "value": "value"},
            {"group": "Whole organisation", "measure": FILE_STEM},
        ),
        "check the name of the KPI in it",
        alone=True,
    ),
    Unconfirmed(
        "a Viva Insights meeting query, which names neither persons nor groups",
        ("MeetingId", "Number_of_attendees"),
        None,
        "Take a person query grouped by week, with the attribute Organization.",
    ),
    Unconfirmed(
        "an attendance report of Microsoft Teams, whose columns differ by language and year",
        ("Name", "First Join", "Last Leave", "Email"),
        Mapping(
            "usage_table", {"person": "Email", "period": "First Join"},
            {**_ONCE, "platform": "teams_meetings"},
        ),
        "it counts the meeting once for each person",
    ),
    Unconfirmed(
        "Google's customer usage report, which counts the whole organisation and no group",
        ("entity.type", "entity.customerId"),
        None,
        "Fetch userUsageReport for each day instead: one row per person, by which groups are "
        "counted.",
        without=("entity.userEmail", "entity.entityId"),
    ),
)  # fmt: skip


def looks_like(headers: Sequence[str]) -> Unconfirmed | None:
    """Return the export these columns look like."""
    names = _normalised(headers)
    for one in _KNOWN:
        wanted = _normalised(one.headers)
        there = wanted == names if one.alone else wanted <= names
        if there and not names & _normalised(one.without):
            return one
    return None


def _normalised(headers: Sequence[str]) -> set[str]:
    return {normalise(header) for header in headers} - {""}


def mapping_for(headers: Sequence[str], name: str) -> Mapping | None:
    """Return the mapping that reads what these columns look like, `name` being the file's."""
    found = looks_like(headers)
    if found is None or found.mapping is None:
        return None
    stem = PurePosixPath(name).name.split(".")[0].removeprefix("report_")
    constants = {
        key: text.replace(FILE_STEM, stem) for key, text in found.mapping.constants.items()
    }
    return Mapping(found.mapping.read_as, found.mapping.columns, constants)


def unconfirmed_refusal(headers: Sequence[str], name: str) -> UnreadableFile | None:
    """Return why a file of this look is not loaded by itself, and what to do."""
    found = looks_like(headers)
    if found is None:
        return None
    remedy = f"`signpost match FILE` writes a mapping for --mapping: {found.instead}."
    return UnreadableFile(
        "unknown_file",
        f"{name} looks like {found.what}. No real file has confirmed its columns, so it is not "
        "loaded by itself."
        if found.mapping
        else f"{name} looks like {found.what}.",
        remedy if found.mapping else found.instead,
    )
