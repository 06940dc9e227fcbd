"""Questions between areas: whether one area's use case moves a KPI that another asks about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from signpost.answers.answer import Answer
from signpost.metrics.model.schema import Area
from signpost.metrics.model.types import Grade


@dataclass(frozen=True)
class BetweenAreas:
    """One such question; `grade`: its answer where the use case names the KPI as a guardrail."""

    use_case: str
    area: Area
    kpi: str
    of_area: Area
    grade: Grade | None


def questions_between_areas(found: Sequence[Answer]) -> tuple[BetweenAreas, ...]:
    """Return every use case with each KPI of another area's use cases, the answered ones first."""
    asked = {
        one.use_case.kpi: one.use_case.area
        for one in reversed(found)
        if one.use_case.kpi and one.kpi is not None
    }
    questions = []
    for one in found:
        case = one.use_case
        told = {guard.kpi: guard.verdict.grade for guard in one.guardrails}
        for kpi, area in asked.items():
            if area != case.area and kpi != case.kpi:
                questions.append(BetweenAreas(case.id, case.area, kpi, area, told.get(kpi)))
    return tuple(sorted(questions, key=lambda one: one.grade is None))
