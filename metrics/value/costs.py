"""Costs of one use case over its exposed time: its own and its share of the rest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from signpost.metrics.model.interventions import _keys, serves_use_case
from signpost.metrics.model.schema import CostItem, Intervention, Programme, UseCase
from signpost.metrics.model.types import Factor, Finding, Refusal
from signpost.metrics.value.exposure import Exposure

COST = "cost: "
TIME = f"{COST}working time"
SHARED, ONCE = " (shared)", " (once)"
"""Endings of the names of costs that stopping one use case does not free."""


def cost_factors(
    programme: Programme, case: UseCase, exposure: Exposure, until: date | None
) -> tuple[Factor, ...] | Refusal:
    """Return one Factor per cost, in the programme's currency, for the exposed time.

    Costs without a use case are shared equally among the use cases that run. `until` is the last
    day of the panel: an intervention that began after it is not charged.
    """
    items = [_item(item, programme, case, exposure) for item in programme.costs]
    served = interventions_of(programme, case, exposure.groups, until)
    effort = _effort(programme, case, served)
    factors: list[Factor] = []
    for factor in [*items, *effort]:
        if isinstance(factor, Refusal):
            return factor
        if factor is not None:
            factors.append(factor)
    return tuple(factors)


def interventions_of(
    programme: Programme, case: UseCase, groups: Iterable[str], until: date | None
) -> tuple[Intervention, ...]:
    """Return the interventions for this use case in these groups by `until`, in file order."""
    within = _keys(groups)
    return tuple(
        intervention
        for intervention in programme.interventions
        if serves_use_case(intervention, case)
        and within & _keys(intervention.groups)
        and (until is None or intervention.from_day <= until)
    )


def cost_sharers(programme: Programme, case: UseCase) -> tuple[UseCase, ...]:
    """Return the use cases that bear costs: those under way, and this one."""
    return tuple(u for u in programme.use_cases if u.stage != "explore" or u.id == case.id)


def _item(
    item: CostItem, programme: Programme, case: UseCase, exposure: Exposure
) -> Factor | Refusal | None:
    if item.use_case not in (None, case.id):
        return None
    times = {"once": 1.0, "month": exposure.months, "year": exposure.months / 12}.get(item.per)
    if item.per == "licence-month":
        times = exposure.licence_months
    if times is None:
        return Refusal(
            f"The cost {item.item!r} is per licence and month, and no licence count is known.",
            "Load the usage export or the roster, or enter the cost per month.",
        )
    share = 1.0 if item.use_case else 1.0 / len(cost_sharers(programme, case))
    low = item.amount if item.low is None else item.low
    high = item.amount if item.high is None else item.high
    note = item.source if item.per == "once" else f"{item.amount:g} per {item.per}; {item.source}"
    if share < 1:
        note = f"{note}; shared by {round(1 / share)} use cases"
    kind = SHARED if share < 1 else ONCE if item.per == "once" else ""
    scale = times * share
    value = item.amount * scale
    note = note.strip("; ")
    paid = {"amount": item.amount, "per": item.per, "source": item.source}
    origin = Finding("factor.cost", {**paid, "use_cases": round(1 / share)})
    name, ends = f"{COST}{item.item}{kind}", (low * scale, high * scale)
    return Factor(name, value, *ends, note, item.owner, origin=origin)


def _effort(
    programme: Programme, case: UseCase, served: Iterable[Intervention]
) -> list[Factor | Refusal]:
    """Return effort as costs: an entered cost is the whole cost; hours are priced without one."""
    hours = spent = 0.0
    for intervention in served:
        sharers = sum(
            serves_use_case(intervention, other) for other in cost_sharers(programme, case)
        )
        hours += intervention.hours / sharers if not intervention.cost else 0.0
        spent += intervention.cost / sharers
    factors: list[Factor | Refusal] = []
    if spent:
        name = f"{COST}interventions{ONCE}"
        factors.append(Factor(name, spent, spent, spent, "as entered", case.owner))
    if hours:
        factors.append(_hours(programme, hours))
    return factors


def _hours(programme: Programme, hours: float) -> Factor | Refusal:
    rate = programme.hourly_rate
    if rate is None:
        return Refusal(
            f"{hours:g} hours of effort are entered without a cost, and there is no hourly rate.",
            "Enter hourly_rate in the programme, with source and owner.",
        )
    low = rate.value if rate.low is None else rate.low
    high = rate.value if rate.high is None else rate.high
    return Factor(
        f"{COST}hours of effort{ONCE}",
        hours * rate.value,
        hours * low,
        hours * high,
        f"{hours:g} hours at {rate.value:g}; {rate.source}".strip("; "),
        rate.owner,
        rate.as_of,
    )
