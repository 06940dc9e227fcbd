"""The order in which the engine returns rows decides nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from signpost.metrics.causal.people.sample import PeoplePanel
from signpost.metrics.panel.people.people_panel import build_people_panel
from signpost.warehouse import Reader
from tests.metrics.panel.test_people_panel import organisation, plan

_ORDERED = re.compile(r"order by[^)]*$", re.IGNORECASE)


def shuffled(frame: pd.DataFrame, sql: str, seed: int) -> pd.DataFrame:
    """Return the rows in another order, unless the statement asks for one."""
    if _ORDERED.search(sql):
        return frame
    order = np.random.default_rng(seed).permutation(len(frame))
    return frame.iloc[order].reset_index(drop=True)


def people(folder: Path, *, drawn: bool) -> PeoplePanel:
    panel = build_people_panel(
        organisation(folder, 2.0, drawn=drawn).warehouse, plan(), plan().use_cases[0]
    )
    assert isinstance(panel, PeoplePanel)
    return panel


@pytest.mark.slow
@pytest.mark.parametrize("drawn", [True, False])
def test_people_are_in_one_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, drawn: bool
) -> None:
    """Seeded draws of places and of resamples go by their row."""
    plain = Reader.frame
    panels = []
    for seed in range(3):

        def frame(reader: Reader, sql: str, params: Sequence[object] = (), by: int = seed):
            return shuffled(plain(reader, sql, params), sql, by)

        monkeypatch.setattr(Reader, "frame", frame)
        panels.append(people(tmp_path / str(seed), drawn=drawn))
    first = panels[0]
    for other in panels[1:]:
        assert other.arm.tolist() == first.arm.tolist()
        np.testing.assert_array_equal(other.group, first.group)
        np.testing.assert_array_equal(other.outcome, first.outcome)
        np.testing.assert_array_equal(other.use, first.use)
