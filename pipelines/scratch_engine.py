"""The engine that works a call's files out: raw ids never come near the data folder."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from string import ascii_letters

import duckdb

from signpost.pipelines.facts.pseudonyms import IDENTIFIER_TABLES
from signpost.pipelines.files.parquet_table import files_of
from signpost.pipelines.model.cells import MACROS
from signpost.warehouse.connection import sql_text

SMALL_BYTES = 16 << 20
"""No second thread finds work in a smaller file, and memory holds what is made of it."""


@contextlib.contextmanager
def scratch_engine(
    work: Path, files: list[Path], memory_limit: str
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an engine that can reach `work` and the folders of `files`, and nothing else.

    It is given three quarters of the memory, for Python and Arrow need some beside it.
    """
    readable = [part.resolve() for path in files if path.exists() for part in files_of(path)]
    folders = sorted({str(work), *(str(path.parent) for path in readable)})
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": _three_quarters(memory_limit),
        "temp_directory": str(work / f"spill-{os.getpid()}"),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "python_enable_replacements": "false",
        # of rows from Arrow the engine knows no number: it would hash them all, not the few persons
        "disabled_optimizers": "build_side_probe_side",
    }
    place = str(work / "bench.duckdb")
    if all(path.stat().st_size <= SMALL_BYTES for path in readable):
        place, config["threads"] = ":memory:", 1
    con = duckdb.connect(place, config=config)
    try:
        con.execute("set enable_progress_bar = true")  # counted, for `query_progress`,
        con.execute("set enable_progress_bar_print = false")  # but never printed
        # the order matters: the last two close the door behind the first
        con.execute(f"set allowed_directories = [{', '.join(map(sql_text, folders))}]")
        con.execute("set enable_external_access = false")
        con.execute("set lock_configuration = true")
        con.execute(MACROS + IDENTIFIER_TABLES)
        yield con
    finally:
        con.close()


def _three_quarters(size: str) -> str:
    """Return three quarters of a size as the engine writes it: a number and a unit."""
    number = size.rstrip(ascii_letters + " %")
    return f"{float(number) * 3 / 4:g}{size.removeprefix(number)}"
