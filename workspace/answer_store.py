"""Answers kept beside the data they were worked out from: once for all pages and all processes.

`answers-<version>.json` in the data folder. It says which bytes of data and which rules it came
from; one that does not fit is worked out anew. Deleting it is harmless. Whoever works holds
`answers-<version>.lock`, so that several servers and commands do not all work out the same.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from functools import cache
from importlib.metadata import version as installed
from pathlib import Path

from signpost.answers.answer import Answer
from signpost.answers.codec import CodecError, decode, encode
from signpost.answers.job_lock import ProgressCallback, exclusive_job, shared_progress
from signpost.answers.redaction import redacted_answers
from signpost.metrics.model.schema import Programme
from signpost.registry import code_digest
from signpost.warehouse import Warehouse
from signpost.warehouse.versions import data_versions
from signpost.workspace.measuring.together import measure_together

log = logging.getLogger("signpost")
LIBRARIES = ("numpy", "pandas", "scipy", "duckdb")


def stored_answers(
    warehouse: Warehouse, programme: Programme, progress: ProgressCallback | None = None
) -> tuple[Answer, ...]:
    """Return the answers as they may be shown: those that are kept, else worked out and kept.

    `progress` hears how many use cases are done and how many there are.
    """
    file, sign = stored_file(warehouse), signature(warehouse)
    answers = _read(file, sign, programme)
    if answers is not None:
        return answers
    with exclusive_job(file.with_suffix(".lock"), progress):
        answers = _read(file, sign, programme)  # another may have just kept them
        if answers is None:
            tell = shared_progress(file.with_suffix(".lock"), progress)
            answers = redacted_answers(warehouse, programme, tell, measure_together)
            _write(file, sign, answers)
            _tidy(warehouse.root)
    return answers


def stored_file(warehouse: Warehouse) -> Path:
    """Return where the answers of the newest version are kept."""
    return answers_file(warehouse.root, warehouse.version())


def answers_file(root: Path, version: int) -> Path:
    """Return where the answers of a version are kept."""
    return root / f"answers-{version:08d}.json"


def lock_file(root: Path, version: int) -> Path:
    """Return the lock that is held by who works a version out."""
    return answers_file(root, version).with_suffix(".lock")


def answers_are_stored(warehouse: Warehouse) -> bool:
    """Return whether the answers of this version are kept, by their head: they may be many."""
    head = _head(signature(warehouse))
    try:
        with stored_file(warehouse).open(encoding="utf-8") as kept:
            return kept.read(len(head)) == head
    except OSError:
        return False


def _head(sign: str) -> str:
    return json.dumps({"of": sign})[:-1]


def signature(warehouse: Warehouse) -> str:
    """Return what one state of data and rules has alone; '' where there is no data.

    Of the data: size and time of the version's file, which is never written to again.
    """
    path = warehouse.path()
    if path is None:
        return ""
    state = path.stat()
    return f"{state.st_size}-{state.st_mtime_ns}-{rules()}"


@cache
def rules() -> str:
    """Digest of the code and the libraries that answers come from."""
    digest = hashlib.sha256(code_digest().encode())
    for name in LIBRARIES:
        digest.update(f"{name} {installed(name)}".encode())
    return digest.hexdigest()[:20]


def _read(place: Path, sign: str, programme: Programme) -> tuple[Answer, ...] | None:
    try:
        kept = json.loads(place.read_text("utf-8"))
        return decode(kept["answers"], programme) if sign and kept["of"] == sign else None
    except (OSError, CodecError, KeyError, TypeError, ValueError):
        return None  # absent, half written by another Signpost, or of other rules


def _write(place: Path, sign: str, found: tuple[Answer, ...]) -> None:
    try:
        body = json.dumps({"of": sign, "answers": encode(found)})
    except CodecError:
        log.warning("answers could not be kept")
        return
    if sign:
        write_atomically(place, body.encode())


def write_atomically(place: Path, body: bytes) -> None:
    """Write under a private name first; a folder that may not be written to stays as it is."""
    private = place.with_name(f"{place.name}.{os.getpid()}.part")
    try:
        private.write_bytes(body)
        private.replace(place)
    except OSError:
        log.warning("%s could not be kept", place.name)


def _tidy(root: Path) -> None:
    """Remove what is kept of versions that are gone."""
    there = {f"{one.number:08d}" for one in data_versions(root)}
    for place in root.glob("answers-*"):
        if place.name[8:16] not in there:
            place.unlink(missing_ok=True)
