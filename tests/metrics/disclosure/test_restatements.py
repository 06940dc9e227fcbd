from __future__ import annotations

import numpy as np
import pytest

from signpost.metrics.disclosure.restatements import restated_outcome
from signpost.metrics.model.types import Panel, Question


def kpi_panel(numerator: np.ndarray) -> Panel:
    """Three groups; calls are the denominator."""
    groups, many = ("a", "b", "c"), numerator.shape[1]
    return Panel(
        question=Question(kpi="calls", better="lower", worthwhile=1.0, platform="teams"),
        groups=groups,
        periods=tuple(f"2026-0{i + 1}" for i in range(many)),
        outcome_numerator=numerator,
        outcome_denominator=np.full((3, many), 100.0),
        adoption_numerator=None,
        adoption_denominator=None,
        weight=np.ones(3),
        start=np.full(3, -1),
    )


def test_a_corrected_kpi_is_told_for_all_groups_together() -> None:
    numerator = np.arange(12.0).reshape(3, 4)
    corrected = numerator.copy()
    corrected[1, 2] += 50.0
    found = restated_outcome(kpi_panel(numerator), kpi_panel(corrected))
    assert found["cells"].tolist() == [0, 0, 1, 0]
    assert found["before"].iloc[2] == pytest.approx((2 + 6 + 10) / 300)
    assert found["value"].iloc[2] == pytest.approx((2 + 56 + 10) / 300)


def test_a_new_period_or_group_figure_is_no_correction() -> None:
    numerator = np.arange(12.0).reshape(3, 4)
    known_later = numerator.copy()
    known_later[0, 0] = np.nan
    found = restated_outcome(kpi_panel(known_later[:, :3]), kpi_panel(numerator))
    assert found["period"].tolist() == ["2026-01", "2026-02", "2026-03"]
    assert found["cells"].sum() == 0
    assert found["before"].tolist() == found["value"].tolist()
