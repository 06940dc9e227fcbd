"""Files behind a figure: which are in force, and how many of their rows count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from signpost.presentation.formats import count, day
from signpost.warehouse import Reader

FILES = """
    select u.filename, u.rows_loaded, u.loaded_at, min(t.first_day), max(t.last_day), u.upload_no
    from truth t join upload_now n on n.subject = t.subject and n.upload_no = t.upload_no
    join upload u on u.upload_no = t.upload_no
    where n.subject = ? or starts_with(n.subject, ? || ':')
    group by u.upload_no, u.filename, u.rows_loaded, u.loaded_at
    order by u.upload_no desc
"""
_COUNTED = {
    "outcome": "select upload_no, count(*) from outcome_now where kpi = ? group by upload_no",
    "cost": "select upload_no, count(*) from cost_now where ? = 'cost' group by upload_no",
}
"""Kind of subject -> rows in force by upload; a fact of these is a row of its file."""
NO_FILE = "no file"


@dataclass(frozen=True)
class LoadedFile:
    """One file in force behind a figure, as History has it."""

    upload: int
    name: str
    rows: int
    counted: int | None = None
    """Rows of it that are in force for this figure; None: not told apart."""

    @property
    def words(self) -> str:
        """Return its name and how many of its rows count."""
        if self.counted is None or self.counted > self.rows:
            return f"{self.name}: {count(self.rows, 'row')} loaded"
        verb = "counts" if self.counted == 1 else "count"
        return f"{self.name}: {self.counted:,} of {count(self.rows, 'row')} {verb} here"


def loaded_files(reader: Reader, subjects: Iterable[str]) -> tuple[LoadedFile, ...]:
    """Return the files in force with these subjects, the newest first."""
    found: dict[int, LoadedFile] = {}
    for subject in subjects:
        counted = reader.once((_counted_rows, subject), partial(_counted_rows, reader, subject))
        for name, rows, _, _, _, upload in _files(reader, subject):
            before = found.get(upload)
            many = counted.get(upload, 0) if counted is not None else None
            if before is not None and before.counted is not None and many is not None:
                many += before.counted
            found[upload] = LoadedFile(upload, name, rows, many)
    return tuple(found[upload] for upload in sorted(found, reverse=True))


def _files(reader: Reader, subject: str) -> list[tuple[Any, ...]]:
    return reader.once((FILES, subject), lambda: reader.rows(FILES, [subject, subject]))


def _counted_rows(reader: Reader, subject: str) -> dict[int, int] | None:
    """Return upload -> its rows in force for a subject; None where they are not told apart."""
    kind, _, name = subject.partition(":")
    if kind not in _COUNTED or (kind == "outcome" and not name):
        return None
    return {int(upload): int(many) for upload, many in reader.rows(_COUNTED[kind], [name or kind])}


def files_text(reader: Reader, subject: str) -> str:
    """Return how many files in force a subject has, their rows and load times, in words."""
    rows = _files(reader, subject)
    if not rows:
        return NO_FILE
    total = sum(row[1] for row in rows)
    newest = max(row[2] for row in rows)
    first, last = min(row[3] for row in rows), max(row[4] for row in rows)
    return (
        f"{count(len(rows), 'file')} with {count(total, 'row')} in all, covering {day(first)} to "
        f"{day(last)}, last loaded {day(newest)}"
    )
