"""Readers who see a part, alone and together: their totals give no other group away."""

from __future__ import annotations

import inspect
import itertools
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
import yaml

from signpost.answers.access import Access, Denied
from signpost.answers.scope import WITHHELD, without_lone_others
from signpost.metrics.model.schema import parse
from signpost.metrics.model.types import Refusal
from signpost.pipelines.ingest import ingest
from signpost.warehouse import Warehouse
from signpost.warehouse.pinned import GoneError
from signpost.workspace.assistant.tools import planned_pilot
from signpost.workspace.changes import take_decision
from signpost.workspace.results import Results
from tests.trust.attacker import Published, fallen
from tests.trust.small import FIRST, WEEKS, Organisation, write
from tests.trust.twins import each_panel_once

GROUPS = ("Zqalfa", "Zqbravo", "Zqcharlie")
IDS = tuple(group.lower() for group in GROUPS)
ABOUT_ALL = {
    *("barriers", "network", "network_change", "network_roles", "opportunities", "worksheet"),
    *("group_names", "board", "brief", "form_options", "recorded_programme"),
}
"""Results that name every group: pages ask for them where a reader sees all, or for names of what
they show."""
GIVEN = {
    "platform": "teams", "window": "week", "metric": "active", "use_case": "uc", "version": 1,
    "older": 1, "area": "customer", "key": "targets", "what": "ladder", "ladder": "4-week",
    "group": "zqbravo", "seed": 1, "draws": 2, "kind": "html", "title": "t", "before": None,
    "by": "group", "own": 0,
}  # fmt: skip


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return loaded(tmp_path_factory.mktemp("limited"), Organisation(GROUPS, few=("Zqtiny",)))


def loaded(folder: Path, firm: Organisation) -> Results:
    files = write(folder / "files", firm)
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


def test_nor_from_what_is_counted_of_everybody(tmp_path: Path) -> None:
    files = write(tmp_path / "files", Organisation(GROUPS, few=("Zqtiny",)))
    days = [FIRST + timedelta(weeks=WEEKS - number, days=-1) for number in range(10)]
    last = next(one for one in files if one.name.startswith("Teams"))
    for day in days[1:]:
        earlier = last.with_name(f"{day}.csv")
        earlier.write_text(last.read_text().replace(str(days[0]), str(day)))
        files.append(earlier)
    ingest(Warehouse(tmp_path / "data"), files, who="x", validate_programme=parse)
    every = Results.open(tmp_path / "data")
    one, *_ = shown = known(every, "group")
    asked = [("steps", ""), ("ladder", "4-week"), ("moves", "4-week")]
    for what, ladder in asked:
        table = every.segment(what, "teams", ladder)  # type: ignore[arg-type]
        assert isinstance(table, pd.DataFrame)
        same = limited(every, one).segment(what, "teams", ladder)  # type: ignore[arg-type]
        pd.testing.assert_frame_equal(same, table)
        assert isinstance(limited(every, *shown).segment(what, "teams", ladder), Refusal)  # type: ignore[arg-type]


def test_one_other_group_does_not_follow_from_all_less_the_other_areas(tmp_path: Path) -> None:
    """Of the area of a and b, whoever sees a has no total; nor has it all less the others'."""
    names = tuple(f"Zq{letter}" for letter in "abcdefg")
    area = dict.fromkeys(names[:2], "customer") | dict.fromkeys(names[2:4], "marketing")
    area |= dict.fromkeys(names[4:], "operational")
    *files, programme = write(tmp_path / "files", Organisation(names))
    plan = yaml.safe_load(programme.read_text()) | {"areas": area}
    programme.write_text(yaml.safe_dump(plan))
    ingest(Warehouse(tmp_path / "data"), [*files, programme], who="x", validate_programme=parse)
    every = Results.open(tmp_path / "data")
    assert set(known(every, "area")) == {"customer", "marketing", "operational"}
    mine = limited(every, "zqa")
    assert known(mine, "all") == known(every, "all")
    assert set(known(mine, "area")) == {"operational"}
    assert set(known(limited(every, "zqa", "zqb"), "area")) == set(known(every, "area"))


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


def decided(results: Results, folder: Path) -> Results:
    """The same with decisions: about another group, about all, about one's own."""
    shutil.copytree(results.root, folder / "data")
    every = Results.open(folder / "data")
    answer = every.answer("uc")
    advice = replace(answer.advice[0], owner="Olga", recheck=date(2027, 1, 4))
    for group in ("zqbravo", None, "zqalfa"):
        why = f"{group or 'Zqcharlie'} asked for it"
        take_decision(every, replace(advice, group=group), answer.verdict.grade, comment=why)
    return Results.open(folder / "data")


def test_decisions_about_other_groups_are_not_shown(results: Results, tmp_path: Path) -> None:
    every = decided(results, tmp_path)
    assert len(every.decisions()) == 3
    mine = limited(every, "zqalfa").decisions()
    assert [(one.group, one.why) for one in mine] == [
        (None, WITHHELD),
        ("zqalfa", "zqalfa asked for it"),
    ]


def test_a_plan_which_compares_all_groups_is_not_given(tmp_path: Path) -> None:
    every = loaded(tmp_path, Organisation(tuple(f"Zq{letter}" for letter in "abcdefgh")))
    with each_panel_once():
        assert "zqh" in str(planned_pilot(every, "uc"))
        refused = planned_pilot(limited(every, "zqa"), "uc")
    assert "Your role sees one part" in str(refused)
    assert not any(f"zq{letter}" in str(refused).lower() for letter in "bcdefgh")


def test_no_result_for_a_part_names_another_group(results: Results, tmp_path: Path) -> None:
    mine, asked = limited(decided(results, tmp_path), "zqalfa"), 0
    for name in sorted({name for name in dir(Results) if name[0] != "_"} - ABOUT_ALL):
        found = _asked(mine, name)
        if found is None:
            continue
        asked += 1
        said = found.to_csv() if isinstance(found, pd.DataFrame) else str(found)
        assert not any(other in said.lower() for other in (*IDS[1:], "zqtiny")), name
    assert asked > 40


def _asked(mine: Results, name: str) -> object:
    """What a result says; None for what needs something else, or another role."""
    own = inspect.getattr_static(Results, name)
    try:
        if isinstance(own, property):
            return getattr(mine, name)
        if not inspect.isfunction(own):
            return None
        wanted = [*inspect.signature(own).parameters][1:]
        return getattr(mine, name)(**{one: GIVEN[one] for one in wanted})
    except (Denied, KeyError, GoneError):
        return None


def test_the_comparison_with_older_versions_keeps_to_it(results: Results, tmp_path: Path) -> None:
    del tmp_path
    both = limited(results, *known(results, "group"))
    found = both.adoption_since(results.version, "teams", "week")
    assert found.empty
