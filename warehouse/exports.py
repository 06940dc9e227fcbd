"""Record of downloads and refusals: who took or tried what, kept next to the data, not in it.

A publish for each would make each reader wait for new answers.
"""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from signpost import clock
from signpost.warehouse.durable import fsync_folder
from signpost.warehouse.errors import WarehouseError


@dataclass(frozen=True)
class ExportRecord:
    """One export: when (UTC), by whom, of what."""

    at: datetime
    who: str
    what: str


def exports_file(root: Path) -> Path:
    """Return the file in which downloads are recorded: `<data folder>.exports.jsonl`."""
    return root.with_name(f"{root.name}.exports.jsonl")


def record_export(root: Path, who: str, what: str, *, version: int, size: int) -> None:
    """Append one export, to stay. Raises WarehouseError: one not noted is not to be given."""
    try:
        _append(root, {"who": who, "what": what, "version": version, "bytes": size})
    except OSError as fault:
        raise WarehouseError(
            "The download could not be noted, so it is not given.",
            f"Make {root.parent} writable for the user that runs Signpost.",
        ) from fault


def record_refusal(root: Path, who: str, what: str) -> None:
    """Append one act that was refused, to stay. Raises WarehouseError where it cannot be noted."""
    try:
        _append(root, {"who": who, "what": f"refused: {what}"})
    except OSError as fault:
        raise WarehouseError(
            "A refusal could not be noted.",
            f"Make {root.parent} writable for the user that runs Signpost.",
        ) from fault


def record_backup(root: Path, who: str, file: Path, *, version: int) -> None:
    """Append one backup, so that an erasure can name it. Raises WarehouseError."""
    what = {"what": "backup", "version": version, "bytes": file.stat().st_size, "file": str(file)}
    try:
        _append(root, {"who": who, **what})
    except OSError as fault:
        raise WarehouseError(
            "The backup could not be noted.",
            f"Make {root.parent} writable for the user that runs Signpost.",
        ) from fault


def backups_made(root: Path) -> list[Path]:
    """Return the backups that were made of this folder and lie where they were written."""
    files = [str(fields["file"]) for fields in _lines(root) if "file" in fields]
    return [path for path in map(Path, dict.fromkeys(files)) if path.is_file()]


def _append(root: Path, entry: dict[str, object]) -> None:
    """Append one line and force it to the disk; a line that a crash cut short is closed first."""
    line = {"at": clock.now().isoformat(timespec="seconds"), **entry}
    path = exports_file(root)
    is_new = not path.exists()
    with path.open("ab+") as out:
        cut = _is_cut(out)
        out.write(b"\n" * cut + (json.dumps(line) + "\n").encode())
        out.flush()
        os.fsync(out.fileno())
    if is_new:
        fsync_folder(path.parent)


def _is_cut(file: BinaryIO) -> bool:
    if not file.seek(0, os.SEEK_END):
        return False
    file.seek(-1, os.SEEK_END)
    return file.read(1) != b"\n"


def recorded_exports(root: Path, most: int = 500) -> list[ExportRecord]:
    """Return the last exports; a line that a full disk cut short is left out."""
    return [entry for entry in map(_record, _lines(root)[-most:]) if entry]


def _lines(root: Path) -> list[dict[str, object]]:
    try:
        lines = exports_file(root).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    return [fields for fields in map(_parsed, lines) if fields]


def _parsed(line: str) -> dict[str, object]:
    try:
        fields = json.loads(line)
    except ValueError:
        return {}
    return fields if isinstance(fields, dict) else {}


def _record(fields: dict[str, object]) -> ExportRecord | None:
    try:
        at = datetime.fromisoformat(str(fields["at"])).astimezone(UTC).replace(tzinfo=None)
        return ExportRecord(at, str(fields["who"]), str(fields["what"]))
    except (ValueError, KeyError):
        return None
