from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from signpost.metrics.adoption.table import CATALOGUE, adoption_table, metric_card
from signpost.warehouse import WarehouseError
from tests.metrics.small import Small, monday, programme, week

EAST, WEST, BOARD = range(100, 112), range(200, 230), range(300, 304)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return three_groups(tmp_path_factory.mktemp("small"))


def three_groups(root: Path) -> Small:
    one = Small(root)
    one.roster({"east": EAST, "west": WEST, "board": BOARD}, monday(0))
    one.groups(
        {"group_id": "east", "label": "East Side", "parent_id": "care", "area": "customer"},
        {"group_id": "west", "label": "West Side", "parent_id": "care", "area": "customer"},
        {"group_id": "board", "label": "Board", "parent_id": None, "area": "none"},
    )
    active = {p: float(p % 4 == 0) for p in [*EAST, *WEST, *BOARD]}
    one.usage({week(0): active, week(1): dict.fromkeys(active, 0.0) | {100: 3.0}})
    return one


def table(small: Small, **asked: Any) -> pd.DataFrame:
    given = {"platform": "teams", "metric": "active"}
    return adoption_table(small.warehouse, programme(), **(given | asked))


def test_adoption_per_group_as_it_may_be_shown(small: Small) -> None:
    found = table(small)
    assert list(found.columns) == [
        *("group", "period", "numerator", "denominator", "value", "withheld", "group_id"),
        *("coded", "denominator_coded", "waits"),
    ]
    rows = found.set_index(["group", "period"])
    west = rows.loc[("West Side", "2026-01-05")]
    assert (west["numerator"], west["denominator"], west["value"]) == (8, 30, 8 / 30)
    # Nobody of West was active in the second week: shown as nobody or nearly nobody.
    west = rows.loc[("West Side", "2026-01-12")]
    assert (west["numerator"], west["value"], west["coded"]) == (0, 0.0, "0-2")
    # Board has four people; East hides with it, else total less the others would be Board.
    for hidden in (rows.loc["Board"], rows.loc["East Side"]):
        assert hidden["withheld"].all()
        assert hidden[["numerator", "denominator", "value"]].isna().all(axis=None)


def test_totals_count_everybody(small: Small) -> None:
    found = table(small, by="all")
    assert list(found["group"]) == ["all", "all"]
    # In the second week the pool of Board and East, in which one was active, counts as three.
    assert list(found["numerator"]) == [3 + 8 + 1, 3]
    assert list(found["coded"]) == ["", "0-5"]
    assert list(found["denominator"]) == [46, 46]
    assert not found["withheld"].any()


def test_a_total_that_would_leave_a_small_group_over_is_withheld(small: Small) -> None:
    areas = table(small, by="area").set_index(["group", "period"])["withheld"]
    assert areas.all()
    assert table(small, by="parent")["withheld"].all()


def test_areas_of_the_programme_come_before_those_of_the_files(small: Small) -> None:
    plan = programme(areas={"Board ": "customer"})
    found = adoption_table(small.warehouse, plan, metric="active", platform="teams", by="area")
    assert list(found["group"].unique()) == ["customer"]
    assert not found["withheld"].any()


def test_a_smaller_minimum_shows_more_but_never_under_the_floor(small: Small) -> None:
    found = adoption_table(
        small.warehouse, programme(minimum_group_size=5), metric="active", platform="teams"
    )
    assert set(found.loc[found["withheld"], "group"]) == {"Board", "East Side"}


def test_the_only_platform_need_not_be_named(tmp_path: Path) -> None:
    small = three_groups(tmp_path)
    assert table(small, platform="").equals(table(small))
    small.usage({week(0): {100: 1.0}}, platform="slack")
    with pytest.raises(WarehouseError, match="slack, teams"):
        table(small, platform="")


def test_what_is_not_known_is_said_with_what_there_is(small: Small) -> None:
    with pytest.raises(WarehouseError, match="teams"):
        table(small, platform="zoom")
    with pytest.raises(WarehouseError, match="active"):
        table(small, metric="delight")
    with pytest.raises(WarehouseError, match="whole month"):
        table(small, window="month")


def test_a_snapshot_of_thirty_days_is_not_a_week(tmp_path: Path) -> None:
    small = Small(tmp_path)
    small.roster({"east": EAST}, monday(-10))
    small.usage({(monday(0), week(3)[1]): dict.fromkeys(EAST, 1.0)})
    assert list(table(small, window="month")["period"]) == ["2026-02"]
    with pytest.raises(WarehouseError, match="windows of 28 days"):
        table(small)


def test_exports_per_group_need_no_people(tmp_path: Path) -> None:
    small = Small(tmp_path)
    rows = [
        {
            "platform": "copilot",
            "group_id": group,
            "first_day": week(w)[0],
            "last_day": week(w)[1],
            "measure": "active",
            "numerator": above,
            "denominator": below,
        }
        for w in (0, 1)
        for group, above, below in (("east", 5.0, 20.0), ("tiny", 1.0, 3.0), ("west", 9.0, 30.0))
    ]
    small.load("group_usage", rows, {"group_usage:copilot": [week(0), week(1)]})
    found = table(small, platform="copilot")
    assert list(found.loc[~found["withheld"], "group"].unique()) == ["west"]
    assert list(table(small, platform="copilot", by="all")["denominator"]) == [53, 53]


def test_the_catalogue_says_what_it_means() -> None:
    assert len({card.id for card in CATALOGUE}) == len(CATALOGUE)
    for card in CATALOGUE:
        assert metric_card(card.id) is card
        assert all((card.label, card.unit, card.meaning, card.numerator, card.denominator))
        assert card.version >= 1
