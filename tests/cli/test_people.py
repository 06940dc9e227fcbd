"""The lottery and what came of it, through the command line."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from signpost.cli._main import signpost

GROUPS, SIZE, BEFORE, AFTER = 12, 12, 6, 8


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(signpost, [str(one) for one in arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    people = tmp_path / "people.csv"
    rows = [f"p{g:02d}-{i:02d},Team {g}" for g in range(GROUPS) for i in range(SIZE)]
    people.write_text("\n".join(["person,group", *rows]))
    arms = tmp_path / "arms.csv"
    status, _, said = run(
        "lottery", people, "--use-case", "assistant", "--seed", 7, "--out", arms,
        "--data", tmp_path / "data",
    )  # fmt: skip
    assert status == 0, said
    return arms


def outcomes(arms: Path, *, effect: float, swapped: bool = False) -> Path:
    """Outcomes of fourteen months by person; two people change places if `swapped`."""
    rng = np.random.default_rng(3)
    with arms.open(encoding="utf-8-sig", newline="") as file:
        people = list(csv.DictReader(file))
    if swapped:
        first = next(one for one in people if one["arm"] == "1")
        other = next(one for one in people if one["arm"] == "0")
        first["arm"], other["arm"] = "0", "1"
    lines = ["person,group,period,outcome,arm,use"]
    for one in people:
        level, arm = rng.normal(20, 5), int(one["arm"])
        for month in range(BEFORE + AFTER):
            use = float(arm and month >= BEFORE)
            value = level + rng.normal(0, 3) + effect * use
            period = f"{2026 + month // 12}-{month % 12 + 1:02d}"
            lines.append(f"{one['person']},{one['group']},{period},{value:.3f},{arm},{use}")
    table = arms.with_name("outcomes.csv")
    table.write_text("\n".join(lines))
    return table


def judged(arms: Path, table: Path, day: str, *more: object) -> dict:  # type: ignore[type-arg]
    status, out, said = run(
        "judge-people", table, "--better", "lower", "--start", "2026-07", "--worthwhile", 0.5,
        "--use-case", "assistant", "--start-day", day, "--data", arms.with_name("data"), "--json",
        *more,
    )  # fmt: skip
    assert status == 0, said
    return json.loads(out)  # type: ignore[no-any-return]


def tomorrow() -> str:
    return f"{datetime.now(UTC).date() + timedelta(days=1)}"


def test_a_recorded_lottery_is_judged_as_one(drawn: Path) -> None:
    found = judged(drawn, outcomes(drawn, effect=-2.0), tomorrow())
    assert found["design"] == "lottery"
    assert (found["verdict"]["grade"], found["verdict"]["strength"]) == ("works", "strong")
    offered = found["estimates"][0]
    assert (offered["method"], offered["low"] < -2 < offered["high"]) == ("people_offered", True)
    assert found["group_effects"] == []
    assert "p00" not in json.dumps(found)
    assert "Team" not in json.dumps(found)


def test_half_of_each_group_is_drawn(drawn: Path) -> None:
    with drawn.open(encoding="utf-8-sig", newline="") as file:
        people = list(csv.DictReader(file))
    places = {g: sum(int(p["arm"]) for p in people if p["group"] == f"Team {g}") for g in range(3)}
    assert places == {0: 6, 1: 6, 2: 6}


def test_arms_that_were_changed_or_drawn_after_the_start_are_not_a_draw(drawn: Path) -> None:
    changed = judged(drawn, outcomes(drawn, effect=-2.0, swapped=True), tomorrow())
    late = judged(drawn, outcomes(drawn, effect=-2.0), "2026-01-05")
    for found in (changed, late):
        assert found["design"] == "matched_people"
        assert found["verdict"]["strength"] in (None, "suggestive")


def test_the_record_names_nobody(drawn: Path) -> None:
    status, out, _ = run(
        "lottery", drawn.with_name("people.csv"), "--use-case", "assistant", "--seed", 8,
        "--out", drawn.with_name("again.csv"), "--data", drawn.with_name("data"), "--json",
    )  # fmt: skip
    assert status == 0
    assert set(json.loads(out)) == {"use_case", "seed", "share", "digest"}
    # who draws again until the list pleases has not drawn: the first draw counts
    found = judged(drawn.with_name("again.csv"), outcomes(drawn.with_name("again.csv"), effect=0.0),
                   tomorrow())  # fmt: skip
    assert found["design"] == "matched_people"


def test_a_table_that_is_no_pilot_is_told_by_its_column(drawn: Path) -> None:
    status, _, said = run("judge-people", drawn, "--better", "lower", "--start", "2026-07")
    assert status == 1
    assert "Missing column(s): period, outcome" in said
