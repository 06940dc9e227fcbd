"""Planned budgets: what a pilot, or lowering a barrier, may cost, beside what it has cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from signpost.metrics.model.schema import FactorInput, Intervention, Programme
from signpost.metrics.model.types import Refusal


@dataclass(frozen=True)
class PlannedBudget:
    """One planned budget in the programme's currency."""

    of: Literal["use_case", "barrier"]
    name: str
    """Id of the use case, or the barrier."""
    planned: tuple[float, float, float]
    """Low, point, high."""
    spent: float | None
    """To date; None where it is not known."""
    source: str
    owner: str


def planned_budgets(
    programme: Programme, recorded: Programme | Refusal, charged: Mapping[str, float | None]
) -> tuple[PlannedBudget, ...]:
    """Return the budgets of use cases, then of barriers.

    `recorded` has the interventions that files recorded; `charged` is use case -> costs to date.
    """
    pilots = [
        _budget("use_case", case.id, case.budget, charged.get(case.id), case.owner)
        for case in programme.use_cases
        if case.budget is not None
    ]
    barriers = [
        _budget("barrier", name, factor, _spent(recorded, name), "")
        for name, factor in programme.barrier_budgets.items()
    ]
    return (*pilots, *barriers)


def _budget(
    of: Literal["use_case", "barrier"],
    name: str,
    factor: FactorInput,
    spent: float | None,
    owner: str,
) -> PlannedBudget:
    ends = (factor.low, factor.value, factor.high)
    low, point, high = (factor.value if end is None else end for end in ends)
    return PlannedBudget(of, name, (low, point, high), spent, factor.source, factor.owner or owner)


def _spent(recorded: Programme | Refusal, barrier: str) -> float | None:
    """Return what interventions against a barrier cost, or their hours at the hourly rate."""
    if isinstance(recorded, Refusal):
        return None
    costs = [_cost(one, recorded) for one in _against(recorded.interventions, barrier)]
    return None if None in costs else sum(cost for cost in costs if cost is not None)


def _against(interventions: Iterable[Intervention], barrier: str) -> list[Intervention]:
    return [one for one in interventions if one.barrier == barrier]


def _cost(one: Intervention, programme: Programme) -> float | None:
    if one.cost or not one.hours:
        return one.cost
    return None if programme.hourly_rate is None else one.hours * programme.hourly_rate.value
