"""A draft becomes facts of one upload, inside the writer's transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.facts.coverage import GAP
from signpost.pipelines.facts.former_platforms import former_platforms
from signpost.pipelines.facts.group_warnings import group_warnings
from signpost.pipelines.facts.kpi_names import unit_named_apart
from signpost.pipelines.facts.people_warnings import people_warnings
from signpost.pipelines.facts.usage_facts import usage_files
from signpost.pipelines.files.unpack import UnpackedFile
from signpost.pipelines.model.receipt import Receipt
from signpost.pipelines.prepare import Draft
from signpost.pipelines.recognition.answers import remember_answers
from signpost.pipelines.recognition.column_mapping import remember_mapping
from signpost.warehouse import audit
from signpost.warehouse.connection import Writer, parquet, sql_text
from signpost.warehouse.usage_tables import carry_over_usage, insert_usage

PERSONS = {
    "usage": ("person_id",),
    "licence": ("person_id",),
    "roster": ("person_id", "manager_id"),
    "record": ("person_id",),
    "response": ("person_id",),
    "spend": ("person_id",),
    "interaction": ("from_person", "to_person"),
}

_BY_ID = ("record", "response", "intervention")
"""Tables in which a newer row replaces the older one of its id, whatever the window."""

_IDS = {"record": "kind, record_id", "response": "survey, answer_id"}
"""What says in these that two rows are one; nothing else puts a row out of force."""

_ROWS_IN_FORCE = {"usage": "usage_total_now"}
"""Views that count a row as it is stored, where `<table>_now` does not."""

_DAYS_BETWEEN = f"""
insert into truth
with daily as (
    select t.subject, t.first_day as day, t.upload_no, u.source_id,
           count(*) over (partition by t.subject, t.upload_no) as days
    from truth_now as t join upload as u on u.upload_no = t.upload_no
    where t.first_day = t.last_day and starts_with(t.subject, 'usage:')),
pairs as (
    select subject, day, lead(day) over line as coming,
           greatest(upload_no, lead(upload_no) over line) as upload_no,
           upload_no <> lead(upload_no) over line as differ,
           source_id = lead(source_id) over line as alike,
           least(days, lead(days) over line) as days
    from daily window line as (partition by subject order by day)),
gaps as (
    select subject, upload_no, unnest(generate_series(
        cast(day + 1 as timestamp), cast(coming - 1 as timestamp), interval 1 day)) as day
    from pairs
    where differ and alike and days > {GAP} and coming - day between 2 and {GAP + 1})
select subject, cast(day as date), cast(day as date), upload_no from gaps
"""


def publish_drafts(writer: Writer, draft: Draft, who: str) -> Receipt:
    """Insert one draft as the next upload; what it covers it now speaks for.

    `place_people` has found its persons before, and `record_loads` tells of it afterwards.
    """
    number = next_upload(writer)
    _truth(writer, draft, number)
    again = _spoken_of_again(writer, draft, number)
    before = _in_force(writer, again, number)
    _upload(writer, draft, number, who)
    platforms = _platforms(writer, draft) if "usage" in draft.tables else {}
    written = sum(_insert(writer, draft, table, number, platforms) for table in draft.tables)
    if draft.repairs:
        written += carry_over_facts(writer, draft.tables, draft.repairs, number)
    _groups(writer, draft, number)
    _rejects(writer, draft.folder, number)
    replaced = before - _in_force(writer, again, number)
    told, notes = people_warnings(writer, number, draft.tables, draft.folder, platforms)
    draft = replace(draft, notes=(*draft.notes, *notes))
    told += unit_named_apart(writer, number) if "outcome" in draft.tables else []
    grouped = group_warnings(writer, number) if _names_groups(draft) else []
    old = former_platforms(writer) if draft.source.formerly else ()
    told += [f"{one.message} {one.remedy}" for one in old]
    warnings = (*draft.warnings, *grouped, *told)
    if draft.mapped:
        remember_mapping(writer, *draft.mapped, who)
    if draft.answered:
        remember_answers(writer, *draft.answered, who)
    counts = draft.counts
    return Receipt(
        draft.upload_id,
        draft.source.id,
        draft.name,
        counts.read,
        counts.loaded,
        counts.rejected,
        counts.skipped,
        written,
        replaced,
        draft.first_day,
        draft.last_day,
        warnings,
        draft.rejected,
        False,
        number,
        draft.reading,
        draft.notes,
    )


def next_upload(writer: Writer) -> int:
    """Return the number of the next upload."""
    return int(writer.one("select coalesce(max(upload_no), 0) + 1 from upload")[0])


def add_upload(writer: Writer, number: int, values: Iterable[object]) -> None:
    """Insert one row of `upload`: id, source, file, who, four row counts, first and last day."""
    upload_id, source, filename, who, *rest = values
    writer.execute(
        "insert into upload (upload_no, upload_id, source_id, filename, loaded_at, loaded_by, "
        "rows_read, rows_loaded, rows_rejected, rows_skipped, facts_written, facts_replaced, "
        "first_day, last_day) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?)",
        [number, upload_id, source, filename, writer.began, who, *rest],
    )


def _upload(writer: Writer, draft: Draft, number: int, who: str) -> None:
    c = draft.counts
    rows = (c.read, c.loaded, c.rejected, c.skipped)
    values = (draft.upload_id, draft.source.id, draft.name, who, *rows)
    add_upload(writer, number, (*values, draft.first_day, draft.last_day))


def _truth(writer: Writer, draft: Draft, number: int) -> None:
    place = parquet(draft.folder / "truth.parquet")
    writer.execute(f"insert into truth by name select *, {number} as upload_no from {place}")


def join_days(writer: Writer) -> None:
    """Count short gaps between two daily exports of one source as days without use.

    As between the rows of one file: a weekend has no rows where only the active are listed. Of a
    file per day, the missing one was not loaded; a day that any upload tells is none of these.
    """
    writer.execute(_DAYS_BETWEEN)


def _in_force(writer: Writer, tables: Iterable[str], number: int) -> int:
    """Facts of older uploads in force."""
    return sum(
        int(
            writer.one(
                f"select count(*) from {_ROWS_IN_FORCE.get(table, f'{table}_now')} as f "
                "where f.upload_no <> ?",
                [number],
            )[0]
        )
        for table in tables
    )


def _spoken_of_again(writer: Writer, draft: Draft, number: int) -> list[str]:
    """Return the tables of which an older upload has the same window, or rows of the same ids."""
    found = writer.rows(
        "select distinct a.subject, a.first_day = b.first_day and a.last_day = b.last_day from "
        "truth as a join truth as b on a.subject = b.subject where a.upload_no = ? and "
        "b.upload_no <> ?",
        [number, number],
    )
    return [
        table
        for table in draft.tables
        if any(subject.startswith(table) and (same or table in _BY_ID) for subject, same in found)
        and (draft.repairs or table not in _IDS or _holds_one_again(writer, draft, table))
    ]


def _holds_one_again(writer: Writer, draft: Draft, table: str) -> bool:
    """Return whether an older upload has a row of the draft, by its id."""
    place = parquet(draft.folder / f"{table}.parquet")
    return bool(
        writer.rows(
            f"select 1 from {table} where ({_IDS[table]}) in (select ({_IDS[table]}) from {place}) "
            "limit 1"
        )
    )


def _insert(
    writer: Writer, draft: Draft, table: str, number: int, platforms: Mapping[str, Sequence[str]]
) -> int:
    if table == "usage":
        return _insert_usage(writer, draft, number, platforms)
    people = PERSONS.get(table, ())
    swaps = ", ".join(f"w_{name}.person_id as {name}" for name in people)
    joins = " ".join(f"left join who_is as w_{n} on w_{n}.token = f.{n}" for n in people)
    listed = ", listed_on" if table in ("roster", "licence") else ""
    left_out = ", ".join(people) + listed if people else ""
    columns = f"f.* exclude ({left_out})" if left_out else "f.*"
    return writer.execute(
        f"insert into {table} by name select {columns}{', ' + swaps if swaps else ''}, "
        f"{number} as upload_no from {parquet(draft.folder / f'{table}.parquet')} as f {joins}"
    )


def _insert_usage(
    writer: Writer, draft: Draft, number: int, platforms: Mapping[str, Sequence[str]]
) -> int:
    """Insert the rows of each platform into its table, people by their numbers."""
    folder = draft.folder
    writer.execute(
        "create or replace temp table numbered_person as select p.no, w.person_id from "
        f"{parquet(folder / 'people.parquet')} as p join who_is as w on w.hash = p.hash"
    )
    stored = 0
    for name, _, actions in usage_files(draft.source):
        used = parquet(folder / f"{name}.parquet")
        for platform in platforms[name]:
            rows = (
                f"(select u.*, n.person_id from {used} as u left join numbered_person as n "
                f"on n.no = u.person_no where u.platform = {sql_text(platform)}) as u"
            )
            stored += insert_usage(writer, platform, actions, rows, number)
    return stored


def _platforms(writer: Writer, draft: Draft) -> dict[str, list[str]]:
    """Return the platforms of each of its files of usage."""
    return {
        name: [platform] if platform else _told(writer, draft.folder / f"{name}.parquet")
        for name, platform, _ in usage_files(draft.source)
    }


def _told(writer: Writer, file: Path) -> list[str]:
    """Return the platforms that the rows of a file name."""
    rows = writer.rows(f"select distinct platform from {parquet(file)} order by all")
    return [name for (name,) in rows]


def _names_groups(draft: Draft) -> bool:
    return (draft.folder / "labels.parquet").exists()


def _groups(writer: Writer, draft: Draft, number: int) -> None:
    if not _names_groups(draft):
        return
    writer.execute(
        "insert into org_group (group_id, label, upload_no) select group_id, max(label), ? "
        f"from {parquet(draft.folder / 'labels.parquet')} group by group_id",
        [number],
    )


def _rejects(writer: Writer, folder: Path, number: int) -> None:
    if not (folder / "rejected.parquet").exists():
        return
    writer.execute(
        f"insert into rejected by name select *, {number} as upload_no "
        f"from {parquet(folder / 'rejected.parquet')}"
    )


@dataclass(frozen=True)
class ProgrammeText:
    """The text of one programme file, found valid."""

    name: str
    upload_id: str
    text: str


def read_programme(file: UnpackedFile, validate: Callable[[str], object] | None) -> ProgrammeText:
    """Read and validate a programme file. Raises UnreadableFile."""
    raw = file.path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
        if validate is not None:
            validate(text)
    except ValueError as error:
        raise UnreadableFile(
            "invalid_programme",
            f"{file.name} is not a valid programme: {error}.",
            "Correct it where the message points and load it again; the earlier version stays.",
        ) from error
    return ProgrammeText(file.name, hashlib.sha256(raw).hexdigest(), text)


def publish_programme(writer: Writer, programme: ProgrammeText, who: str) -> Receipt:
    """Keep the text as the next version of the programme."""
    number = next_upload(writer)
    add_upload(
        writer,
        number,
        (programme.upload_id, "programme", programme.name, who, 1, 1, 0, 0, None, None),
    )
    writer.execute("update upload set facts_written = 1 where upload_no = ?", [number])
    writer.execute(
        "insert into programme select coalesce(max(version_no), 0) + 1, ?, ?, ?, ? from programme",
        [programme.text, writer.began, who, number],
    )
    audit.record(writer, who, "define", programme.name, number)
    return Receipt(
        programme.upload_id,
        "programme",
        programme.name,
        1,
        1,
        0,
        0,
        1,
        0,
        None,
        None,
        upload_no=number,
    )


def add_warnings(writer: Writer, receipt: Receipt, warnings: Iterable[str]) -> Receipt:
    """Add warnings to the receipt of an upload, here and in its history."""
    told = (*receipt.warnings, *warnings)
    writer.execute(
        "update upload set warnings = ? where upload_no = ?",
        [json.dumps(told, ensure_ascii=False), receipt.upload_no],
    )
    return replace(receipt, warnings=told)


def carry_over_facts(writer: Writer, tables: Iterable[str], upload_id: str, number: int) -> int:
    """Copy the facts and the truth of an upload to upload `number`; how many facts were copied.

    The repaired upload stays: undoing the repair brings it back into force as it was.
    """
    (old,) = writer.one(
        "select max(upload_no) from upload where upload_id = ? and undone_at is null", [upload_id]
    )
    copied = 0
    for table in tables:
        if table == "usage":
            copied += carry_over_usage(writer, int(old), number)
            continue
        copied += writer.execute(
            f"insert into {table} select f.* replace ({number} as upload_no) from {table} as f "
            f"where f.upload_no = {int(old)}"
        )
    writer.execute(
        f"insert into truth select distinct subject, first_day, last_day, {number} from truth "
        f"where upload_no = {int(old)}"
    )
    return copied
