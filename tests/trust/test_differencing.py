"""Small groups cannot be computed from what is shown: figures of pages and exports, subtracted."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from signpost.answers.answer import Answer, answers
from signpost.answers.redaction import redacted_answers, without_cells
from signpost.metrics.adoption.table import adoption_table
from signpost.metrics.model.findings import Finding
from signpost.metrics.model.schema import parse
from signpost.metrics.model.types import CheckResult, Estimate
from signpost.metrics.register.versions import programme_in_force
from signpost.pipelines.ingest import ingest
from signpost.warehouse import Warehouse
from signpost.workspace.results import Results
from tests.trust.small import PEOPLE, Organisation, write

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


def test_the_attack_works_on_what_the_estimates_may_use(warehouse: Warehouse) -> None:
    found = answers(warehouse, programme_in_force(warehouse))
    known = shares(found)
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
    programme = programme_in_force(found)
    assert shares(redacted_answers(found, programme)) == shares(answers(found, programme))


def test_what_follows_from_hidden_adoption_is_hidden_too(warehouse: Warehouse) -> None:
    (whole,) = answers(warehouse, programme_in_force(warehouse))
    bare = without_cells(whole, frozenset())
    assert bare.panel is not None
    assert bare.panel.adoption is not None
    assert not np.isfinite(bare.panel.adoption).any()
    assert all(one.adoption_change is None for one in bare.evidence.group_effects)
    assert bare.evidence.estimates == whole.evidence.estimates
    assert bare.verdict == whole.verdict
    np.testing.assert_array_equal(bare.panel.outcome, whole.panel.outcome)  # type: ignore[union-attr]


def test_the_mean_over_groups_is_hidden_where_one_of_them_is(warehouse: Warehouse) -> None:
    (whole,) = answers(warehouse, programme_in_force(warehouse))
    rise = {"adoption_change": 0.4, "low": 0.3, "high": 0.5}
    rose = CheckResult("mechanism", True, Finding("mechanism.raised", {"change": 0.4}), rise)
    link = Estimate("start_to_adoption", 0.4, 0.3, 0.5, 0.95, "share", 6, 36, 3, effect="adoption")
    told = replace(whole, evidence=replace(whole.evidence, chain=(link,), checks=(rose,)))
    bare = without_cells(told, frozenset()).evidence
    assert bare.chain == ()
    assert bare.checks[0].figures == {}
    assert bare.checks[0].passed
    assert bare.checks[0].finding == Finding("mechanism.raised_withheld")
    cells = frozenset((g, p) for g in whole.panel.groups for p in whole.panel.periods)  # type: ignore[union-attr]
    assert without_cells(told, cells).evidence == told.evidence
