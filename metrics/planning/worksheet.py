"""Worksheet of a half-day session: pilots out as HTML or XLSX, draft use cases back in."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from html.parser import HTMLParser
from typing import get_args
from zipfile import BadZipFile, ZipFile

import pandas as pd
from pydantic import ValidationError
from python_calamine import CalamineError

from signpost.metrics.model.schema import Area, Programme, UseCase
from signpost.metrics.planning.opportunities import Opportunities

FIELDS = {
    "id": "Short name, no spaces",
    "label": "What you would call it",
    "area": "marketing, operational or customer",
    "problem": "Which problem should get better?",
    "mechanism": "How would using this make that better?",
    "platform": "Platform",
    "kpi": "KPI that would move",
    "focus": "Groups to begin with, separated by ;",
    "worthwhile_change": "Smallest change worth having",
    "adoption_target": "Share of members who should use it, 0 to 1",
    "owner": "Who answers for it",
    "review_date": "When to look again, YYYY-MM-DD",
    "decision_rule": "If it works we …, if not we …",
}
"""Column -> the question asked in the session."""
SHEET = "use cases"
_MAX_ROWS = 200
"""Rows read; a session does not write more."""
MAX_BYTES, MAX_UNPACKED_BYTES = 5_000_000, 50_000_000
_CELL_REFERENCE = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]*)(\d+)""")


@dataclass(frozen=True)
class RejectedLine:
    """One row of a worksheet that is no draft, and why."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True)
class WorksheetDrafts:
    """Draft use cases in stage `explore`, and rejected rows."""

    use_cases: tuple[UseCase, ...]
    set_aside: tuple[RejectedLine, ...]


class WorksheetError(ValueError):
    """The file is no worksheet; the message carries its fault and the remedy."""


def worksheet_rows(explored: Opportunities, programme: Programme) -> list[dict[str, str]]:
    """Return one row per pilot with what is known, the session's questions left empty."""
    rows = []
    for pilot in explored.pilots:
        kpi = programme.kpi(pilot.kpi)
        row = dict.fromkeys(FIELDS, "")
        row |= {
            "id": f"{kpi.id}-pilot",
            "label": f"Pilot: {kpi.label}",
            "platform": pilot.platform,
            "kpi": kpi.id,
            "focus": "; ".join(pilot.focus),
            "worthwhile_change": f"{kpi.worthwhile_change:g}",
            "owner": kpi.owner,
        }
        rows.append(row)
    return rows


def worksheet_to_xlsx(rows: Sequence[Mapping[str, str]], spare: int = 5) -> bytes:
    """Return the worksheet as XLSX: headers, questions, rows, empty rows; text stays text."""
    table = [FIELDS, *rows, *([dict.fromkeys(FIELDS, "")] * spare)]
    frame = pd.DataFrame(table, columns=list(FIELDS))
    buffer = io.BytesIO()
    options = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
    with pd.ExcelWriter(buffer, engine="xlsxwriter", engine_kwargs=options) as writer:
        frame.to_excel(writer, sheet_name=SHEET, index=False)
        writer.sheets[SHEET].set_column(0, len(FIELDS) - 1, 28)
        writer.sheets[SHEET].freeze_panes(2, 1)
    return buffer.getvalue()


def worksheet_to_html(rows: Sequence[Mapping[str, str]], title: str, spare: int = 5) -> str:
    """Return the worksheet as a page to print, or to fill in and save from the browser."""
    blank = dict.fromkeys(FIELDS, "")
    head = "".join(f"<th>{escape(name)}</th>" for name in FIELDS)
    questions = "".join(f"<td>{escape(question)}</td>" for question in FIELDS.values())
    body = "".join(
        "<tr>" + "".join(f"<td contenteditable>{escape(row[n])}</td>" for n in FIELDS) + "</tr>"
        for row in [*rows, *([blank] * spare)]
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>body{{font-family:sans-serif}}"
        "table{border-collapse:collapse}td,th{border:1px solid #888;padding:.4em;"
        "vertical-align:top;min-width:7em}tr:nth-child(2){background:#eee}</style></head>"
        f"<body><h1>{escape(title)}</h1><p>Opportunities to talk about, not effects. Save this "
        "page and load it back to make draft use cases.</p>"
        f"<table><tr>{head}</tr><tr>{questions}</tr>{body}</table></body></html>"
    )


class _Table(HTMLParser):
    """The cells of the tables of a page, by row."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data


def read_worksheet(content: bytes, programme: Programme) -> WorksheetDrafts:
    """Return the drafts of a worksheet, XLSX or HTML; WorksheetError where it is neither."""
    if len(content) > MAX_BYTES:
        raise WorksheetError("The file is larger than any worksheet. Was another file meant?")
    table = _from_xlsx(content) if content[:2] == b"PK" else _from_html(content)
    header = [cell.strip().casefold() for cell in table[0]] if table else []
    missing = [name for name in ("id", "kpi", "problem") if name not in header]
    if missing:
        raise WorksheetError(
            f"The table has no column {', '.join(missing)}. Use the worksheet as it was exported."
        )
    questions = list(FIELDS.values())
    drafts: list[UseCase] = []
    aside: list[RejectedLine] = []
    for line, cells in enumerate(table[1 : _MAX_ROWS + 1], start=2):
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
        if not any(row.values()) or [row.get(name, "") for name in FIELDS] == questions:
            continue
        draft = _draft(line, row, programme, {case.id for case in drafts})
        if isinstance(draft, UseCase):
            drafts.append(draft)
        else:
            aside.append(draft)
    return WorksheetDrafts(tuple(drafts), tuple(aside))


def _from_xlsx(content: bytes) -> list[list[str]]:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            if unpacked > MAX_UNPACKED_BYTES:
                raise WorksheetError("The file is larger than any worksheet once it is unpacked.")
            _refuse_far_cells(archive)
        frame = pd.read_excel(
            io.BytesIO(content), engine="calamine", header=None, nrows=_MAX_ROWS + 1
        )
    except (BadZipFile, CalamineError, OSError) as trouble:
        raise WorksheetError(f"This is no readable XLSX file: {trouble}") from trouble
    return [[_text(cell) for cell in row] for row in frame.itertuples(index=False)]


def _refuse_far_cells(archive: ZipFile) -> None:
    """Refuse cells with a far row number: rows before them would fill the memory."""
    names = archive.namelist()
    sheets = (archive.read(name) for name in names if name.startswith("xl/worksheets/"))
    far = any(
        len(c) > 2 or len(r) > 4 for sheet in sheets for c, r in _CELL_REFERENCE.findall(sheet)
    )
    if far or {"xl/workbook.bin", "mimetype"} & set(names):
        raise WorksheetError("Cells lie further out than in a worksheet, or it is not XLSX.")


def _text(cell: object) -> str:
    if cell is None or cell is pd.NaT or cell != cell:  # NaN: an empty cell
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _from_html(content: bytes) -> list[list[str]]:
    page = _Table()
    page.feed(content.decode("utf-8", errors="replace"))
    if not page.rows:
        raise WorksheetError("There is no table in this file. Use the exported worksheet.")
    return page.rows


def _draft(
    line: int, row: Mapping[str, str], programme: Programme, taken: Iterable[str]
) -> UseCase | RejectedLine:
    reason = _first_fault(row, programme, taken)
    if reason is not None:
        return RejectedLine(line, *reason)
    values: dict[str, object] = {n: row[n] for n in FIELDS if row.get(n)}
    values["focus"] = tuple(g.strip() for g in row.get("focus", "").split(";") if g.strip())
    values.setdefault("label", row["id"])
    for needed in ("mechanism", "platform"):
        values.setdefault(needed, "")
    try:
        return UseCase.model_validate({**values, "stage": "explore"})
    except ValidationError as trouble:
        first = trouble.errors()[0]
        return RejectedLine(line, str(first["loc"][0]), first["msg"])


def _first_fault(
    row: Mapping[str, str], programme: Programme, taken: Iterable[str]
) -> tuple[str, str] | None:
    for name in ("id", "area", "problem", "kpi"):
        if not row.get(name):
            return name, f"{FIELDS[name]}: nothing is entered."
    kpis = [card.id for card in programme.kpis]
    if row["kpi"] not in kpis:
        return "kpi", f"There is no KPI {row['kpi']!r}; there are {', '.join(kpis)}."
    if row["area"] not in get_args(Area):
        return "area", f"{row['area']!r} is not marketing, operational or customer."
    begun = {case.id for case in programme.use_cases if case.stage != "explore"}
    if row["id"] in begun or row["id"] in set(taken):
        return "id", f"There is a use case {row['id']!r} already. Choose another short name."
    return None


def with_drafts(programme: Programme, drafts: Iterable[UseCase]) -> Programme:
    """Return the programme with the drafts; a draft of the same id is replaced."""
    new = {draft.id: draft for draft in drafts}
    others = tuple(case for case in programme.use_cases if case.id not in new)
    return programme.model_copy(update={"use_cases": (*others, *new.values())})
