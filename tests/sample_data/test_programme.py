"""The programme file is valid and names only what the data has, but for one visible gap."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from signpost import sample_data
from signpost.metrics.model.schema import Programme, parse
from signpost.sample_data.exports.programme import deeds
from signpost.sample_data.kpis import MONTHLY, REOPEN, WEEKLY
from signpost.sample_data.scenario import nordwind, tiny
from signpost.sample_data.truth import CASES

HOME = Path(sample_data.__file__).parent


@pytest.fixture(scope="module")
def programme() -> Programme:
    return parse((HOME / "programme.yaml").read_text(encoding="utf-8"))


def test_use_cases_are_those_of_the_truth_and_one_gap(programme: Programme) -> None:
    known = {case.id for case in programme.use_cases}
    assert known - set(CASES) == {"campaigns"}
    for name, (kpi, platform, _) in CASES.items():
        case = programme.use_case(name)
        assert (case.kpi, case.platform) == (kpi, platform)


def test_cards_agree_with_what_was_drawn(programme: Programme) -> None:
    drawn = {kpi.id: kpi for kpi in (*WEEKLY, *MONTHLY, REOPEN)}
    for card in programme.kpis:
        if card.id == "campaign_days":
            continue
        assert (card.unit, card.per) == (drawn[card.id].unit, drawn[card.id].per)
    for case in programme.use_cases:
        if case.kpi in drawn:
            assert case.lag == drawn[case.kpi].lag


def test_every_group_named_exists(programme: Programme) -> None:
    labels = set(nordwind().labels)
    named = set(programme.areas) | {target.group for target in programme.targets}
    for case in programme.use_cases:
        named |= set(case.focus) | set(case.comparison)
    assert named <= labels
    assert {case.area for case in programme.use_cases} == {"customer", "marketing", "operational"}


def test_registered_cases_were_locked_before_the_first_day(programme: Programme) -> None:
    locked = [case.locked_at for case in programme.use_cases if case.locked_at]
    assert len(locked) == 5
    assert max(locked) < nordwind().first_monday


def test_every_money_factor_has_a_source_and_an_owner(programme: Programme) -> None:
    for card in programme.kpis:
        if card.money_per_unit:
            assert card.money_per_unit.source
            assert card.money_per_unit.owner
            assert card.money_per_unit.low is not None


def test_twelve_weeks_pass_before_the_first_start() -> None:
    plan = nordwind()
    first = min(group.teams_week for group in plan.groups if group.teams_week is not None)
    waiting = [g.label for g in plan.groups if g.teams_week is None and g.size > 10]
    assert first >= 12
    assert len(waiting) == 8
    planned = [deed for deed in deeds(plan) if deed.day > plan.last_day]
    assert {deed.kind for deed in planned} == {"roll-out"}
    assert planned[0].day > date(2026, 10, 25)


def test_tiny_programme_is_valid() -> None:
    small = parse((HOME / "programme_tiny.yaml").read_text(encoding="utf-8"))
    assert set(small.areas) == set(tiny().labels)
