"""Starts that brought the first licences: told from a list that says since when one is held."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from signpost.metrics.model.types import Panel, Question
from signpost.metrics.panel.first_licences import begins_with_licences
from tests.metrics.small import Small, monday

GROUPS = {"east": range(100, 112), "west": range(200, 212)}


def panel(*starts: int) -> Panel:
    nothing = np.ones((2, 8))
    return Panel(
        question=Question("calls", "lower", 1.0),
        groups=("east", "west"),
        periods=tuple(f"{monday(week):%G-W%V}" for week in range(8)),
        outcome_numerator=nothing,
        outcome_denominator=nothing,
        adoption_numerator=None,
        adoption_denominator=None,
        weight=np.ones(2),
        start=np.array(starts),
    )


def held(root: Path, since: dict[str, date], listed: date) -> Small:
    small = Small(root)
    small.roster(GROUPS, monday(0))
    rows = [
        {"person_id": person, "platform": "copilot", "from_day": day}
        for group, day in since.items()
        for person in GROUPS[group]
    ]
    small.load("licence", rows, {"licence:copilot": [(listed, listed)]})
    return small


@pytest.mark.parametrize(
    ("since", "listed", "starts", "first"),
    [
        # each group's licences begin with its start, and the list says since when
        ({"east": monday(3), "west": monday(5)}, monday(7), (3, 5), True),
        # east held licences two weeks before its start: there was use to load
        ({"east": monday(1), "west": monday(5)}, monday(7), (3, 5), False),
        # a group that never started does not count
        ({"east": monday(3), "west": monday(1)}, monday(7), (3, -1), True),
        # a list of one day says nothing of the time before it
        ({"east": monday(7), "west": monday(7)}, monday(7), (3, 5), False),
        # a list older than the starts does
        ({"east": monday(3), "west": monday(5)}, monday(1), (3, 5), True),
    ],
)
def test_what_a_list_of_licences_says_of_the_time_before(
    since: dict[str, date], listed: date, starts: tuple[int, int], first: bool, tmp_path: Path
) -> None:
    reader = held(tmp_path, since, listed).warehouse.read()
    assert begins_with_licences(reader, "copilot", panel(*starts)) is first


def test_without_starts_days_or_platform_nothing_is_said(tmp_path: Path) -> None:
    reader = held(tmp_path, {"east": monday(3), "west": monday(5)}, monday(7)).warehouse.read()
    numbered = replace(panel(3, 5), periods=tuple(map(str, range(8))))
    assert not begins_with_licences(reader, "copilot", numbered)
    assert not begins_with_licences(reader, "copilot", panel(-1, -1))
    assert not begins_with_licences(reader, "", panel(3, 5))
    assert not begins_with_licences(reader, "teams", panel(3, 5))
