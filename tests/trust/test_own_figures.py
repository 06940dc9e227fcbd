"""Figures that are as their files have them, and what people say: who must be enough, and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from signpost.metrics.collaboration.channels import channel_table
from signpost.metrics.interventions.barriers import barrier_scores
from signpost.metrics.interventions.reported_savings import reported_hours
from signpost.metrics.model.types import Panel
from signpost.metrics.panel.build import build_panel
from tests.metrics.small import Small, monday, programme, roll_out, week

pytestmark = pytest.mark.slow  # many loads

EAST, WEST, BOARD = range(100, 115), range(200, 215), range(300, 304)
ASKED = "Hours saved"
DAY = monday(1)


@pytest.fixture
def small(tmp_path: Path) -> Small:
    """Fifteen people in east and west; those of east are one from the third week on."""
    one = Small(tmp_path)
    one.roster({"east": EAST, "west": WEST, "board": BOARD}, monday(0))
    one.usage({week(w): dict.fromkeys((*EAST, *WEST), 1.0) for w in range(4)})
    return one


def kpi(small: Small, east: float) -> np.ndarray:
    values = {"east": east, "west": 2.0, "board": 3.0}
    small.outcome({group: {week(w): (v, 100.0) for w in range(4)} for group, v in values.items()})
    plan = programme(interventions=(roll_out("East", monday(1)),))
    panel = build_panel(small.warehouse, plan, plan.use_cases[0])
    assert isinstance(panel, Panel), panel
    assert "board" not in panel.groups
    return panel.outcome[panel.groups.index("east")]


def test_a_corrected_kpi_shows_at_once(small: Small) -> None:
    first, corrected = kpi(small, 5.0), kpi(small, 4.0)
    assert np.isfinite(first).all()
    np.testing.assert_allclose(corrected / first, 0.8)


def test_a_group_under_the_minimum_has_no_kpi_in_that_period(small: Small) -> None:
    small.roster({"east": EAST[:1], "west": WEST}, monday(3))
    found = kpi(small, 5.0)
    np.testing.assert_array_equal(np.isfinite(found), [True, True, True, False])


def test_a_channel_has_the_borders_of_the_blocks(small: Small) -> None:
    asked = [
        {
            "kind": "ticket", "record_id": f"{group}{number}", "group_id": group, "person_id": None,
            "opened": f"{monday(number % 4)} 09:00:00", "closed": None,
            "measures": '{"first_reply_minutes": 60}',
        }
        for group in ("east", "west", "board") for number in range(40)
    ]  # fmt: skip
    small.load("record", asked)
    table = channel_table(small.warehouse, programme(), window="week")
    assert isinstance(table, pd.DataFrame), table
    assert set(table.loc[table["withheld"], "group_id"]) == {"board", "east"}
    hidden = table[table["withheld"]]
    assert hidden[["asked", "answered", "value", "median_hours"]].isna().all(axis=None)


def say(small: Small, scores: dict[int, float], question: str = ASKED, day: date = DAY) -> None:
    rows: list[dict[str, Any]] = [
        {"survey": "s", "answer_id": f"{who}", "question": question, "group_id": None,
         "person_id": who, "day": day, "score": score, "scale_low": 1.0, "scale_high": 5.0}
        for who, score in scores.items()
    ]  # fmt: skip
    small.load("response", rows)


def hours(small: Small) -> dict[str, tuple[float | None, int | None]]:
    told = reported_hours(small.warehouse.read(), 10)
    return {one.group: (one.hours, one.answers) for one in told}


def scores(small: Small) -> dict[str, tuple[float | None, int | None]]:
    told = barrier_scores(small.warehouse.read(), 10)
    return {one.group: (one.mean, one.answers) for one in told}


TOLD = {ASKED: hours, "search": scores}
both = pytest.mark.parametrize(("question", "told"), TOLD.items(), ids=TOLD)
Told = Callable[[Small], dict[str, tuple[float | None, int | None]]]


@both
def test_answers_of_a_group_under_the_minimum_are_told_of_nobody(
    small: Small, question: str, told: Told
) -> None:
    small.load(
        "response",
        [
            {"survey": "s", "answer_id": f"{n}", "question": question, "group_id": group,
             "person_id": None, "day": DAY, "score": 2.0, "scale_low": 1.0, "scale_high": 5.0}
            for group, first in (("board", 0), ("west", 50)) for n in range(first, first + 12)
        ],
    )  # fmt: skip
    assert told(small) == {"board": (None, None), "west": (2.0, 12)}  # board is four people


@both
def test_a_corrected_answer_waits_until_enough_are_corrected(
    small: Small, question: str, told: Told
) -> None:
    said = dict.fromkeys(EAST, 2.0)
    say(small, said, question)
    assert told(small) == {"east": (2.0, 15)}
    for many, who in enumerate(EAST, start=1):
        said[who] = 3.0
        say(small, said, question)
        mean = 2.0 if many < 10 else 2.0 + 10 / 15  # then five more wait for ten
        assert told(small)["east"] == (pytest.approx(mean), 15), many
    say(small, dict.fromkeys(EAST, 1.0), question)
    assert told(small) == {"east": (1.0, 15)}


@both
def test_a_late_answer_is_in_no_difference(small: Small, question: str, told: Told) -> None:
    say(small, dict.fromkeys(EAST[:12], 2.0), question)
    first = told(small)
    say(small, {**dict.fromkeys(EAST[:12], 2.0), EAST[12]: 5.0}, question)
    assert told(small) == first == {"east": (2.0, 12)}
    later = DAY + timedelta(40)
    say(small, dict.fromkeys(EAST, 4.0), question, later)
    newest = told(small)["east"]
    assert newest == (4.0, 15)
