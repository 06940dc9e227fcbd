"""Use cases measured by two processes, where that is sooner: each is measured by itself.

The process that asks goes through them from the first, a helper from the last, until they meet.
"""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from signpost.answers.answer import Measured, MeasuredProgress, measure, measure_in_turn
from signpost.metrics.model.schema import Programme
from signpost.registry import IMPORT_ROOT
from signpost.warehouse import Warehouse
from signpost.warehouse.staging import StagingFolder

log = logging.getLogger("signpost")
_MANY = 5_000
"""Figures of KPIs and records from which a helper is sooner: starting one takes a second."""


class SharedMeasuring:
    """Folder in which two processes divide the use cases of a programme between them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def claim(self, number: int) -> bool:
        """Return whether this use case is the caller's; it is then nobody else's."""
        try:
            (self.folder / f"{number}.claimed").touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def put(self, name: str, thing: Programme | Measured) -> None:
        """Keep a thing for the other process; it is seen whole or not at all."""
        part = self.folder / f"{name}.part"
        part.write_bytes(pickle.dumps(thing))
        part.rename(self.folder / name)

    def programme(self) -> Programme:
        """Return the programme that was put as `programme`."""
        return pickle.loads((self.folder / "programme").read_bytes())  # noqa: S301 - our own folder

    def measured(self, number: int) -> Measured | None:
        """Return what the other process found; None: nothing."""
        try:
            return pickle.loads((self.folder / str(number)).read_bytes())  # noqa: S301 - as above
        except FileNotFoundError:
            return None


@dataclass
class _Measuring:
    """Use cases of one programme as they get measured."""

    warehouse: Warehouse
    programme: Programme
    progress: MeasuredProgress | None
    found: dict[int, Measured] = field(default_factory=dict)

    def measure(self, number: int) -> None:
        case = self.programme.use_cases[number]
        self.add(number, measure(self.warehouse, self.programme, case))

    def add(self, number: int, measured: Measured) -> None:
        self.found[number] = measured
        if self.progress is not None:
            self.progress(len(self.found), len(self.programme.use_cases))


def measure_together(
    warehouse: Warehouse, programme: Programme, progress: MeasuredProgress | None = None
) -> Sequence[Measured]:
    """Measure every use case as `measure_in_turn`, with a helper where there is much to measure."""
    cases = range(len(programme.use_cases))
    if len(cases) < 2 or (os.cpu_count() or 1) < 2 or _figures(warehouse) < _MANY:
        return measure_in_turn(warehouse, programme, progress)
    work = _Measuring(warehouse, programme, progress)
    with StagingFolder("measure") as folder:
        _divide(work, cases, SharedMeasuring(Path(folder)))
    return [work.found[number] for number in cases]


def _figures(warehouse: Warehouse) -> int:
    counted = "select (select count(*) from outcome) + (select count(*) from record)"
    return int(warehouse.read().one(counted)[0])


def _divide(work: _Measuring, cases: Sequence[int], shared: SharedMeasuring) -> None:
    shared.put("programme", work.programme)
    with _helper(shared, work.warehouse) as helper:
        for number in filter(shared.claim, cases):
            work.measure(number)
        if helper.wait():
            log.error("the helper that measures use cases ended with %d", helper.returncode)
    for number in (one for one in cases if one not in work.found):
        measured = shared.measured(number)
        if measured is None:  # what the helper failed at, whoever asked is told
            work.measure(number)
        else:
            work.add(number, measured)


@contextlib.contextmanager
def _helper(shared: SharedMeasuring, warehouse: Warehouse) -> Iterator[subprocess.Popen[bytes]]:
    module = "signpost.workspace.measuring.helper"
    place = [str(shared.folder), str(warehouse.root.resolve()), str(warehouse.version())]
    with subprocess.Popen(  # noqa: S603 - our own code
        [sys.executable, "-m", module, *place], cwd=IMPORT_ROOT, stdout=subprocess.DEVNULL
    ) as helper:
        try:
            yield helper
        finally:  # an interrupted reader wants no more of it
            helper.terminate()
