"""Audit trail: who did what when."""

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
