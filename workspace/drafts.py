"""Drafts of the programme that a reader has not saved: beside the data, one file per reader."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from signpost.answers.access import require
from signpost.warehouse import WarehouseError
from signpost.workspace.results import Results


def drafts_file(results: Results) -> Path:
    """Return where this reader's drafts are; the name gives nobody's address away."""
    root = Path(results.root)
    name = hashlib.sha256(results.access.who.encode()).hexdigest()[:16]
    return root.with_name(f"{root.name}.drafts") / f"{name}.json"


def stored_drafts(results: Results) -> dict[str, Any]:
    """Return the reader's drafts; none where there are none or they cannot be read."""
    require(results.access, "edit")
    try:
        found = json.loads(drafts_file(results).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def store_drafts(results: Results, drafts: dict[str, Any]) -> None:
    """Write the reader's drafts down; none remove the file. Raises Denied, WarehouseError."""
    require(results.access, "edit")
    file = drafts_file(results)
    try:
        if not drafts:
            file.unlink(missing_ok=True)
            return
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = file.with_suffix(".new")
        new.write_text(json.dumps(drafts), "utf-8")
        new.replace(file)
    except OSError as fault:
        raise WarehouseError(
            "The draft could not be written down; it lasts only while this page is open.",
            f"Make {file.parent.parent} writable for the user that runs Signpost.",
        ) from fault
