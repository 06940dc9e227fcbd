"""Tables of a lakehouse, of whichever format: where one lies, which columns are asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from signpost.connectors.model import FetchError, FetchJob

_MARKS = re.compile(r"\x1b\[[0-9;]*m|[│╭╰─→↳├└▶]")


def plain_reason(error: Exception) -> str:
    """Return a library's words in one line, without arrows and colours."""
    return " ".join(_MARKS.sub(" ", str(error)).split())[:200]


def table_address(job: FetchJob, address: str) -> str:
    """Return an address as it is, and a folder below the settings as a path."""
    return address if "://" in address else str((job.folder / address).resolve())


def asked_columns(job: FetchJob, known: Sequence[str]) -> list[str]:
    """Return the columns that the settings name, all without; FetchError for one not there."""
    names = [name.strip() for name in job.settings.get("columns", "").split(",") if name.strip()]
    if strange := sorted(set(names) - set(known)):
        raise FetchError(
            f"There is no column {', '.join(strange)}.", f"There are: {', '.join(known)}."
        )
    return names or [*known]
