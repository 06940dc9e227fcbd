"""What is promised is what the whole rule of decision finds on drawn futures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from signpost.metrics.causal.inference.noise import change_error, measure_noise
from signpost.metrics.model.types import Panel, Question
from signpost.metrics.planning.pilot_design import smallest_detectable
from signpost.metrics.planning.power import futures_of, promised_change

GROUPS, BEFORE, AFTER = 16, 12, 6


def organisation(noise: float = 2.0, seed: int = 1) -> Panel:
    rng = np.random.default_rng(seed)
    outcome = rng.normal(100, 10, (GROUPS, 1)) + rng.normal(0, 0.5, BEFORE).cumsum()
    outcome = outcome + rng.normal(0, noise, (GROUPS, BEFORE))
    return Panel(
        Question("kpi", "lower", 0.5, window="month"),
        tuple(f"g{row:02d}" for row in range(GROUPS)),
        tuple(str(at) for at in range(BEFORE)),
        outcome,
        np.ones_like(outcome),
        None,
        None,
        np.ones(GROUPS),
        np.full(GROUPS, -1),
    )


def first(panel: Panel) -> float:
    error = change_error(measure_noise(panel.outcome), GROUPS // 2, GROUPS // 2, BEFORE, AFTER)
    return smallest_detectable(error, GROUPS - 2)


def promised(panel: Panel, *, order_drawn: bool, draws: int = 20):  # type: ignore[no-untyped-def]
    noise = measure_noise(panel.outcome)
    futures = futures_of(panel.outcome, panel.weight, noise, BEFORE + AFTER)
    return promised_change(
        panel, futures, GROUPS // 2, BEFORE, first(panel), order_drawn=order_drawn, draws=draws
    )


def test_futures_have_the_noise_level_and_memory_of_the_history() -> None:
    panel = organisation()
    futures = futures_of(panel.outcome, panel.weight, measure_noise(panel.outcome), 400)
    drawn = futures.draw(np.random.default_rng(2))
    left = drawn - drawn.mean(axis=1, keepdims=True)
    left = left - left.mean(axis=0, keepdims=True)
    assert left.std() == pytest.approx(2.0, rel=0.25)
    assert np.corrcoef(futures.level, panel.outcome.mean(axis=1))[0, 1] > 0.999
    assert abs(np.corrcoef(left[:, 1:].ravel(), left[:, :-1].ravel())[0, 1]) < 0.3


@pytest.mark.slow
def test_the_whole_rule_finds_less_than_the_formula_and_a_drawn_order_more() -> None:
    panel = organisation()
    open_order, drawn = (promised(panel, order_drawn=one) for one in (False, True))
    assert open_order.change is not None
    assert drawn.change is not None
    assert drawn.change <= open_order.change
    assert open_order.change > first(panel)
    assert open_order.low is not None
    assert open_order.low <= open_order.change
    assert open_order.share_of_level == pytest.approx(open_order.change / 100, rel=0.1)


@pytest.mark.slow
def test_what_cannot_be_found_is_not_promised() -> None:
    """A change must be worth having, too: here nothing that is tried is."""
    panel = organisation()
    asked = replace(panel, question=replace(panel.question, worthwhile=1000.0))
    assert promised(asked, order_drawn=True, draws=4).change is None
