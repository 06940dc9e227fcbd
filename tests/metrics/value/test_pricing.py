from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm, t

from signpost.metrics.model.schema import FactorInput as Card
from signpost.metrics.model.types import Factor, MoneyEstimate, Refusal, Verdict
from signpost.metrics.value.factors import to_90
from signpost.metrics.value.pricing import (
    claimed,
    draw_factor,
    factor_draws,
    net_at,
    price,
    tornado_swings,
)
from signpost.presentation.words.catalogue import say

Z = norm.ppf(0.95)


def case_of(programme):
    return programme.use_case("fewer-escalations")


def priced(programme, panel, evidence) -> MoneyEstimate:
    money = price(evidence, panel, programme, case_of(programme))
    assert isinstance(money, MoneyEstimate), money
    return money


def test_the_money_is_the_product_of_its_factors_less_costs(programme, make_panel, make_evidence):
    panel = make_panel()
    money = priced(programme, panel, make_evidence(panel))
    values = {f.name: f.value for f in money.factors}
    # 8 + 6 exposed weeks of 500 calls, counted in thousands
    assert values["exposed volume"] == pytest.approx(14 * 500 / 1000)
    assert values["cost: licences"] == pytest.approx(4 * 50 * 14 * 7 / 30.4375)
    assert values["cost: training (once)"] == 3000
    assert values["cost: hours of effort (once)"] == 40 * 60
    benefit = 2.0 * 7 * 200 * 0.8
    assert net_at(money.factors, "lower")[0] == pytest.approx(benefit)
    assert money.benefit[1] == pytest.approx(benefit, rel=0.05)
    assert money.low < money.point < money.high
    assert money.currency == "EUR"


def test_better_decides_the_sign(programme, make_panel, make_evidence):
    panel = make_panel()
    worse = priced(programme, panel, make_evidence(panel, point=2.0))
    assert worse.benefit == (0, 0, 0)
    assert worse.harm[1] > 0
    assert worse.point == pytest.approx(-worse.harm[1] - worse.cost[1])
    higher = make_panel(question=replace(panel.question, better="higher"))
    assert priced(programme, higher, make_evidence(higher, point=2.0)).benefit[1] > 0


def test_volume_starts_after_the_lag(programme, make_panel, make_evidence):
    panel = make_panel(lag=3)
    money = priced(programme, panel, make_evidence(panel))
    volume = next(f for f in money.factors if f.name == "exposed volume")
    assert volume.value == pytest.approx((5 + 3) * 0.5)


def test_a_missing_denominator_is_not_volume(programme, make_panel, make_evidence):
    panel = make_panel()
    hole = panel.outcome_denominator.copy()
    hole[0, 11] = np.nan
    gap = replace(panel, outcome_denominator=hole)
    money = priced(programme, gap, make_evidence(gap))
    assert next(f for f in money.factors if f.name == "exposed volume").value == pytest.approx(6.5)


def test_a_dose_is_priced_per_ten_points_gained(programme, make_panel, make_evidence):
    panel = make_panel()
    money = priced(programme, panel, make_evidence(panel, effect="ratio"))
    # adoption rose from 20 % to 60 %: four times ten points over 14 group-weeks
    assert next(f for f in money.factors if f.name == "exposed volume").value == pytest.approx(28)


def test_simulation_agrees_with_the_delta_method(programme, make_panel, make_evidence):
    panel = make_panel()
    money = priced(programme, panel, make_evidence(panel, half=0.4))
    # Delta method with the exact moments of each symmetric log-normal factor
    by_name = {f.name: f for f in money.factors}
    money_unit = by_name["money per unit"]
    sigma = np.log(money_unit.high / money_unit.low) / (2 * Z)
    fixed = replace(money_unit, low=200 / np.exp(Z * sigma), high=200 * np.exp(Z * sigma))
    plain = tuple(
        fixed
        if f.name == "money per unit"
        else replace(f, low=f.value, high=f.value)
        if f.name == "attribution"
        else f
        for f in money.factors
    )
    drawn = factor_draws(plain, "lower", n=200_000)
    mean_unit = 200 * np.exp(sigma**2 / 2)
    sd_unit = mean_unit * np.sqrt(np.exp(sigma**2) - 1)
    sd_effect = 0.4 / norm.ppf(0.975)
    scale = 7 * 0.8
    mean = 2.0 * scale * mean_unit
    sd = scale * np.hypot(mean_unit * sd_effect, 2.0 * sd_unit)
    assert drawn.benefit.mean() == pytest.approx(mean, rel=0.005)
    assert drawn.benefit.std() == pytest.approx(sd, rel=0.03)


@pytest.mark.parametrize(("df", "level"), [(5, 0.95), (5, 0.995), (400, 0.95), (1.5, 0.99)])
def test_the_range_of_an_effect_is_that_of_its_own_distribution(
    make_panel, make_evidence, df, level
):
    half = t.ppf(0.5 + level / 2, df) * 0.3
    evidence = make_evidence(make_panel(), half=half, level=level)
    headline = replace(evidence.estimates[0], standard_error=0.3)
    assert to_90(headline) * half == pytest.approx(t.ppf(0.95, df) * 0.3, rel=1e-3)


def test_without_a_standard_error_the_interval_is_taken_as_normal(make_panel, make_evidence):
    headline = make_evidence(make_panel(), half=1.0, level=0.99).estimates[0]
    assert to_90(headline) == pytest.approx(1.6449 / 2.5758, rel=1e-3)


def test_factor_draws_keep_their_range():
    lopsided = Factor("money per unit", 100, 90, 250, "", "")
    low, middle, high = np.quantile(draw_factor(lopsided, 200_000, 1), [0.05, 0.5, 0.95])
    assert (low, middle, high) == pytest.approx((90, 100, 250), rel=0.02)
    share = draw_factor(Factor("attribution", 0.9, 0.7, 1.0, "", ""), 10_000, 1)
    assert share.max() <= 1.0


def test_an_effect_may_be_lopsided_and_negative():
    effect = Factor("effect", -2.0, -5.0, -1.5, "", "")
    low, middle, high = np.quantile(draw_factor(effect, 200_000, 1), [0.05, 0.5, 0.95])
    assert (low, middle, high) == pytest.approx((-5.0, -2.0, -1.5), rel=0.02)


def test_the_same_factor_moves_together_in_two_use_cases():
    rate = Factor("cost: hours of effort (once)", 100, 80, 130, "payroll", "Finance")
    assert np.array_equal(draw_factor(rate, 50, 1), draw_factor(replace(rate), 50, 1))
    other = replace(rate, source="another")
    assert not np.array_equal(draw_factor(rate, 50, 1), draw_factor(other, 50, 1))


def test_the_last_digits_of_a_machine_do_not_change_which_draws_they_are():
    effect = Factor("effect", -2.0, -5.0, -1.5, "", "")
    elsewhere = replace(effect, value=-2.0 * (1 + 2e-16), low=-5.0 * (1 - 3e-16))
    assert draw_factor(effect, 50, 1) == pytest.approx(draw_factor(elsewhere, 50, 1), rel=1e-9)


def test_break_even_points_bring_the_net_to_zero(programme, make_panel, make_evidence):
    panel = make_panel()
    money = priced(programme, panel, make_evidence(panel))
    for name, value in (
        ("effect", money.break_even_effect),
        ("money per unit", money.break_even_money_per_unit),
    ):
        moved = tuple(replace(f, value=value) if f.name == name else f for f in money.factors)
        benefit, cost = net_at(moved, "lower")
        assert benefit == pytest.approx(cost)
    assert money.break_even_effect < 0


def test_an_effect_in_the_bad_direction_has_no_break_even_price(
    programme, make_panel, make_evidence
):
    panel = make_panel()
    money = priced(programme, panel, make_evidence(panel, point=2.0))
    assert money.break_even_money_per_unit is None
    assert money.chance_pays_back == pytest.approx(0.0, abs=0.01)


def test_the_tornado_is_widest_first_and_leaves_out_what_is_fixed(
    programme, make_panel, make_evidence
):
    panel = make_panel()
    money = priced(programme, panel, make_evidence(panel))
    widths = [abs(high - low) for _, low, high in money.tornado]
    assert widths == sorted(widths, reverse=True)
    names = [name for name, _, _ in money.tornado]
    assert "effect" in names
    assert "exposed volume" not in names
    low = next(f for f in money.factors if f.name == "effect").low
    benefit, cost = net_at(
        tuple(replace(f, value=low) if f.name == "effect" else f for f in money.factors), "lower"
    )
    bar = {name: (a, b) for name, a, b in tornado_swings(money.factors, "lower")}["effect"]
    assert bar[0] == pytest.approx(benefit - cost)


def test_what_cannot_be_priced_is_refused_with_a_remedy(programme, make_panel, make_evidence):
    panel = make_panel()
    evidence = make_evidence(panel)
    case = case_of(programme)
    refused = Refusal("no groups", "load more")

    def asked(programme=programme, panel=panel, evidence=evidence, case=case) -> Refusal:
        result = price(evidence, panel, programme, case)
        assert isinstance(result, Refusal), result
        assert result.remedy
        return result

    assert asked(evidence=replace(evidence, refusal=refused)) == refused
    assert "estimate" in asked(evidence=replace(evidence, estimates=())).reason
    bare = programme.kpis[0].model_copy(update={"money_per_unit": None})
    no_worth = programme.model_copy(update={"kpis": (bare,)})
    assert "worth" in asked(programme=no_worth).reason
    nobody = replace(panel, start=np.full(4, -1))
    assert "exposed" in asked(panel=nobody).reason
    ones = replace(panel, outcome_denominator=np.ones((4, 12)))
    assert "volume" in asked(panel=ones).reason
    no_rate = programme.model_copy(update={"hourly_rate": None})
    assert "hourly rate" in asked(programme=no_rate).reason
    greedy = case.model_copy(update={"attribution": Card(value=1.3)})
    assert "attribution" in asked(case=greedy).reason
    uncounted = replace(panel, adoption_denominator=None, adoption_numerator=None, headcount=None)
    assert "licence" in asked(panel=uncounted).reason


def test_cannot_tell_carries_no_money(programme, make_panel, make_evidence):
    panel = make_panel()
    money = priced(programme, panel, make_evidence(panel))
    unsure = Verdict("cannot_tell", None, ("no comparison",), ("12 more weeks",))
    refused = claimed(money, unsure)
    assert isinstance(refused, Refusal)
    assert say(refused.remedy) == "12 more weeks."
    assert claimed(money, replace(unsure, grade="works")) is money
    assert claimed(money, replace(unsure, grade="no_worthwhile_effect")) is money


def test_an_entered_cost_is_the_whole_cost(programme, make_panel, make_evidence):
    panel = make_panel()
    paid = programme.interventions[0].model_copy(update={"cost": 500.0})
    whole = programme.model_copy(update={"interventions": (paid,), "hourly_rate": None})
    costs = {f.name: f.value for f in priced(whole, panel, make_evidence(panel)).factors}
    assert costs["cost: interventions (once)"] == 500
    assert "cost: hours of effort (once)" not in costs


def test_drafts_bear_no_costs(programme, make_panel, make_evidence):
    panel = make_panel()
    draft = case_of(programme).model_copy(update={"id": "draft", "stage": "explore"})
    two = programme.model_copy(update={"use_cases": (*programme.use_cases, draft)})
    one = priced(programme, panel, make_evidence(panel))
    assert priced(two, panel, make_evidence(panel)).factors == one.factors


def test_groups_are_the_same_however_they_are_spelt(programme, make_panel, make_evidence):
    panel = make_panel(groups=(" North", "SOUTH", "east", "west"))
    names = {f.name for f in priced(programme, panel, make_evidence(panel)).factors}
    assert "cost: hours of effort (once)" in names


def test_shared_costs_are_shared_and_interventions_serve_named_use_cases(
    programme, make_panel, make_evidence
):
    panel = make_panel()
    twin = case_of(programme).model_copy(update={"id": "twin", "focus": ("west",)})
    two = programme.model_copy(update={"use_cases": (*programme.use_cases, twin)})
    alone = {f.name: f.value for f in priced(programme, panel, make_evidence(panel)).factors}
    shared = {f.name: f.value for f in priced(two, panel, make_evidence(panel)).factors}
    assert shared["cost: licences (shared)"] == pytest.approx(alone["cost: licences"] / 2)
    assert shared["cost: training (once)"] == alone["cost: training (once)"]
    assert shared["cost: hours of effort (once)"] == alone["cost: hours of effort (once)"]
    named = programme.interventions[0].model_copy(update={"use_case": "twin"})
    given = two.model_copy(update={"interventions": (named,)})
    names = {f.name for f in priced(given, panel, make_evidence(panel)).factors}
    assert "cost: hours of effort (once)" not in names
