"""Files of which nothing would be stored: refused, with what was found instead."""

from __future__ import annotations

import duckdb

from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.model.source import Source
from signpost.pipelines.reading.conservation import Unused
from signpost.pipelines.reading.rejected_rows import Counts


def refuse_useless(
    con: duckdb.DuckDBPyConnection, name: str, counts: Counts, skipped: list[str]
) -> None:
    """Refuse a file of which no row can be used."""
    if counts.loaded:
        return
    if not counts.rejected:
        left_out = " ".join(skipped)
        raise UnreadableFile(
            "no_rows",
            f"{name} has a header but no rows of data. {left_out}".strip(),
            "Export it again for a period with data, and check the filter of the export."
            if not left_out
            else "If they are what you meant, `signpost match FILE` suggests a mapping for them.",
        )
    reasons = con.execute(
        "select coalesce(\"column\" || ' ', 'the row ') || reason, count(*) from rejected "
        "group by all order by 2 desc, 1 limit 3"
    ).fetchall()
    listed = "; ".join(f"{reason} ({times} times)" for reason, times in reasons)
    raise UnreadableFile(
        "no_usable_rows",
        f"None of the {counts.read} rows of {name} can be used: {listed}.",
        "If its columns mean something else, say so: `signpost match FILE` suggests a mapping, and "
        "--answer or a choice on the page settles how its cells are read.",
    )


def refuse_factless(name: str, source: Source, facts: int, unused: Unused) -> None:
    """Refuse a recognised file of which nothing would be stored."""
    if facts:
        return
    listed = ", ".join(one.column for one in unused.columns[:12]) or "none"
    raise UnreadableFile(
        "no_facts",
        f"{name} was recognised as {source.label}, but holds none of the measures known of it. "
        f"Columns that are not read: {listed}.",
        "Export it in English with the measures named in `signpost sources`, or say what its "
        "columns hold: `signpost match FILE` suggests a mapping.",
    )
