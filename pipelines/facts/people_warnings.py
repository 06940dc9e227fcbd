"""What an upload says about its people, beside the rosters and licences in force."""

from __future__ import annotations

from pathlib import Path

from signpost.pipelines.model.receipt import IN_NO_ROSTER
from signpost.warehouse.connection import Reader, parquet

_TABLES = frozenset(("usage", "record", "response"))


def people_warnings(
    reader: Reader, number: int, tables: tuple[str, ...], folder: Path
) -> list[str]:
    """Return sentences about people of upload `number` who are in no roster, and about licences.

    `folder` is that of its draft; `place_people` has found its persons.
    """
    found = [_strangers(reader, folder)] if _TABLES & set(tables) else []
    if "usage" in tables:
        found.append(_only_the_active(reader, number))
    return [sentence for sentence in found if sentence]


def _strangers(reader: Reader, folder: Path) -> str:
    """Count the people of a file who are in no roster, where there is one."""
    place = folder / "people.parquet"
    if not place.exists() or not reader.rows("select 1 from roster_now limit 1"):
        return ""
    people, strangers = reader.one(
        "with p as (select distinct w.person_id as id from who_is as w "
        f"join {parquet(place)} as f on f.hash = w.hash) "
        "select count(*), count(*) filter (where id not in (select person_id from roster_now)) "
        "from p"
    )
    if not strangers:
        return ""
    return (
        f"{strangers} of {people} people {IN_NO_ROSTER}, so they count in no group. If they are "
        "there under another address or login, load a roster that has both columns."
    )


def _only_the_active(reader: Reader, number: int) -> str:
    """Warn of a list of active people only, where no list says who may use the platform."""
    idle = reader.rows(
        "select platform, bool_or(action = 'none') from usage where upload_no = ? "
        "group by platform",
        [number],
    )
    licensed = {name for (name,) in reader.rows("select distinct platform from licence_now")}
    bare = sorted(name for name, some in idle if not some and name not in licensed)
    if not bare:
        return ""
    return (
        f"Every person it lists used {', '.join(bare)}: who may use it but did not is not in the "
        "file, and no list of licences is loaded. Shares of it are shares of those listed, near "
        "100 %. Load the list of licences (seats) as well."
    )
