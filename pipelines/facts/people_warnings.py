"""What an upload says about its people, beside the rosters and licences in force."""

from __future__ import annotations

from pathlib import Path

from signpost.pipelines.model.receipt import IN_NO_ROSTER, MUCH
from signpost.warehouse.connection import Reader, parquet

_TABLES = frozenset(("usage", "record", "response"))


def people_warnings(
    reader: Reader, number: int, tables: tuple[str, ...], folder: Path
) -> tuple[list[str], list[str]]:
    """Return warnings and notes: people of upload `number` who are in no roster, and licences.

    `folder` is that of its draft; `place_people` has found its persons. Few strangers, as leavers
    and guests are, are a note.
    """
    warnings, notes = [], []
    people, strangers = _strangers(reader, folder) if _TABLES & set(tables) else (0, 0)
    if strangers >= MUCH * people > 0:
        warnings.append(f"{strangers} of {people} people {IN_NO_ROSTER}, so {_NO_GROUP}")
    elif strangers >= _FEW * people > 0:
        warnings.append(f"{strangers} of {people} people are not in any roster, so {_NO_GROUP}")
    elif strangers:
        notes.append(f"{strangers} of {people} people are not in any roster and count in no group.")
    if "usage" in tables and (alone := _only_the_active(reader, number)):
        warnings.append(alone)
    return warnings, notes


_FEW = 0.1
_NO_GROUP = (
    "they count in no group. If they are there under another address or login, load a roster that "
    "has both columns."
)


def _strangers(reader: Reader, folder: Path) -> tuple[int, int]:
    """Return how many people a draft has, and how many of them are in no roster; 0, 0 without."""
    place = folder / "people.parquet"
    if not place.exists():
        return 0, 0
    people, strangers, members = reader.one(
        "with members as materialized (select distinct person_id from roster_now), "
        "p as (select distinct w.person_id as id from who_is as w "
        f"join {parquet(place)} as f on f.hash = w.hash) "
        "select count(*), count(*) filter (where id not in (from members)), "
        "(select count(*) from members) from p"
    )
    return (int(people), int(strangers)) if members else (0, 0)


def _only_the_active(reader: Reader, number: int) -> str:
    """Warn of a list of active people only, where no list says who may use the platform."""
    idle = reader.rows(
        "select platform, bool_or(action = 'none') from usage where upload_no = ? "
        "group by platform",
        [number],
    )
    active = {name for name, some in idle if not some}
    licensed = reader.rows("select distinct platform from licence_now") if active else []
    bare = sorted(active - {name for (name,) in licensed})
    if not bare:
        return ""
    return (
        f"Every person it lists used {', '.join(bare)}: who may use it but did not is not in the "
        "file, and no list of licences is loaded. Shares of it are shares of those listed, near "
        "100 %. Load the list of licences (seats) as well."
    )
