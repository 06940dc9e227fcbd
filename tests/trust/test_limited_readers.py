"""Readers who see a part, alone and together: their totals give no other group away."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from signpost.answers.access import Access
from signpost.answers.scope import without_lone_others
from signpost.metrics.model.schema import parse
from signpost.pipelines.ingest import ingest
from signpost.warehouse import Warehouse
from signpost.workspace.results import Results
from tests.trust.attacker import Published, fallen
from tests.trust.small import Organisation, write

GROUPS = ("Zqalfa", "Zqbravo", "Zqcharlie")
IDS = tuple(group.lower() for group in GROUPS)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    folder = tmp_path_factory.mktemp("limited")
    files = write(folder / "files", Organisation(GROUPS, few=("Zqtiny",)))
    ingest(Warehouse(folder / "data"), files, who="x", validate_programme=parse)
    return Results.open(folder / "data")


def limited(results: Results, *scope: str) -> Results:
    return replace(results, access=Access("x", "sponsor", frozenset(scope)))


def known(results: Results, by: str) -> dict[str, float]:
    table = results.adoption(platform="teams", by=by)  # type: ignore[arg-type]
    shown = table[~table["withheld"].astype(bool)]
    return dict(zip(shown["group_id"], shown["numerator"], strict=True))


def test_one_other_group_does_not_follow_from_the_total(results: Results) -> None:
    every, by_group = known(results, "all"), known(results, "group")
    assert len(by_group) == 2  # the third is hidden together with the small one
    for group in by_group:
        mine = limited(results, group)
        assert known(mine, "group") == {group: by_group[group]}
        # two others, of which one stands for two that are hidden together
        assert known(mine, "all") == every
    both = limited(results, *by_group)
    assert known(both, "group") == by_group
    assert known(both, "all") == {}
    assert both.active_members("teams", "week").value == "not known"
    assert set(known(both, "area")) <= set(known(results, "area"))


def test_a_total_of_nobody_else_is_shown() -> None:
    groups = pd.DataFrame(
        {"group_id": ["a", "b"], "period": "2026-01", "withheld": False, "label": "all"}
    )
    figures = {"numerator": [7.0], "denominator": [20.0], "value": [0.35]}
    texts = {"coded": [""], "denominator_coded": [""], "withheld": [False], "waits": [True]}
    total = pd.DataFrame({"group_id": ["all"], "period": ["2026-01"], **figures, **texts})
    assert not without_lone_others(total, groups, {"a", "b"})["withheld"].any()
    assert not without_lone_others(total, groups, set())["withheld"].any()
    lone = without_lone_others(total, groups, {"a"})
    assert lone["withheld"].tolist() == [True]
    assert lone["waits"].tolist() == [False]
    assert lone[["numerator", "denominator", "value"]].isna().all(axis=None)


def test_readers_of_different_parts_put_together_solve_no_small_group(results: Results) -> None:
    rows, hidden = [], set(IDS) | {"zqtiny"}
    for many in (0, 1, 2, 3):
        for scope in itertools.combinations(IDS, many):
            mine = limited(results, *scope) if scope else results
            for by in ("group", "all", "area"):
                table = mine.adoption(platform="teams", by=by)  # type: ignore[arg-type]
                for row in table[~table["withheld"].astype(bool)].to_dict("records"):
                    groups = [row["group_id"]] if by == "group" else [*IDS, "zqtiny"]
                    if by == "area" and row["group_id"] != "customer":
                        groups = ["zqtiny"]
                    elif by == "area":
                        groups = list(IDS)
                    sums = {("active", group, row["period"]): 1.0 for group in groups}
                    low, _, high = row["coded"].partition("-")
                    ends = (float(low), float(high)) if high else (row["numerator"],) * 2
                    rows.append((sums, *ends))
                    hidden -= set(groups) if len(groups) == 1 else set()
    assert hidden >= {"zqtiny"}
    period = next(iter(rows[0][0]))[2]
    have = Published(rows, {("active", group, period) for group in hidden})
    assert fallen(have) == {}


def test_the_comparison_with_older_versions_keeps_to_it(results: Results, tmp_path: Path) -> None:
    del tmp_path
    both = limited(results, *known(results, "group"))
    found = both.adoption_since(results.version, "teams", "week")
    assert found.empty
