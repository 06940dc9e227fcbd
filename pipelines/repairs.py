"""A fix file adds to the upload it repairs: what that one brought is carried on beside it."""

from __future__ import annotations

from collections.abc import Iterable

from signpost.warehouse.connection import Writer


def take_over(writer: Writer, tables: Iterable[str], upload_id: str, number: int) -> int:
    """Copy the facts and the truth of an upload to upload `number`; how many facts were copied.

    The repaired upload stays: undoing the repair brings it back into force as it was.
    """
    (old,) = writer.one(
        "select max(upload_no) from upload where upload_id = ? and undone_at is null", [upload_id]
    )
    copied = 0
    for table in tables:
        keep = "" if table != "usage" else _NOT_AGAIN
        copied += writer.execute(
            f"insert into {table} select f.* replace ({number} as upload_no) from {table} as f "
            f"where f.upload_no = {int(old)} {keep.format(number=number)}"
        )
    writer.execute(
        f"insert into truth select distinct subject, first_day, last_day, {number} from truth "
        f"where upload_no = {int(old)}"
    )
    return copied


# a person and window the fix file speaks of again is taken from the fix file
_NOT_AGAIN = """and not exists (select 1 from usage as n where n.upload_no = {number}
    and n.platform = f.platform and n.person_id = f.person_id
    and n.first_day = f.first_day and n.last_day = f.last_day)"""
