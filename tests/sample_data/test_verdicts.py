"""Through the ordinary door, the answers to the sample organisation are those that were planted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from signpost.answers.answer import answers
from signpost.metrics.model.schema import parse
from signpost.pipelines.ingest import ingest
from signpost.sample_data import build, truth
from signpost.warehouse.store import Warehouse
from tests.folders import FULL
from tests.sample_data.conftest import Loaded

pytestmark = FULL


def test_every_export_loads_whole(nordwind: Loaded) -> None:
    left = {Path(one["file"]).name: one["status"] for one in nordwind.files}
    assert left.pop("programme.yaml") == "already_loaded"  # it came first
    assert set(left.values()) == {"loaded"}
    assert sum(one["rows_rejected"] for one in nordwind.files if "rows_rejected" in one) == 0


def test_verdicts_are_the_planted_ones(nordwind: Loaded) -> None:
    found = nordwind.answers
    planted = {name: case.grade for name, case in truth().cases.items()}
    assert {name: found[name].verdict.grade for name in planted} == planted
    assert found["campaigns"].evidence.refusal is not None


@pytest.mark.parametrize("name", ["escalations", "travel", "cross_selling", "downtime", "projects"])
def test_intervals_hold_the_truth(nordwind: Loaded, name: str) -> None:
    found = nordwind.answers
    headline = found[name].evidence.estimates[0]
    assert headline.low <= truth().cases[name].effect_after_lag <= headline.high


def test_adoption_and_its_effect_are_found(nordwind: Loaded) -> None:
    found = nordwind.answers
    panel = found["escalations"].panel
    assert panel is not None
    assert panel.adoption is not None
    assert np.isfinite(panel.adoption).all()
    ratio = next(one for one in found["escalations"].evidence.chain if one.effect == "ratio")
    assert ratio.low <= truth().cases["escalations"].per_ten_points <= ratio.high


def test_tiny_loads_and_claims_nothing(tmp_path: Path) -> None:
    exports = build(tmp_path / "exports", size="tiny")
    warehouse = Warehouse(tmp_path / "data")
    report = ingest(warehouse, [exports], who="test", validate_programme=parse)
    assert {one.status for one in report.files} == {"loaded"}
    programme = parse((exports / "programme.yaml").read_text(encoding="utf-8"))
    assert {one.verdict.grade for one in answers(warehouse, programme)} == {"cannot_tell"}
