from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import pytest

from signpost.metrics.model.schema import Kpi, UseCase
from signpost.metrics.model.types import Evidence, MoneyEstimate, Panel, Refusal, Verdict
from signpost.metrics.value.costs import NO_CHARGE, Charge
from signpost.metrics.value.portfolio import james_stein, portfolio_summary
from signpost.metrics.value.pricing import claimed, price
from signpost.presentation.words.catalogue import say
from tests.metrics.conftest import charged

NONE = MappingProxyType({"works": 0, "no_worthwhile_effect": 0, "harmful": 0, "cannot_tell": 0})


@dataclass(frozen=True)
class Told:
    use_case: UseCase
    kpi: Kpi
    panel: Panel
    evidence: Evidence
    verdict: Verdict
    money: MoneyEstimate | Refusal
    at_stake: MoneyEstimate | Refusal
    charge: Charge = NO_CHARGE


@pytest.fixture
def tell(programme, make_panel, make_evidence):
    def build(name="a", grade="works", strength="strong", area="customer", point=-2.0, **panel):
        case = programme.use_case("fewer-escalations")
        case = case.model_copy(update={"id": name, "label": name, "area": area})
        own = programme.model_copy(update={"costs": (programme.costs[0],), "use_cases": (case,)})
        seen = make_panel(**panel)
        evidence = make_evidence(seen, point=point)
        verdict = Verdict(grade, strength if grade == "works" else None, (), ())
        at_stake = price(evidence, seen, own, case)
        money = claimed(at_stake, verdict)
        return Told(
            case, own.kpi(case.kpi), seen, evidence, verdict, money, at_stake, charged(at_stake)
        )

    return build


def test_claimed_benefits_add_up_less_all_costs(tell):
    one = tell("a")
    other = tell("b", groups=("n2", "s2", "e2", "w2"), point=-3.0)
    unsure = tell("c", grade="cannot_tell", groups=("n3", "s3", "e3", "w3"))
    whole = portfolio_summary([one, other, unsure])
    assert set(whole.counted) == {"a", "b"}
    assert [n.use_case for n in whole.not_counted] == ["c"]
    benefit = one.money.benefit[1] + other.money.benefit[1]
    assert whole.benefit[1] == pytest.approx(benefit, rel=0.05)
    spent = sum(told.at_stake.cost[1] for told in (one, other, unsure))
    assert whole.cost[1] == pytest.approx(spent, rel=0.05)
    assert whole.net[1] == pytest.approx(benefit - whole.cost[1], rel=0.1, abs=100)
    assert whole.net[0] < whole.net[1] < whole.net[2]
    assert whole.grades == {**NONE, "works": 2, "cannot_tell": 1}
    assert whole.by_chance == pytest.approx(0.15)


def test_independent_effects_add_in_quadrature_and_shared_prices_do_not(tell):
    one, other = tell("a"), tell("b", groups=("n2", "s2", "e2", "w2"), point=-2.5)
    fixed = [
        replace(
            told,
            at_stake=replace(
                told.at_stake,
                factors=tuple(
                    f if f.name == "effect" else replace(f, low=f.value, high=f.value)
                    for f in told.at_stake.factors
                ),
            ),
        )
        for told in (one, other)
    ]
    low, _, high = portfolio_summary(fixed).benefit
    # the half-widths of two independent normal effects of the same error
    half = 1.6449 * (1.0 / 1.95996) * 7 * 200 * 0.8
    assert (high - low) / 2 == pytest.approx(np.sqrt(2) * half, rel=0.03)


def test_one_kpi_change_is_counted_for_one_use_case_only(tell):
    weak = tell("a", strength="moderate", point=-4.0)
    strong = tell("b", strength="strong")
    whole = portfolio_summary([weak, strong])
    assert whole.counted == ("b",)
    assert whole.not_counted[0].use_case == "a"
    assert say(whole.not_counted[0].reason) == "The same money is already counted for b."
    assert whole.benefit[1] == pytest.approx(strong.money.benefit[1], rel=0.02)
    apart = tell("c", groups=("n2", "s2", "e2", "w2"))
    assert set(portfolio_summary([strong, apart]).counted) == {"b", "c"}


def test_kpis_of_one_pool_are_the_same_money(tell):
    one, other = tell("a"), tell("b")
    renamed = replace(other, kpi=other.kpi.model_copy(update={"id": "repeat calls"}))
    assert len(portfolio_summary([one, renamed]).counted) == 2
    pooled = [
        replace(told, kpi=told.kpi.model_copy(update={"money_pool": "care"}))
        for told in (one, renamed)
    ]
    assert len(portfolio_summary(pooled).counted) == 1


def test_gaps_are_shown_as_gaps(tell):
    whole = portfolio_summary([tell("a"), tell("b", grade="cannot_tell", area="marketing")])
    areas = {one.area: one for one in whole.areas}
    assert areas["customer"].gap == ""
    assert areas["operational"].net is None
    assert "No use case" in areas["operational"].gap
    assert "Nothing can be told" in areas["marketing"].gap
    assert areas["marketing"].net[2] < 0  # paid for, nothing claimed


def test_an_empty_portfolio_is_refused_not_zero(tell):
    assert isinstance(portfolio_summary([]).net, Refusal)
    refused = Refusal("no price", "enter one")
    unknown = Charge((), Refusal("no licences", "load them"))
    lost = replace(tell("a"), money=refused, at_stake=refused, charge=unknown)
    whole = portfolio_summary([lost])
    assert isinstance(whole.net, Refusal)
    assert whole.uncosted == ("a",)
    assert whole.chance_pays_back is None


def test_the_sum_of_winners_is_shrunk(tell):
    five = [tell(f"u{k}", groups=(f"n{k}", f"s{k}", f"e{k}", f"w{k}")) for k in range(5)]
    assert portfolio_summary(five).shrunk_benefit is None
    noise = [
        tell(
            f"u{k}",
            grade="works" if point < -1.5 else "cannot_tell",
            groups=(f"n{k}", f"s{k}", f"e{k}", f"w{k}"),
            point=point,
        )
        for k, point in enumerate((-1.6, 0.4, -0.2, 0.9, -0.5, 0.1))
    ]
    whole = portfolio_summary(noise)
    assert 0 <= whole.shrunk_benefit < 0.7 * whole.benefit[1]


def test_james_stein_beats_the_raw_sum_of_the_selected():
    rng = np.random.default_rng(5)
    raw, shrunk = [], []
    for _ in range(500):
        truth = rng.normal(0, 0.7, 10)
        seen = truth + rng.normal(0, 1, 10)
        won = seen > 1
        raw.append(seen[won].sum() - truth[won].sum())
        shrunk.append(james_stein(seen, np.ones(10))[won].sum() - truth[won].sum())
    assert np.mean(raw) > 1.0
    assert abs(np.mean(shrunk)) < 0.5 * np.mean(raw)
    assert np.mean(np.square(shrunk)) < np.mean(np.square(raw))
