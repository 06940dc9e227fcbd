from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from signpost.metrics.adoption.table import adoption_table
from signpost.metrics.collaboration.channels import Channel, channel_summaries, channel_table
from signpost.metrics.collaboration.overload import Overload, overloaded_groups
from signpost.metrics.collaboration.time_cost import (
    BAND_COLUMNS,
    MINUTES,
    hours_a_year,
    hours_table,
    minutes_of,
)
from signpost.metrics.model.schema import FactorInput
from signpost.metrics.model.types import Refusal
from signpost.presentation.words.catalogue import say
from tests.metrics.small import CASE, KPI, Small, monday, programme, roll_out, week

WEEKS = 8
SIZES = {"east": 12, "west": 20, "north": 15, "south": 14, "board": 4}


def people(group: str) -> range:
    first = 100 * (1 + list(SIZES).index(group))
    return range(first, first + SIZES[group])


def question(number: int, group: str, at: int, **more: float | None) -> dict[str, Any]:
    opened = datetime.combine(monday(at) + timedelta(number % 7), datetime.min.time())
    measures = {name: value for name, value in more.items() if value is not None}
    return {
        "kind": "ticket",
        "record_id": f"{group}-{at}-{number}",
        "group_id": group,
        "opened": opened,
        "flags": "",
        "measures": json.dumps(measures),
    }


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """East answers nine of ten in two hours; west three of ten in sixty, and is asked less."""
    one = Small(tmp_path_factory.mktemp("capacity"))
    one.roster({group: people(group) for group in SIZES}, monday(0))
    rows = []
    for at in range(WEEKS):
        for i in range(10):
            reply = 120.0 if i else None
            rows.append(question(i, "east", at, first_reply_minutes=reply, replies=float(i > 0)))
        for i in range(14 if at < 4 else 7):
            reply = 3600.0 if i % 7 < 2 else None
            rows.append(
                question(i, "west", at, first_reply_minutes=reply, replies=float(i % 7 < 2))
            )
        rows.append(question(0, "board", at, replies=1.0))
        rows.append(question(0, "north", at))  # a ticket that says nothing of replies
    one.load("record", rows)
    meeting = {week(w): dict.fromkeys(people("east"), 2.0) for w in range(WEEKS)}
    one.usage(meeting, action="meetings")
    one.usage({week(w): {900: 1.0} for w in range(WEEKS)}, platform="slack", action="dances")
    return one


@pytest.fixture(scope="module")
def table(small: Small) -> pd.DataFrame:
    found = channel_table(small.warehouse, programme(), window="week")
    assert isinstance(found, pd.DataFrame), found
    return found


def test_questions_per_group_and_week(table: pd.DataFrame) -> None:
    rows = table.set_index(["group", "period"])
    first = monday(0).isoformat()
    east, west = rows.loc[("east", first)], rows.loc[("west", first)]
    # Board is small, and the smallest other channel hides with it.
    assert east["withheld"]
    assert np.isnan(east["median_hours"])
    assert (west["asked"], west["answered"], west["value"]) == (14, 4, 4 / 14)
    assert west["median_hours"] == 60
    assert "north" not in set(table["group"])


def test_channels_tell_who_cannot_keep_up(small: Small) -> None:
    found = channel_table(small.warehouse, programme(minimum_group_size=5), window="week")
    assert isinstance(found, pd.DataFrame)
    (west,) = (one for one in channel_summaries(found) if one.group == "west")
    assert west.pace == "unanswered"
    assert (west.asked, west.answered, west.median_hours) == (84, 24 / 84, 60)
    assert (west.first_asked, west.last_asked) == (14, 7)
    assert "without the capacity" in say(west.finding)
    assert "less and less" in say(west.finding)


def test_a_channel_that_keeps_up(tmp_path_factory: pytest.TempPathFactory) -> None:
    small = Small(tmp_path_factory.mktemp("prompt"))
    small.roster({"east": people("east")}, monday(0))
    rows = [question(i, "east", at, first_reply_minutes=90.0) for at in range(4) for i in range(7)]
    slow = [
        question(i, "east", at, first_reply_minutes=3000.0) for at in range(4, 12) for i in range(7)
    ]
    small.load("record", rows)
    assert (
        say(only(small).finding)
        == "east answers 100\N{NO-BREAK SPACE}% of what it is asked, half of them within 2 hours."
    )
    small.load("record", slow)
    assert only(small).pace == "slow"


def only(small: Small) -> Channel:
    found = channel_table(small.warehouse, programme(), window="week")
    assert isinstance(found, pd.DataFrame)
    (one,) = channel_summaries(found)
    return one


def test_without_questions_there_is_a_remedy(tmp_path_factory: pytest.TempPathFactory) -> None:
    refusal = channel_table(Small(tmp_path_factory.mktemp("none")).warehouse, programme())
    assert isinstance(refusal, Refusal)
    assert "first reply" in refusal.remedy


def test_hours_are_assumed_minutes_times_actions(small: Small) -> None:
    plan = programme(minimum_group_size=5, hourly_rate=FactorInput(value=60, low=50, high=80))
    found = hours_table(small.warehouse, plan, platform="teams", window="week")
    east = found[found["group"] == "east"].iloc[0]
    # Twelve people, two meetings each of 20, 30 or 60 minutes; board hides with east otherwise.
    assert east["withheld"] or list(east[BAND_COLUMNS]) == [8, 12, 24]
    whole = hours_table(small.warehouse, plan, platform="teams", window="week", by="all").iloc[0]
    assert list(whole[BAND_COLUMNS]) == [8, 12, 24]
    assert (whole["people"], whole["per_head"]) == (65, 12 / 65)
    assert (whole["cost_low"], whole["cost"], whole["cost_high"]) == (400, 720, 1920)
    free = hours_table(small.warehouse, programme(), platform="teams", window="week", by="all")
    assert free["cost"].isna().all()


def test_a_year_at_the_pace_of_the_last_weeks(small: Small) -> None:
    year = hours_a_year(small.warehouse, programme(), "teams")
    # East hides with board; the others did nothing, which is not to be told from one or two.
    assert year == {}
    assert hours_a_year(small.warehouse, programme(), "zoom") == {}


def test_hours_of_a_few_are_withheld_though_their_group_is_large(tmp_path: Path) -> None:
    few = Small(tmp_path)
    names = ("east", "north", "west")
    few.roster({name: range(100 * i, 100 * i + 20) for i, name in enumerate(names)}, monday(0))
    busy = {p: float(p % 100 < 15 and p < 200) for p in range(220)} | {200: 9.0, 201: 0.0}
    few.usage({week(0): busy})
    found = hours_table(few.warehouse, programme(), platform="teams", window="week")
    shown = found.set_index("group")
    # One person in west wrote; east hides with it, so that the total does not tell.
    assert shown["withheld"].to_dict() == {"east": True, "north": False, "west": True}
    assert shown.loc["north", "people"] == 20
    assert shown.loc["west", [*BAND_COLUMNS, "people", "per_head"]].isna().all()
    assert set(hours_a_year(few.warehouse, programme(), "teams")) == {"north"}


def test_hours_hide_the_groups_that_adoption_hides(tmp_path: Path) -> None:
    firm = Small(tmp_path)
    sizes = {"board": 4, "east": 12, "north": 14, "west": 40}
    members = {g: list(range(100 * i, 100 * i + n)) for i, (g, n) in enumerate(sizes.items())}
    firm.roster(members, monday(0))
    # Eleven of north do something, twelve of east: by the doers north would be the nearest.
    busy = {p: 1.0 for people in members.values() for p in people if p not in (200, 201, 202)}
    firm.usage({week(0): busy})
    hours = hours_table(firm.warehouse, programme(), platform="teams", window="week")
    use = adoption_table(firm.warehouse, programme(), platform="teams")
    hidden = [set(table.loc[table["withheld"], "group"]) for table in (hours, use)]
    assert hidden == [{"board", "east"}, {"board", "east"}]


def test_minutes_go_by_the_word_and_unknown_actions_count_nothing(small: Small) -> None:
    assert minutes_of("channel_messages") == MINUTES["message"]
    assert minutes_of("calls") == MINUTES["call"]
    assert minutes_of("dances") is None
    found = hours_table(small.warehouse, programme(), platform="slack", window="week", by="all")
    assert found["hours"].sum() == 0


TIME = KPI.model_copy(update={"id": "hours", "label": "Hours", "per": 1.0, "is_time": True})


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Small:
    one = Small(tmp_path_factory.mktemp("busy"))
    one.roster({group: people(group) for group in SIZES}, monday(0))
    hours = {"east": (5, 20), "west": (6, 7), "north": (6, 6), "south": (5, 5), "board": (1, 90)}
    one.outcome(
        {
            group: {
                week(w): (float(SIZES[group] * (after if w >= 10 else before)), float(SIZES[group]))
                for w in range(26)
            }
            for group, (before, after) in hours.items()
        },
        kpi="hours",
    )
    return one


def test_over_collaborating_groups_are_told_with_what_it_costs(busy: Small) -> None:
    plan = programme(
        kpis=(TIME,),
        interventions=(roll_out("east", monday(10)), roll_out("west", monday(10), id="w")),
        hourly_rate=FactorInput(value=50),
    )
    found = overloaded_groups(busy.warehouse, plan, CASE)
    assert not isinstance(found, Refusal)
    (east,) = found
    assert isinstance(east, Overload)
    assert (east.group, east.per_head, east.before, east.usual) == ("east", 20, 5, 6.5)
    assert east.extra_hours == pytest.approx(15 * 12 * 365.25 / 7)
    assert east.money is not None
    assert east.money[1] == pytest.approx(50 * east.extra_hours)
    assert "3.1 times the usual group" in say(east.finding)


def test_overload_needs_measured_hours_and_others_to_compare(busy: Small) -> None:
    without = overloaded_groups(busy.warehouse, programme(), CASE)
    assert isinstance(without, Refusal)
    assert "one unit is an hour of working time" in without.remedy
    few = overloaded_groups(busy.warehouse, programme(kpis=(TIME,), minimum_group_size=13), CASE)
    assert isinstance(few, Refusal)
    assert "3 groups" in few.reason
