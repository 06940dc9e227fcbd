"""What was planted is really in the data, and only where it was planted."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from signpost.sample_data import truth, write_truth
from signpost.sample_data.scenario import TINY_GROUP, nordwind
from signpost.sample_data.truth import CASES, start_periods
from signpost.sample_data.world import World, create

NULLS = ("downtime_hours", "handling_minutes", "sick_days", "reopen_rate")


def test_truth_is_the_difference_of_both_worlds(world: World) -> None:
    for name, case in truth().cases.items():
        outcome = world.outcomes[case.kpi]
        start = start_periods(world, outcome.groups, case.platform)
        cells = [
            outcome.actual[g, t] - outcome.without[g, t]
            for g in range(len(start))
            if start[g] >= 0
            for t in range(start[g], outcome.actual.shape[1])
        ]
        assert case.effect == pytest.approx(np.mean(cells)), name
        assert set(case.groups) | set(case.never_started) == set(outcome.groups)


def test_signs_and_sizes_are_as_planned() -> None:
    cases = truth().cases
    assert cases["escalations"].effect < -5
    assert cases["travel"].effect < -7
    assert cases["cross_selling"].effect > 4
    assert cases["projects"].effect > 3
    assert cases["downtime"].effect == 0
    assert cases["first_time_right"].effect == 0
    assert 0 < cases["ideas"].effect < 1  # real, but below what is worth having


def test_no_effect_before_the_start_plus_lag(world: World) -> None:
    for kpi, platform, _ in CASES.values():
        outcome = world.outcomes[kpi]
        start = start_periods(world, outcome.groups, platform)
        for g, first in enumerate(start):
            before = slice(None) if first < 0 else slice(0, first + outcome.kpi.lag)
            if platform == "teams":
                assert np.all(outcome.effect[g, before] == 0), (kpi, outcome.groups[g])


def test_nothing_is_planted_where_nothing_should_be(world: World) -> None:
    for kpi in NULLS:
        assert np.all(world.outcomes[kpi].effect == 0)


def test_exported_rates_are_the_actual_world(world: World, exports: Path) -> None:
    outcome = world.outcomes["escalation_rate"]
    with (exports / "KPI_weekly.csv").open(encoding="utf-8", newline="") as file:
        table = [row for row in csv.DictReader(file) if row["kpi"] == "escalation_rate"]
    rate = [1000 * float(row["numerator"]) / float(row["denominator"]) for row in table]
    assert np.allclose(np.reshape(rate, outcome.actual.shape), outcome.actual, atol=0.3)


def test_exported_activity_is_the_drawn_adoption(world: World, exports: Path) -> None:
    week, group = 60, "Customer Care North"
    index = world.plan.index(group)
    inside = world.teams.member[:, week] == index
    emails = {world.people.email[i] for i in np.flatnonzero(inside)}
    name = "TeamsUserActivityUserDetail_D7_2026-06-28.csv"
    with (exports / name).open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["User Principal Name"] in emails]
    active = [int(row["Private Chat Message Count"]) > 0 for row in rows]
    assert np.mean(active) == pytest.approx(world.teams_share()[index, week])


def test_travel_helps_some_groups_only() -> None:
    groups = truth().cases["travel"].groups
    assert sum(effect < -8 for effect in groups.values()) >= 6
    assert sum(effect > -2.5 for effect in groups.values()) >= 2


def test_cross_selling_follows_adoption_not_the_roll_out(world: World) -> None:
    case = truth().cases["cross_selling"]
    gained = (world.teams_share() - world.teams_share("without"))[:, -20:].mean(axis=1)
    idle = [g for g in case.groups if gained[world.plan.index(g)] < 0.1]
    keen = [g for g in case.groups if gained[world.plan.index(g)] > 0.4]
    assert len(idle) >= 2
    assert len(keen) >= 5
    assert max(case.groups[g] for g in idle) < 1.5 < min(case.groups[g] for g in keen)


def test_projects_suffer_beyond_the_turning_point(world: World) -> None:
    outcome = world.outcomes["project_delay"]
    rows = [world.plan.index(label) for label in outcome.groups]
    share = world.teams_share()[rows]
    started = (start_periods(world, outcome.groups, "teams")[:, None] >= 0) & np.ones_like(
        share, bool
    )
    high, middle = share > 0.75, (share > 0.3) & (share < 0.55)
    assert outcome.effect[started & high].min() > 1.5
    assert outcome.effect[started & middle].max() < 0


def test_reopened_tickets_improve_in_groups_that_start_before_they_start(world: World) -> None:
    outcome = world.outcomes["reopen_rate"]
    start = start_periods(world, outcome.groups, "teams")
    slopes = [np.polyfit(np.arange(20), outcome.without[g, :20], 1)[0] for g in range(len(start))]
    assert np.mean(np.array(slopes)[start >= 0]) < -0.15
    assert abs(np.mean(np.array(slopes)[start < 0])) < 0.12


def test_white_glove_adds_and_part_of_it_fades() -> None:
    found = truth().white_glove
    assert found["added_during"] > 0.15
    assert 0.08 < found["added_at_end"] < found["added_during"]


def test_engage_spreads_only_along_ties(world: World) -> None:
    found = truth().spread
    assert found["gained_without_start"] > 0.05
    early = world.engage_share() - world.engage_share("without")
    first = min(g.engage_month for g in world.plan.groups if g.engage_month is not None)
    assert np.nanmax(np.abs(early[:, :first])) == 0


def test_removing_the_search_barrier_moves_adoption(exports: Path) -> None:
    found = truth().barrier
    assert found["adoption_after"] - found["adoption_before"] > 0.15
    with (exports / "barriers.csv").open(encoding="utf-8", newline="") as file:
        score = {
            (row["group"], row["day"], row["barrier"]): float(row["score"])
            for row in csv.DictReader(file)
        }
    days = sorted({day for _, day, _ in score})
    fall = {
        group: score[group, days[0], "search"] - score[group, days[1], "search"]
        for group, _, _ in score
    }
    helped = {removal.group for removal in nordwind().removals}
    assert len(days) == 2
    assert min(fall[group] for group in helped) > 1.4
    assert max(abs(change) for group, change in fall.items() if group not in helped) < 1.0


def test_one_channel_is_answered_and_one_is_not(exports: Path) -> None:
    answered: dict[str, list[bool]] = defaultdict(list)
    with (exports / "Zendesk_questions_view.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            answered[row["Group"]].append(row["Replies"] != "0")
    assert np.mean(answered["Billing Services"]) > 0.88
    assert np.mean(answered["Field Engineers South"]) < 0.36


def test_network_planning_sits_in_meetings(world: World) -> None:
    outcome = world.outcomes["meeting_hours"]
    last = outcome.actual[:, -10:].mean(axis=1)
    most = outcome.groups[int(last.argmax())]
    assert most == "Network Planning"
    assert sorted(last)[-1] > 1.3 * sorted(last)[-2]


def test_people_and_groups(world: World) -> None:
    heads = (world.people.group >= 0).sum(axis=0)
    assert len(world.plan.groups) == 25
    assert all(2_350 <= count <= 2_550 for count in heads)
    small = world.plan.index(TINY_GROUP)
    assert np.all((world.people.group == small).sum(axis=0) == 7)
    assert len(set(world.people.email)) == len(world.people)
    assert ((world.people.group[:, 0] < 0).sum()) > 200  # joiners
    assert ((world.people.group[:, -1] < 0).sum()) > 200  # leavers


def test_one_reorganisation_falls_on_a_start_and_one_does_not(world: World) -> None:
    moved = (world.people.group[:, 1:] != world.people.group[:, :-1]) & (
        (world.people.group[:, 1:] >= 0) & (world.people.group[:, :-1] >= 0)
    )
    when = np.flatnonzero(moved.any(axis=0)) + 1
    assert [world.plan.snapshots[shot].isoformat() for shot in when] == ["2026-01-01", "2026-07-01"]
    online = world.plan.index("Online Sales")
    joined = moved[:, 7] & (world.people.group[:, 8] == online)
    assert joined.sum() / (world.people.group[:, 8] == online).sum() > 0.25
    start = world.plan.groups[online].teams_week
    assert start is not None
    assert world.plan.monday(start).isoformat() == "2026-01-05"


def test_nobody_manages_themselves_and_one_person_is_on_top(world: World) -> None:
    people = world.people
    for shot in (0, 17):
        here = np.flatnonzero(people.group[:, shot] >= 0)
        above = people.manager[here, shot]
        assert np.sum(above < 0) == 1
        assert not np.any(above == here)
        assert np.all(people.group[above[above >= 0], shot] >= 0)


def test_truth_can_be_written_and_read(tmp_path: Path) -> None:
    text = write_truth(tmp_path / "truth.json", seed=3).read_text(encoding="utf-8")
    read = json.loads(text)
    assert read["seed"] == 3
    assert set(read["cases"]) == set(CASES)
    assert {case["grade"] for case in read["cases"].values()} == {
        "works",
        "no_worthwhile_effect",
        "harmful",
        "cannot_tell",
    }


def test_worlds_of_tiny_are_drawn_too() -> None:
    assert create(seed=1, size="tiny").weekly_heads.min() >= 12
