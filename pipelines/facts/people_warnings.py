"""What an upload says about its people, beside the rosters and licences in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path

from signpost.metrics.model.keys import platform_name
from signpost.pipelines.model.receipt import IN_NO_ROSTER, MUCH
from signpost.warehouse.connection import Writer, parquet
from signpost.warehouse.usage_tables import are_all_active

_TABLES = frozenset(("usage", "record", "response"))


def people_warnings(
    writer: Writer,
    number: int,
    tables: tuple[str, ...],
    folder: Path,
    platforms: Mapping[str, Sequence[str]],
) -> tuple[list[str], list[str]]:
    """Return warnings and notes: people of upload `number` who are in no roster, and licences.

    `folder` is that of its draft, whose facts are inserted; `platforms` has those of each file of
    usage in it. Few strangers, as leavers and guests are, are a note.
    """
    warnings, notes = [], []
    if "roster" in tables:
        writer.temporary.discard("rostered")
    people, strangers = _strangers(writer, tables, folder) if _TABLES & set(tables) else (0, 0)
    if strangers >= MUCH * people > 0:
        warnings.append(f"{strangers} of {people} people {IN_NO_ROSTER}, so {_NO_GROUP}")
    elif strangers >= _FEW * people > 0:
        warnings.append(f"{strangers} of {people} people are not in any roster, so {_NO_GROUP}")
    elif strangers:
        notes.append(f"{strangers} of {people} people are not in any roster and count in no group.")
    if alone := _only_the_active(writer, number, {*chain(*platforms.values())}):
        warnings.append(alone)
    return warnings, notes


_FEW = 0.1
_NO_GROUP = (
    "they count in no group. If they are there under another address or login, load a roster that "
    "has both columns."
)


def _strangers(writer: Writer, tables: tuple[str, ...], folder: Path) -> tuple[int, int]:
    """Return how many people a draft has, and how many of them are in no roster; 0, 0 without.

    Who is in a roster is worked out once for all files between two rosters.
    """
    place = folder / "people.parquet"
    if not place.exists():
        return 0, 0
    if "rostered" not in writer.temporary:
        writer.execute(
            "create or replace temp table rostered as select distinct person_id from roster_now"
        )
        writer.temporary.add("rostered")
    found = f"who_is as w join {parquet(place)} as f on f.hash = w.hash"
    people, strangers, members = writer.one(
        "with p as (select distinct person_id as id from "
        f"{'numbered_person' if 'usage' in tables else found}) "
        "select count(*), count(*) filter (where r.person_id is null), "
        "(select count(*) from rostered) from p left join rostered as r on r.person_id = p.id"
    )
    return (int(people), int(strangers)) if members else (0, 0)


def _only_the_active(writer: Writer, number: int, platforms: Iterable[str]) -> str:
    """Warn of a list of active people only, where no list says who may use the platform."""
    active = {name for name in platforms if are_all_active(writer, name, number)}
    licensed = writer.rows("select distinct platform from licence_now") if active else []
    bare = sorted(active - {name for (name,) in licensed})
    if not bare:
        return ""
    return (
        f"Every person it lists used {', '.join(map(platform_name, bare))}: who may use it but did "
        "not is not in the file, and no list of licences is loaded. Shares of it are shares of "
        "those listed, near 100 %. Load the list of licences (seats) as well."
    )
