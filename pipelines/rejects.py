"""Rows that were set aside: where they stand in the file and why."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd

from pipelines.records import Lines
from pipelines.staging import Body


@dataclass(frozen=True)
class Counts:
    """Rows of the file by what became of them; read = loaded + rejected + skipped."""

    loaded: int
    rejected: int
    skipped: int
    footer: int = 0
    """Closing lines that are no rows; among the skipped."""

    @property
    def read(self) -> int:
        """All rows."""
        return self.loaded + self.rejected + self.skipped


def set_aside(con: duckdb.DuckDBPyConnection, body: Body) -> Counts:
    """Make table `rejected` (line, column, text, reason) and count the rows of view `p`."""
    unread = _unread(con, body)
    total = int(con.execute("select coalesce(max(row) + 1, 0) from p").fetchall()[0][0])
    left_out = unread["record"].to_numpy(dtype=np.int64)
    last = _record_of_last_row(total, left_out, body.lines)
    tail = unread["record"] > last if total else unread["record"] < 0
    footer = unread[tail & (unread["cells"] <= 1)]
    broken = unread.drop(footer.index)
    broken = broken[broken["text"] != ""]
    _cut_footer(con)
    _collect(con, body.lines, left_out)
    _add_unread(con, broken, body)
    loaded, bad, skipped = con.execute(_COUNT).fetchall()[0]
    blanks = len(body.lines.blanks)
    closing = int((footer["text"] != "").sum())
    return Counts(int(loaded), int(bad) + len(broken), int(skipped) + len(footer) + blanks, closing)


# a row of a wide table is loaded when any of its cells is
_COUNT = """
select count(*) filter (where good), count(*) filter (where not good and bad),
       count(*) filter (where not good and not bad)
from (select row, bool_or(skip is null and problems is null) as good,
             bool_or(skip is null and problems is not null) as bad from q group by row)"""


def _unread(con: duckdb.DuckDBPyConnection, body: Body) -> pd.DataFrame:
    """Return records the engine could not turn into rows: (record, cells, text, error)."""
    empty = pd.DataFrame({"record": [], "cells": [], "text": [], "error": []})
    known = con.execute(
        "select 1 from duckdb_tables() where table_name = 'reject_errors'"
    ).fetchall()
    if body.json or not known:
        return empty.astype({"record": "int64", "cells": "int64"})
    rows = con.execute(
        "select line, any_value(csv_line), any_value(error_type), min(try_cast(regexp_extract("
        "error_message, 'Found: (\\d+)', 1) as integer)) from reject_errors group by line "
        "order by 1"
    ).fetchall()
    return pd.DataFrame(
        {
            "record": np.array([line - 1 - body.skip for line, *_ in rows], dtype=np.int64),
            "cells": np.array([-1 if n is None else n for *_, n in rows], dtype=np.int64),
            "text": [(text or "").strip(" ,;\t\r\n") for _, text, _, _ in rows],
            "error": [error for *_, error, _ in rows],
        }
    )


def _record_of_last_row(total: int, left_out: np.ndarray, lines: Lines) -> int:
    missing = np.unique(np.concatenate([np.array(lines.blanks, dtype=np.int64), left_out]))
    shift = np.searchsorted(missing - np.arange(len(missing)), total - 1, side="right")
    return total - 1 + int(shift)


def _cut_footer(con: duckdb.DuckDBPyConnection) -> None:
    """Skip closing rows with one filled cell, behind the last good row."""
    con.execute(
        "create or replace table closing as select row from p where problems is not null and "
        "skip is "
        "null and row > (select coalesce(max(row), -1) from p where skip is null and problems "
        "is null)"
        " and len(list_filter(problems, lambda x: x.reason like 'is empty%')) = len(problems)"
    )
    body = con.execute("select count(*) from p where skip is null and problems is null").fetchall()
    if body[0][0]:
        con.execute(
            "create or replace view q as select p.* replace (if(row in (select row from closing), "
            "'footer', skip) as skip) from p"
        )
    else:
        con.execute("create or replace view q as select * from p")


def _collect(con: duckdb.DuckDBPyConnection, lines: Lines, left_out: np.ndarray) -> None:
    con.execute(
        'create or replace table rejected as select row as line, problem."column" as "column", '
        "problem.text as text, problem.reason as reason from (select row, unnest(problems) as "
        "problem "
        "from q where problems is not null and skip is null)"
    )
    rows = con.execute("select distinct line from rejected order by line").fetchnumpy()["line"]
    numbers = np.asarray(rows, dtype=np.int64)
    frame = pd.DataFrame({"row": numbers, "line": lines.of_rows(numbers, left_out)})
    con.register("incoming", frame)
    con.execute(
        "update rejected set line = incoming.line from incoming where rejected.line = incoming.row"
    )
    con.unregister("incoming")


def _add_unread(con: duckdb.DuckDBPyConnection, broken: pd.DataFrame, body: Body) -> None:
    if broken.empty:
        return
    width = len(body.layout.headers)
    reasons = [
        f"has {cells} cells, the header has {width}" if cells >= 0 else f"cannot be read ({error})"
        for cells, error in zip(broken["cells"], broken["error"], strict=True)
    ]
    lines = body.lines.of_records(broken["record"].to_numpy(dtype=np.int64))
    con.register("incoming", pd.DataFrame({"line": lines, "reason": reasons}))
    # the row's text is not kept: nobody knows which of its pieces names a person
    con.execute("insert into rejected select line, NULL, NULL, reason from incoming")
    con.unregister("incoming")
