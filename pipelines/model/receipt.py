"""What became of a file: counts, days covered, what was rejected and why."""

from __future__ import annotations

import html
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from signpost.pipelines.errors import FileTrouble
from signpost.pipelines.model.column_reading import ColumnReading

UNDATED = date(2000, 1, 1)
"""The first day of what holds since ever: a list without a day in it."""
IN_NO_ROSTER = "are in no roster"
"""How a warning of groups that nobody is in reads."""
MUCH = 0.5
"""Share of a file's rejected rows from which somebody should look at it."""
_Status = Literal["loaded", "already_loaded", "failed"]


@dataclass(frozen=True)
class Reject:
    """One row or cell that was rejected; `text` never names a person."""

    line: int
    column: str | None
    text: str | None
    reason: str


@dataclass(frozen=True)
class Receipt:
    """Counts named rows_* are rows of the file, facts_* rows of the warehouse."""

    upload_id: str
    source_id: str
    filename: str
    rows_read: int
    rows_loaded: int
    rows_rejected: int
    rows_skipped: int
    facts_written: int
    facts_replaced: int
    first_day: date | None
    last_day: date | None
    warnings: tuple[str, ...] = ()
    rejected: tuple[Reject, ...] = ()
    """The first thousand."""
    already_loaded: bool = False
    upload_no: int | None = None
    reading: tuple[ColumnReading, ...] = ()
    """How the file was read: its columns, what decided each, and those that are not used."""
    notes: tuple[str, ...] = ()
    """What was left out on purpose, and why; nothing to check."""

    def __post_init__(self) -> None:
        parts = self.rows_loaded + self.rows_rejected + self.rows_skipped
        if self.rows_read != parts:
            raise ValueError(f"rows_read == {self.rows_read}, its parts sum to {parts}.")

    @property
    def wants_a_look(self) -> bool:
        """Return whether many rows were rejected, or groups were named that no roster knows."""
        rows = self.rows_read - self.rows_skipped
        strangers = any(IN_NO_ROSTER in warning for warning in self.warnings)
        return strangers or self.rows_rejected >= MUCH * rows > 0

    def how_read(self) -> tuple[str, ...]:
        """Return in sentences what had to be decided to read the file, and what was left out."""
        decided = [one.sentence() for one in self.reading if one.reading and one.role != "unused"]
        unused = [one.column for one in self.reading if one.role == "unused"]
        listed = f"Not used: {', '.join(unused)}." if unused else ""
        values = [one.column for one in self.reading if one.role == "value"]
        each = self.source_id == "kpi_columns"
        kpis = f"Each of these columns is a KPI: {', '.join(values)}." if each else ""
        return tuple(filter(None, (kpis, *decided, *self.notes, listed)))

    def to_dict(self) -> dict[str, Any]:
        """Return the receipt as the command line prints it; days are ISO."""
        found = asdict(self)
        for name in ("warnings", "rejected", "reading", "notes"):
            found[name] = list(found[name])
        for name in ("first_day", "last_day"):
            found[name] = found[name].isoformat() if found[name] else None
        return found


@dataclass(frozen=True)
class FileResult:
    """One file: what it became, or why it could not be used."""

    file: str
    status: _Status
    receipt: Receipt | None = None
    error: FileTrouble | None = None
    path: Path | None = None
    """The file that was given, which may be an archive that holds this one."""

    def sentence(self) -> str:
        """Return one file in words."""
        name = Path(self.file).name
        if self.error:
            return f"{name}: {self.error.message} {self.error.remedy}"
        receipt = self.receipt
        if self.status == "already_loaded" or receipt is None:
            return f"{name}: already loaded, nothing changed."
        notes = "".join(f"\n    Please check: {warning}" for warning in receipt.warnings)
        aside = f", {receipt.rows_rejected:,} rejected" if receipt.rows_rejected else ""
        dated = receipt.first_day and receipt.first_day > UNDATED
        days = f" for {receipt.first_day} to {receipt.last_day}" if dated else ""
        told = "".join(f"\n    {line}" for line in receipt.how_read())
        read = f"\n  How this file was read:{told}" if told else ""
        loaded = f"{receipt.rows_loaded:,} rows{days}{aside}"
        return f"{name}: {receipt.source_id}, {loaded}.{notes}{read}"

    def to_dict(self) -> dict[str, Any]:
        """Return the receipt's entries beside file, status and error."""
        shown = self.receipt.to_dict() if self.receipt else {}
        error = asdict(self.error) if self.error else None
        return {**shown, "file": self.file, "status": self.status, "error": error}


@dataclass(frozen=True)
class Report:
    """Receipts of all files of one call and the version they made."""

    version: int
    files: tuple[FileResult, ...] = field(default=())

    @property
    def failed(self) -> bool:
        """Some file could not be used."""
        return any(result.status == "failed" for result in self.files)

    def to_dict(self) -> dict[str, Any]:
        """Return the contract of `signpost ingest --json`."""
        return {"version": self.version, "files": [result.to_dict() for result in self.files]}

    def __str__(self) -> str:
        return "\n".join(result.sentence() for result in self.files)

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>"
