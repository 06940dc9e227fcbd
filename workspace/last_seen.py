"""Last look of each reader at the answers, kept beside the data: for the digest."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from signpost.answers.digest.state import AnswerState
from signpost.workspace.answer_store import write_atomically


def last_seen(root: Path, who: str) -> AnswerState | None:
    """Return what a reader was shown last; None for a first look, or what cannot be read."""
    try:
        return AnswerState.from_dict(json.loads(_file(root, who).read_text("utf-8")))
    except (OSError, KeyError, TypeError, ValueError):
        return None


def keep_seen(root: Path, who: str, state: AnswerState) -> None:
    """Keep what a reader is shown now; in a folder that may not be written to nothing is kept."""
    file = _file(root, who)
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return
    write_atomically(file, json.dumps(state.to_dict()).encode())


def _file(root: Path, who: str) -> Path:
    """Return the file of one reader, under a digest of the name: it may be an address."""
    name = hashlib.sha256(who.encode()).hexdigest()[:16]
    return root.with_name(f"{root.name}.last-seen") / f"{name}.json"
