from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from signpost.answers.scope import Sight, narrowed_panel
from signpost.metrics.adoption.members_at_start import (
    MembersAtStart,
    Windows,
    counted_otherwise,
    frozen_at_start,
    judged_panel,
)
from signpost.metrics.model.types import Panel, Refusal
from signpost.metrics.panel.build import build_panel
from tests.metrics.small import Small, monday, programme, roll_out, week

EAST = range(100, 112)  # 12 people
WEST = range(200, 215)  # 15 people


@pytest.fixture
def small(tmp_path: Path) -> Small:
    """East starts in week 1; in week 2 person 100 moves west, 101 leaves, 299 joins east."""
    one = Small(tmp_path)
    one.roster({"east": EAST, "west": WEST}, monday(0))
    one.roster({"east": [*EAST[2:], 299], "west": [100, *WEST]}, monday(2))
    one.outcome({g: {week(w): (1.0, 100.0) for w in range(4)} for g in ("east", "west")})
    one.usage(
        {week(w): {p: float(p in (100, 102, 299)) for p in [*EAST, *WEST, 299]} for w in range(4)}
    )
    return one


def panel_of(small: Small, day: int = 1) -> Panel:
    plan = programme(interventions=(roll_out("East", monday(day) + timedelta(1)),))
    panel = build_panel(small.warehouse, plan, plan.use_cases[0])
    assert isinstance(panel, Panel), panel
    return panel


PLAN = programme()


def frozen_panel(small: Small, panel: Panel) -> Panel:
    frozen = frozen_at_start(small.warehouse, PLAN, panel)
    assert isinstance(frozen, MembersAtStart)
    return frozen.panel


def test_who_moves_still_counts_where_they_were_and_who_joins_does_not(small: Small) -> None:
    panel = panel_of(small)
    np.testing.assert_array_equal(panel.adoption_denominator, [[12, 12, 11, 11], [15, 15, 16, 16]])
    frozen = frozen_panel(small, panel)
    np.testing.assert_array_equal(frozen.adoption_denominator, [[12, 12, 11, 11], [15, 15, 15, 15]])
    np.testing.assert_array_equal(frozen.adoption_numerator, [[0, 0, 0, 0], [0, 0, 0, 0]])
    np.testing.assert_array_equal(frozen.outcome, panel.outcome)


def test_without_a_start_or_a_roster_of_that_day_it_refuses(small: Small, tmp_path: Path) -> None:
    plan = programme(interventions=(roll_out("East", monday(40)),))
    never = build_panel(small.warehouse, plan, plan.use_cases[0])
    assert isinstance(never, Panel)
    refusal = frozen_at_start(small.warehouse, PLAN, never)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "No group has started."
    small.outcome({g: {week(-1): (1.0, 100.0)} for g in ("east", "west")})
    early = frozen_at_start(small.warehouse, PLAN, panel_of(small, -1))
    assert isinstance(early, Refusal)
    assert "Load a roster of 2025-12-29" in early.remedy


def test_adoption_that_is_withheld_stays_withheld(small: Small) -> None:
    panel = panel_of(small)
    assert panel.adoption_numerator is not None
    shown = np.array([[True], [False]])
    bare = replace(panel, adoption_numerator=np.where(shown, panel.adoption_numerator, np.nan))
    frozen = frozen_panel(small, bare)
    np.testing.assert_array_equal(np.isfinite(frozen.adoption), [[True] * 4, [False] * 4])


ARMS: tuple[tuple[Windows, int], ...] = (
    ({"east": (0, 2), "west": (0, 2)}, 0),  # before anybody moves
    ({"east": (0, 4), "west": (0, 4)}, 3),  # 100, 101 and 299: who moves counts once
    ({"east": (0, 4)}, 3),
    ({"west": (0, 4)}, 1),
    ({"east": (0, 2), "west": (3, 4)}, 1),
    ({"east": (-3, 3), "west": (-3, 2)}, 3),
    ({"east": (3, 99)}, 3),
    ({"east": (-3, 0), "west": (7, 9), "north": (0, 4)}, 0),  # no period, no such group
    ({}, 0),
)
"""Windows -> how many people count otherwise there, by hand."""


def test_who_counts_otherwise_is_counted_by_group_and_period(small: Small) -> None:
    frozen = frozen_at_start(small.warehouse, PLAN, panel_of(small))
    assert isinstance(frozen, MembersAtStart)
    reader = small.warehouse.read()
    assert [counted_otherwise(reader, frozen, arm) for arm, _ in ARMS] == [n for _, n in ARMS]


@pytest.mark.parametrize(("minimum", "is_judged"), [(1, True), (3, True), (4, False)])
def test_a_panel_is_judged_on_members_where_enough_count_otherwise(
    small: Small, minimum: int, is_judged: bool
) -> None:
    panel = panel_of(small)
    frozen = frozen_at_start(small.warehouse, PLAN, panel)
    assert isinstance(frozen, MembersAtStart)
    arms: list[Windows] = [{"east": (0, 4)}, {"west": (0, 2)}]
    judged = judged_panel(small.warehouse.read(), frozen, panel, minimum, *arms)
    assert judged is (frozen.panel if is_judged else panel)


def use(small: Small, who: Sequence[int]) -> None:
    everybody = [*EAST, *WEST, 299]
    small.usage({week(w): {p: float(p in who) for p in everybody} for w in range(4)})


def test_what_was_shown_of_the_members_at_start_stays(small: Small) -> None:
    panel = panel_of(small)
    first = frozen_panel(small, panel)
    use(small, EAST[2:9])
    np.testing.assert_array_equal(frozen_panel(small, panel).adoption, first.adoption)
    use(small, (*EAST[:9], *WEST[:12]))
    now = frozen_panel(small, panel).adoption_numerator
    assert now is not None
    np.testing.assert_array_equal(now[1], [12, 12, 12, 12])


def test_of_one_platform_the_members_of_one_day_are_shown(small: Small) -> None:
    frozen_panel(small, panel_of(small))
    small.outcome({g: {week(0): (2.0, 100.0)} for g in ("east", "west")})
    other = frozen_at_start(small.warehouse, PLAN, panel_of(small, 2))
    assert isinstance(other, Refusal)
    assert "2026-01-12" in other.reason


def test_who_looks_first_does_not_decide_of_which_day(small: Small) -> None:
    starts = (roll_out("East", monday(1)), roll_out("West", monday(2)))
    plan = programme(interventions=starts)
    whole = build_panel(small.warehouse, plan, plan.use_cases[0])
    assert isinstance(whole, Panel)
    part = narrowed_panel(whole, Sight({"west"}, {"east": "East", "west": "West"}))
    for panel in (part, whole):
        found = frozen_at_start(small.warehouse, PLAN, panel, whole)
        assert isinstance(found, MembersAtStart)
        assert found.day == monday(1)
        assert found.panel.groups == panel.groups
