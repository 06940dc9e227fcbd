"""Files as colleagues write them, which a second round of outsiders brought: values by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from signpost.pipelines.ingest import ingest
from signpost.pipelines.model.receipt import FileResult
from signpost.warehouse.store import Warehouse

from .conftest import Write

pytestmark = pytest.mark.slow  # many loads

ROSTER = "e-mail,department,effective date\n" + "".join(
    f"{group[0].lower()}{n}@x.org,{group},2024-01-01\n"
    for group in ("Sales", "Finance")
    for n in range(3)
)


Loader = Callable[..., FileResult]


@pytest.fixture
def load(warehouse: Warehouse, write: Write) -> Loader:
    """Load a roster of Sales and Finance; return how a table is loaded with answers."""
    ingest(warehouse, [write("roster.csv", ROSTER)])

    def load_one(name: str, text: str | bytes, **answers: str) -> FileResult:
        (report,) = ingest(warehouse, [write(name, text)], answers=answers).files
        return report

    return load_one


def values(warehouse: Warehouse) -> dict[tuple[str, str, date], float]:
    rows = warehouse.read().rows("select kpi, group_id, first_day, numerator from outcome_now")
    return {(kpi, group, day): value for kpi, group, day, value in rows}


AGENTS = """agent_id,agent_name,team,month,handled_calls,avg_handle_time_sec,Attendance %
1,Hercule,Sales,2026-01,15,560.6,90%
2,Jane,Sales,2026-01,5,400,80%
3,Sam,Finance,2026-01,20,300.5,100%
"""


def test_rows_of_people_become_one_and_averages_are_never_added_up(
    load: Loader, warehouse: Warehouse
) -> None:
    asked = load("agents.csv", AGENTS)
    assert asked.error
    assert asked.error.question
    assert asked.error.question.key == "repeats"
    done = load("agents.csv", AGENTS, repeats="sum")
    assert done.receipt
    found, january = values(warehouse), date(2026, 1, 1)
    assert found["handled_calls", "sales", january] == 20
    assert found["avg_handle_time_sec", "sales", january] == pytest.approx(520.45)
    assert found["attendance", "sales", january] == pytest.approx(0.875)
    assert {kpi for kpi, *_ in found} == {"handled_calls", "avg_handle_time_sec", "attendance"}
    assert "cannot be added up" in " ".join(done.receipt.warnings)


def test_what_no_answer_would_make_readable_is_not_asked(load: Loader) -> None:
    """Two columns that are one KPI are refused before and after any answer."""
    table = "team,month,Calls?,Cost\nSales,2026-01,1,2\nSales,2026-01,3,4\nFinance,2026-01,5,6\n"
    refused = load("odd.csv", table)
    assert refused.error
    assert refused.error.code == "unknown_file"
    assert "signpost match" in refused.error.remedy
