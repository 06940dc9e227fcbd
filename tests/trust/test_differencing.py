"""Small groups cannot be computed from what is shown: figures of pages and exports, subtracted."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from signpost.answers.answer import Answer, answers
from signpost.answers.redaction import redacted_answers
from signpost.metrics.adoption.table import adoption_table
from signpost.metrics.causal.analysis import analyse
from signpost.metrics.model.schema import parse
from signpost.metrics.model.types import Panel
from signpost.metrics.panel.build import build_panel
from signpost.metrics.register.versions import programme_in_force
from signpost.pipelines.ingest import ingest
from signpost.warehouse import Warehouse
from signpost.workspace.results import Results
from tests.trust.small import PEOPLE, Organisation, write

pytestmark = pytest.mark.slow  # many loads

FIRM = Organisation(
    groups=tuple(f"Zq{name}" for name in ("alfa", "bravo", "charlie", "delta", "echo", "golf")),
    few=("Zqtiny",),
)
FEW = 3


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    folder = tmp_path_factory.mktemp("differencing")
    files = write(folder / "files", FIRM)
    usage = pd.read_csv(files[2])
    # every third person is idle, but everybody in the small group is active
    idle = np.array([i % 3 == 0 for i in range(len(usage))]) & (
        np.arange(len(usage)) < PEOPLE * len(FIRM.groups)
    )
    columns = ["Team Chat Message Count", "Private Chat Message Count", "Meeting Count"]
    usage.loc[idle, columns] = 0
    usage.loc[idle, "Last Activity Date"] = None
    usage.to_csv(files[2], index=False)
    found = Warehouse(folder / "data")
    report = ingest(found, files, who="x", validate_programme=parse)
    assert {one.status for one in report.files} == {"loaded"}, report
    return found


def everybody(warehouse: Warehouse) -> float:
    table = adoption_table(warehouse, programme_in_force(warehouse), platform="teams", by="all")
    return float(table["value"].dropna().iloc[-1])


def shares(found: tuple[Answer, ...]) -> dict[str, float]:
    """Group -> adoption, as an attacker reads it off the pictures."""
    (one,) = found
    assert one.panel is not None
    assert one.panel.adoption is not None
    last = one.panel.adoption[:, -1]
    return {
        group: float(share)
        for group, share in zip(one.panel.groups, last, strict=True)
        if math.isfinite(share)
    }


def solved(total: float, known: dict[str, float]) -> float:
    """Active people in the small group, if every other group's share is known."""
    people = PEOPLE * len(FIRM.groups) + FEW
    return total * people - sum(PEOPLE * share for share in known.values())


def test_the_attack_works_on_what_was_counted(warehouse: Warehouse) -> None:
    plan = programme_in_force(warehouse)
    panel = build_panel(warehouse, plan, plan.use_cases[0])
    assert isinstance(panel, Panel)
    assert panel.adoption is not None
    known = dict(zip(panel.groups, panel.adoption[:, -1], strict=True))
    assert len(known) == len(FIRM.groups)
    assert round(solved(everybody(warehouse), known)) == FEW


def test_the_attack_fails_on_what_is_shown(warehouse: Warehouse) -> None:
    known = shares(redacted_answers(warehouse, programme_in_force(warehouse)))
    assert 0 < len(known) < len(FIRM.groups)


def test_the_brief_shows_what_the_tables_show(warehouse: Warehouse) -> None:
    programme = programme_in_force(warehouse)
    report = Results.open(warehouse.root).board()
    table = adoption_table(warehouse, programme, platform="teams", by="group")
    withheld = set(table.loc[table["withheld"].astype(bool), "group_id"])
    assert len(withheld) >= 2
    for case in report.cases:
        for row in case.rows:
            shown = row.adoption is not None and math.isfinite(row.adoption)
            assert shown == (row.key not in withheld), row


def test_where_nothing_is_withheld_nothing_is_lost(tmp_path: Path) -> None:
    files = write(tmp_path / "files", Organisation(FIRM.groups))
    found = Warehouse(tmp_path / "data")
    ingest(found, files, who="x", validate_programme=parse)
    assert len(shares(redacted_answers(found, programme_in_force(found)))) == len(FIRM.groups)


def test_an_answer_rests_on_what_is_published(warehouse: Warehouse) -> None:
    """Whatever is counted in the cells that the tables withhold or code, no answer changes."""
    plan = programme_in_force(warehouse)
    (one,) = answers(warehouse, plan)
    assert one.panel is not None
    table = adoption_table(warehouse, plan, platform="teams").set_index(["group_id", "period"])
    for row, group in enumerate(one.panel.groups):
        for column, period in enumerate(one.panel.periods):
            number = one.panel.adoption_numerator[row, column]  # type: ignore[index]
            shown = table["numerator"].get((group, period), np.nan)
            assert np.isnan(number) or number == shown
    hidden = set(table.index[table["withheld"].astype(bool)].get_level_values(0))
    changes = {found.group: found.adoption_change for found in one.evidence.group_effects}
    assert hidden & set(changes)
    assert all(changes[group] is None for group in hidden & set(changes))
    assert analyse(one.panel).chain == one.evidence.chain
