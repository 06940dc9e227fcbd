"""One claim, one number: the chain and the check of adoption say what the headline says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from signpost.metrics.causal.one_claim import with_one_claim
from signpost.metrics.model.types import CheckResult, Estimate, Evidence, Finding


def link(effect: str, point: float, low: float, high: float, method: str) -> Estimate:
    return Estimate(method, point, low, high, 0.99, "calls", 8, 40, 4, effect=effect)  # type: ignore[arg-type]


@pytest.fixture
def evidence(make_panel, make_evidence) -> Evidence:
    chain = (
        link("adoption", 0.5, 0.3, 0.7, "start_to_adoption"),
        link("outcome", -8.9, -13.5, -4.3, "start_to_outcome"),
        link("ratio", -1.75, -3.4, -0.8, "outcome_per_ten_points"),
    )
    rise = {"adoption_change": 0.56, "low": 0.4, "high": 0.72}
    raised = CheckResult("mechanism", True, Finding("mechanism.raised", {"change": 0.56}), rise)
    return replace(make_evidence(make_panel(), point=-9.9), chain=chain, checks=(raised,))


def test_the_link_to_the_outcome_is_the_headline(evidence: Evidence) -> None:
    found = with_one_claim(evidence)
    head, (_, outcome, _) = found.estimates[0], found.chain
    assert (outcome.point, outcome.low, outcome.high) == (head.point, head.low, head.high)
    assert outcome.method == "start_to_outcome"  # the key it has in the brief


def test_per_ten_points_is_the_second_link_divided_by_the_first(evidence: Evidence) -> None:
    adoption, outcome, ratio = with_one_claim(evidence).chain
    assert ratio.point == pytest.approx(0.1 * outcome.point / adoption.point)
    assert ratio.low / ratio.point == pytest.approx(3.4 / 1.75)
    assert ratio.low < ratio.point < ratio.high


def test_the_check_says_the_rise_of_the_chain(evidence: Evidence) -> None:
    (check,) = with_one_claim(evidence).checks
    assert check.finding == Finding("mechanism.raised", {"change": 0.5})
    assert check.figures == {"adoption_change": 0.5, "low": 0.3, "high": 0.7}
    assert check.passed is True


def test_without_a_chain_or_a_headline_nothing_changes(evidence: Evidence) -> None:
    bare = replace(evidence, chain=())
    assert with_one_claim(bare) == bare
    unknown = replace(evidence, estimates=(), checks=())
    assert with_one_claim(unknown) == unknown
