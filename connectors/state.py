"""What was fetched, so that a run that stopped goes on where it was."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from signpost import clock
from signpost.connectors.model import FetchError

_MOST = 1000
"""Entries of a job that are remembered; the oldest go first."""


class FetchState:
    """The file of what was fetched, beside the settings: job -> key -> entry."""

    def __init__(self, data: Path) -> None:
        self.path = data.parent / f"{data.name}.fetched.json"
        try:
            self._all: dict[str, dict[str, Any]] = json.loads(self.path.read_text("utf-8"))
        except FileNotFoundError:
            self._all = {}
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise FetchError(
                f"{self.path.name} is damaged.",
                "Delete it: what is loaded already is recognised and not loaded twice.",
                "state",
            ) from error

    def entries(self, job: str) -> dict[str, Any]:
        """Return what was fetched of one job."""
        return dict(self._all.get(job, {}))

    def record(self, job: str, key: str, file: str, sha256: str) -> None:
        """Write down that a file lies in the inbox."""
        now = clock.now().isoformat(timespec="seconds")
        mine = {**self._all.get(job, {}), key: {"file": file, "sha256": sha256, "at": now}}
        self._all[job] = dict(sorted(mine.items())[-_MOST:])
        part = self.path.with_name(self.path.name + ".part")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(self._all, out, indent=1)
        part.replace(self.path)
