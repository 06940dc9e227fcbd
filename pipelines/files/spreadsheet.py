"""Sheets of a workbook, each written as a CSV that is read like any other."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine as calamine

from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.files.workbook_faults import Faults, Omissions, omissions_by_sheet
from signpost.pipelines.model import limits

_EPOCH = datetime(1899, 12, 31)  # noqa: DTZ001 - a spreadsheet's days have no zone


@dataclass(frozen=True)
class Sheet:
    """One visible sheet with at least one filled cell."""

    name: str
    path: Path
    width: int
    unread: str = ""
    """The sheets of its workbook that are not read."""
    hidden: int = 0
    """Rows that are hidden in it, and read like the others."""
    hidden_columns: int = 0


def sheets(path: Path, work: Path, name: str) -> list[Sheet]:
    """Write each visible, filled sheet of the workbook below `work`, row n on line n.

    A sheet of one column is a cover or a note: it is left out where another holds a table.
    """
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        visible = [s.name for s in book.sheets_metadata if _shown(s)]
        omitted = omissions_by_sheet(path)
        found = [
            _save(book, title, work, name, omitted.get(title, Omissions())) for title in visible
        ]
    except (calamine.CalamineError, OSError, UnicodeError) as error:
        raise UnreadableFile(
            "damaged",
            f"{name} cannot be read as a workbook ({error}).",
            "Open it, check that it has no password, and save it again as XLSX or CSV.",
        ) from error
    filled = [sheet for sheet in found if sheet is not None]
    if not filled:
        raise UnreadableFile(
            "empty_file", f"{name} has no visible sheet with cells.", "Choose another file."
        )
    read = [sheet for sheet in filled if sheet.width > 1] or filled
    titles = {sheet.name for sheet in read}
    unread = [_why_unread(s) for s in book.sheets_metadata if s.name not in titles]
    return [replace(read[0], unread=", ".join(unread)), *read[1:]]


def _why_unread(sheet: calamine.SheetMetadata) -> str:
    hidden = sheet.visible != calamine.SheetVisibleEnum.Visible
    chart = sheet.typ != calamine.SheetTypeEnum.WorkSheet
    why = "hidden" if hidden else "no cells" if chart else "empty or one column only"
    return f"{sheet.name!r} ({why})"


def _shown(sheet: calamine.SheetMetadata) -> bool:
    work = calamine.SheetTypeEnum.WorkSheet
    return sheet.visible == calamine.SheetVisibleEnum.Visible and sheet.typ == work


def _save(
    book: calamine.CalamineWorkbook, title: str, work: Path, name: str, omitted: Omissions
) -> Sheet | None:
    sheet = book.get_sheet_by_name(title)
    if sheet.height * sheet.width > limits.WORKBOOK_CELLS or sheet.width > limits.COLUMNS:
        raise UnreadableFile(
            "too_large",
            f"{name}, sheet {title}: {sheet.height} rows by {sheet.width} columns; a sheet may "
            "have "
            f"{limits.WORKBOOK_CELLS} cells and {limits.COLUMNS} columns.",
            "Save the sheet as CSV: a CSV may have any size.",
        )
    if not sheet.height:
        return None
    folder = work / "sheets"
    folder.mkdir(exist_ok=True)
    target = folder / f"{len(list(folder.iterdir())):05d}.csv"
    with target.open("w", newline="", encoding="utf-8") as out:
        # every cell quoted: an empty row keeps its line, a text that looks like markup stays text
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerows(_rows(sheet, omitted.faults))
    columns = sum(at < sheet.width for at in omitted.hidden_columns)
    return Sheet(title, target, sheet.width, hidden=omitted.hidden, hidden_columns=columns)


def _rows(sheet: calamine.CalamineSheet, faults: Faults) -> Iterator[list[str]]:
    """Yield the cells of each row; a cell with an error, which the reader empties, is its error."""
    for number, row in enumerate(sheet.to_python(skip_empty_area=False)):
        cells = [_text(value) for value in row]
        for at, error in faults.get(number, {}).items():
            if at < len(cells) and not cells[at]:
                cells[at] = error
        yield cells


def _fraction(value: float) -> str:
    """Return a number whose three decimals nobody can take for thousands: 0.125 is 0.1250."""
    text = repr(value)
    return text + "0" if len(text.partition(".")[2]) == 3 else text


def _seconds(value: time) -> float:
    return value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6


def _text(value: object) -> str:
    """Return a cell as it would be typed: ISO days, whole numbers without a point."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else _fraction(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):  # a duration below a day, formatted as a time of day
        return str(round(_seconds(value)))
    if isinstance(value, timedelta):
        return str(round(value.total_seconds()))
    return str(value).replace("\0", "")
