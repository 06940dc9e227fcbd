"""Costs charged to use cases: what is recorded is charged once, whoever bears it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from signpost.metrics.model.interventions import serves_use_case
from signpost.metrics.model.schema import CostItem, Intervention, Programme, UseCase
from signpost.metrics.model.types import Factor, Finding, Refusal
from signpost.metrics.value.exposure import Exposure

COST = "cost: "
TIME = f"{COST}working time"
GUARDRAIL = f"{COST}harm to "
SHARED, ONCE = " (shared)", " (once)"
"""Endings of the names of costs that stopping one use case does not free."""
_INTERVENTIONS = f"{COST}interventions{ONCE}"
_HOURS = f"{COST}hours of effort{ONCE}"
_UNASSIGNED = " of no use case"


@dataclass(frozen=True)
class Charge:
    """Costs charged to one use case; `refusal`: a cost of it that is not known."""

    factors: tuple[Factor, ...]
    refusal: Refusal | None = None


NO_CHARGE = Charge(())


def charge_costs(
    programme: Programme, exposures: Mapping[str, Exposure], until: date | None
) -> dict[str, Charge]:
    """Return use case -> its own costs and its share of the others, to date.

    `exposures` are those of the use cases that are measured. Costs without a use case are divided
    equally among those under way, measured or not, so that all of what was spent is charged.
    `until` is the last day of the data: an intervention that began after it is not charged.
    """
    parts: dict[str, list[Factor | Refusal]] = {case.id: [] for case in programme.use_cases}
    bearers = cost_bearers(programme)
    for item in programme.costs:
        own = [case for case in programme.use_cases if case.id == item.use_case]
        borne_by = own or platform_bearers(item.platform, bearers)
        priced = _in_currency(item, programme)
        for case in borne_by:
            if isinstance(priced, Refusal):
                parts[case.id].append(priced)
                continue
            parts[case.id].append(_item(priced, 1.0 / len(borne_by), borne_by, exposures))
    begun = [deed for deed in programme.interventions if until is None or deed.from_day <= until]
    for case_id, effort in _efforts(programme, begun).items():
        parts[case_id] += effort
    return {case_id: _charge(found) for case_id, found in parts.items()}


def _charge(parts: Iterable[Factor | Refusal]) -> Charge:
    factors: list[Factor] = []
    refused: list[Refusal] = []
    for part in parts:
        if isinstance(part, Refusal):
            refused.append(part)
        elif part.value:
            factors.append(part)
    return Charge(tuple(factors), next(iter(refused), None))


def cost_bearers(programme: Programme) -> tuple[UseCase, ...]:
    """Return the use cases that bear shared costs: those under way, or all where none is."""
    under_way = tuple(case for case in programme.use_cases if case.stage != "explore")
    return under_way or programme.use_cases


def platform_bearers(platform: str, bearers: Sequence[UseCase]) -> Sequence[UseCase]:
    """Return who bears a cost: all, or of a platform's cost its use cases; it may be nobody."""
    return [case for case in bearers if case.platform == platform] if platform else bearers


def _in_currency(item: CostItem, programme: Programme) -> CostItem | Refusal:
    """Return the cost in the programme's currency; the range of the rate widens its own."""
    if item.currency in ("", programme.currency):
        return item
    rate = programme.exchange_rates.get(item.currency)
    if rate is None:
        named = {"item": item.item, "currency": item.currency, "own": programme.currency}
        return Refusal(Finding("cost.other_currency", named), Finding("cost.enter_rate", named))
    low, high = (end if end is not None else item.amount for end in (item.low, item.high))
    least = low * (rate.value if rate.low is None else rate.low)
    most = high * (rate.value if rate.high is None else rate.high)
    note = f"{item.currency} {item.amount:,.2f} at {rate.value:g}; {item.source}".strip("; ")
    ends = {"amount": item.amount * rate.value, "low": least, "high": most}
    return item.model_copy(update={**ends, "currency": "", "source": note})


def _item(
    item: CostItem, share: float, bearers: Sequence[UseCase], exposures: Mapping[str, Exposure]
) -> Factor | Refusal:
    times = _times(item, bearers, exposures)
    if times is None:
        return Refusal(
            f"The cost {item.item!r} is per licence and month, and no licence count is known.",
            "Load the usage export or the roster, or enter the cost per month.",
        )
    low = item.amount if item.low is None else item.low
    high = item.amount if item.high is None else item.high
    note = item.source if item.per == "once" else f"{item.amount:g} per {item.per}; {item.source}"
    if share < 1:
        note = f"{note}; shared by {round(1 / share)} use cases"
    kind = SHARED if share < 1 else ONCE if item.per == "once" else ""
    scale = times * share
    paid = {"amount": item.amount, "per": item.per, "source": item.source}
    origin = Finding("factor.cost", {**paid, "use_cases": round(1 / share)})
    name, ends = f"{COST}{item.item}{kind}", (low * scale, high * scale)
    return Factor(name, item.amount * scale, *ends, note.strip("; "), item.owner, origin=origin)


def _times(
    item: CostItem, bearers: Sequence[UseCase], exposures: Mapping[str, Exposure]
) -> float | None:
    """Return how many times an amount was paid; None where licences are not known.

    Months without a record run from the first start of those who bear it to the end of the data.
    """
    if item.per == "once":
        return 1.0
    exposed = [exposures[case.id] for case in bearers if case.id in exposures]
    if item.per == "licence-month":
        return _licence_months(bearers, exposures) if exposed else 0.0
    months = max((one.months for one in exposed), default=0.0)
    months = months if item.months is None else item.months
    return months if item.per == "month" else months / 12


def _licence_months(bearers: Sequence[UseCase], exposures: Mapping[str, Exposure]) -> float | None:
    """Return the licence-months of those who bear it: one group's on one platform counts once."""
    most: dict[tuple[str, str], float] = {}
    known = False
    for case in bearers:
        exposure = exposures.get(case.id)
        if exposure is None or exposure.group_licence_months is None:
            continue
        known = True
        for group, months in zip(exposure.groups, exposure.group_licence_months, strict=True):
            key = (case.platform, group)
            most[key] = max(most.get(key, 0.0), months)
    return sum(most.values()) if known else None


def _efforts(
    programme: Programme, begun: Sequence[Intervention]
) -> dict[str, list[Factor | Refusal]]:
    """Return effort as costs: an entered cost is the whole cost; hours are priced without one.

    Each intervention is divided among the use cases under way that it serves; what serves none is
    divided among all who bear shared costs.
    """
    bearers = cost_bearers(programme)
    hours: dict[tuple[str, str], float] = {}
    spent: dict[tuple[str, str], float] = {}
    for deed in begun:
        served = [case for case in programme.use_cases if serves_use_case(deed, case)]
        borne_by = [case for case in served if case in bearers] or served or list(bearers)
        for case in borne_by:
            key = (case.id, "" if served else _UNASSIGNED)
            part = spent if deed.cost else hours
            part[key] = part.get(key, 0.0) + (deed.cost or deed.hours) / len(borne_by)
    parts: dict[str, list[Factor | Refusal]] = {case.id: [] for case in programme.use_cases}
    for (case_id, of), amount in spent.items():
        owner = programme.use_case(case_id).owner
        name = _effort_name(_INTERVENTIONS, of)
        parts[case_id].append(Factor(name, amount, amount, amount, "as entered", owner))
    for (case_id, of), amount in hours.items():
        if amount:
            parts[case_id].append(_hours(programme, amount, _effort_name(_HOURS, of)))
    return parts


def _effort_name(name: str, of: str) -> str:
    return f"{name.removesuffix(ONCE)}{of}{SHARED}" if of else name


def _hours(programme: Programme, hours: float, name: str) -> Factor | Refusal:
    rate = programme.hourly_rate
    if rate is None:
        return Refusal(
            f"{hours:g} hours of effort are entered without a cost, and there is no hourly rate.",
            "Enter the hourly rate under Set-up, Organisation, with source and owner.",
        )
    low = rate.value if rate.low is None else rate.low
    high = rate.value if rate.high is None else rate.high
    note = f"{hours:g} hours at {rate.value:g}; {rate.source}".strip("; ")
    ends = (hours * low, hours * high)
    return Factor(name, hours * rate.value, *ends, note, rate.owner, rate.as_of)
