"""A small organisation put into a warehouse row by row, the way uploads write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from signpost.metrics.model.schema import Intervention, Kpi, Programme, UseCase
from signpost.warehouse import Warehouse, Writer
from tests.usage_rows import insert_frame

MONDAY = date(2026, 1, 5)
KPI = Kpi(
    id="escalations",
    label="Escalations",
    unit="per 100 calls",
    better="lower",
    per=100.0,
    worthwhile_change=1.0,
)
CASE = UseCase(
    id="care",
    label="Care",
    area="customer",
    problem="Too many escalations.",
    mechanism="Ask a colleague.",
    platform="teams",
    kpi="escalations",
)


def monday(week: int) -> date:
    return MONDAY + timedelta(weeks=week)


def week(number: int) -> tuple[date, date]:
    return monday(number), monday(number) + timedelta(days=6)


@dataclass(frozen=True)
class Upload:
    """One file's facts, waiting to be written."""

    table: str
    rows: list[Mapping[str, Any]]
    covers: Mapping[str, Sequence[tuple[date, date]]]
    source: str


class Small:
    """Collects facts; each call is one upload. They are written when the warehouse is asked for."""

    def __init__(self, root: Path) -> None:
        self._warehouse = Warehouse(root)
        self._waiting: list[Upload] = []

    @property
    def warehouse(self) -> Warehouse:
        if self._waiting:
            with self._warehouse.write("test") as writer:
                _write(writer, self._waiting)
            self._waiting = []
        return self._warehouse

    def load(
        self,
        table: str,
        rows: Iterable[Mapping[str, Any]],
        covers: Mapping[str, Sequence[tuple[date, date]]] | None = None,
        source: str = "test",
    ) -> None:
        self._waiting.append(Upload(table, list(rows), covers or {}, source))

    def roster(self, members: Mapping[str, Iterable[int]], day: date = MONDAY) -> None:
        rows = [
            {"person_id": person, "from_day": day, "group_id": group}
            for group, people in members.items()
            for person in people
        ]
        self.load("roster", rows, {"roster": [(day, day)]})

    def groups(self, *known: Mapping[str, Any]) -> None:
        self.load("org_group", known)

    def usage(
        self,
        times: Mapping[tuple[date, date], Mapping[int, float | None]],
        *,
        platform: str = "teams",
        action: str = "message",
        source: str = "test",
    ) -> None:
        rows = [
            {
                "platform": platform,
                "person_id": person,
                "first_day": first,
                "last_day": last,
                "action": action,
                "times": value,
            }
            for (first, last), people in times.items()
            for person, value in people.items()
        ]
        self.load("usage", rows, {f"usage:{platform}": list(times)}, source)

    def outcome(
        self,
        values: Mapping[str, Mapping[tuple[date, date], tuple[float, float]]],
        *,
        kpi: str = "escalations",
        source: str = "test",
    ) -> None:
        rows = [
            {
                "kpi": kpi,
                "group_id": group,
                "first_day": first,
                "last_day": last,
                "numerator": above,
                "denominator": below,
            }
            for group, own in values.items()
            for (first, last), (above, below) in own.items()
        ]
        covers = {f"outcome:{kpi}:{group}": list(own) for group, own in values.items()}
        self.load("outcome", rows, covers, source)


def _write(writer: Writer, uploads: Sequence[Upload]) -> None:
    """Write the uploads in their order, all they cover in one statement."""
    first = int(writer.one("select coalesce(max(upload_no), 0) + 1 from upload")[0])
    numbers = range(first, first + len(uploads))
    writer.execute(
        "insert into upload (upload_no, upload_id, source_id, filename, loaded_at, loaded_by,"
        " rows_read, rows_loaded, rows_rejected, rows_skipped, facts_written, facts_replaced)"
        " select unnest(?) as n, 'sha-' || n, unnest(?), 'test.csv', ?, 'test', 0, 0, 0, 0, 0, 0",
        [list(numbers), [one.source for one in uploads], datetime(2026, 12, 1)],  # noqa: DTZ001
    )
    spoken = [
        (subject, *window, number)
        for number, one in zip(numbers, uploads, strict=True)
        for subject, windows in one.covers.items()
        for window in windows
    ]
    if spoken:
        lists = [list(column) for column in zip(*spoken, strict=True)]
        writer.execute("insert into truth select unnest(?), unnest(?), unnest(?), unnest(?)", lists)
    for number, one in zip(numbers, uploads, strict=True):
        if one.rows:
            insert_frame(writer, one.table, pd.DataFrame(one.rows).assign(upload_no=number))


def programme(**changes: Any) -> Programme:
    given: dict[str, Any] = {"kpis": (KPI,), "use_cases": (CASE,)}
    return Programme(**(given | changes))


def roll_out(group: str, day: date, **changes: Any) -> Intervention:
    given: dict[str, Any] = {"id": f"r-{group}", "kind": "roll-out", "groups": (group,)}
    return Intervention(**(given | {"from_day": day} | changes))
