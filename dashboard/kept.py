"""Answers kept beside the data they were worked out from: once for all pages and all processes.

`answers-<version>.json` in the data folder. It says which bytes of data and which rules it came
from; one that does not fit is worked out anew. Deleting it is harmless.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Callable
from functools import cache
from importlib.metadata import version as installed
from pathlib import Path

from dashboard.codec import CodecError, decode, encode
from dashboard.disclosed import shown_answers
from dashboard.spoken import said
from metrics.answer import Answer
from metrics.programme import Programme
from warehouse import Warehouse

log = logging.getLogger("signpost")
Told = Callable[[int, int], None]
HOUSE = Path(__file__).parents[1]
RULES = ("metrics", "warehouse", "dashboard/disclosed.py", "dashboard/codec.py")
LIBRARIES = ("numpy", "pandas", "scipy", "duckdb")


def answers_of(
    warehouse: Warehouse, programme: Programme, told: Told | None = None
) -> tuple[Answer, ...]:
    """Return the answers as they may be shown: those that are kept, else worked out and kept.

    Their sentences are spoken. `told` hears how many use cases are done and how many there are.
    """
    place, sign = kept_file(warehouse), signature(warehouse)
    found = _read(place, sign, programme)
    if found is None:
        found = shown_answers(warehouse, programme, told)
        _write(place, sign, found)
        _tidy(warehouse)
    return tuple(said(one, programme) for one in found)


def kept_file(warehouse: Warehouse) -> Path:
    """Say where the answers of the newest version are kept."""
    return warehouse.root / f"answers-{warehouse.version():08d}.json"


def signature(warehouse: Warehouse) -> str:
    """Tell one state of data and rules from any other; '' where there is no data.

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
    digest = hashlib.sha256()
    for name in RULES:
        place = HOUSE / name
        files = [place] if place.is_file() else sorted(place.rglob("*.*"))
        for file in files:
            if file.suffix in (".py", ".sql"):
                digest.update(file.read_bytes())
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
    """Keep answers under a private name first; a folder that may not be written to stays as is."""
    if not sign:
        return
    private = place.with_name(f"{place.name}.{os.getpid()}.part")
    try:
        private.write_text(json.dumps({"of": sign, "answers": encode(found)}), "utf-8")
        private.replace(place)
    except (OSError, CodecError):
        log.warning("answers could not be kept")


def _tidy(warehouse: Warehouse) -> None:
    """Remove the answers of versions that are gone."""
    there = {f"answers-{one.number:08d}.json" for one in warehouse.versions()}
    for place in warehouse.root.glob("answers-*.json"):
        if place.name not in there:
            place.unlink(missing_ok=True)
