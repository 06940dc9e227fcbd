"""What an upload says about its people, beside the rosters and licences in force."""

from __future__ import annotations

from signpost.pipelines.model.receipt import IN_NO_ROSTER
from signpost.warehouse.connection import Reader

_TABLES = {"usage": "person_id", "record": "person_id", "response": "person_id"}


def people_warnings(reader: Reader, number: int, tables: tuple[str, ...]) -> list[str]:
    """Return sentences about people of upload `number` who are in no roster, and about licences."""
    found = [_strangers(reader, number, table) for table in tables if table in _TABLES]
    if "usage" in tables:
        found.append(_only_the_active(reader, number))
    return [sentence for sentence in found if sentence]


def _strangers(reader: Reader, number: int, table: str) -> str:
    """Count the people of a file who are in no roster, where there is one."""
    if not reader.rows("select 1 from roster_now limit 1"):
        return ""
    person = _TABLES[table]
    people, strangers = reader.one(
        f"with p as (select distinct {person} as id from {table} where upload_no = ? and {person} "
        "is not null) select count(*), count(*) filter (where id not in (select person_id from "
        "roster_now)) from p",
        [number],
    )
    if not strangers:
        return ""
    return (
        f"{strangers} of {people} people {IN_NO_ROSTER}, so they count in no group. If they are "
        "there under another address or login, load a roster that has both columns."
    )


def _only_the_active(reader: Reader, number: int) -> str:
    """Warn of a list of active people only, where no list says who may use the platform."""
    rows = reader.rows(
        "select platform from usage where upload_no = ? group by platform, first_day, last_day "
        "having count(distinct person_id) filter (where times > 0) < count(distinct person_id)",
        [number],
    )
    platforms = reader.rows("select distinct platform from usage where upload_no = ?", [number])
    licensed = {name for (name,) in reader.rows("select distinct platform from licence_now")}
    bare = sorted({name for (name,) in platforms} - {name for (name,) in rows} - licensed)
    if not bare:
        return ""
    return (
        f"Every person it lists used {', '.join(bare)}: who may use it but did not is not in the "
        "file, and no list of licences is loaded. Shares of it are shares of those listed, near "
        "100 %. Load the list of licences (seats) as well."
    )
