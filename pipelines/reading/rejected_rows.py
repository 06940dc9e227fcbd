"""Rows that were rejected: where they stand in the file and why."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

import duckdb
import numpy as np
import pandas as pd

from signpost.pipelines.files.dialect import DELIMITERS
from signpost.pipelines.files.record_scan import LineBuffer
from signpost.pipelines.files.table_body import Body
from signpost.pipelines.model import limits
from signpost.pipelines.reading.locale_formats import Parsed
from signpost.pipelines.reading.row_problems import explain_problem
from signpost.pipelines.text.patterns import CUT


@dataclass(frozen=True)
class Counts:
    """Rows of the file by what became of them; read = loaded + rejected + skipped."""

    loaded: int
    rejected: int
    skipped: int
    footer: int = 0
    """Closing lines that are no rows; among the skipped."""
    footer_line: int = 0
    """Line of the first of them."""
    blanks: int = 0
    """Empty lines; among the skipped."""
    unread: np.ndarray = field(default_factory=lambda: np.array([], dtype=np.int64), compare=False)
    """Records the engine could not turn into rows."""
    cut: str = ""
    """What a closing line says, where it says that rows are missing."""
    listed: bool = False
    """Table `rejected` may hold rows: of a wide table one is loaded without some of its cells."""

    @property
    def read(self) -> int:
        """Number of all rows."""
        return self.loaded + self.rejected + self.skipped


def reject_rows(con: duckdb.DuckDBPyConnection, body: Body, plan: Parsed) -> Counts:
    """Make table `rejected` (line, column, text, reason) and count the rows of view `p`."""
    unread = _none_unread() if body.json or plan.clean else _unread(con, body)
    total, bad, good, last_good = _look(con, plan)
    left_out = unread["record"].to_numpy(dtype=np.int64)
    footer, broken = _footer(unread, total, body)
    listed = bool(bad or len(broken))
    con.execute(_REJECTED)
    if bad:
        explain_problem(con, plan)
        closing, cut = _closing(con, last_good, len(plan.cells)) if good else ([], "")
        bad -= len(closing)
        _collect(con, body.lines, left_out)
    else:
        closing, cut = [], ""
    cut = cut or next((text for text in footer["text"] if CUT.search(text)), "")
    _add_unread(con, broken, body)
    if plan.spread:
        good, bad, total = (int(n) for n in con.execute(_WIDE, [closing]).fetchall()[0])
    closed = _filled(footer)
    blanks = len(body.lines.blanks) + len(footer) - len(closed)
    skipped = total - good - bad + len(closed) + blanks
    first = _first_line(body.lines, closing, closed["record"].to_numpy(np.int64), left_out)
    closers = len(closing) + len(closed)
    rejected = bad + len(broken)
    return Counts(
        good, rejected, skipped, closers, first, blanks, left_out, cut[:200], listed=listed
    )


def _look(con: duckdb.DuckDBPyConnection, plan: Parsed) -> tuple[int, int, int, int]:
    """Return the number of rows, of bad and of good ones, and the last good one or -1."""
    if plan.good_rows is not None:
        return plan.good_rows, 0, plan.good_rows, plan.good_rows - 1
    total, bad, good, last_good = (int(n) for n in con.execute(_LOOK).fetchall()[0])
    return total, bad, good, last_good


def _first_line(
    lines: LineBuffer, rows: list[int], records: np.ndarray, left_out: np.ndarray
) -> int:
    """Return the line of the first of these rows and records, 0 without any."""
    of_rows = lines.of_rows(np.array(rows, dtype=np.int64), left_out)
    return int(min((*of_rows, *lines.of_records(records)), default=0))


_LOOK = """
select coalesce(max(row) + 1, 0), count(*) filter (where skip is null and problems is not null),
       count(*) filter (where skip is null and problems is null),
       coalesce(max(row) filter (where skip is null and problems is null), -1) from p"""
# a row of a wide table is loaded when any of its cells is
_WIDE = """
select count(*) filter (where good), count(*) filter (where not good and bad), count(*)
from (select row, bool_or(skip is null and problems is null) as good,
             bool_or(skip is null and problems is not null) and not list_contains(?, row) as bad
      from p group by row)"""
_REJECTED = """
create or replace table rejected (line bigint, "column" varchar, text varchar, reason varchar)"""


_REJECTED_RECORDS = """
select line, any_value(csv_line), any_value(error_type),
       min(try_cast(regexp_extract(error_message, 'Found: (\\d+)', 1) as integer))
from reject_errors group by line order by 1"""


def _footer(unread: pd.DataFrame, total: int, body: Body) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Part the records that are no rows: lines behind the last row, and broken ones with text."""
    if unread.empty:  # as a rule
        return unread, unread
    left_out = unread["record"].to_numpy(dtype=np.int64)
    last = _record_of_last_row(total, left_out, body.lines)
    tail = unread["record"] > last if total else unread["record"] < 0
    footer = unread[tail & (unread["cells"] <= 1) & ~_rows_by_another_mark(unread, body)]
    return footer, _filled(unread.drop(footer.index))


def _filled(records: pd.DataFrame) -> pd.DataFrame:
    return records if records.empty else records[records["text"] != ""]


@cache
def _none_unread() -> pd.DataFrame:
    empty = pd.DataFrame({"record": [], "cells": [], "text": [], "error": []})
    return empty.astype({"record": "int64", "cells": "int64"})


def _unread(con: duckdb.DuckDBPyConnection, body: Body) -> pd.DataFrame:
    """Return records the engine could not turn into rows: (record, cells, text, error)."""
    try:
        rows = con.execute(_REJECTED_RECORDS).fetchall()
    except duckdb.CatalogException:  # of Parquet none is rejected
        rows = []
    if not rows:
        return _none_unread()
    return pd.DataFrame(
        {
            "record": np.array([line - 1 - body.skip for line, *_ in rows], dtype=np.int64),
            "cells": np.array([-1 if n is None else n for *_, n in rows], dtype=np.int64),
            "text": [(text or "").strip(" ,;\t\r\n") for _, text, _, _ in rows],
            "error": [error for *_, error, _ in rows],
        }
    )


def _record_of_last_row(total: int, left_out: np.ndarray, lines: LineBuffer) -> int:
    missing = np.unique(np.concatenate([np.array(lines.blanks, dtype=np.int64), left_out]))
    shift = np.searchsorted(missing - np.arange(len(missing)), total - 1, side="right")
    return total - 1 + int(shift)


def _closing(con: duckdb.DuckDBPyConnection, last_good: int, cells: int) -> tuple[list[int], str]:
    """Remove closing rows with one filled cell, behind the last good row, from `problem`.

    And return what one of them says, where it says that rows are missing.
    """
    rows = con.execute(
        "select row from problem join p using (row) where row > ? group by row "
        "having bool_and(reason like 'is empty%') and "
        "max(len(list_filter(problems[:?], lambda x: x is not null))) <= 1",
        [last_good, cells],
    ).fetchall()
    found = [int(row) for (row,) in rows]
    if not found:
        return [], ""
    con.execute("delete from problem where list_contains(?, row)", [found])
    texts = con.execute(
        "select masked(array_to_string(list_filter(problems, lambda x: x is not null), ' ')) "
        "from p where list_contains(?, row)",
        [found],
    ).fetchall()
    return found, next((text for (text,) in texts if CUT.search(text)), "")


def _collect(con: duckdb.DuckDBPyConnection, lines: LineBuffer, left_out: np.ndarray) -> None:
    rows = con.execute("select distinct row from problem order by row").fetchnumpy()["row"]
    numbers = np.asarray(rows, dtype=np.int64)
    frame = pd.DataFrame({"row": numbers, "line": lines.of_rows(numbers, left_out)})
    con.register("incoming", frame)
    con.execute(
        # all cells of a wide row have its group and its period
        'insert into rejected select distinct on (row, "column", text, reason) incoming.line, '
        '"column", text, reason from problem join incoming using (row) order by row'
    )
    con.unregister("incoming")
    con.execute("drop table problem")


def _add_unread(con: duckdb.DuckDBPyConnection, broken: pd.DataFrame, body: Body) -> None:
    if broken.empty:
        return
    width = len(body.layout.headers)
    reasons = [
        f"has {cells} cells, the header has {width}" if cells >= 0 else _unreadable(error)
        for cells, error in zip(broken["cells"], broken["error"], strict=True)
    ]
    lines = body.lines.of_records(broken["record"].to_numpy(dtype=np.int64))
    con.register("incoming", pd.DataFrame({"line": lines, "reason": reasons}))
    # the row's text is not kept: nobody knows which of its pieces names a person
    con.execute("insert into rejected select line, NULL, NULL, reason from incoming")
    con.unregister("incoming")


def _rows_by_another_mark(unread: pd.DataFrame, body: Body) -> pd.Series[bool]:
    """Return the lines that another delimiter would cut into as many cells as the header has."""
    marks = max(len(body.layout.headers) - 1, 2)  # one comma stands in many a sentence
    others = [mark for mark in DELIMITERS if mark != body.layout.delimiter]
    texts = unread["text"].astype("str").str
    counts = pd.DataFrame({mark: texts.count(re.escape(mark)) for mark in others})
    return (counts >= marks).any(axis=1)


def _unreadable(error: str) -> str:
    if error == "LINE SIZE OVER MAXIMUM":
        return f"is longer than {limits.LINE_BYTES // limits.MEGABYTE} MB, the most a row may have"
    return f"cannot be read ({error})"
