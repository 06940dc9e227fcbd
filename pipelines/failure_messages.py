"""Why one file of a call failed, in words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from signpost.pipelines.errors import FileTrouble
from signpost.pipelines.files.parquet_table import damaged_parquet
from signpost.pipelines.model.receipt import Receipt
from signpost.pipelines.prepare import Draft
from signpost.warehouse.errors import UnreadableError, explain_engine_error


def engine_trouble(
    error: duckdb.Error, name: str, path: Path, *, parquet: bool = False
) -> FileTrouble:
    """Return why the engine failed on a file; WarehouseError if the machine is the cause."""
    known = explain_engine_error(error, path)
    if known and not isinstance(known, UnreadableError):  # the file, not the data folder
        raise known from error
    first = str(error).splitlines()[0]
    if parquet:
        return damaged_parquet(name, first).trouble
    return FileTrouble(
        "unreadable",
        f"{name} cannot be read as a table ({first}).",
        "Open it in a spreadsheet, check that it looks right and save it again as CSV.",
    )


def system_trouble(error: OSError, path: Path) -> FileTrouble:
    """Return why a file cannot be opened."""
    if isinstance(error, FileNotFoundError):
        return FileTrouble("not_found", f"There is no file {path}.", "Check its name and folder.")
    return FileTrouble(
        "unreadable", f"{path} cannot be opened: {error.strerror}.", "Check its rights."
    )


def cannot_repair(outcome: object, known: Mapping[str, int]) -> FileTrouble | None:
    """Return the refusal of a fix file for an upload that is not in force."""
    if not isinstance(outcome, Draft) or outcome.repairs is None or outcome.repairs in known:
        return None
    return FileTrouble(
        "nothing_to_repair",
        f"{outcome.name} repairs an upload that is not in force here.",
        "Load the export itself first, or take the repair columns out to load the rows alone.",
    )


def loaded_otherwise(receipt: Receipt, asked: str) -> FileTrouble:
    """Return the refusal of a file that is in force, read as another source."""
    return FileTrouble(
        "loaded_otherwise",
        f"{receipt.filename} is loaded already, read as {receipt.source_id}, not as {asked}.",
        f"Undo it first: signpost undo {receipt.upload_no}.",
    )
