"""What changed since: figures are restated together with enough others, never for a few people."""

from __future__ import annotations

import csv
import io
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from signpost.metrics.adoption.table import adoption_table
from signpost.metrics.model.schema import Records, parse
from signpost.metrics.model.types import MoneyEstimate
from signpost.metrics.register.versions import programme_in_force
from signpost.pipelines.ingest import ingest
from signpost.presentation.formats import percent
from signpost.presentation.reports.board import BoardReport
from signpost.presentation.reports.diff import (
    CaseChange,
    case_changes,
    changes_table,
    nothing_restated,
    outcomes_table,
    outcomes_title,
    restated_table,
)
from signpost.warehouse import Warehouse
from tests.folders import own_copy, shared
from tests.patience import PATIENCE
from tests.presentation.conftest import PAID, UNIT

pytestmark = pytest.mark.slow  # many loads

LAST = "TeamsUserActivityUserDetail_D7_2026-10-25.csv"


def script() -> None:
    from signpost.dashboard.navigation import open_app

    open_app("changed")


def awake(original: str, most: int) -> str:
    """The same export, in which so many of those who did nothing did something."""
    rows = list(csv.DictReader(io.StringIO(original)))
    idle = [row for row in rows if not row["Last Activity Date"]]
    assert len(idle) > 20
    for row in idle[:most]:
        row["Last Activity Date"] = "2026-10-23"
        row["Team Chat Message Count"] = "3"
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.fixture
def corrected(
    tmp_path_factory: pytest.TempPathFactory,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> AppTest:
    folder = shared(tmp_path_factory, "tiny")
    data = own_copy(folder, tmp_path / "data")
    base = folder.parent.parent
    original = next(base.rglob(f"exports-tiny/{LAST}")).read_text("utf-8-sig")
    file = tmp_path / LAST
    file.write_text(awake(original, request.param))
    report = ingest(Warehouse(data), [file], who="tests", validate_programme=parse)
    assert report.files[0].status == "loaded"
    monkeypatch.setenv("SIGNPOST_DATA", str(data))
    page = AppTest.from_function(script, default_timeout=PATIENCE).run()
    assert not page.exception
    return page


def titles(page: AppTest) -> str:
    return "\n".join(str(one.value).replace("\\", "") for one in (*page.title, *page.header))


@pytest.mark.parametrize("corrected", [2], indirect=True)
def test_a_correction_about_few_people_is_held_back(corrected: AppTest) -> None:
    assert "since version 2" in titles(corrected)
    assert "Teams: no figures of adoption restated" in titles(corrected)
    assert "a correction is held back: it is about too few people" in titles(corrected)
    assert not [one for one in corrected.dataframe if "Then" in one.value.columns]


@pytest.mark.parametrize("corrected", [10_000], indirect=True)
def test_a_correction_about_many_is_shown_then_and_now(corrected: AppTest) -> None:
    (table,) = [one.value for one in corrected.dataframe if "Then" in one.value.columns]
    every = table[table["Who"] == "Everybody"]
    found = Warehouse(Path(os.environ["SIGNPOST_DATA"]))
    now = adoption_table(
        found, programme_in_force(found), platform="teams", window="week", by="all"
    )
    share = now["numerator"].iloc[-1] / now["denominator"].iloc[-1]
    assert every["Now"].tolist() == [percent(share)]
    assert every["Then"].tolist() != every["Now"].tolist()
    assert set(table["Period"]) == {every["Period"].iloc[0]}
    (files,) = [one.value for one in corrected.dataframe if "File" in one.value.columns]
    assert files["File"].tolist() == [LAST]
    corrected.selectbox(key="pick_since").set_value("1").run()  # before there was any usage
    assert not corrected.exception
    assert "since version 1" in titles(corrected)
    assert not [one for one in corrected.dataframe if "Then" in one.value.columns]


def with_outcome(
    report: BoardReport, numerator: np.ndarray, records: Records | None
) -> BoardReport:
    """The same report, in which the first use case's KPI has other figures."""
    case = report.cases[0]
    assert case.answer.panel is not None
    assert case.answer.kpi is not None
    panel = replace(case.answer.panel, outcome_numerator=numerator)
    card = case.answer.kpi.model_copy(update={"records": records})
    told = replace(case, answer=replace(case.answer, panel=panel, kpi=card))
    return replace(report, cases=(told, *report.cases[1:]))


def test_a_restated_kpi_is_shown_then_and_now(report: BoardReport) -> None:
    corrected = np.full((3, 4), 10.0)
    corrected[0, 1] = 16.0
    table = outcomes_table(case_changes(report, with_outcome(report, corrected, None)))
    (row,) = table.to_dict("records")
    assert row == {
        "KPI": "Escalation rate",
        "Period": "week of 12\u00a0Jan\u00a02026",
        "Unit": UNIT,
        "Groups restated": 1,
        "All groups then": "5.0",
        "Now": "6.0",
    }
    assert outcomes_title(table) == "1 KPI figure restated, of 1 KPI"
    same = outcomes_table(case_changes(report, report))
    assert same.empty
    assert outcomes_title(same) == "KPIs: no figures restated"


def test_a_kpi_of_single_records_is_counted_not_compared(report: BoardReport) -> None:
    corrected = np.full((3, 4), 10.0)
    corrected[0, 1] = 16.0
    one_answer = Records(kind="response:pulse", numerator="sum:score", denominator="count")
    table = outcomes_table(case_changes(report, with_outcome(report, corrected, one_answer)))
    assert table["Groups restated"].tolist() == [1]
    assert not set("0123456789") & set("".join(table["All groups then"] + table["Now"]))


def test_money_in_another_currency_is_not_compared(report: BoardReport) -> None:
    def at(value: float, currency: str) -> BoardReport:
        case = next(one for one in report.cases if isinstance(one.answer.at_stake, MoneyEstimate))
        stake = case.answer.at_stake
        assert isinstance(stake, MoneyEstimate)
        factors = (replace(stake.factors[0], value=value), *stake.factors[1:])
        stake = replace(stake, currency=currency, factors=factors)
        told = replace(case, answer=replace(case.answer, at_stake=stake))
        portfolio = replace(report.portfolio, currency=currency)
        return replace(report, cases=(told,), portfolio=portfolio)

    euros, more, dollars = at(1.0, "EUR"), at(2.0, "EUR"), at(2.0, "USD")
    assert len(restated_table(case_changes(euros, more), "EUR")) == 1
    assert restated_table(case_changes(euros, dollars), "USD").empty
    assert nothing_restated(euros, more) == "The assumptions behind the money are unchanged."
    assert "in EUR and is in USD now" in nothing_restated(euros, dollars)


def test_a_version_without_any_use_is_said_once(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = own_copy(shared(tmp_path_factory, "tiny"), tmp_path / "data")
    monkeypatch.setenv("SIGNPOST_DATA", str(data))
    page = AppTest.from_function(script, default_timeout=PATIENCE).run()
    assert not page.exception
    assert "since version 1" in titles(page)  # the programme alone
    told = [str(one.value) for one in page.markdown]
    assert [one for one in told if "version 1 had no figures yet" in one] == [
        "Adoption of Teams: version 1 had no figures yet."
    ]


def with_account(report: BoardReport, points: dict[tuple[str, str], float]) -> BoardReport:
    account = replace(report.account, points={**report.account.points, **points})
    return replace(report, account=account)


def test_a_cost_without_a_claim_is_in_the_net_value_then_and_now(report: BoardReport) -> None:
    [told] = [case.id for case in report.cases if case.money is not None]
    [untold, *_] = [case.id for case in report.cases if case.money is None]
    before = with_account(report, {(untold, "net"): -4_000.0})
    after = with_account(report, {(untold, "net"): -6_000.0})
    changes = case_changes(before, after)
    shown = changes_table(changes).set_index("Use case")
    row = shown.loc[report.label(untold)]
    account = report.account.words
    assert row["Net value then"] == f"{account(-4_000.0)} (no range given)"
    assert row["Net value now"] == f"{account(-6_000.0)} (no range given)"
    assert shown.loc[report.label(told), "Net value now"].startswith(
        account(report.account.point(told, "net"))
    )
    moves = restated_table(changes, "EUR")
    assert moves[["Use case", "What moved"]].to_numpy().tolist() == [
        [report.label(untold), "What is counted of it"]
    ]
    assert moves.iloc[0, -1] == "\N{MINUS SIGN}€2,000"


def test_a_factor_of_what_is_not_counted_moves_nothing(
    report: BoardReport, money: MoneyEstimate
) -> None:
    case = report.cases[0]
    dearer = replace(money, factors=(*money.factors[:-1], replace(PAID, value=1_900_000.0)))
    moved = replace(case, answer=replace(case.answer, at_stake=money))
    later = replace(case, answer=replace(case.answer, at_stake=dearer))
    counted = restated_table((CaseChange("one", moved, later),), "EUR")
    assert list(counted["What moved"]) == ["Licences"]
    uncounted = [replace(one, money=None) for one in (moved, later)]
    assert restated_table((CaseChange("one", *uncounted),), "EUR").empty
