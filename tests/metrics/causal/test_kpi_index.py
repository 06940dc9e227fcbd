"""An index of KPIs: its scale, its sign, its parts, and when there is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from signpost.metrics.causal.inference.intervals import holm
from signpost.metrics.causal.kpi_index import KpiIndex, analyse_index, kpi_index, on_same_cells
from signpost.metrics.causal.verdict import judge
from signpost.metrics.model.types import Panel, Question, Refusal
from signpost.presentation.words.catalogue import say

GROUPS, PERIODS = 24, 18


def part(effect: float, *, better: str = "lower", scale: float = 1.0, seed: int = 1) -> Panel:
    """Half the groups start in period 8 or 10; noise 1, worth having 0.5, times `scale`."""
    rng = np.random.default_rng(seed)
    start = np.r_[np.resize([8, 10], GROUPS // 2), np.full(GROUPS // 2, -1)]
    exposed = (start[:, None] >= 0) & (np.arange(PERIODS)[None] >= start[:, None])
    values = rng.normal(10, 2, (GROUPS, 1)) + rng.normal(0, 1, (GROUPS, PERIODS))
    ones = np.ones((GROUPS, PERIODS))
    return Panel(
        Question(f"kpi{seed}", better, 0.5 * scale, window="month"),  # type: ignore[arg-type]
        tuple(f"g{row:02d}" for row in range(GROUPS)),
        tuple(f"{2026 + at // 12}-{at % 12 + 1:02d}" for at in range(PERIODS)),
        scale * (values + effect * exposed),
        ones,
        None,
        None,
        np.ones(GROUPS),
        start,
    )  # fmt: skip


def made(*parts: Panel) -> KpiIndex:
    found = kpi_index(parts)
    assert isinstance(found, KpiIndex)
    return found


def test_the_index_is_in_units_of_noise_whatever_the_kpis_units() -> None:
    one = made(part(-1.0), part(-1.0, seed=2))
    other = made(part(-1.0, scale=1000.0), part(-1.0, seed=2))
    np.testing.assert_allclose(one.panel.outcome, other.panel.outcome)
    assert one.panel.question.worthwhile == pytest.approx(0.5, rel=0.15)
    assert one.panel.question.better == "higher"
    effect = analyse_index(one).estimates[0]
    assert effect.low < 1.0 < effect.high


def test_each_part_counts_on_its_better_side() -> None:
    falling, rising = part(-1.2), part(1.2, better="higher", seed=2)
    assert judge(analyse_index(made(falling, rising))).grade == "works"
    against = made(falling, part(-1.2, better="higher", seed=2))
    assert judge(analyse_index(against)).grade != "works"


def test_an_index_finds_what_one_kpi_does_not() -> None:
    parts = [part(-0.7, seed=seed) for seed in (3, 4, 5)]
    evidence = analyse_index(made(*parts))
    verdict = judge(evidence)
    assert verdict.grade == "works"
    check = next(one for one in evidence.checks if one.check == "index_parts")
    assert check.passed is True
    assert "kpi3" in say(check.finding)
    assert set(check.figures) == {"kpi3", "kpi4", "kpi5"}


def test_a_part_that_gets_surely_worse_leaves_no_answer() -> None:
    parts = [part(-3.0, seed=3), part(-3.0, seed=4), part(2.0, seed=5)]
    evidence = analyse_index(made(*parts))
    assert judge(evidence).grade == "cannot_tell"
    check = next(one for one in evidence.checks if one.check == "index_parts")
    assert check.passed is False
    assert say(check.finding).startswith("One of its parts surely gets worse")


def test_parts_are_not_looked_at_where_the_index_shows_nothing() -> None:
    evidence = analyse_index(made(part(0.0), part(0.0, seed=2)))
    check = next(one for one in evidence.checks if one.check == "index_parts")
    assert check.finding.code == "index_parts.not_asked"
    assert check.figures == {}


def test_parts_that_wobble_together_are_named() -> None:
    one = part(-1.5)
    twin = replace(one, outcome_numerator=one.outcome_numerator * 2)
    found = made(one, twin)
    assert found.correlation > 0.99
    check = next(c for c in analyse_index(found).checks if c.check == "index_parts")
    assert "tell little more than one alone" in say(check.finding)


def test_only_cells_of_all_parts_count() -> None:
    one, other = part(-1.0), part(-1.0, seed=2)
    rows = np.arange(GROUPS)[::-1][:20]
    fewer = replace(
        other,
        groups=tuple(other.groups[row] for row in rows),
        outcome_numerator=other.outcome_numerator[rows],
        outcome_denominator=other.outcome_denominator[rows],
        weight=other.weight[rows],
        start=other.start[rows],
    )
    first, second = on_same_cells([one, fewer])
    assert first.groups == second.groups
    assert len(first.groups) == 20
    np.testing.assert_array_equal(first.start, second.start)


def test_it_refuses_one_kpi_and_parts_that_are_not_alike() -> None:
    one = kpi_index([part(-1.0)])
    assert isinstance(one, Refusal)
    assert "2 to 4 KPIs" in say(one.remedy)
    late = replace(part(-1.0), start=np.full(GROUPS, 3))
    assert isinstance(kpi_index([late, late]), Refusal)
    still = replace(part(-1.0), outcome_numerator=np.ones((GROUPS, PERIODS)))
    assert isinstance(kpi_index([still, part(-1.0)]), Refusal)


def test_holm_keeps_the_smallest_as_bonferroni_does() -> None:
    assert holm(np.array([0.016, 0.03, 0.04])).tolist() == [True, False, False]
    assert holm(np.array([0.01, 0.02, 0.04])).tolist() == [True, True, True]
    assert holm(np.array([0.04, 0.001])).tolist() == [True, True]
    assert not holm(np.array([0.02, 0.03, 0.9])).any()
