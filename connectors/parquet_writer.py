"""Arrow batches of another system to one Parquet file, a few megabytes at a time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from signpost.connectors.model import FetchError


def write_parquet(
    reader: object, names: list[str], part: Path, casts: Mapping[str, str] | None = None
) -> int:
    """Write the rows of an Arrow stream and return how many; `casts` names types to change."""
    refuse_equal_names(names)
    with duckdb.connect(config={"memory_limit": "1GB", "threads": 1}) as con:
        con.execute("set timezone = 'UTC'")
        con.register("incoming", reader)
        cast = ", ".join(
            f"cast({_quoted(name)} as {kind}) as {_quoted(name)}"
            for name, kind in (casts or {}).items()
        )
        rows = f"select * {f'replace ({cast})' if cast else ''} from incoming"
        place = str(part).replace("'", "''")
        con.execute("set preserve_insertion_order = true")
        done = con.execute(f"copy ({rows}) to '{place}' (format parquet, compression zstd)")
        return int(done.fetchall()[0][0])


def refuse_equal_names(names: list[str]) -> None:
    """Raise FetchError where two columns have one name: the engine would speak of field paths."""
    if len({name.lower() for name in names}) < len(names):
        double = sorted({n for n in names if [m.lower() for m in names].count(n.lower()) > 1})
        raise FetchError(
            f"Two columns have the same name ({', '.join(double)}).",
            "Give one of them another name with AS.",
            "two_columns",
        )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
