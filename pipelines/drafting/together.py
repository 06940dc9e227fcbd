"""Many small files drafted by two processes, where somebody waits for them.

The process that asks goes through them from the first, a helper from the last, until they meet.
"""

from __future__ import annotations

import logging
import os
import pickle
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from pathlib import Path

from signpost.pipelines.drafting.drafts import (
    DraftResult,
    IngestContext,
    Named,
    Request,
    draft_file,
    meet,
)
from signpost.pipelines.files.parquet_table import files_of
from signpost.pipelines.prepare import Choices, Draft
from signpost.pipelines.publish import ProgrammeText
from signpost.pipelines.scratch_engine import SMALL_BYTES
from signpost.shared_work import SharedWork, helper_process

log = logging.getLogger("signpost")
_HELPER = "signpost.pipelines.drafting.helper"
_MANY = 40
"""Files from which a helper is sooner: starting one takes a second."""
_TABLES = frozenset((".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".parquet", ".xlsx"))
"""What cannot be a programme: only the process that asks can check one."""


@dataclass(frozen=True)
class DraftingTask:
    """Task of the helper: all it needs but the sources of exports, which it finds itself."""

    shared: SharedWork
    files: tuple[Path, ...]
    met: Mapping[str, str]
    choices: Choices
    request: Request
    work: Path
    in_force: Mapping[str, int]
    memory_limit: str

    @property
    def numbers(self) -> list[int]:
        """The files that the helper may draft, as it takes them."""
        return [n for n, path in enumerate(self.files) if path.suffix.lower() in _TABLES][::-1]


def draft_files(
    desk: IngestContext, files: list[Path], met: dict[str, str], memory_limit: str
) -> Iterator[tuple[Path, str, DraftResult]]:
    """Yield the file, the name of what is in it, and what that would bring."""
    if _is_sooner(desk.request, files):
        found = _divided(desk, files, met, memory_limit)
    else:
        found = ((path, draft_file(desk, path, n, met)) for n, path in enumerate(files))
    for path, named in found:
        for name, outcome in named:
            yield path, name, outcome


def _is_sooner(request: Request, files: list[Path]) -> bool:
    if not request.with_helper or len(files) < _MANY or (os.cpu_count() or 1) < 2:
        return False
    every = (part for path in files if path.exists() for part in files_of(path))
    return all(part.stat().st_size <= SMALL_BYTES for part in every)


def _divided(
    desk: IngestContext, files: list[Path], met: dict[str, str], memory_limit: str
) -> Iterator[tuple[Path, list[Named]]]:
    task = _task(desk, files, met, memory_limit)
    own: dict[int, list[Named]] = {}
    told: set[int] = set()
    with helper_process(_HELPER, [], pickle.dumps(task)) as helper:
        for number in filter(task.shared.claim, range(len(files))):
            own[number] = draft_file(desk, files[number], number, met)
            _tell(desk, task, files, told)
        if helper.wait():
            log.error("the helper that drafts files ended with %d", helper.returncode)
    _tell(desk, task, files, told)
    for number, path in enumerate(files):
        yield path, own[number] if number in own else _taken(desk, task, path, number, met)


def _task(
    desk: IngestContext, files: list[Path], met: dict[str, str], memory_limit: str
) -> DraftingTask:
    """Return what the helper is given: it works in another folder, and calls nobody back."""
    shared = SharedWork(desk.work / "drafts")
    shared.folder.mkdir()
    asked = replace(desk.request, validate_programme=None, compare_programme=None, progress=None)
    mappings = {path.resolve(): one for path, one in desk.choices.own_mappings.items()}
    choices = replace(desk.choices, sources=(), own_mappings=mappings)
    every = tuple(path.resolve() for path in files)
    return DraftingTask(
        shared, every, dict(met), choices, asked, desk.work, desk.in_force, memory_limit
    )


def _tell(desk: IngestContext, task: DraftingTask, files: list[Path], told: set[int]) -> None:
    """Count the files that the helper has done since."""
    for number in (n for n in task.numbers if n not in told and task.shared.has(str(n))):
        told.add(number)
        with desk.meter.file(files[number]):
            pass


def _taken(
    desk: IngestContext, task: DraftingTask, path: Path, number: int, met: dict[str, str]
) -> list[Named]:
    """Return what the helper found; what it failed at, or was met since, is drafted here."""
    found: list[Named] | None = task.shared.get(str(number))
    if found is None or any(_is_open(one, met.keys() - task.met.keys()) for _, one in found):
        return draft_file(desk, path, number, met)
    for name, outcome in found:
        meet(met, name, outcome)
    return found


def _is_open(outcome: DraftResult, since: Set[str]) -> bool:
    """Return whether the helper could not know: it checks no programme, and saw no other file."""
    if isinstance(outcome, ProgrammeText):
        return True
    return isinstance(outcome, Draft) and outcome.upload_id in since
