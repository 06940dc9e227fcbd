"""A KPI file per person and month: to groups, to pilots of people, and to nobody by name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from signpost.answers.answer import answer
from signpost.metrics.model.schema import parse
from signpost.metrics.model.types import Refusal
from signpost.metrics.panel.kpi_series import kpi_series
from signpost.metrics.panel.people.people_panel import build_people_panel
from signpost.testing import check_nobody_is_named
from signpost.warehouse.store import Warehouse
from tests.metrics.value.assistant_files import load

SIZE, MONTHS = 12, 8
GROUPS = ("North", "South", "East", "West")
PROGRAMME = parse("""
kpis:
- {id: deals, label: Deals, unit: deals a head, better: higher, worthwhile_change: 1,
   records: {kind: "person:deals_closed", numerator: "sum:amount", denominator: "count:amount"}}
use_cases:
- {id: pilot, label: Pilot, area: operational, problem: p, mechanism: m, platform: chatgpt,
   kpi: deals, window: month, people: {starts: 2026-05-01}}
""")


def people(group: str) -> list[str]:
    return [f"{group.lower()}.{n}@example.org" for n in range(SIZE)]


def roster() -> str:
    rows = [f"{who},{group},2025-12-01" for group in GROUPS for who in people(group)]
    return "\n".join(["person,group,from", *rows, "tiny.0@example.org,Tiny,2025-12-01"]) + "\n"


def business_data(effect: float = 0.0) -> str:
    """Person n closes n deals a month, East without the last eight people's figures."""
    rng = np.random.default_rng(5)
    rows = ["PersonId,StartDate,Deals closed"]
    for month in range(1, MONTHS + 1):
        for group in GROUPS:
            for n, who in enumerate(people(group)):
                if group == "East" and n >= 4:
                    continue
                gain = effect if month >= 5 and n % 2 == 0 else 0.0
                noise = rng.normal(0, 0.5) if effect else 0.0
                rows.append(f"{who},{month}/1/2026,{n + gain + noise:g}")
    return "\n".join(rows) + "\n"


def licences() -> str:
    rows = [
        f"{who},Enterprise,2026-05-01,ChatGPT"
        for group in GROUPS
        for n, who in enumerate(people(group))
        if n % 2 == 0
    ]
    return "\n".join(["Email,License,Assigned on,Platform", *rows]) + "\n"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    folder = tmp_path_factory.mktemp("people")
    return load(folder, ("roster.csv", roster()), ("business_data.csv", business_data()))


def test_values_go_to_the_groups_of_the_people(warehouse: Warehouse) -> None:
    series = kpi_series(warehouse.read(), PROGRAMME.kpi("deals"), "month")
    assert not isinstance(series, Refusal)
    assert [period.label for period in series.periods] == [
        f"2026-0{month}" for month in range(1, MONTHS + 1)
    ]
    mean = (series.numerator / series.denominator).round(9)
    assert mean.loc["north"].tolist() == [5.5] * MONTHS  # 0 to 11
    assert series.denominator.loc["south"].tolist() == [12.0] * MONTHS


def test_a_group_of_which_few_have_a_value_has_none(warehouse: Warehouse) -> None:
    series = kpi_series(warehouse.read(), PROGRAMME.kpi("deals"), "month")
    assert not isinstance(series, Refusal)
    assert "east" not in series.denominator.dropna(how="all").index  # four people of twelve


def test_nobody_is_stored_by_name_and_the_receipt_gives_the_card(warehouse: Warehouse) -> None:
    check_nobody_is_named(warehouse.read())
    notes = warehouse.read().rows("select evidence from reading where role = 'note'")
    told = warehouse.read().rows("select reading from reading where role = 'note'")
    assert any("kind: person:deals_closed" in f"{line}" for line in (*notes, *told))


def test_a_pilot_of_people_reads_each_persons_values(tmp_path: Path) -> None:
    files = (("roster.csv", roster()), ("l.csv", licences()), ("b.csv", business_data(3.0)))
    warehouse = load(tmp_path, *files)
    panel = build_people_panel(warehouse, PROGRAMME, PROGRAMME.use_cases[0])
    assert not isinstance(panel, Refusal)
    assert panel.outcome.shape == (4 * SIZE, MONTHS)
    assert (panel.start, int(panel.arm.sum())) == (4, 24)
    found = answer(warehouse, PROGRAMME, PROGRAMME.use_cases[0])
    assert found.evidence.refusal is None
    assert found.evidence.estimates[0].point == pytest.approx(3, abs=0.35)
