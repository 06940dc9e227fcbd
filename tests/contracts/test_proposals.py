"""Advice knows the answers: nothing is proposed where it started, does harm or is to stop."""

from __future__ import annotations

from typing import Any

import pytest

from signpost.metrics.model.types import Refusal
from signpost.metrics.panel.start_dates import start_days
from signpost.presentation.tables.programme import freed_rows, stops_table
from signpost.workspace.results import Results
from tests.folders import FULL, shared

SIZES = ["tiny", pytest.param("full", marks=FULL)]
AGAINST = ("harmful", "no_worthwhile_effect")


@pytest.fixture(params=SIZES)
def results(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Results:
    return Results.open(shared(tmp_path_factory, request.param))


def test_a_pilot_is_of_groups_that_have_not_started_and_are_not_to_stop(results: Results) -> None:
    stopped = {item.group for item in results.stop_list() if item.group and not item.use_case}
    for platform in results.platforms():
        found = results.opportunities(platform)
        if isinstance(found, Refusal):
            continue
        cases = [one for one in results.answers() if one.use_case.platform == platform]
        begun: set[str] = set()
        for one in cases:
            begun |= set(start_days(results._reader, results.programme, one.use_case))
        for pilot in found.pilots:
            assert not begun & {*pilot.focus}
            assert not stopped & {*pilot.focus}
            answered = {one.use_case.kpi for one in cases if one.verdict.grade != "cannot_tell"}
            assert pilot.kpi not in answered


def test_no_group_is_brought_what_it_should_stop(results: Results) -> None:
    stopped = {item.group for item in results.stop_list() if item.group and not item.use_case}
    whole = {item.use_case for item in results.stop_list() if item.what == "use case"}
    for answer in results.answers():
        grows = [one for one in answer.advice if one.what in ("scale", "promote")]
        assert not stopped & {one.group for one in grows}
        if answer.use_case.id in whole:
            assert grows == []


def test_a_plan_proposes_no_roll_out_against_a_verdict(results: Results) -> None:
    for answer in results.answers():
        plan = results.plan(answer.use_case.id, draws=0)
        if isinstance(plan, Refusal):
            continue
        is_against = answer.verdict.grade in AGAINST
        assert (plan.settled is not None) == is_against
        assert not (is_against and plan.rollout)


def test_the_picture_of_what_to_stop_is_in_the_order_and_the_names_of_its_table(
    results: Results,
) -> None:
    items, board, names = results.stop_list(), results.board(), results.group_names()
    table = stops_table(items, board, names)
    priced = [name for name, item in zip(table["What"], items, strict=True) if item.money]
    assert [row.label for row in freed_rows(items, board, names)] == priced
