"""Edges that a changed sign, a shifted number or a dropped sentence got past the other tests."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from signpost.metrics.causal.verdict import judge
from signpost.metrics.disclosure.suppression import protect, suppression_blocks
from signpost.metrics.model.findings import Finding
from signpost.metrics.model.types import CheckResult, Estimate, Evidence, Question, Shape
from signpost.metrics.panel.build import _weight
from signpost.presentation.words.catalogue import say


def evidence(low: float, point: float, high: float, better: str = "higher") -> Evidence:
    question = Question("kpi", better, 2.0)  # type: ignore[arg-type]
    found = Estimate("imputation", point, low, high, 0.95, "points", 12, 30, 4)
    return Evidence(question, (found,), (), design="staggered", highest="strong")


@pytest.mark.parametrize(
    ("better", "low", "point", "high", "grade"),
    [
        # a harm under the worthwhile change is not a harm worth naming
        ("higher", -2.9, -1.5, -0.1, "cannot_tell"),
        ("higher", -2.9, -2.0, -1.1, "harmful"),
        ("lower", 0.1, 1.5, 2.9, "cannot_tell"),
        ("lower", 1.1, 2.0, 2.9, "harmful"),
        # an interval that leaves zero out, however narrowly
        ("higher", 0.2, 2.5, 4.8, "works"),
        ("lower", -4.8, -2.5, -0.2, "works"),
        ("higher", 0.0, 2.5, 5.0, "cannot_tell"),
        ("lower", -5.0, -2.5, 0.0, "cannot_tell"),
        # a good effect of the wrong sign
        ("lower", 1.1, 2.5, 3.9, "harmful"),
        ("higher", -3.9, -2.5, -1.1, "harmful"),
    ],
)
def test_the_worthwhile_change_counts_once_on_either_side(
    better: str, low: float, point: float, high: float, grade: str
) -> None:
    assert judge(evidence(low, point, high, better)).grade == grade


@pytest.mark.parametrize(
    ("low", "high", "grade"),
    [
        (-1.9, 1.9, "no_worthwhile_effect"),
        (-2.0, 1.9, "cannot_tell"),  # it may be just worthwhile, one way
        (-1.9, 2.0, "cannot_tell"),  # or the other
    ],
)
def test_nothing_worthwhile_leaves_out_the_worthwhile_change_itself(
    low: float, high: float, grade: str
) -> None:
    assert judge(evidence(low, 0.0, high)).grade == grade


@pytest.mark.parametrize(
    ("low", "high", "zero_out"),
    [(0.1, 3.0, True), (-3.0, -0.1, True), (0.0, 3.0, False), (-3.0, 0.0, False), (-3, 3, False)],
)
def test_the_reason_says_whether_no_change_is_possible(
    low: float, high: float, zero_out: bool
) -> None:
    reason = judge(evidence(low, (low + high) / 2, high)).because[1]
    assert say(reason).startswith("It is not zero") is zero_out


def test_a_turning_dose_is_told_to_be_asked_in_two() -> None:
    turns = Finding("shape.worse_again", {"adoption": 0.5})
    bent = replace(
        evidence(1.0, 3.0, 5.0), design="dose", shape=Shape("turning", 0.5, 0.4, 0.6, turns)
    )
    found = judge(bent)
    assert found.grade == "cannot_tell"
    assert found.because[0] == turns
    assert found.would_change == (Finding("verdict.ask_below_and_above"),)


def test_only_checks_that_could_not_be_judged_ask_for_more() -> None:
    clear = evidence(2.5, 3.0, 3.5)
    open_check = CheckResult("composition", None, Finding("composition.not_known"))
    passed = CheckResult("composition", True, Finding("composition.same_people"))
    asked = set(judge(replace(clear, checks=(open_check,))).would_change)
    content = set(judge(replace(clear, checks=(passed,))).would_change)
    assert content < asked


def test_what_is_withheld_does_not_depend_on_the_order_of_the_rows() -> None:
    sizes = [3, 12, 12, 12, 40, 4, 12, 12, 30]
    frame = pd.DataFrame(
        {
            "period": "2026-01",
            "group": [f"g{n}" for n in range(len(sizes))],
            "parent": ["p0"] * 5 + ["p1"] * 4,
            "people": sizes,
            "active": [size // 2 for size in sizes],
        }
    )

    def withheld(rows: pd.DataFrame) -> set[str]:
        found = protect(rows, ("group", "parent"), ["active"], minimum=10)["group"]
        return set(found.loc[found["withheld"], "group"])

    expected = withheld(frame)
    assert {"g0", "g5"} < expected < set(frame["group"])
    assert withheld(frame[::-1]) == expected
    assert withheld(frame.sample(frac=1.0, random_state=1)) == expected


def test_a_weight_is_the_mean_of_what_is_known() -> None:
    nan = float("nan")
    heads = np.array([[10.0, 20.0], [4.0, nan]])
    volume = np.array([[0.5, nan], [0.2, 0.4]])  # known once, and less than one
    np.testing.assert_allclose(_weight(volume, heads), [0.5, 0.3])
    np.testing.assert_allclose(_weight(np.full((2, 2), nan), heads), [15.0, 4.0])
    np.testing.assert_allclose(_weight(np.array([[1.0, 1.0], [0.0, nan]]), heads), [15.0, 4.0])
    np.testing.assert_allclose(_weight(np.full((2, 2), nan), np.full((2, 2), nan)), [1.0, 1.0])


def test_two_small_groups_of_one_area_are_still_of_that_area_together() -> None:
    people, area = np.array([2.0, 2.0, 5.0, 5.0]), np.array([[0, 0, 1, 0]])
    found = suppression_blocks(people, area, 5)
    assert found[0] == found[1] == found[3]
    assert found[2] != found[0]
