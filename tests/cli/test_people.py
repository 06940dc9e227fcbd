"""The lottery and what came of it, through the command line."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from signpost import open as signpost_open
from signpost.cli._main import signpost
from signpost.presentation.words.methods import estimates_table

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


MONTHS, FIRST, AHEAD = 10, 6, 2098
PROGRAMME = """
kpis:
  - id: won
    label: Deals won
    unit: deals a head
    better: higher
    worthwhile_change: 0.5
    records: {kind: opportunity, numerator: count, denominator: headcount}
use_cases:
  - id: assistant
    label: Assistant for half of each team
    area: customer
    problem: Too few deals.
    mechanism: Offers are written faster.
    platform: acme
    kpi: won
    window: month
    people: {starts: 2098-07-01}
"""


def exports(arms: Path, folder: Path, effect: float) -> None:
    """A roster, deals by owner and the programme: half of each team closes more if `effect`."""
    rng, deals = np.random.default_rng(4), ["Deal ID,Created On,Stage,Amount,Currency,Deal owner"]
    with arms.open(encoding="utf-8-sig", newline="") as file:
        people = list(csv.DictReader(file))
    roster = ["E-mail,Group,Effective date"]
    roster += [f"{one['person']}@acme.com,{one['group']},{AHEAD}-01-01" for one in people]
    for month in range(MONTHS):
        for one in people:
            lift = effect * int(one["arm"]) * (month >= FIRST)
            for number in range(rng.poisson(5 + lift)):
                day = f"{AHEAD}-{month + 1:02d}-{number % 28 + 1:02d}"
                name = f"D-{month}-{one['person']}-{number}"
                deals.append(f"{name},{day},Open,10,EUR,{one['person']}@acme.com")
        last = f"{AHEAD}-{month + 1:02d}-28"
        deals.append(f"E-{month},{last},Open,10,EUR,nobody@acme.com")
    (folder / "roster.csv").write_text("\n".join(roster))
    (folder / "deals.csv").write_text("\n".join(deals))
    (folder / "programme.yaml").write_text(PROGRAMME)


@pytest.mark.slow
def test_a_pilot_in_the_programme_is_answered_from_what_was_loaded(tmp_path: Path) -> None:
    people, arms, data = tmp_path / "people.csv", tmp_path / "arms.csv", tmp_path / "data"
    rows = [f"p{g}-{i}@acme.com,Team {g}" for g in range(6) for i in range(12)]
    people.write_text("\n".join(["person,group", *rows]))
    status, _, said = run(
        "lottery", people, "--use-case", "assistant", "--out", arms, "--data", data
    )
    assert status == 0, said
    plain = tmp_path / "plain.csv"
    plain.write_text(arms.read_text(encoding="utf-8-sig").replace("@acme.com", ""))
    folder = tmp_path / "exports"
    folder.mkdir()
    exports(plain, folder, effect=3.0)
    status, out, said = run("ingest", folder, "--data", data)
    assert status == 0, out + said
    status, out, said = run("evidence", "--use-case", "assistant", "--data", data, "--json")
    assert status == 0, said
    (found,) = json.loads(out)
    assert (found["design"], found["verdict"]["grade"]) == ("lottery", "works")
    offered = found["estimates"][0]
    assert (offered["method"], offered["low"] < 3 < offered["high"]) == ("people_offered", True)
    assert "p0-" not in out
    status, out, said = run("evidence", "--use-case", "assistant", "--data", data)
    assert status == 0, said
    assert "A recorded draw decided who in each group got it first" in out
    (case,) = signpost_open(data).results.board().cases
    assert "drawn" in case.because[1]
    assert estimates_table(case.answer.evidence).iloc[0, 0] == "Drawn against not drawn"
    assert case.answer.panel is None
    arms_known = "select count(*) from lottery_arm"
    assert signpost_open(data).warehouse.read().one(arms_known)[0] == 72
    erased = CliRunner().invoke(
        signpost, ["erase", "--yes", "--data", str(data)], input="p0-0@acme.com\n"
    )
    assert erased.exit_code == 0, erased.output
    assert signpost_open(data).warehouse.read().one(arms_known)[0] == 71
