"""For whom a pilot of people works: who gained, who surely gained too little, and what follows."""

from __future__ import annotations

from typing import Any

import pytest

from signpost.metrics.model.types import Evidence, Finding, Question, SubgroupEffect, Verdict
from signpost.metrics.value.for_whom import differing_kinds, people_to_reach, verdict_by_kind

DIFFER = Finding("people.subgroups_differ", {"attribute": "level"})
JUNIOR = Finding("people.for_subgroup", {"kind": "junior"})


def effect(kind: str, low: float, high: float, claim: str, **more: Any) -> SubgroupEffect:
    given = {"attribute": "level", "declared": True, "looks": 2, "chance_of_differing": 1e-6}
    middle = (low + high) / 2
    return SubgroupEffect(
        kind=kind, point=middle, low=low, high=high, raw=middle, claim=claim, **{**given, **more}
    )


def evidence(*effects: SubgroupEffect) -> Evidence:
    return Evidence(
        Question("cases", "higher", 4.0, unit="cases"), (), (), subgroup_effects=effects
    )


def test_who_gained_too_little_is_named_after_who_gained() -> None:
    found = evidence(effect("junior", 15, 19, "better"), effect("expert", -1, 1.5, "unclear"))
    verdict = Verdict("works", "strong", (DIFFER, JUNIOR, Finding("verdict.range")), ())
    because = verdict_by_kind(verdict, found).because
    assert [one.code for one in because if isinstance(one, Finding)] == [
        "people.subgroups_differ",
        "people.for_subgroup",
        "people.too_little_for_subgroup",
        "verdict.range",
    ]
    assert isinstance(because[2], Finding)
    assert because[2].values == {"kind": "expert", "low": -1, "high": 1.5, "worthwhile": 4.0}
    assert people_to_reach(found) == Finding(
        "advice.these_people", {"kinds": "junior", "attribute": "level"}
    )


@pytest.mark.parametrize(
    "expert",
    [
        effect("expert", -1, 4.5, "unclear"),  # a gain worth having is not excluded
        effect("expert", 1, 3, "better"),  # a small gain is one
        effect("expert", -1, 1.5, "unclear", chance_of_differing=0.4),
        effect("expert", -1, 1.5, "unclear", declared=False),
    ],
)
def test_nobody_is_left_out_without_reason(expert: SubgroupEffect) -> None:
    more = {"chance_of_differing": expert.chance_of_differing, "declared": expert.declared}
    found = evidence(effect("junior", 15, 19, "better", **more), expert)
    assert people_to_reach(found) is None


def test_kinds_that_do_not_differ_are_not_compared() -> None:
    alike = {"chance_of_differing": 0.4}
    found = evidence(
        effect("junior", 1, 3, "unclear", **alike), effect("expert", -1, 1.5, "unclear", **alike)
    )
    assert differing_kinds(found) == ()
    verdict = Verdict("works", "strong", (Finding("people.subgroups_alike"),), ())
    assert verdict_by_kind(verdict, found) == verdict
