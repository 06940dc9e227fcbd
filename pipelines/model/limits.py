"""How much of anything we accept. Each message about a limit names it."""

from __future__ import annotations

MEGABYTE = 1 << 20

ARCHIVE_FILES = 200
"""Files in one .zip."""
ARCHIVE_BYTES = 20_000 * MEGABYTE
"""Unpacked size of one archive."""
ARCHIVE_RATIO = 400
"""Unpacked : packed, above `RATIO_FROM`; real exports compress 5 to 100 times."""
RATIO_FROM = 64 * MEGABYTE
PARQUET_RATIO = 400
"""Cells per byte of a Parquet file, above `PARQUET_FROM`; real exports have 1 to 20."""
PARQUET_FROM = 20_000_000
PARQUET_CELLS = 2_500_000_000
WORKBOOK_BYTES = 200 * MEGABYTE
"""Unpacked XML of one .xlsx; the reader holds a sheet in memory."""
WORKBOOK_CELLS = 20_000_000
WORKBOOK_MEMORY = 4_096 * MEGABYTE
"""What the process that reads a workbook may have."""
WORKBOOK_SECONDS = 600
JSON_BYTES = 512 * MEGABYTE
"""One JSON document that is not one object per line; it is held in memory."""
LINE_BYTES = 16 * MEGABYTE
"""One row of a text file."""
COLUMNS = 2_000
HEAD_BYTES = MEGABYTE
"""What is looked at to find delimiter and header."""
