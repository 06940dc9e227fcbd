"""Last look of each reader at the answers, kept beside the data: for the digest."""

from __future__ import annotations

import contextlib

from signpost.answers.digest.state import AnswerState
from signpost.warehouse import WarehouseError
from signpost.workspace.reader_files import keep_for_reader, left_by_reader
from signpost.workspace.results import Results


def last_seen(results: Results) -> AnswerState | None:
    """Return what the reader was shown last; None for a first look, or what cannot be read."""
    try:
        return AnswerState.from_dict(left_by_reader(results, "last-look"))
    except (KeyError, TypeError, ValueError):
        return None


def keep_seen(results: Results, state: AnswerState) -> None:
    """Keep what the reader is shown now; in a folder that may not be written to nothing is kept."""
    with contextlib.suppress(WarehouseError):
        keep_for_reader(results, "last-look", state.to_dict())
