"""Recorded events (interventions, costs) added to the planned ones of the programme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from signpost.metrics.model.calendar import DAYS_PER_MONTH, DaySpan
from signpost.metrics.model.keys import group_key
from signpost.metrics.model.schema import CostItem, Intervention, Programme, UseCase
from signpost.metrics.model.types import Refusal
from signpost.metrics.register.group_spellings import group_spellings
from signpost.metrics.register.spend_costs import BilledMonth, billed_costs
from signpost.warehouse import Reader

_INTERVENTIONS = """
    select intervention_id, kind, coalesce(platform, ''), from_day, until_day,
           coalesce(sum(hours), 0), coalesce(sum(cost), 0), coalesce(max(owner), ''),
           coalesce(max(barrier), ''), string_agg(group_id, chr(31) order by group_id)
    from intervention_now group by all order by intervention_id, from_day
"""
_COSTS = """
    select item, currency, min(first_day), max(last_day), sum(amount)
    from cost_now group by item, currency order by item
"""
SHORTEST_RATE_DAYS = 28
"""Costs recorded over less than this are one amount; over more, an amount per month."""


def with_recorded(
    reader: Reader, programme: Programme, metered: Iterable[BilledMonth] = ()
) -> Programme | Refusal:
    """Return the programme with group ids for names and with the recorded facts.

    `metered` are the bills of metered use, as they are published.

    A recorded intervention is added unless the programme has one of that id. A recorded cost
    replaces the planned one of the same item. Refuses costs in another currency.
    """
    rows = reader.rows(_COSTS)
    foreign = sorted({currency for _, currency, *_ in rows} - {programme.currency})
    if foreign:
        return Refusal(
            f"Costs are recorded in {', '.join(foreign)}, the programme in {programme.currency}.",
            "Load the costs in the programme's currency.",
        )
    spellings = group_spellings(reader)
    planned = {intervention.id for intervention in programme.interventions}
    loaded = [
        intervention
        for intervention in map(_intervention, reader.rows(_INTERVENTIONS))
        if intervention.id not in planned
    ]
    recorded = [_cost(programme.costs, *row) for row in rows]
    items = {item.item for item in recorded}
    return programme.model_copy(
        update={
            "areas": {group_key(name, spellings): area for name, area in programme.areas.items()},
            "use_cases": tuple(_keyed(case, spellings) for case in programme.use_cases),
            "interventions": tuple(
                intervention.model_copy(update={"groups": _ids(intervention.groups, spellings)})
                for intervention in (*programme.interventions, *loaded)
            ),
            "costs": _all_costs(reader, programme, items, recorded, metered),
            "targets": tuple(
                target.model_copy(update={"group": group_key(target.group, spellings)})
                for target in programme.targets
            ),
        }
    )


def _all_costs(
    reader: Reader,
    programme: Programme,
    items: set[str],
    recorded: list[CostItem],
    metered: Iterable[BilledMonth],
) -> tuple[CostItem, ...]:
    """Return the planned costs, those that files recorded in their place, and what bills say."""
    costs = (*(cost for cost in programme.costs if cost.item not in items), *recorded)
    entered = programme.model_copy(update={"costs": costs})
    return (*costs, *billed_costs(reader, entered, metered))


def _ids(names: Iterable[str], spellings: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(group_key(name, spellings) for name in names)


def _keyed(case: UseCase, spellings: Mapping[str, str]) -> UseCase:
    return case.model_copy(
        update={
            "focus": _ids(case.focus, spellings),
            "comparison": _ids(case.comparison, spellings),
        }
    )


def _intervention(
    row: tuple[str, str, str, date, date | None, float, float, str, str, str],
) -> Intervention:
    number, kind, platform, first, until, hours, cost, owner, barrier, groups = row
    return Intervention(
        id=number,
        kind=kind,
        groups=tuple(groups.split("\x1f")),
        platform=platform,
        from_day=first,
        until_day=until,
        hours=hours,
        cost=cost,
        owner=owner,
        barrier=barrier,
    )


def _cost(
    planned: Iterable[CostItem], item: str, currency: str, first: date, last: date, amount: float
) -> CostItem:
    plan = next((cost for cost in planned if cost.item == item), None)
    days = DaySpan(first, last).days
    months = days / DAYS_PER_MONTH if days >= SHORTEST_RATE_DAYS else None
    return CostItem(
        item=item,
        amount=amount / months if months else amount,
        per="month" if months else "once",
        months=months,
        use_case=plan.use_case if plan else None,
        platform=plan.platform if plan else "",
        pays_for=plan.paid if plan else "",
        source=f"recorded {first} to {last}, {currency} {amount:,.0f}",
        owner=plan.owner if plan else "",
    )
