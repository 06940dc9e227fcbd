from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from signpost.metrics.adoption.segments import ADOPTION_STEPS, ladder_table, move_table, step_table
from signpost.metrics.adoption.table import adoption_table
from signpost.metrics.model.ladder import (
    DEFAULT,
    LADDERS,
    RUNGS,
    TOO_NEW,
    Ladder,
    ladder_card,
    ladder_maturity,
)
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
    weekly, shown = people(), 0
    for at in range(WEEKS):
        placed = [rung(own, at, on) for own in weekly.values()]
        rows = found[found["period"] == monday(at).isoformat()]
        if at < on.window - 1:
            assert rows.empty
            continue
        counts = dict(zip(rows["rung"], rows["numerator"], strict=True))
        exact = {name: placed.count(name) for name in RUNGS}
        if rows["withheld"].all():
            continue
        assert not {1.0, 2.0} & set(counts.values())
        assert set(rows["denominator"]) == {sum(exact.values())} == {sum(counts.values())}
        # only a few are counted with the next rung, and who the tables of groups count otherwise
        moved = sum(abs(counts[name] - exact[name]) for name in RUNGS) / 2
        assert moved <= 8, (exact, counts)  # two groups, two people of two rungs
        shown += 1
    assert shown >= 4


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


def top_is_as_in_the_tables(small: Small, on: Ladder, rungs: Sequence[str], metric: str) -> bool:
    table = asked(small, ladder_table, on=on, platform="teams")
    table = table[~table["withheld"]]
    top = table[table["rung"].isin(rungs)].groupby("period")["numerator"].sum()
    groups = asked(small, adoption_table, metric=metric, platform="teams", by="all")
    own = groups.set_index("period").loc[top.index, "numerator"]
    return len(top) > 2 and bool((top == own).all())


def test_a_ladder_counts_groups_as_their_tables_show_them(small: Small, tmp_path: Path) -> None:
    assert top_is_as_in_the_tables(small, DEFAULT, RUNGS[:2], "habitual")
    one = Small(tmp_path)
    one.roster({"east": range(30), "west": range(30, 70)}, monday(0))
    draw = np.random.default_rng(3)
    for at in range(8):  # of east nobody but one or two, or all but one or two
        east = np.isin(np.arange(30), draw.integers(0, 30, 2)) ^ (at > 3)
        used = np.concatenate([east, draw.random(40) < 0.5])
        one.usage({week(at): {p: float(use) for p, use in enumerate(used)}})
    assert top_is_as_in_the_tables(one, LADDERS[1], RUNGS[:4], "active_28_days")
    steps = asked(one, step_table, platform="teams")
    active = steps[steps["step"].isin(["retained", "began"]) & ~steps["withheld"]]
    own = asked(one, adoption_table, platform="teams", by="all").set_index("period")["numerator"]
    now = active.groupby("period")["numerator"].sum()
    assert len(now) >= 4
    assert (now == own.loc[now.index]).all()


@pytest.mark.slow
def test_fewer_people_than_the_minimum_are_withheld(small: Small) -> None:
    hidden = ladder_table(small.warehouse, programme(minimum_group_size=60))
    assert hidden["withheld"].all()
    assert hidden[["numerator", "denominator", "value"]].isna().all(axis=None)


def test_steps_say_what_became_of_everybody(small: Small) -> None:
    found = asked(small, step_table)
    weekly, shown = people(), 0
    for at in range(1, WEEKS):
        counts = dict.fromkeys((*ADOPTION_STEPS, "newly active"), 0)
        for own in weekly.values():
            counts[step(own, at)] += 1 if own[at] is not None else 0
        counts = with_few_new(counts)
        rows = found[found["period"] == monday(at).isoformat()]
        few = any(0 < number <= 2 for number in counts.values())
        assert rows["withheld"].all() == few
        if not few:
            assert dict(zip(rows["step"], rows["numerator"], strict=True)) == counts
            shown += 1
    assert shown >= 5
    assert monday(0).isoformat() not in set(found["period"])


def step(weekly: list[float | None], at: int) -> str:
    now, before = weekly[at], weekly[at - 1]
    if before is None:
        return "newly active" if now else "newly licensed"
    if now:
        return "retained" if before else "began"
    return "lapsed" if before else "idle"


def with_few_new(counts: dict[str, int]) -> dict[str, int]:
    """New ones who use it began; fewer than five, or all but two alike, are not told apart."""
    users, new = counts.pop("newly active"), counts["newly licensed"]
    counts["began"] += users
    if users + new < 5 or min(users, new) <= 2:
        counts["idle"] += new
        counts["newly licensed"] = 0
    return counts


@pytest.mark.parametrize(
    ("users", "others", "told"), [(0, 4, 0), (4, 0, 0), (3, 5, 5), (12, 2, 0), (0, 12, 0)]
)
def test_what_a_few_new_ones_did_does_not_follow(
    tmp_path: Path, users: int, others: int, told: int
) -> None:
    one, every = Small(tmp_path), 60 + users + others
    one.roster({"east": range(every)}, monday(0))
    for at in range(4):
        here = 60 if at < 2 else every
        one.usage(
            {week(at): {p: float(p % 3 > 0 if p < 60 else p >= 60 + others) for p in range(here)}}
        )
    steps = asked(one, step_table, platform="teams").set_index(["period", "step"])["numerator"]
    active = asked(one, adoption_table, platform="teams", by="all").set_index("period")
    for at in (1, 2, 3):
        now = steps[monday(at).isoformat()]
        assert now["retained"] + now["began"] == active.loc[monday(at).isoformat(), "numerator"]
        assert now["newly licensed"] == (told if at == 2 else 0)


@pytest.mark.parametrize("new", [0, 3, 8])
def test_what_a_few_too_new_ones_did_does_not_follow(tmp_path: Path, new: int) -> None:
    one = Small(tmp_path)
    one.roster({"east": range(60 + new)}, monday(0))
    for at in range(12):
        here = 60 if at < 5 else 60 + new
        one.usage({week(at): {p: float(p % 3 > 0) for p in range(here)}})
    ladder = asked(one, ladder_table, on=LADDERS[1], platform="teams")
    withheld = ladder.groupby("period")["withheld"].all()
    assert [at for at in range(3, 12) if withheld[monday(at).isoformat()]] == (
        [5, 6, 7] if 0 < new < 5 else []
    )


def test_moves_between_two_weeks(small: Small) -> None:
    for on in (DEFAULT, LADDERS[1]):
        found = asked(small, move_table, on=on)
        first = max(on.window - 1, 15 - 12)
        pairs = [(rung(own, first, on), rung(own, 15, on)) for own in people().values()]
        known = found[found["numerator"].notna()]
        assert known["numerator"].sum() > 10
        assert not {1.0, 2.0} & set(known["numerator"])
        off = [
            abs(row.numerator - pairs.count((row.before, row.after))) for row in known.itertuples()
        ]
        assert max(off) <= 6
        assert off.count(0) >= 15
        square = found.pivot_table(
            index="before", columns="after", values="numerator", dropna=False
        )
        for axis in (0, 1):
            assert 1 not in set(square.isna().sum(axis=axis))


@pytest.mark.slow
def test_what_was_shown_stays_until_many_are_corrected(tmp_path: Path) -> None:
    def tables() -> list[pd.DataFrame]:
        return [asked(one, step_table, platform="teams"), asked(one, ladder_table, on=LADDERS[1])]

    def deliver(at: int, inactive: range) -> None:
        one.usage({week(at): {p: float(p not in inactive) for p in range(120)}})

    one = Small(tmp_path)
    one.roster({"east": range(60), "west": range(60, 120)}, monday(0))
    for at in range(6):
        deliver(at, range(20))
    first = tables()
    assert first[0].groupby("step")["numerator"].max()["retained"] == 100
    deliver(3, range(21))
    for then, now in zip(first, tables(), strict=True):
        pd.testing.assert_frame_equal(then, now)
    deliver(3, range(35))
    steps = tables()[0].set_index(["period", "step"])["numerator"]
    assert steps[monday(3).isoformat(), "lapsed"] == 15
    deliver(3, range(20))  # once only
    assert (
        asked(one, step_table, platform="teams")
        .set_index(["period", "step"])["numerator"]
        .equals(steps)
    )


def test_weeks_that_cannot_be_compared_are_said(tmp_path: Path) -> None:
    one = Small(tmp_path)
    one.roster({"east": range(30)}, monday(0))
    one.usage({week(w): dict.fromkeys(range(30), 1.0) for w in range(12)})
    with pytest.raises(WarehouseError, match="needs 12 weeks in a row"):
        asked(one, move_table, platform="teams")
