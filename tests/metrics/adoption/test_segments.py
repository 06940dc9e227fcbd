from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from signpost.metrics.adoption.segments import ADOPTION_STEPS, ladder_table, move_table, step_table
from signpost.metrics.model.ladder import (
    DEFAULT,
    LADDERS,
    RUNGS,
    TOO_NEW,
    Ladder,
    ladder_card,
    ladder_maturity,
)
from signpost.metrics.panel.adoption_counts import adoption_counts
from signpost.warehouse import WarehouseError
from tests.metrics.small import Small, monday, programme, week

WEEKS = 16


def rung(weekly: list[float | None], at: int, on: Ladder) -> str | None:
    """The published rule, word by word, for one person in one calendar week; None: not licensed."""
    if weekly[at] is None or at < on.window - 1:
        return None
    licensed = [w for w in weekly[at - on.window + 1 : at + 1] if w is not None]
    if len(licensed) < on.width:
        return TOO_NEW
    habit = sum(w >= on.habit_actions for w in licensed) >= on.width
    mean = sum(licensed) / len(licensed)
    if habit:
        return "power" if mean >= on.power_mean else "habitual"
    if mean >= 1:
        return "novice"
    return "low" if mean > 0 else "non_user"


def people() -> dict[int, list[float | None]]:
    """The corners of the rules, then chance."""
    by_hand: list[list[float | None]] = [
        [1.0] * 9 + [0.0] * 7,  # a habit that ends
        [15.0] * WEEKS,  # exactly the mean of power
        [15.0] * 15 + [14.0],
        [0.0] * 3 + [1.0] * 9 + [0.0] * 4,  # exactly nine of twelve
        [0.0] * 4 + [1.0] * 8 + [0.0] * 4,  # eight of twelve
        [None] * 3 + [1.0] * 13,  # licensed in nine of the first twelve
        [None] * 4 + [1.0] * 12,  # too new in the first
        [None] * 15 + [50.0],  # new this week: not idle, not power
        [5.0] * 11 + [None] + [5.0] * 4,  # a week without licence is not a week without use
        [0.0] * 15 + [12.0],  # mean of exactly 1
        [0.0] * 15 + [11.0],
        [0.0] * WEEKS,
        [25.0] * 9 + [200.0] * 3 + [25.0] * 4,
    ]
    rng = np.random.default_rng(1)
    drawn = rng.choice([0.0, 0.0, 1.0, 3.0, 20.0, 60.0, np.nan], size=(40, WEEKS))
    chance = [[None if np.isnan(v) else float(v) for v in row] for row in drawn]
    return dict(enumerate([*by_hand, *chance], start=100))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    one = Small(tmp_path_factory.mktemp("ladder"))
    weekly = people()
    half = 100 + len(weekly) // 2
    groups = {"east": [p for p in weekly if p < half], "west": [p for p in weekly if p >= half]}
    one.roster(groups, monday(0))
    one.usage({week(w): {p: own[w] for p, own in weekly.items()} for w in range(WEEKS)})
    return one


def asked(small: Small, function: Any, **more: Any) -> pd.DataFrame:
    found = function(small.warehouse, programme(minimum_group_size=5), **more)
    assert isinstance(found, pd.DataFrame)
    return found


@pytest.mark.parametrize("on", LADDERS, ids=lambda on: on.id)
def test_rungs_are_the_published_rule_on_calendar_weeks(small: Small, on: Ladder) -> None:
    found = asked(small, ladder_table, on=on)
    weekly = people()
    for at in range(WEEKS):
        placed = [rung(own, at, on) for own in weekly.values()]
        rows = found[found["period"] == monday(at).isoformat()]
        if at < on.window - 1:
            assert rows.empty
            continue
        counts = dict(zip(rows["rung"], rows["numerator"], strict=True))
        assert counts == {name: placed.count(name) for name in RUNGS}
        on_a_rung = sum(name not in (None, TOO_NEW) for name in placed)
        assert set(rows["denominator"]) == {on_a_rung}


def test_presets_are_named_versioned_and_as_published() -> None:
    shown = {
        on.id: (on.window, on.width, on.habit_actions, on.power_mean, on.version) for on in LADDERS
    }
    assert shown == {
        "12-week": (12, 9, 1, 15, 1),
        "4-week": (4, 4, 1, 15, 1),
        "mature": (12, 9, 25, 50, 1),
    }
    assert DEFAULT.name == "12-week ladder, version 1"
    assert ladder_card("mature") is LADDERS[2]
    with pytest.raises(KeyError, match="12-week, 4-week, mature"):
        ladder_card("github")


def test_maturity_follows_the_share_of_power_users() -> None:
    words = [ladder_maturity(share) for share in (0.0, 0.2, 0.39, 0.4, 0.6, 1.0)]
    assert words == ["roll-out", "ramping", "ramping", "embedding", "full", "full"]


def test_habitual_is_the_top_of_the_ladder(small: Small) -> None:
    counts = adoption_counts(small.warehouse.read(), "habitual", "teams", "week")
    assert isinstance(counts, pd.DataFrame)
    table = asked(small, ladder_table)
    top = table[table["rung"].isin(["power", "habitual"])].groupby("period")["numerator"].sum()
    own = counts.groupby(counts["period"].map(lambda p: p.label))["numerator"].sum()
    assert (top == own.astype(float)).all()


def test_groups_add_up_to_all_and_small_ones_are_withheld(small: Small) -> None:
    groups = asked(small, ladder_table, by="group")
    whole = asked(small, ladder_table)
    keys = ["period", "rung"]
    added = groups.groupby(keys)["numerator"].sum().sort_index()
    assert added.equals(whole.set_index(keys)["numerator"].sort_index())
    hidden = ladder_table(small.warehouse, programme(minimum_group_size=60), by="group")
    assert hidden["withheld"].all()
    assert hidden[["numerator", "denominator", "value"]].isna().all(axis=None)


def test_steps_say_what_became_of_everybody(small: Small) -> None:
    found = asked(small, step_table)
    weekly = people()
    for at in range(1, WEEKS):
        counts = dict.fromkeys(ADOPTION_STEPS, 0)
        for own in weekly.values():
            counts[step(own, at)] += 1 if own[at] is not None else 0
        rows = found[found["period"] == monday(at).isoformat()]
        assert dict(zip(rows["step"], rows["numerator"], strict=True)) == counts
    assert monday(0).isoformat() not in set(found["period"])


def step(weekly: list[float | None], at: int) -> str:
    now, before = weekly[at], weekly[at - 1]
    used_before = any(w for w in weekly[:at])
    if before is None:
        return "newly licensed"
    if now:
        return "retained" if before else "reactivated" if used_before else "first use"
    return "lapsed" if before else "idle"


def test_moves_between_two_weeks(small: Small) -> None:
    found = asked(small, move_table, first=monday(11).isoformat(), second=monday(15).isoformat())
    pairs = [(rung(own, 11, DEFAULT), rung(own, 15, DEFAULT)) for own in people().values()]
    for row in found.itertuples():
        assert row.numerator == pairs.count((row.before, row.after))
    assert set(found["denominator"]) == {sum(a is not None and b is not None for a, b in pairs)}
    four = asked(small, move_table, on=LADDERS[1])
    assert four["numerator"].sum() > 0


def test_weeks_that_cannot_be_compared_are_said(small: Small) -> None:
    with pytest.raises(WarehouseError, match="2026-03-23 to 2026-04-20"):
        asked(small, move_table, first="2026-01-05")
    with pytest.raises(WarehouseError, match="cannot be compared"):
        asked(small, move_table, first=monday(15).isoformat(), second=monday(12).isoformat())
