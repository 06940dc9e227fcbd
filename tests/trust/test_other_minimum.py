"""The attacker with the tables under two minimums: the administrator's next one, and the last."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from signpost.metrics.disclosure.other_minimum import coarsened_rows
from signpost.warehouse.maintenance.publications import publications_folder
from tests.metrics.small import programme
from tests.trust.attacker import Published, chart, collect, fallen, published
from tests.trust.test_attacker import organisation

SIZES = {"g0": 4, "g1": 13, "g2": 14, "g3": 6, "g4": 19}
SEED = 2


def seen_under(root: Path, minimums: Sequence[int], *, keep: bool = True) -> list[pd.DataFrame]:
    """All tables under each minimum, one version after the other."""
    warehouse, tables = organisation(root, SIZES, SEED).warehouse, []
    for minimum in minimums:
        tables.append(collect(warehouse, programme(minimum_group_size=minimum)))
        with warehouse.write("test"):
            pass
        if not keep:
            for file in publications_folder(root).glob("*.cells"):
                file.unlink()
    return tables


def of_all(root: Path, tables: Sequence[pd.DataFrame]) -> Published:
    warehouse = organisation(root, SIZES, SEED).warehouse
    parts = [published(one, chart(warehouse, programme())) for one in tables]
    secrets = set.intersection(*(part.secrets for part in parts))
    return Published([row for part in parts for row in part.rows], secrets)


@pytest.mark.slow
@pytest.mark.parametrize("minimums", [(5, 11), (11, 5), (5, 11, 5)])
def test_two_minimums_together_give_nobody_away(tmp_path: Path, minimums: tuple[int, ...]) -> None:
    tables = seen_under(tmp_path / "data", minimums)
    have = of_all(tmp_path / "other", tables)
    assert len(have.secrets) > 50
    assert fallen(have) == {}
    own = tables[-1][(tables[-1]["metric"] == "active") & ~tables[-1]["withheld"].astype(bool)]
    assert own["denominator"].min() >= minimums[-1]
    assert set(own["by"]) == {"group", "parent", "area", "all"}


@pytest.mark.slow
def test_each_published_anew_they_give_a_small_group_away(tmp_path: Path) -> None:
    tables = seen_under(tmp_path / "data", (5, 11), keep=False)
    assert len(fallen(of_all(tmp_path / "other", tables), bounds=False)) >= 4


def cells(*rows: tuple[str, int, float]) -> pd.DataFrame:
    groups, numbers, values = zip(*rows, strict=True)
    common = {"metric": "active", "period": "2026-01", "pooled": False, "minimum": 5}
    return pd.DataFrame({"group": groups, "cell": numbers, "numerator": values}).assign(**common)


def test_what_was_shown_is_added_up_to_cells_that_are_large_enough() -> None:
    shown = cells(("a", 1, 6.0), ("b", 2, 9.0), ("c", 2, 9.0), ("d", 3, 20.0), ("e", 4, 7.0))
    fresh = cells(("a", 5, 0.0), ("b", 5, 0.0), ("c", 6, 0.0), ("d", 7, 0.0), ("e", -1, 0.0))
    found = coarsened_rows(shown, fresh, 10).set_index("group")
    assert found["numerator"].to_dict() == {"a": 15.0, "b": 15.0, "c": 15.0, "d": 20.0, "e": 7.0}
    assert found["pooled"].to_dict() == {"a": True, "b": True, "c": True, "d": False, "e": False}
    assert found.loc[["a", "b", "c"], "cell"].nunique() == 1
    assert found.loc["d", "cell"] == 3
    assert found.loc["e", "cell"] == -1
    assert set(found["minimum"]) == {10}


@pytest.mark.slow
def test_under_the_same_borders_nothing_is_added_up(tmp_path: Path) -> None:
    warehouse = organisation(tmp_path / "data", {"g0": 30, "g1": 25}, 4).warehouse
    first = collect(warehouse, programme(minimum_group_size=5))
    with warehouse.write("test"):
        pass
    second = collect(warehouse, programme(minimum_group_size=8))
    active = [one[one["metric"] == "active"].reset_index(drop=True) for one in (first, second)]
    pd.testing.assert_frame_equal(*active)
    assert np.isfinite(active[0]["value"].to_numpy(float)).any()
