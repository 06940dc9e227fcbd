"""Small facts written the way an upload writes them, for the warehouse tests."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd

from signpost.warehouse import Warehouse, Writer
from tests.usage_rows import insert_frame

LOADED = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
Window = tuple[date, date]


def day(text: str) -> date:
    return date.fromisoformat(text)


def one_day(text: str) -> Window:
    return day(text), day(text)


@dataclass
class Upload:
    """One upload in the making: ``rows`` per table without upload_no, ``covers`` per subject."""

    covers: dict[str, list[Window]]
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def next_upload(writer: Writer) -> int:
    return int(writer.one("select coalesce(max(upload_no), 0) + 1 from upload")[0])


def add(writer: Writer, upload: Upload) -> int:
    no = next_upload(writer)
    writer.execute(
        "insert into upload (upload_no, upload_id, source_id, filename, loaded_at, loaded_by,"
        " rows_read, rows_loaded, rows_rejected, rows_skipped, facts_written, facts_replaced)"
        " values (?, ?, 'test', 'test.csv', ?, 'test', 0, 0, 0, 0, 0, 0)",
        [no, f"sha-{no}", LOADED],
    )
    for subject, windows in upload.covers.items():
        for first, last in windows:
            writer.execute("insert into truth values (?, ?, ?, ?)", [subject, first, last, no])
    for table, rows in upload.rows.items():
        if table == "usage":
            insert_frame(writer, table, pd.DataFrame(rows).assign(upload_no=no))
            continue
        for row in rows:
            names = ", ".join([*row, "upload_no"])
            marks = ", ".join("?" * (len(row) + 1))
            writer.execute(f"insert into {table} ({names}) values ({marks})", [*row.values(), no])
    return no


def load(warehouse: Warehouse, upload: Upload) -> int:
    with warehouse.write("test") as writer:
        return add(writer, upload)


def undo(warehouse: Warehouse, upload_no: int) -> None:
    with warehouse.write("test") as writer:
        writer.execute(
            "update upload set undone_at = ?, undone_by = 'test' where upload_no = ?",
            [LOADED, upload_no],
        )


def usage(
    window: Window, times: dict[int, float | None], *, platform: str = "teams", action: str = "chat"
) -> Upload:
    """A usage file for one window: person -> times."""
    first, last = window
    return Upload(
        {f"usage:{platform}": [window]},
        {
            "usage": [
                {
                    "platform": platform,
                    "person_id": person,
                    "first_day": first,
                    "last_day": last,
                    "action": action,
                    "times": value,
                }
                for person, value in times.items()
            ]
        },
    )


def roster(drawn: str, groups: dict[int, str], **more: Any) -> Upload:
    """A roster drawn on one day: person -> group."""
    return Upload(
        {"roster": [one_day(drawn)]},
        {
            "roster": [
                {"person_id": person, "from_day": day(drawn), "group_id": group, **more}
                for person, group in groups.items()
            ]
        },
    )


def days(first: str, count: int) -> list[str]:
    return [(day(first) + timedelta(days=i)).isoformat() for i in range(count)]
