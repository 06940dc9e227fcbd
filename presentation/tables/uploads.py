"""Uploads as sentences and tables, for the person who loads files."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from signpost.pipelines.model.receipt import UNDATED, FileResult, Receipt
from signpost.pipelines.recognition.identify import all_sources
from signpost.presentation.formats import count, day
from signpost.presentation.memo import memoised_by_content

_ACTS = {
    "load": "Loaded a file", "undo": "Reverted a file", "define": "Saved the programme",
    "decide": "Took a decision", "export": "Downloaded a file", "erase": "Erased a person",
    "restore": "Restored a version", "name_group": "Matched a group name",
    "sign": "Signed a figure", "draw": "Drew an order of starts",
    "lottery": "Drew places among people",
}  # fmt: skip
PROMISE = "Identifiers of people become codes before anything is stored; the files are not kept."
_TEXT = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
_NAMED = re.compile(rf"(?P<name>{_TEXT})(?: \(did you mean (?P<near>{_TEXT})\?\))?")


def covered_text(receipt: Receipt) -> str:
    """Return the days of a file in words; '' where it has none. A list counts from its day on."""
    if receipt.first_day is None or receipt.last_day is None:
        return ""
    if receipt.first_day == receipt.last_day and _is_list(receipt):
        undated = receipt.first_day == UNDATED
        return "names no day" if undated else f"in force from {day(receipt.first_day)}"
    return f"{day(receipt.first_day)} to {day(receipt.last_day)}"


def _is_list(receipt: Receipt) -> bool:
    tables = {source.id: source.table for source in all_sources()}
    return tables.get(receipt.source_id) in ("roster", "licence")


def recognition_text(result: FileResult) -> str:
    """Return which export a file is and which days it covers, in words."""
    if result.receipt is None:
        return ""
    parts = (source_label(result.receipt), covered_text(result.receipt))
    return " · ".join(part for part in parts if part)


def source_label(receipt: Receipt) -> str:
    """Return the name of the export a file was read as."""
    return source_name(receipt.source_id)


def source_name(source_id: str) -> str:
    """Return the name of an export by its id; an id without one reads as a phrase."""
    title = next((source.label for source in all_sources() if source.id == source_id), "")
    return title or source_id.replace("_", " ").capitalize()


def upload_outcome(result: FileResult) -> str:
    """Return in one line what was found in a file."""
    if result.error is not None:
        return result.error.message
    if result.status == "already_loaded" or result.receipt is None:
        return "Already loaded; publishing it again changes nothing."
    return row_counts_text(result.receipt)


def loaded_text(result: FileResult) -> str:
    """Return in one line what was loaded of a file."""
    return "" if result.receipt is None else row_counts_text(result.receipt, "loaded")


def row_counts_text(receipt: Receipt, word: str = "ready") -> str:
    """Return how many rows can be used, were rejected, were left out, in words."""
    parts = [f"{count(receipt.rows_loaded, 'row')} {word}"]
    if receipt.rows_rejected:
        parts.append(f"{receipt.rows_rejected:,} rejected")
    if receipt.rows_skipped:
        lines = ("total, footer or blank line", "totals, footers or blank lines")
        parts.append(f"{count(receipt.rows_skipped, *lines)} left out")
    return ", ".join(parts) + "."


def publish_text(results: tuple[FileResult, ...]) -> str:
    """Return what publishing these files adds, replaces and leaves out, in words."""
    receipts = [r.receipt for r in results if r.status == "loaded" and r.receipt is not None]
    if not receipts:
        return "There is nothing to publish."
    rows = sum(receipt.rows_loaded for receipt in receipts)
    figures = sum(receipt.facts_written for receipt in receipts)
    replaced = sum(receipt.facts_replaced for receipt in receipts)
    several = rows != figures  # a row with a month per column is many figures
    holding = f" with {count(figures, 'figure')}" if several else ""
    text = f"Publishing adds {count(rows, 'row')}{holding} from {count(len(receipts), 'file')}"
    one = "earlier figure" if several else "earlier one"
    earlier = count(replaced, one) if replaced else "nothing"
    out = sum(r.status == "failed" for r in results)
    left = f" {count(out, 'file')} {'is' if out == 1 else 'are'} left out." if out else ""
    return f"{text} and replaces {earlier}.{left} You can undo it under History."


def unknown_groups_text(receipt: Receipt) -> dict[str, str]:
    """Return the group names no roster has: name -> the nearest known one, '' where none is."""
    matches = (
        match
        for text in receipt.warnings
        if "in no roster" in text
        for match in _NAMED.finditer(text)
    )
    return {
        ast.literal_eval(match["name"]): ast.literal_eval(match["near"] or "''")
        for match in matches
    }


def by_reason(receipt: Receipt) -> pd.DataFrame:
    """Return the rejected rows by reason: column, how many, the first line and its text."""
    rejects = pd.DataFrame(
        [(r.reason, r.column or "", r.line, r.text or "") for r in receipt.rejected],
        columns=["Why", "Column", "line", "text"],
    )
    if rejects.empty:
        return pd.DataFrame(columns=["Why", "Column", "Rows", "First line", "As found"])
    grouped = rejects.groupby(["Why", "Column"], sort=False, as_index=False).agg(
        Rows=("line", "size"), first=("line", "first"), found=("text", "first")
    )
    renamed = grouped.rename(columns={"first": "First line", "found": "As found"})
    return renamed.sort_values("Rows", ascending=False, kind="stable", ignore_index=True)


def rejected_rows(receipt: Receipt) -> pd.DataFrame:
    """Return every rejected row, to be corrected and uploaded again."""
    return pd.DataFrame(
        [(r.line, r.column, r.text, r.reason) for r in receipt.rejected],
        columns=["line", "column", "as found", "reason"],
    )


def name(result: FileResult) -> str:
    """Return the file's own name."""
    return Path(result.file).name


@memoised_by_content
def upload_names(uploads: pd.DataFrame) -> dict[str, str]:
    """Return number -> name of an upload in a list."""
    return {
        str(row["upload_no"]): f"{row['filename']} · {day(row['loaded_at'])}"
        + ("" if row["in_force"] else f" · {upload_state(row)}")
        for row in uploads.to_dict("records")
    }


@memoised_by_content
def uploads_table(uploads: pd.DataFrame) -> pd.DataFrame:
    """Return one line per upload: when, who, what, how many rows, its state."""
    return pd.DataFrame(
        [
            (
                day(row["loaded_at"]),
                row["loaded_by"],
                row["filename"],
                source_name(row["source_id"]),
                _span(row),
                int(row["rows_loaded"]),
                int(row["rows_rejected"]),
                int(row["facts_written"]),
                int(row["facts_replaced"]),
                upload_state(row),
            )
            for row in uploads.to_dict("records")
        ],
        columns=[
            "Loaded",
            "By",
            "File",
            "Read as",
            "Covers",
            "Rows",
            "Rejected",
            "Figures",
            "Replaced figures",
            "State",
        ],
    )


def is_undone(row: Mapping[Hashable, Any]) -> bool:
    """Return whether an upload was reverted."""
    return not pd.isna(row["undone_at"])


def upload_state(row: Mapping[Hashable, Any]) -> str:
    """Return what became of an upload: in force, replaced by newer files, reverted by whom."""
    if is_undone(row):
        return f"reverted by {row['undone_by']}"
    return "in force" if row["in_force"] else "replaced"


def history_title(uploads: pd.DataFrame) -> str:
    """Return how many files count, how many newer ones replaced, how many were reverted."""
    undone = int(uploads["undone_at"].notna().sum())
    counting = int(uploads["in_force"].sum())
    replaced = len(uploads) - undone - counting
    return f"{count(counting, 'file')} in force, {replaced} replaced, {undone} reverted"


def _span(row: Mapping[Hashable, Any]) -> str:
    if pd.isna(row["first_day"]) or pd.isna(row["last_day"]):
        return ""
    return f"{day(row['first_day'])} to {day(row['last_day'])}"


def act_words(what: str) -> str:
    """Return an act of the audit trail in words."""
    return _ACTS.get(what, what.replace("_", " ").capitalize())


def _detail(text: str) -> str:
    """Return the detail of an act in words; the id of an export becomes its name."""
    if text.startswith("{"):
        return "; ".join(
            f"{name.replace('_', ' ')} {_written(value)}"
            for name, value in json.loads(text).items()
        )
    source, apart, rest = text.partition(": ")
    labels = {export.id: export.label for export in all_sources()}
    return f"{labels[source]}: {rest}" if apart and source in labels else text


def _written(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_written, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


@memoised_by_content
def acts_table(acts: pd.DataFrame) -> pd.DataFrame:
    """Return one line per act, newest first."""
    return pd.DataFrame(
        [
            (
                f"{day(row['done_at'])} {row['done_at']:%H:%M}",
                row["who"],
                act_words(row["what"]),
                _detail(str(row["detail"] or "")),
            )
            for row in acts.to_dict("records")
        ],
        columns=["When (UTC)", "Who", "What", "Detail"],
    )
