"""Audit trail: who did what when."""

from collections.abc import Sequence
from datetime import datetime

from signpost import clock
from signpost.warehouse.connection import Writer


def record(
    writer: Writer,
    who: str,
    what: str,
    detail: str = "",
    upload_no: int | None = None,
    *,
    at: datetime | None = None,
) -> None:
    """Append one act to the audit trail, as part of the writer's publish.

    ``what`` is one word: load, undo, export, define, erase, decide, restore, ... ``at`` is for a
    sample organisation, whose past is made up; no command takes it.
    """
    now = at or clock.timestamp()
    writer.execute(
        "insert into audit (done_at, who, what, detail, upload_no) values (?, ?, ?, ?, ?)",
        [now, who, what, detail, upload_no],
    )


def record_uploads(
    writer: Writer, who: str, what: str, numbers: Sequence[int | None], details: Sequence[str]
) -> None:
    """Append one act of the same word for each of the uploads."""
    writer.execute(
        "insert into audit (done_at, who, what, detail, upload_no) "
        "select ?, ?, ?, unnest(cast(? as varchar[])), unnest(cast(? as integer[]))",
        [clock.timestamp(), who, what, [*details], [*numbers]],
    )
