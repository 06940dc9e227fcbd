"""What happened to a file, for the person who holds it: sentences and a table by reason."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from dashboard.formats import count, day
from pipelines.identify import all_sources
from pipelines.receipt import FileResult, Receipt


def covered(receipt: Receipt) -> str:
    """Write the days a file speaks for; '' where it has none."""
    if receipt.first_day is None or receipt.last_day is None:
        return ""
    return f"{day(receipt.first_day)} to {day(receipt.last_day)}"


def recognised(result: FileResult) -> str:
    """Say which export a file is and which days it speaks for."""
    if result.receipt is None:
        return ""
    label = next((s.label for s in all_sources() if s.id == result.receipt.source_id), "")
    return " · ".join(
        part for part in (label or result.receipt.source_id, covered(result.receipt)) if part
    )


def outcome(result: FileResult) -> str:
    """Say in one line what was found in a file."""
    if result.error is not None:
        return result.error.message
    if result.status == "already_loaded" or result.receipt is None:
        return "Already loaded; publishing it again changes nothing."
    receipt = result.receipt
    parts = [f"{count(receipt.rows_loaded, 'row')} ready"]
    if receipt.rows_rejected:
        parts.append(f"{receipt.rows_rejected:,} set aside")
    if receipt.rows_skipped:
        parts.append(f"{receipt.rows_skipped:,} totals, footers or blank lines left out")
    return ", ".join(parts) + "."


def what_changes(results: tuple[FileResult, ...]) -> str:
    """Say what publishing these files adds and replaces."""
    receipts = [r.receipt for r in results if r.status == "loaded" and r.receipt is not None]
    if not receipts:
        return "There is nothing to publish."
    rows = sum(receipt.rows_loaded for receipt in receipts)
    replaced = sum(receipt.facts_replaced for receipt in receipts)
    text = f"Publishing adds {count(rows, 'row')} from {count(len(receipts), 'file')}"
    text += f" and replaces {replaced:,} earlier ones." if replaced else " and replaces nothing."
    return f"{text} You can take it back under History."


def by_reason(receipt: Receipt) -> pd.DataFrame:
    """Group the rows set aside: reason, column, how many, the first line and its text."""
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
    """List every row set aside, to be mended and uploaded again."""
    return pd.DataFrame(
        [(r.line, r.column, r.text, r.reason) for r in receipt.rejected],
        columns=["line", "column", "as found", "reason"],
    )


def name(result: FileResult) -> str:
    """Return the file's own name."""
    return Path(result.file).name
