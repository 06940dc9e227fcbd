"""The account over random programmes: what was spent is charged once, lines add up."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signpost.metrics.model.schema import CostItem, FactorInput, Intervention, Programme, UseCase
from signpost.metrics.model.types import Refusal
from signpost.metrics.value.costs import charge_costs
from signpost.metrics.value.exposure import Exposure

GROUPS = ("north", "south", "east")
END = date(2026, 6, 30)
STAGES = st.sampled_from(["explore", "pilot", "scale", "stop"])


@st.composite
def use_cases(draw: st.DrawFn) -> tuple[UseCase, ...]:
    return tuple(
        UseCase(
            id=f"u{number}",
            label=f"U{number}",
            area=draw(st.sampled_from(["customer", "marketing", "operational"])),
            problem="p",
            mechanism="m",
            platform=draw(st.sampled_from(["teams", "slack"])),
            kpi="k",
            stage=draw(STAGES),
            focus=draw(st.sampled_from([(), ("north",), ("south", "east")])),
        )
        for number in range(draw(st.integers(1, 5)))
    )


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    cases = draw(use_cases())
    whose = st.sampled_from([None, *(case.id for case in cases), "misspelt"])
    amount = st.floats(1, 1e6)
    recorded = [
        CostItem(
            item=f"c{number}",
            amount=draw(amount),
            per=draw(st.sampled_from(["once", "month"])),
            months=draw(st.floats(1, 40)),
            use_case=draw(whose),
        )
        for number in range(draw(st.integers(0, 4)))
    ]
    deeds = [
        Intervention(
            id=f"i{number}",
            kind="training",
            groups=(draw(st.sampled_from(GROUPS)),),
            platform=draw(st.sampled_from(["", "teams", "slack", "copilot"])),
            from_day=END - timedelta(days=draw(st.integers(-60, 600))),
            hours=draw(st.floats(0, 100)),
            cost=draw(st.sampled_from([0.0, 250.0])),
            use_case=draw(whose),
        )
        for number in range(draw(st.integers(0, 4)))
    ]
    rate = FactorInput(value=60, low=50, high=70)
    return Programme(
        use_cases=cases, costs=tuple(recorded), interventions=tuple(deeds), hourly_rate=rate
    )


def exposure(programme: Programme, draw: st.DataObject) -> dict[str, Exposure]:
    found = {}
    for case in programme.use_cases:
        if draw.draw(st.booleans()):
            months = draw.draw(st.floats(0, 20))
            found[case.id] = Exposure(GROUPS, months, (months * 10,) * 3, 1.0)
    return found


@settings(max_examples=150)
@given(programmes(), st.data())
def test_what_was_recorded_is_charged_once(programme: Programme, data: st.DataObject) -> None:
    charges = charge_costs(programme, exposure(programme, data), END)
    spent = sum(
        cost.amount * (cost.months or 0 if cost.per == "month" else 1) for cost in programme.costs
    )
    spent += sum(
        deed.cost or 60 * deed.hours for deed in programme.interventions if deed.from_day <= END
    )
    charged = sum(factor.value for charge in charges.values() for factor in charge.factors)
    assert charged == pytest.approx(spent)
    assert set(charges) == {case.id for case in programme.use_cases}


@settings(max_examples=100)
@given(programmes(), st.data())
def test_a_licence_of_one_group_is_paid_once(programme: Programme, data: st.DataObject) -> None:
    licence = CostItem(item="licence", amount=3, per="licence-month")
    alone = programme.model_copy(update={"costs": (licence,), "interventions": ()})
    exposures = exposure(alone, data)
    charges = charge_costs(alone, exposures, END)
    bearers = [case for case in alone.use_cases if case.stage != "explore"] or alone.use_cases
    most: dict[str, float] = {}
    for case in bearers:
        if case.id in exposures:
            months = exposures[case.id].months * 10 * 3
            most[case.platform] = max(most.get(case.platform, 0), months)
    charged = sum(factor.value for charge in charges.values() for factor in charge.factors)
    assert charged == pytest.approx(3 * sum(most.values()))


def test_a_rate_without_a_record_runs_from_the_first_start_of_those_who_bear_it() -> None:
    cases = tuple(
        UseCase(
            id=name, label=name, area="customer", problem="p", mechanism="m", platform="teams",
            kpi="k",
        )
        for name in ("early", "late", "never")
    )  # fmt: skip
    team = CostItem(item="team", amount=300, per="month")
    programme = Programme(use_cases=cases, costs=(team,))
    exposures = {"early": Exposure(GROUPS, 12, None, 1.0), "late": Exposure(GROUPS, 4, None, 1.0)}
    charges = charge_costs(programme, exposures, END)
    assert {case: charge.factors[0].value for case, charge in charges.items()} == {
        "early": 1200, "late": 1200, "never": 1200,
    }  # fmt: skip
    assert charge_costs(programme, {}, END)["early"].factors == ()


def test_a_cost_that_is_not_known_is_refused_and_the_others_stay() -> None:
    case = UseCase(
        id="a", label="A", area="customer", problem="p", mechanism="m", platform="teams", kpi="k"
    )
    costs = (CostItem(item="l", amount=1, per="licence-month"), CostItem(item="t", amount=70))
    charge = charge_costs(
        Programme(use_cases=(case,), costs=costs), {"a": Exposure(GROUPS, 3, None, 1.0)}, END
    )["a"]
    assert [factor.value for factor in charge.factors] == [70]
    assert isinstance(charge.refusal, Refusal)
    assert "licence count" in charge.refusal.reason


def test_a_recorded_cost_is_charged_from_its_first_month_on() -> None:
    months = np.float64(18)
    paid = CostItem(item="licences", amount=1000, per="month", months=float(months))
    case = UseCase(
        id="a", label="A", area="customer", problem="p", mechanism="m", platform="teams", kpi="k"
    )
    programme = Programme(use_cases=(case,), costs=(paid,))
    started_late = {"a": Exposure(GROUPS, 6, None, 1.0)}
    (factor,) = charge_costs(programme, started_late, END)["a"].factors
    assert factor.value == pytest.approx(18_000)
