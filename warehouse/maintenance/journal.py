"""Journal of the one job of a data folder that must be finished once it has begun."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from signpost.warehouse.durable import fsync_folder, replace_durably
from signpost.warehouse.errors import WarehouseError, engine_errors_explained

NAMES = {"erase": "erasure", "purge": "purge"}


@dataclass(frozen=True)
class Job:
    """Deletion from every version: of what, for whom, and with which values."""

    what: str
    """`erase` or `purge`."""
    who: str
    given: Mapping[str, Any]
    until: int = 0
    """The newest version when it began: no version up to this one may stay."""


def journal_file(root: Path) -> Path:
    """Return the file that says what was begun; there is none when nothing is."""
    return root / "unfinished.json"


def begin_job(root: Path, job: Job) -> None:
    """Write the intent down, to stay, before anything is changed. Raises WarehouseError."""
    with engine_errors_explained(root):
        replace_durably(journal_file(root), json.dumps(asdict(job)).encode())


def unfinished_job(root: Path) -> Job | None:
    """Return what was begun and not finished. Raises WarehouseError for a journal nobody wrote."""
    try:
        text = journal_file(root).read_text("utf-8")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unusable(root) from error
    try:
        return Job(**json.loads(text))
    except (ValueError, TypeError) as error:
        raise _unusable(root) from error


def end_job(root: Path) -> None:
    """Record that nothing is left to do. Raises WarehouseError."""
    with engine_errors_explained(root):
        journal_file(root).unlink(missing_ok=True)
        fsync_folder(root)


def _unusable(root: Path) -> WarehouseError:
    return WarehouseError(
        f"{journal_file(root)} says that something was begun, and cannot be read.",
        "Delete the file, then erase or purge again.",
    )
