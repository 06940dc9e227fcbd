"""The account from outside: a program that knows only the JSON of two commands adds it up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_commands import run
from tests.organisations import Organisation, write

pytestmark = pytest.mark.slow

MONTHS = ("2025-07", "2025-08", "2025-12", "2026-03")  # the first start is in October
SHARED = tuple(("Licences", "", month, 800.0, "EUR") for month in MONTHS)
OWN = tuple(("Coach", "case_1", month, 300.0, "EUR") for month in MONTHS)
ORGANISATIONS = {
    "one use case": Organisation((2.0,)),
    "no use case": Organisation((), (), SHARED),
    "none can be told yet": Organisation((0.0, 0.0), ("pilot", "explore"), SHARED),
    "costs before the first start": Organisation((2.0,), ("scale",), SHARED),
    "costs shared by three": Organisation(
        (2.0, -2.0, 0.3), ("pilot",) * 3, (*SHARED, *OWN), extra_hours=0.5
    ),
    "nothing has a price": Organisation((2.0, 0.0), ("pilot",) * 2, SHARED, priced=False),
    "a cost in another currency": Organisation(
        (2.0,), ("pilot",), (*SHARED, ("Travel", "", "2026-01", 90.0, "USD"))
    ),
}


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_the_account_adds_up_for_who_knows_only_the_json(tmp_path: Path, name: str) -> None:
    made = ORGANISATIONS[name]
    files, data = write(tmp_path / "files", made), tmp_path / "data"
    loaded = run("ingest", files, "--data", data, "--json")
    assert "failed" not in {file["status"] for file in json.loads(loaded.stdout)["files"]}, loaded
    portfolio = json.loads(run("programme", "portfolio", "--data", data, "--json").stdout)
    evidence = json.loads(run("evidence", "--data", data, "--json").stdout)
    adds_up(portfolio, evidence)
    forecasts_add_up(portfolio, data)
    if len({money for *_, money in made.costs}) < 2:
        recorded = sum(amount for *_, amount, _ in made.costs)
        spent = recorded + 60 * made.hours * 8  # eight groups were rolled out to
        charged = sum(-line["amount"][1] for line in portfolio["lines"] if "cost" in line["kind"])
        assert charged == pytest.approx(spent if made.effects else 0.0)


def adds_up(portfolio: dict[str, Any], evidence: list[dict[str, Any]]) -> None:
    net = portfolio["net"]
    points = [one["money"]["point"] for one in evidence if one["money"]]
    if isinstance(net, dict):  # a refusal
        assert not points
        assert not portfolio["lines"]
        return
    parts = {name: portfolio[name][1] for name in ("benefit", "harm", "cost")}
    assert min(parts.values()) >= 0
    close = pytest.approx(net[1], abs=0.005)
    assert parts["benefit"] - parts["harm"] - parts["cost"] == close
    assert sum(area["net"][1] for area in portfolio["areas"] if area["net"]) == close
    assert sum(case["net"][1] for case in portfolio["use_cases"]) == close
    assert sum(line["amount"][1] for line in portfolio["lines"] if line["counted"]) == close
    assert sum(points) + portfolio["not_told"][1] == close
    assert portfolio["not_told"][1] <= 0
    for low, point, high in (net, portfolio["benefit"], portfolio["harm"], portfolio["cost"]):
        assert low <= point + 0.005
        assert point <= high + 0.005


def forecasts_add_up(portfolio: dict[str, Any], data: Path) -> None:
    """What is expected of a next step is the sum of its forecast lines, none of them counted."""
    advice = json.loads(run("programme", "advice", "--data", data, "--json").stdout)
    lines = portfolio["forecast"]
    assert {line["status"] for line in lines} <= {"forecast"}
    assert not any(line["counted"] for line in lines)
    assert {line["per"] for line in lines} <= {"a year"}
    assert {line["per"] for line in portfolio["lines"]} <= {"to date"}
    for case, steps in advice.items():
        year = sum(line["amount"][1] for line in lines if line["use_case"] == case)
        expected = steps[0]["expected"]
        assert year == pytest.approx(expected[1] if expected else 0.0, abs=0.005)
