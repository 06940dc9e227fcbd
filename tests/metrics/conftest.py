from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from signpost.metrics.model.schema import Programme, parse
from signpost.metrics.model.types import Estimate, Evidence, MoneyEstimate, Panel, Question, Refusal
from signpost.metrics.value.costs import COST, Charge
from signpost.warehouse import Warehouse
from tests.usage_rows import insert_frame

PROGRAMME = """
organisation: Acme
currency: EUR
hourly_rate: {value: 60, low: 50, high: 72, source: payroll, owner: Finance}
areas: {north: operational, south: operational, east: operational, west: operational}
kpis:
- id: escalations
  label: Escalations
  unit: per 1,000 calls
  better: lower
  per: 1000
  worthwhile_change: 1.0
  money_per_unit: {value: 200, low: 150, high: 270, source: cost model 2025, owner: Finance}
- id: nps
  label: NPS
  unit: points
  better: higher
  worthwhile_change: 2
use_cases:
- id: fewer-escalations
  label: Fewer escalations
  area: customer
  problem: Calls are escalated because agents cannot find the expert.
  mechanism: An expert channel answers within the hour.
  platform: teams
  kpi: escalations
  focus: [north, south]
  attribution: {value: 0.8, low: 0.6, high: 0.95, source: steering group, owner: COO}
  owner: Head of care
  review_date: 2026-09-01
costs:
- {item: licences, amount: 4, per: licence-month}
- {item: training, amount: 3000, use_case: fewer-escalations}
interventions:
- {id: wg, kind: white-glove, groups: [north], platform: teams, from_day: 2026-02-02, hours: 40}
"""

UPLOAD = (
    "insert into upload values (?, ?, 's', 'f.csv', '2026-05-01', 'ann', 1, 1, 0, 0, 1, 0, null, "
    "null, '[]', null, null)"
)


@pytest.fixture
def programme() -> Programme:
    return parse(PROGRAMME)


def charged(at_stake: MoneyEstimate | Refusal) -> Charge:
    """The costs behind a figure, as what is charged to its use case."""
    factors = () if isinstance(at_stake, Refusal) else at_stake.factors
    return Charge(tuple(factor for factor in factors if factor.name.startswith(COST)))


@pytest.fixture
def make_panel() -> Callable[..., Panel]:
    def build(
        groups: tuple[str, ...] = ("north", "south", "east", "west"),
        starts: tuple[int, ...] = (4, 6, -1, -1),
        periods: int = 12,
        denominator: float = 500.0,
        lag: int = 0,
        **changes: object,
    ) -> Panel:
        shape = (len(groups), periods)
        first = date(2026, 1, 5)
        start = np.array(starts)
        exposed = (start[:, None] >= 0) & (np.arange(periods) >= start[:, None])
        panel = Panel(
            question=Question("escalations", "lower", 1.0, "teams", lag=lag, unit="per 1,000"),
            groups=groups,
            periods=tuple((first + timedelta(weeks=t)).isoformat() for t in range(periods)),
            outcome_numerator=np.full(shape, 20.0 * denominator),
            outcome_denominator=np.full(shape, denominator),
            adoption_numerator=np.where(exposed, 30.0, 10.0),
            adoption_denominator=np.full(shape, 50.0),
            weight=np.full(len(groups), 50.0),
            start=start,
            headcount=np.full(shape, 60.0),
        )
        return replace(panel, **changes)  # type: ignore[arg-type]

    return build


@pytest.fixture
def make_evidence() -> Callable[..., Evidence]:
    def build(
        panel: Panel,
        point: float = -2.0,
        half: float = 1.0,
        effect: str = "outcome",
        level: float = 0.95,
    ) -> Evidence:
        estimate = Estimate(
            "imputation",
            point,
            point - half,
            point + half,
            level,
            "per 1,000",
            len(panel.groups),
            len(panel.periods),
            2,
            effect=effect,  # type: ignore[arg-type]
        )
        return Evidence(panel.question, (estimate,), ())

    return build


@pytest.fixture
def warehouse(tmp_path) -> Warehouse:
    return Warehouse(tmp_path)


Part = tuple[str, list[dict[str, object]], dict[str, list[date]]]


@pytest.fixture
def load(warehouse: Warehouse) -> Callable[..., None]:
    """Put (table, rows, subject -> first and last days) into the warehouse, one upload a part."""

    def put(*parts: Part) -> None:
        with warehouse.write("test") as writer:
            number = int(writer.one("select coalesce(max(upload_no), 0) from upload")[0])
            for table, rows, subjects in parts:
                number += 1
                writer.execute(UPLOAD, [number, str(number)])
                spoken = [
                    (subject, first, last, number)
                    for subject, days in subjects.items()
                    for first, last in zip(days[::2], days[1::2], strict=True)
                ]
                columns = ["subject", "first_day", "last_day", "upload_no"]
                writer.insert("truth", pd.DataFrame(spoken, columns=columns))
                insert_frame(writer, table, pd.DataFrame(rows).assign(upload_no=number))

    return put
