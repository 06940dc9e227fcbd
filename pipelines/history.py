"""What was loaded, by whom, and how to undo it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple
from typing import Any

import pandas as pd

from signpost import clock
from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.model.column_reading import ColumnReading
from signpost.pipelines.model.receipt import Receipt, Reject
from signpost.warehouse import audit
from signpost.warehouse.connection import Reader, Writer
from signpost.warehouse.store import Warehouse

_SHOWN = 1000
_STORED = (
    *("upload_id", "source_id", "filename"),
    *("rows_read", "rows_loaded", "rows_rejected", "rows_skipped"),
    *("facts_written", "facts_replaced", "first_day", "last_day", "warnings"),
)


def uploads(warehouse: Warehouse) -> pd.DataFrame:
    """Return every upload, newest first, also those reverted (`undone_at`) or replaced.

    `in_force`: something of it counts, or there was nothing in it to be replaced.
    """
    return warehouse.read().frame(
        "select *, upload_no in (select upload_no from upload_in_force) as in_force from upload "
        "order by upload_no desc"
    )


def stored_receipt(reader: Reader, number: int, *, already: bool = False) -> Receipt:
    """Return the receipt of an upload as it was given."""
    row = reader.one(f"select {', '.join(_STORED)} from upload where upload_no = ?", [number])
    rejected = reader.rows(
        'select line, "column", text, reason from rejected where upload_no = ? '
        f'order by line, "column" limit {_SHOWN}',
        [number],
    )
    values: dict[str, Any] = dict(zip(_STORED, row, strict=True))
    values["warnings"] = tuple(json.loads(values["warnings"]))
    values["rejected"] = tuple(Reject(*entry) for entry in rejected)
    read = reader.rows(
        'select "column", role, reading, certainty, evidence from reading where upload_no = ? '
        "order by place",
        [number],
    )
    values["reading"] = tuple(ColumnReading(*row) for row in read if row[1] != "note")
    values["notes"] = tuple(row[2] for row in read if row[1] == "note")
    return Receipt(**values, already_loaded=already, upload_no=number)


def record_loads(writer: Writer, receipts: Sequence[Receipt], who: str) -> None:
    """Record what the drafts of one call became: figures, how each was read, who loaded it."""
    if not receipts:
        return
    figures = [
        (
            one.upload_no,
            one.facts_written,
            one.facts_replaced,
            json.dumps(one.warnings, ensure_ascii=False),
        )
        for one in receipts
    ]
    writer.execute(
        "update upload set facts_written = n.written, facts_replaced = n.replaced, warnings = "
        "n.warnings from (select unnest(?) as no, unnest(?) as written, unnest(?) as replaced, "
        "unnest(?) as warnings) as n where upload_no = n.no",
        [*map(list, zip(*figures, strict=True))],
    )
    _reading(writer, receipts)
    numbers = [one.upload_no for one in receipts]
    details = [f"{one.source_id}: {one.filename}" for one in receipts]
    audit.record_uploads(writer, who, "load", numbers, details)


def _reading(writer: Writer, receipts: Iterable[Receipt]) -> None:
    """Keep how each file was read, so that its receipt shows it later, too."""
    rows = [
        (receipt.upload_no, place, *astuple(one))
        for receipt in receipts
        for place, one in enumerate(
            (*receipt.reading, *(ColumnReading("", "note", note) for note in receipt.notes))
        )
    ]
    if rows:
        numbers, places, *texts = map(list, zip(*rows, strict=True))
        columns = ", ".join(["unnest(cast(? as varchar[]))"] * len(texts))
        writer.execute(
            f"insert into reading select unnest(?), unnest(?), {columns}", [numbers, places, *texts]
        )


def undo(
    warehouse: Warehouse,
    upload: str | int,
    *,
    who: str,
    accept: Callable[[Reader], None] | None = None,
) -> Receipt:
    """Undo one upload: what it replaced is in force again. A new version, nothing deleted.

    `upload` is its number, or its id or the beginning of it. Raises UnreadableFile if there is no
    such upload in force. `accept` sees what would be in force; if it raises, nothing is undone.
    """
    number = _number(warehouse.read(), str(upload))
    with warehouse.write(who or "somebody") as writer:
        now = clock.timestamp()
        writer.execute(
            "update upload set undone_at = ?, undone_by = ? where upload_no = ?", [now, who, number]
        )
        if accept is not None:
            accept(writer)
        audit.record(writer, who, "undo", "", number)
        return stored_receipt(writer, number)


def _number(reader: Reader, wanted: str) -> int:
    rows = reader.rows(
        "select upload_no, filename from upload where undone_at is null and "
        "(cast(upload_no as varchar) = ? or (length(?) >= 6 and starts_with(upload_id, ?)))",
        [wanted, wanted, wanted.lower()],
    )
    if len(rows) == 1:
        return int(rows[0][0])
    listed = reader.rows(
        "select upload_no, filename from upload where undone_at is null order by 1 desc limit 5"
    )
    have = ", ".join(f"{number} ({name})" for number, name in listed) or "none"
    raise UnreadableFile(
        "unknown_upload", f"No upload {wanted!r} is in force.", f"The latest in force are: {have}."
    )
