"""Spend: what bills and platforms' own reports say was spent, per person and window."""

from __future__ import annotations

from datetime import date

from signpost.pipelines.model.fact_columns import base, column, known_columns
from signpost.pipelines.model.generic import PLATFORM_OR_ANY
from signpost.pipelines.model.source import Source, Spend

_KEYS = "platform, person_id, first_day, last_day, basis, kind, unit, currency"


def spend_rows(source: Source, window: tuple[date, date] | None) -> str:
    """Return SQL for platform x person x window x kind x unit, added up; rows without any are none.

    An amount that no row of a window names stays NULL: not said is not nothing.
    """
    parts = " union all ".join(_part(source, window, part) for part in source.spend)
    return (
        f"select {_KEYS}, sum(quantity) as quantity, sum(list_amount) as list_amount, "
        f"sum(net_amount) as net_amount from ({parts}) where quantity is not null "
        f"or list_amount is not null or net_amount is not null group by {_KEYS}"
    )


def _part(source: Source, window: tuple[date, date] | None, part: Spend) -> str:
    known = known_columns(source, window)
    first, last = (column(source, n, n, "date", known) for n in ("first_day", "last_day"))
    person = column(source, "person_id", "person_token", "uuid", known)
    platform = part.platform or source.platform
    named = f"'{platform}'" if platform else PLATFORM_OR_ANY
    return (
        f"select {named} as platform, {person} as person_id, {first} as first_day, "
        f"{last} as last_day, '{part.basis}' as basis, {part.kind} as kind, {part.unit} as unit, "
        f"upper({part.currency}) as currency, cast({part.quantity} as double) as quantity, "
        f"cast({part.list_amount} as double) as list_amount, "
        f"cast({part.net_amount} as double) as net_amount "
        f"from {base(source, window)} where {part.where}"
    )
