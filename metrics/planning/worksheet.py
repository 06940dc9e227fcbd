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

from signpost.metrics.model.purpose import DOUBT_SUBJECTS, Goal
from signpost.metrics.model.schema import Area, Programme, UseCase
from signpost.metrics.planning.opportunities import Opportunities
from signpost.metrics.planning.pattern_catalogue import pattern_catalogue

FIELDS = {
    "id": "Short name, no spaces",
    "label": "What you would call it",
    "area": "marketing, operational or customer",
    "goal": "Which goal does it serve? Why do we do this at all?",
    "problem": "Which problem should get better?",
    "today": "How is it done today?",
    "pain_points": "What hurts about that?",
    "wished_way": "How should it go?",
    "obstacles": "What stands in the way?",
    "mechanism": "How would using this make that better?",
    "platform": "Platform",
    "kpi": "KPI that would move",
    "focus": "Groups to begin with, separated by ;",
    "worthwhile_change": "Smallest change worth having",
    "adoption_target": "Share of members who should use it, 0 to 1",
    "budget": "What the pilot may cost in all",
    "must_agree": "Who must agree, separated by ;",
    "doubts": "What they doubt, separated by ; as who: doubt [figure], where the figure that would "
    f"answer it is one of {', '.join(DOUBT_SUBJECTS)}, or nothing",
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
        patterns = pd.DataFrame(_patterns(), columns=list(_PATTERN_COLUMNS))
        patterns.to_excel(writer, sheet_name="patterns", index=False)
    return buffer.getvalue()


_PATTERN_COLUMNS = ("pattern", "problem", "mechanism", "tool", "kpi", "found elsewhere", "source")


def _patterns() -> list[tuple[str, ...]]:
    """Return what others tried, to talk about; nothing of it is read back."""
    return [
        (
            one.label,
            one.problem,
            one.mechanism,
            one.tool,
            ", ".join((*one.kpis, *([one.measure] if one.measure else []))),
            " ".join(effect.text for effect in one.effects),
            " ".join(effect.url for effect in one.effects),
        )
        for one in pattern_catalogue()
    ]


def _patterns_as_list() -> str:
    return "".join(
        f"<li><b>{escape(row[0])}</b>: {escape(' '.join(row[1:3]))} {escape(row[5])} "
        f"({escape(row[6])})</li>"
        for row in _patterns()
    )


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
        f"<table><tr>{head}</tr><tr>{questions}</tr>{body}</table>"
        f"<h2>Patterns that others tried</h2><ul>{_patterns_as_list()}</ul></body></html>"
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
    values: dict[str, object] = {n: row[n] for n in FIELDS if row.get(n) and n not in _FOUND_OUT}
    found_out = {name: _session_cell(name, row[name]) for name in _FOUND_OUT if row.get(name)}
    if found_out:
        values["discovery"] = found_out
    if row.get("budget"):
        values["budget"] = {"value": row["budget"], "owner": row.get("owner", "")}
    values["goal"] = _goal_id(row.get("goal", ""), programme)
    values["focus"] = _parts(row.get("focus", ""))
    values.setdefault("label", row["id"])
    for needed in ("mechanism", "platform"):
        values.setdefault(needed, "")
    try:
        return UseCase.model_validate({**values, "stage": "explore"})
    except ValidationError as trouble:
        first = trouble.errors()[0]
        column = str(first["loc"][-1 if first["loc"][0] == "discovery" else 0])
        return RejectedLine(line, column, first["msg"].removeprefix("Value error, "))


_FOUND_OUT = ("today", "pain_points", "wished_way", "obstacles", "must_agree", "doubts")
"""Columns of what the session found out."""


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _session_cell(name: str, cell: str) -> str | tuple[str, ...]:
    return _parts(cell) if name in ("must_agree", "doubts") else cell


def _goal_id(text: str, programme: Programme) -> str:
    """Return the id of the goal a session named by its id or label; a new one is its own id."""
    for goal in programme.goals:
        if text.casefold() in (goal.id.casefold(), goal.label.casefold()):
            return goal.id
    return text


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
    """Return the programme with the drafts; a draft of the same id is replaced.

    A goal that only a draft names is added.
    """
    new = {draft.id: draft for draft in drafts}
    others = tuple(case for case in programme.use_cases if case.id not in new)
    known = {goal.id for goal in programme.goals}
    named = dict.fromkeys(draft.goal for draft in new.values() if draft.goal)
    goals = tuple(Goal(id=name, label=name) for name in named if name not in known)
    return programme.model_copy(
        update={"use_cases": (*others, *new.values()), "goals": (*programme.goals, *goals)}
    )
