"""A number that computes is written once: what is said about it follows it."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from signpost.metrics.adoption import cohorts, segments, targets
from signpost.metrics.causal import verdict
from signpost.metrics.causal.inference import intervals
from signpost.metrics.collaboration import network, time_cost
from signpost.metrics.interventions import white_glove
from signpost.metrics.planning import pilot_design
from signpost.metrics.value import factors, forecast, pricing
from signpost.presentation import provenance, provenance_text

ROOT = Path(__file__).parents[2]
SAID = [
    (cohorts, "GRACE_DAYS", 45, "first_use", "formula", "within 45 days"),
    (segments, "WEEKS_BETWEEN_MOVES", 26, "moves", "what", "26 weeks ago"),
    (targets, "PACE_PERIODS", {"week": 9, "month": 5}, "targets", "formula", "9 weeks or 5 months"),
    (
        time_cost,
        "HOURS_PACE_PERIODS",
        {"week": 26, "month": 6},
        "hours",
        "window",
        "last six months",
    ),
    (network, "RECENT", network.RECENT * 2, "network", "window", "last six months"),
    (
        white_glove,
        "EFFECT_PERIODS",
        {"week": 8, "month": 2},
        "kinds",
        "window",
        "eight weeks or two",
    ),
    (pilot_design, "MULTIPLIER", 3.24, "pilots", "formula", "3.2 standard errors"),
    (forecast, "LATEST_PERIODS", 6, "groups", "what", "last six periods"),
]


@pytest.mark.parametrize(("module", "name", "value", "key", "field", "text"), SAID)
def test_a_definition_follows_the_constant_that_computes(
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    name: str,
    value: object,
    key: str,
    field: str,
    text: str,
) -> None:
    assert text not in getattr(provenance_text.ABOUTS[key], field)
    monkeypatch.setattr(module, name, value)
    again = runpy.run_path(str(provenance_text.__file__))["ABOUTS"]
    assert text in getattr(again[key], field)


def test_the_multiplier_is_that_of_a_large_pilot() -> None:
    assert pilot_design.smallest_detectable(1.0, 1e6) == pytest.approx(
        pilot_design.MULTIPLIER, abs=1e-4
    )


def test_the_rule_of_the_verdict_is_told_from_its_table(monkeypatch: pytest.MonkeyPatch) -> None:
    (rule, *_) = provenance.verdicts_origin(()).lines
    assert rule == (
        "Rule",
        "works: the range leaves out no change, the change is worth having and no check failed; "
        "does harm: the same, in the bad direction; no worthwhile effect: the range leaves out "
        "every change worth having; else cannot tell yet",
    )
    monkeypatch.setattr(provenance, "ANSWERS", verdict.ANSWERS[:1])
    assert provenance.verdicts_origin(()).lines[0][1].count(";") == 1


def test_draws_and_ends_of_the_money_range_are_those_that_compute() -> None:
    assert provenance.MONEY_DRAWS is pricing.MONEY_DRAWS
    assert provenance.TAIL is factors.TAIL is pricing.TAIL
    assert factors.BAND == 0.9


def test_the_level_is_written_once() -> None:
    assert intervals.LEVEL == 0.95
    lines = [
        f"{file.relative_to(ROOT)}:{number}"
        for package in ("metrics", "answers", "presentation", "workspace", "dashboard", "signpost")
        for file in (ROOT / package).rglob("*.py")
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1)
        if line.strip().startswith(("LEVEL =", "_LEVEL =", "RISK = 0.05", "_RISK = 0.05"))
    ]
    assert len(lines) == 2, lines
    assert all(line.startswith("metrics/causal/inference/intervals.py:") for line in lines)
