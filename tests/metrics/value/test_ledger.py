from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

import pytest

from signpost.answers.decisions import decisions
from signpost.metrics.model.schema import FactorInput as Card
from signpost.metrics.model.types import MoneyEstimate, Refusal, Verdict
from signpost.metrics.register.versions import programme_history, save_programme
from signpost.metrics.value.costs import NO_CHARGE, Charge
from signpost.metrics.value.ledger import (
    forecast,
    promise_entries,
    promised_value,
    restated_forecasts,
    sign_forecast,
    signatures,
)
from signpost.metrics.value.pricing import claimed, price
from tests.metrics.conftest import charged

NOW = datetime.fromisoformat("2026-04-01T10:00:00")


@dataclass(frozen=True)
class Told:
    use_case: object
    kpi: object
    panel: object
    evidence: object
    verdict: Verdict
    money: MoneyEstimate | Refusal
    at_stake: MoneyEstimate | Refusal
    charge: Charge = NO_CHARGE


@pytest.fixture
def told(programme, make_panel, make_evidence):
    def build(grade="works", point=-2.0, programme=programme):
        case = programme.use_case("fewer-escalations")
        panel = make_panel()
        evidence = make_evidence(panel, point=point)
        verdict = Verdict(grade, "strong" if grade == "works" else None, (), ())
        at_stake = price(evidence, panel, programme, case)
        money = claimed(at_stake, verdict)
        return Told(
            case,
            programme.kpi("escalations"),
            panel,
            evidence,
            verdict,
            money,
            at_stake,
            charged(at_stake),
        )

    return build


def locked(programme, **changes):
    case = programme.use_cases[0].model_copy(update={"locked_at": date(2026, 1, 20), **changes})
    return programme.model_copy(update={"use_cases": (case,)})


def test_the_forecast_is_the_promise_over_the_same_volume(programme, told):
    answer = told()
    planned = forecast(answer.panel, programme, answer.use_case)
    ratio = planned.benefit[1] / answer.money.benefit[1]
    assert ratio == pytest.approx(1.0 / 2.0, rel=0.03)  # 1.0 was promised, 2.0 was seen
    assert planned.cost == pytest.approx(answer.money.cost)
    assert isinstance(forecast(None, programme, answer.use_case), Refusal)


def test_a_figure_is_claimed_then_evidenced_then_signed(warehouse, programme, told):
    unsure, sure = told("cannot_tell"), told("works")
    nobody = programme.kpis[0].model_copy(update={"money_per_unit": None})
    unpriced = programme.model_copy(update={"kpis": (nobody,)})
    (open_,) = promise_entries([told("works", programme=unpriced)], unpriced, (), ())
    assert open_.status == "open"
    (before,) = promise_entries([unsure], programme, (), ())
    assert before.status == "claimed"
    assert isinstance(before.realised, Refusal)
    (then,) = promise_entries([sure], programme, (), ())
    assert then.status == "evidenced"
    signature = sign_forecast(warehouse, sure, who="finance", at=NOW)
    assert signatures(warehouse.read()) == (signature,)
    (done,) = promise_entries([sure], programme, (), [signature])
    assert (done.status, done.stale) == ("signed", False)
    moved = replace(sure, money=replace(sure.money, low=1e6, point=2e6, high=3e6))
    (stale,) = promise_entries([moved], programme, (), [signature])
    assert (stale.status, stale.stale) == ("evidenced", True)
    assert decisions(warehouse.read()) == ()


def test_what_may_not_be_claimed_cannot_be_signed(warehouse, told):
    assert isinstance(sign_forecast(warehouse, told("cannot_tell"), who="finance", at=NOW), Refusal)
    assert signatures(warehouse.read()) == ()


def test_the_forecast_keeps_the_prices_of_the_promise(warehouse, programme, told):
    save_programme(warehouse, programme, "ann", datetime.fromisoformat("2026-01-01"))
    save_programme(warehouse, locked(programme), "ann", datetime.fromisoformat("2026-01-20"))
    dearer = programme.kpis[0].model_copy(update={"money_per_unit": Card(value=400)})
    now = locked(programme).model_copy(update={"kpis": (dearer, programme.kpis[1])})
    save_programme(warehouse, now, "ann", datetime.fromisoformat("2026-03-20"))
    history = programme_history(warehouse.read())
    assert promised_value(history, "fewer-escalations").number == 2
    answer = told(programme=now)
    (entry,) = promise_entries([answer], now, history, ())
    assert entry.promised_in == 2
    assert {f.name: f.value for f in entry.forecast.factors}["money per unit"] == 200
    assert {f.name: f.value for f in entry.realised.factors}["money per unit"] == 400


def test_a_restated_figure_names_the_factors_that_moved_it(programme, told):
    before = told().money
    dearer = programme.model_copy(update={"costs": (), "hourly_rate": Card(value=100)})
    after = told(point=-3.0, programme=dearer).money
    found = {r.factor: r for r in restated_forecasts(before, after, "lower")}
    assert set(found) == {
        "effect",
        "cost: licences",
        "cost: training (once)",
        "cost: hours of effort (once)",
    }
    assert found["cost: training (once)"].after is None
    assert (
        found["cost: training (once)"].net_after - found["cost: training (once)"].net_before == 3000
    )
    assert (
        found["cost: hours of effort (once)"].net_after
        < found["cost: hours of effort (once)"].net_before
    )
    assert found["effect"].net_after > found["effect"].net_before
    assert restated_forecasts(before, before, "lower") == ()
