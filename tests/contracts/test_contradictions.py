"""Contradictions that a sponsor found between two pages of the demo: each may not come back."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from signpost.answers.decisions import Decision, recheck
from signpost.metrics.model.types import Refusal
from signpost.presentation.reports.board import BoardReport
from signpost.presentation.reports.case import CaseBrief
from signpost.presentation.rounded_account import ALL, AREA
from signpost.presentation.tables import evidence as evidence_tables
from signpost.presentation.tables.decisions import lessons
from signpost.presentation.tables.money import account_table, factors_table
from signpost.presentation.tables.programme import premium_table, stops_table
from signpost.presentation.words.methods import REGISTERED, method_explained
from signpost.presentation.words.verdicts import chain_tiles, naive_title
from signpost.workspace.results import Results
from tests.contracts.crawler import plain
from tests.contracts.test_money import euros, page_adds_up
from tests.folders import FULL, shared

pytestmark = FULL


@pytest.fixture
def results(tmp_path_factory: Any) -> Results:
    return Results.open(shared(tmp_path_factory, "full"))


@pytest.fixture
def board(results: Results) -> BoardReport:
    return results.board()


def case(board: BoardReport, name: str) -> CaseBrief:
    return next(one for one in board.cases if one.id == name)


def test_1_an_area_is_the_sum_of_its_use_cases_and_all_of_the_areas(board: BoardReport) -> None:
    page_adds_up(account_table(board))
    account = board.account
    for area in board.portfolio.areas:
        nets = sum(account.point(one, "net") for one in area.use_cases)
        assert account.point(f"{AREA}{area.area}", "net") == pytest.approx(nets)
    costs = sum(account.point(one.use_case, "cost") for one in board.portfolio.use_cases)
    assert account.point(ALL, "cost") == pytest.approx(costs)


def test_2_harm_is_no_negative_benefit(results: Results, board: BoardReport) -> None:
    table = account_table(board)
    assert all(euros(text) >= 0 for text in table["Benefit"])
    assert all(euros(text) <= 0 for text in table["Harm"])
    winners = lessons(results.lessons(), board)[1]
    benefit = next(one for one in board.money_numbers() if one.key == "benefit")
    assert euros(winners.value) <= euros(benefit.value)


def test_3_and_7_the_claim_is_the_tile_with_its_level(board: BoardReport) -> None:
    for one in board.cases:
        tiles = {tile.key: tile for tile in chain_tiles(one.answer.evidence, one.kpi, one.unit)}
        if "outcome" not in tiles or one.effect.point is None:
            continue
        tile = tiles["outcome"]
        assert (tile.value, tile.point, tile.low, tile.high) == (
            one.effect.value, one.effect.point, one.effect.low, one.effect.high,
        )  # fmt: skip
        level = re.search(r"[\d.]+\W%\Wrange", tile.under)
        assert level is not None
        assert level[0] in one.effect.under
        factors = one.answer.at_stake
        if not isinstance(factors, Refusal):
            assert "90 %" in factors_table(one.id, factors, board.account).columns[1]


def test_4_and_5_a_check_says_of_use_what_the_tile_says(board: BoardReport) -> None:
    compared = 0
    for one in board.cases:
        links = [link for link in one.answer.evidence.chain if link.effect == "adoption"]
        checks = [c for c in one.answer.evidence.checks if c.check == "mechanism" and c.figures]
        for link, check in zip(links, checks, strict=False):
            assert check.figures["adoption_change"] == link.point
            assert f"{100 * link.point:.0f} points" in plain(one.say(check.finding))
            compared += 1
    assert compared >= 4


def test_6_a_reading_that_says_otherwise_is_not_called_the_same(board: BoardReport) -> None:
    for one in board.cases:
        evidence = one.answer.evidence
        head = evidence.estimates[0] if evidence.estimates else None
        second = [e for e in evidence.estimates[1:] if head and e.effect == head.effect]
        if any(not e.low <= head.point <= e.high for e in second if head):
            assert "the same" not in naive_title(evidence)
    assert "otherwise" in naive_title(case(board, "first_time_right").answer.evidence)


def test_8_adoption_of_a_group_says_of_which_periods(board: BoardReport) -> None:
    one = case(board, "escalations")
    table = evidence_tables.forest_table(one.rows, one.unit)
    latest = "Active, mean of the last 4 periods"
    assert latest in table.columns
    group = next(row for row in one.rows if row.note)
    beside = evidence_tables.group_table(board.cases, group.key).set_index("Use case")
    assert latest in beside.columns
    assert beside.loc[one.label, latest] == group.note


def test_9_the_number_of_questions_is_one(board: BoardReport) -> None:
    asked = board.portfolio.looks
    assert f"{asked} questions" in plain(" ".join(board.because))
    for one in board.cases:
        more = 1 if one.answer.use_case.stage == "explore" else 0
        if one.answer.evidence.estimates:
            assert one.answer.evidence.looks == asked + more
            words = plain(" ".join(method_explained(one.answer.evidence)))
            assert f"widened for {asked + more} questions" in words


def test_10_and_11_the_stop_list_has_the_money_of_the_account(
    results: Results, board: BoardReport
) -> None:
    nets = {one.label: one.money.words("net") for one in board.cases if one.money}
    premiums = premium_table(results.premiums(), board)
    assert len(premiums) >= 4
    for _, row in premiums.iterrows():
        assert row["What is left"].startswith(nets[row["To date"]])
    stops = stops_table(results.stop_list(), board, results.group_names())
    own = [row for _, row in stops.iterrows() if row["What"] in nets]
    assert own
    for row in own:  # a year and to date stand side by side, each with its period
        assert row["Net value to date"] == nets[row["What"]]
        assert "a year" in "".join(stops.columns)


def test_12_a_decision_of_today_was_not_kept_yet(results: Results) -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    for answer in results.answers():
        advice = answer.advice[0]
        expected = advice.expected[1] if advice.expected else None
        taken = Decision(
            1, answer.use_case.id, None, answer.verdict.grade, advice.what, "", expected,
            "Ann", now, advice.recheck or now.date(),
        )  # fmt: skip
        assert recheck(taken, answer).outcome in ("cannot tell", "nothing expected")


def test_13_promised_means_one_thing(board: BoardReport) -> None:
    table = evidence_tables.register_table(board.cases).set_index("Use case")
    for one in board.cases:
        words = table.loc[one.label, "Promised, reviewed"]
        assert words.startswith("promised") == REGISTERED[one.registered].startswith("Promised")


def test_14_explore_proposes_nothing_that_started_or_harms(results: Results) -> None:
    settled = {
        (one.use_case.platform, one.use_case.kpi)
        for one in results.answers()
        if one.verdict.grade != "cannot_tell"
    }
    for platform in results.platforms():
        found = results.opportunities(platform)
        for pilot in () if isinstance(found, Refusal) else found.pilots:
            assert (platform, pilot.kpi) not in settled
