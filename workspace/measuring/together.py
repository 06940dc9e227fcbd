"""Use cases measured by two processes, where that is sooner: each is measured by itself.

The process that asks goes through them from the first, a helper from the last, until they meet.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from signpost.answers.answer import Measured, MeasuredProgress, measure, measure_in_turn
from signpost.metrics.model.schema import Programme
from signpost.shared_work import SharedWork, helper_process
from signpost.warehouse import Warehouse
from signpost.warehouse.staging import StagingFolder

log = logging.getLogger("signpost")
_HELPER = "signpost.workspace.measuring.helper"
_MANY = 5_000
"""Figures of KPIs and records from which a helper is sooner: starting one takes a second."""


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
        _divide(work, cases, SharedWork(Path(folder)))
    return [work.found[number] for number in cases]


def _figures(warehouse: Warehouse) -> int:
    counted = "select (select count(*) from outcome) + (select count(*) from record)"
    return int(warehouse.read().one(counted)[0])


def _divide(work: _Measuring, cases: Sequence[int], shared: SharedWork) -> None:
    shared.put("programme", work.programme)
    place = [str(work.warehouse.root.resolve()), str(work.warehouse.version())]
    with helper_process(_HELPER, [str(shared.folder), *place]) as helper:
        for number in filter(shared.claim, cases):
            work.measure(number)
        if helper.wait():
            log.error("the helper that measures use cases ended with %d", helper.returncode)
    for number in (one for one in cases if one not in work.found):
        measured: Measured | None = shared.get(str(number))
        if measured is None:  # what the helper failed at, whoever asked is told
            work.measure(number)
        else:
            work.add(number, measured)
