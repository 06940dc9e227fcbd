"""Record of downloads: who took what out, kept next to the data, not in it.

A publish for every download would make each reader wait for new answers.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

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
    """Append one export. Raises WarehouseError: one that cannot be noted is not to be given."""
    line = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "who": who,
        "what": what,
        "version": version,
        "bytes": size,
    }
    path = exports_file(root)
    try:
        with path.open("a", encoding="utf-8") as out:
            out.write(json.dumps(line) + "\n")
    except OSError as fault:
        raise WarehouseError(
            "The download could not be noted, so it is not given.",
            f"Make {path.parent} writable for the user that runs Signpost.",
        ) from fault


def recorded_exports(root: Path, most: int = 500) -> list[ExportRecord]:
    """Return the last exports; a line that a full disk cut short is left out."""
    try:
        lines = exports_file(root).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    return [entry for entry in map(_parsed, lines[-most:]) if entry]


def _parsed(line: str) -> ExportRecord | None:
    try:
        fields = json.loads(line)
        at = datetime.fromisoformat(fields["at"]).astimezone(UTC).replace(tzinfo=None)
        return ExportRecord(at, str(fields["who"]), str(fields["what"]))
    except (ValueError, KeyError, TypeError):
        return None
