"""What a receipt warns of: a file that may not be whole, people who cannot be known."""

from __future__ import annotations

from signpost.pipelines.rejects import Counts
from signpost.pipelines.source import Source
from signpost.pipelines.staging import Table

_SHEETFULS = (1_048_575, 65_535)
"""Rows below the header at which a worksheet is full, now and before 2007."""
_SHEETFUL = (
    "The file has exactly {rows} rows, as many as a worksheet holds: it may have been cut off in a "
    "spreadsheet. Take the export as it was before it was opened there."
)
_PAGE = (
    "This is one page of several: the file says that more follow. Put all pages into one file, one "
    "after the other, and load that; a page alone stands for the whole period."
)


def warnings_of(source: Source, table: Table, counts: Counts, concealed: int) -> list[str]:
    """Tell, in sentences, what may be wrong with a file that was read well."""
    found = [_PAGE] if table.more else []
    if counts.read in _SHEETFULS:
        found.append(_SHEETFUL.format(rows=f"{counts.read:,}"))
    if counts.read in source.cut_at:
        found.append(
            f"The file has exactly {counts.read} rows, at which {source.label} cuts an export off: "
            "rows may be missing. Export a shorter period, or raise the limit."
        )
    if concealed:
        found.append(f"{concealed} people have concealed names and cannot be matched to a roster.")
    if counts.footer:
        found.append(f"{counts.footer} closing lines that are no rows were left out.")
    return found
