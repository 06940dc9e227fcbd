"""What a variation is, the rosters it stands beside, and how all of them are run."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from signpost.pipelines.ingest import ingest
from signpost.warehouse.store import Warehouse
from tests.pipelines.cases import Case, Check, run
from tests.pipelines.outcome import Outcome


@dataclass(frozen=True)
class Variation:
    """Files by their names (those called first_... are loaded before), and what comes out."""

    files: Mapping[str, str | bytes]
    case: Case


def roster(*groups: str) -> str:
    """Return a roster of twelve people per group: sale00@x.org is the first of Sales."""
    rows = [
        f"{group.split()[0].lower()[:4]}{i:02d}@x.org,{group},2023-01-01"
        for group in groups
        for i in range(12)
    ]
    return "e-mail,group,effective date\n" + "\n".join(rows) + "\n"


ROSTERS = {
    "kpi.csv": roster("Sales", "Support", "Finance", "Field Service"),
    "usage.csv": roster("Sales", "Engineering"),
}
TABLE: dict[str, Variation] = {}


def vary(
    name: str,
    kind: str,
    files: Mapping[str, str | bytes],
    check: Check,
    roster: str = "kpi.csv",
    **more: Any,
) -> None:
    """Add one variation to the table."""
    assert name not in TABLE
    first = tuple(file for file in files if file.startswith("first_"))
    paths = tuple(file for file in files if file not in first)
    TABLE[name] = Variation(files, Case(kind, paths, check, roster=roster, first=first, **more))


def xlsx(
    sheets: Mapping[str, Sequence[Sequence[object]]],
    formats: Mapping[str, Mapping[str, str]] | None = None,
    change: Callable[[Any], object] | None = None,
) -> bytes:
    """Return a workbook with these rows per sheet; `formats` are number formats by cell."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for cell, form in (formats or {}).get(title, {}).items():
            sheet[cell].number_format = form
        if change:
            change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def outcome_of(name: str, work: Path, bases: Path) -> Outcome:
    """Load one variation below `work` and grade it; rosters are loaded once, below `bases`."""
    variation = TABLE[name]
    folder = work / "files"
    folder.mkdir()
    for file, content in (variation.files | ROSTERS).items():
        (folder / file).write_bytes(content.encode() if isinstance(content, str) else content)

    def base(file: str) -> Path:
        place = bases / file / "data"
        if not place.exists():
            place.parent.mkdir()
            ingest(Warehouse(place), [folder / file])
        return place

    return run(variation.case, folder, work, base)


def main(*names: str) -> None:
    """Print how each variation goes whose name or kind is given; all without."""
    with tempfile.TemporaryDirectory() as root:
        bases = Path(root) / "bases"
        bases.mkdir()
        for name, variation in TABLE.items():
            if names and not any(part in name or part == variation.case.kind for part in names):
                continue
            work = Path(root) / "work"
            work.mkdir()
            done = outcome_of(name, work, bases)
            shutil.rmtree(work)
            sys.stdout.write(f"{done.grade:8}{variation.case.kind:4}{name}: {done.why[:600]}\n")
