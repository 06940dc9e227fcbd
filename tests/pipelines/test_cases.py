"""The shared cases, where they are at hand: no figure is wrong without a word."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.pipelines.case_table import CASES
from tests.pipelines.cases import cases_folder, run_all
from tests.pipelines.judge_cases import JUDGE_CASES

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(cases_folder() is None, reason="the shared cases are not at hand"),
]
ENOUGH = 0.85
ALL = 127


@pytest.fixture(scope="module")
def results():
    return run_all()


def test_every_case_was_run(results) -> None:
    assert set(results) == {*CASES, *JUDGE_CASES}
    assert len(results) == ALL


def test_no_figure_is_wrong_in_silence(results) -> None:
    silent = {name: done.why for name, (_, done) in results.items() if done.grade == "silent"}
    assert silent == {}


def test_most_come_out_right(results) -> None:
    grades = Counter(done.grade for _, done in results.values())
    assert grades["right"] >= ENOUGH * len(results), grades


def test_what_was_right_stays_right(results) -> None:
    kept = {
        name: done.why
        for name, (case, done) in results.items()
        if case.kind == "C0" and done.grade != "right"
    }
    assert kept == {}
