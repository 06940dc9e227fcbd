"""What a reader left behind, beside the data: drafts not saved, a tour taken; one file each."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Literal

from signpost.answers.access import Act, require
from signpost.warehouse import WarehouseError
from signpost.warehouse.maintenance.erasure import readers_folder
from signpost.workspace.results import Results

What = Literal["drafts", "tour", "last-look"]
_NEEDS: dict[What, Act] = {"drafts": "edit", "tour": "read", "last-look": "read"}


def reader_file(results: Results, what: What) -> Path:
    """Return where this reader's things are; the name gives nobody's address away."""
    root = Path(results.root)
    name = hashlib.sha256(results.access.who.encode()).hexdigest()[:16]
    return readers_folder(root) / f"{name}.{what}.json"


def left_by_reader(results: Results, what: What) -> dict[str, Any]:
    """Return what the reader left; nothing where that cannot be read. Raises Denied."""
    require(results.access, _NEEDS[what])
    try:
        found = json.loads(reader_file(results, what).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def keep_for_reader(results: Results, what: What, left: dict[str, Any]) -> None:
    """Write down what the reader leaves; nothing removes the file.

    Raises Denied, WarehouseError.
    """
    require(results.access, _NEEDS[what])
    file = reader_file(results, what)
    try:
        if not left:
            file.unlink(missing_ok=True)
            return
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = file.with_suffix(".new")
        new.write_text(json.dumps(left), "utf-8")
        new.replace(file)
    except OSError as fault:
        raise WarehouseError(
            "This could not be written down; it lasts only while the page is open.",
            f"Make {file.parent.parent} writable for the user that runs Signpost.",
        ) from fault
