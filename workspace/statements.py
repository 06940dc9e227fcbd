"""Statements that stand behind a figure, each with its values, to be run as it is printed."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from types import MappingProxyType

from signpost.metrics.adoption.cohorts import cohort_table, first_use_table
from signpost.metrics.adoption.segments import ladder_table, move_table, step_table
from signpost.metrics.collaboration.channels import channel_table
from signpost.metrics.collaboration.network import network
from signpost.metrics.collaboration.time_cost import hours_a_year
from signpost.metrics.interventions.barriers import barrier_scores
from signpost.metrics.model.schema import Programme, UseCase
from signpost.metrics.model.sql_files import sql_literal, with_values
from signpost.metrics.model.types import Refusal, Window
from signpost.metrics.panel.adoption_counts import adoption_counts, usage_periods
from signpost.metrics.panel.kpi_series import kpi_series
from signpost.metrics.panel.start_dates import start_days
from signpost.metrics.value.published_spend import with_recorded_and_billed
from signpost.warehouse.errors import WarehouseError
from signpost.warehouse.pinned import RecordedWarehouse
from signpost.warehouse.store import Warehouse

_FACTS = re.compile(
    r"\b(outcome|cost|intervention|interaction|usage|group_usage|barrier|response|record)(_now)?\b"
    r"|\b(person|group)_window\b"
)
_LOOK_UP = re.compile(r"select (distinct|platform|min\(|max\()")
"""How statements begin that only look up what is there."""
_MOST = 6
"""Statements of one figure that are printed."""


@dataclass(frozen=True)
class FigureAsked:
    """Figure and its subject: a key of ABOUTS, or effect, cost, account, adoption."""

    key: str
    platform: str = ""
    cases: tuple[str, ...] = ()
    """Ids of the use cases it is about; none: all."""
    metric: str = "active"
    window: Window = "week"


_Ask = Callable[[RecordedWarehouse, Programme, FigureAsked], object]


def statements_behind(
    whole: Warehouse, version: int, programme: Programme, asked: FigureAsked
) -> tuple[str, ...]:
    """Return the statements about facts that a figure is worked out with, in their order."""
    if asked.key == "adoption":
        return _adoption(RecordedWarehouse(whole, version), asked)
    found: dict[str, None] = {}
    for ask in _ASKS.get(asked.key, ()):
        recorded = RecordedWarehouse(whole, version)
        with contextlib.suppress(WarehouseError):  # too little is loaded: there is no figure either
            ask(recorded, programme, asked)
        found |= dict.fromkeys(_printed(recorded))
    return tuple(found)[:_MOST]


def _printed(recorded: RecordedWarehouse) -> Iterable[str]:
    for sql, params in recorded.recorded.asked:
        text = with_values(sql, params).strip()
        if _FACTS.search(text) and not _LOOK_UP.match(text):
            yield f"{text};"


def _adoption(recorded: RecordedWarehouse, asked: FigureAsked) -> tuple[str, ...]:
    """Return the statement of an adoption measure: its share in every period."""
    reader = recorded.recorded
    line = usage_periods(reader, asked.platform, asked.window)
    counts = adoption_counts(reader, asked.metric, asked.platform, asked.window)
    if isinstance(line, Refusal) or isinstance(counts, Refusal):
        return ()
    sql, params = next(
        (one for one in reversed(reader.asked) if "period" in one[0] and "select" in one[0]),
        ("", ()),
    )
    rollup = "g.licensed, g.active" in sql
    above, below = ("active", "licensed") if rollup else ("numerator", "denominator")
    return (
        f"select {_first_day(line.every[0].first, asked.window)} as first_day,\n"
        f"       sum({above}) as numerator, sum({below}) as denominator,\n"
        f"       sum({above}) / sum({below}) as share\n"
        f"from (\n{with_values(sql, params).strip()}\n) as counted\n"
        "group by period order by period;",
    )


def _first_day(first: date, window: Window) -> str:
    step = "to_months(cast(period as integer))"
    if window == "week":
        step = "to_days(cast(7 * period as integer))"
    return f"cast({sql_literal(first)} + {step} as date)"


def _kpis(recorded: RecordedWarehouse, programme: Programme, asked: FigureAsked) -> None:
    cards = {card.id: card for card in programme.kpis}
    for case in _cases(programme, asked):
        for name in case.index or (case.kpi,):
            if name in cards:
                kpi_series(recorded.recorded, cards[name], case.window)


def _cases(programme: Programme, asked: FigureAsked) -> tuple[UseCase, ...]:
    return tuple(one for one in programme.use_cases if not asked.cases or one.id in asked.cases)


def _costs(recorded: RecordedWarehouse, programme: Programme, asked: FigureAsked) -> None:
    del asked
    with_recorded_and_billed(recorded, programme)


def _starts(recorded: RecordedWarehouse, programme: Programme, asked: FigureAsked) -> None:
    for case in _cases(programme, asked)[:1]:
        start_days(recorded.recorded, programme, case)


def _usage(recorded: RecordedWarehouse, programme: Programme, asked: FigureAsked) -> None:
    del programme
    adoption_counts(recorded.recorded, asked.metric, asked.platform, asked.window)


def _table(
    ask: Callable[..., object],
    recorded: RecordedWarehouse,
    programme: Programme,
    asked: FigureAsked,
) -> object:
    return ask(recorded, programme, platform=asked.platform)


def _of_all(
    ask: Callable[..., object],
    recorded: RecordedWarehouse,
    programme: Programme,
    asked: FigureAsked,
) -> object:
    del asked
    return ask(recorded, programme)


def _hours(recorded: RecordedWarehouse, programme: Programme, asked: FigureAsked) -> object:
    return hours_a_year(recorded, programme, asked.platform)


def _scores(recorded: RecordedWarehouse, programme: Programme, asked: FigureAsked) -> object:
    del asked
    return barrier_scores(recorded.recorded, programme.minimum_group_size)


_OF_KPI = ("effect", "groups", "study", "methods", "rooms", "pilots", "overload", "restated_kpi")
_OF_MONEY = ("cost", "next", "tornado", "ledger", "stops", "premium", "changes")
_ASKS: Mapping[str, Sequence[_Ask]] = MappingProxyType(
    {
        **dict.fromkeys(_OF_KPI, (_kpis,)),
        **dict.fromkeys(_OF_MONEY, (_costs, _kpis)),
        "ladder": (partial(_table, ladder_table),),
        "moves": (partial(_table, move_table),),
        "steps": (partial(_table, step_table),),
        "cohorts": (partial(_table, cohort_table),),
        "first_use": (partial(_table, first_use_table),),
        "targets": (_usage,),
        "restated": (_usage,),
        "network": (partial(_of_all, network),),
        "spread": (partial(_of_all, network), _usage),
        "white_glove": (_starts, _usage),
        "kinds": (_starts, _usage),
        "barriers": (_scores,),
        "channels": (partial(_of_all, channel_table),),
        "hours": (_hours,),
    }
)
