"""Explain ends at rows: every statement it prints runs as printed, and gives the figure."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from signpost.answers.access import Access
from signpost.dashboard.page import all_pages
from signpost.metrics.model.sql_files import with_values
from signpost.metrics.model.types import MoneyEstimate, Refusal
from signpost.metrics.panel.group_hierarchy import group_labels
from signpost.presentation.provenance_text import ABOUTS
from signpost.workspace.results import Results
from tests.contracts.crawler import every_part, opened
from tests.folders import FULL, shared

SIZES = ["tiny", pytest.param("full", marks=FULL)]


@pytest.fixture(params=SIZES)
def folder(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Path:
    return shared(tmp_path_factory, request.param)


@pytest.fixture
def results(folder: Path) -> Results:
    return Results.open(folder)


def followed(seen: AppTest) -> AppTest:
    """An opened page with every Explain opened to its end."""
    for one in seen.get("expander"):
        if one.proto.id:
            seen.session_state[one.proto.id.rsplit("-", 1)[1]] = True
    return seen.run()


@pytest.mark.slow
def test_every_statement_of_every_page_runs_as_printed(
    folder: Path, results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNPOST_DATA", str(folder))
    ran = {}
    for page in all_pages():
        statements: set[str] = set()
        for seen in map(followed, every_part(page.id)):
            assert not seen.exception, page.id
            statements |= {one.value for one in seen.code if one.language == "sql"}
        for sql in statements:
            assert "{" not in sql
            results._reader.rows(sql)
        ran[page.id] = len(statements)
    assert ran["answer"] >= 3
    assert ran["value"] >= 3
    assert ran["adoption"] >= 1


def test_the_account_is_added_up_by_its_statement(results: Results) -> None:
    portfolio, cases = results.portfolio(), results.board().cases
    if isinstance(portfolio.net, Refusal):
        return
    origins = results.number_origins(cases[0].id)
    for part in ("net", "benefit", "harm", "cost"):
        rows = origins[part].rows
        assert rows is not None
        sums = results._reader.frame(rows.statements()[0]).iloc[0]
        net = portfolio.net[1] if part == "net" else getattr(portfolio, part)[1]
        assert float(sums[part]) == pytest.approx(net, abs=0.1)
        assert rows.table is not None
        table = rows.table()
        assert table.loc[table["counted"], "expected"].sum() == pytest.approx(portfolio.net[1])
    for area in portfolio.areas:
        if area.net is not None:
            rows = results.area_origin(area.area).rows
            assert rows is not None
            net = results._reader.frame(rows.statements()[0])["net"].iloc[0]
            assert float(net) == pytest.approx(area.net[1], abs=0.1)
    for case in cases:
        if isinstance(case.answer.money, MoneyEstimate):
            rows = results.number_origins(case.id)["money"].rows
            assert rows is not None
            net = results._reader.frame(rows.statements()[0])["net"].iloc[0]
            assert float(net) == pytest.approx(case.answer.money.point, abs=0.1)


def test_the_origins_of_benefit_harm_and_cost_are_their_own(results: Results) -> None:
    origins = results.number_origins(results.board().cases[0].id)
    parts = [dict(origins[part].lines) for part in ("net", "benefit", "harm", "cost", "chance")]
    assert len({one["Shows"] for one in parts}) == len(parts)
    assert len({one["Formula"] for one in parts}) == len(parts)


def test_adoption_is_given_by_its_statement(results: Results) -> None:
    for case in results.board().cases:
        use = case.answer.use_case
        if case.active.point is None or use.adoption_metric != "active":
            continue
        rows = results.metric_origin("active", use.platform, use.window).rows
        assert rows is not None
        [sql] = rows.statements()
        last = results._reader.frame(sql).iloc[-1]
        assert rows.table is not None
        shown = rows.table().dropna(subset="value").iloc[-1]
        assert shown["value"] == case.active.point
        # where the exact count could tell of a few people, a range is published in its place
        low, _, high = (shown["coded"] or f"{shown['numerator']:.0f}").partition("-")
        assert int(low) <= last["numerator"] <= int(high or low)
        assert last["denominator"] == shown["denominator"]


def test_the_kpi_of_a_panel_is_given_by_its_statement(results: Results) -> None:
    labels = group_labels(results._reader)
    compared = 0
    for answer in results.answers():
        panel, kpi = answer.panel, answer.kpi
        if panel is None or kpi is None or kpi.records is not None or answer.use_case.index:
            continue
        rows = results.number_origins(answer.use_case.id)["effect"].rows
        assert rows is not None
        [sql] = rows.statements()
        found = results._reader.frame(sql)
        for row, group in enumerate(panel.groups):
            own = found[found["group_id"] == group].set_index("first_day")
            for at, period in enumerate(panel.periods):
                if len(period) == len("2026-01-05") and np.isfinite(panel.outcome[row, at]):
                    first = own.loc[np.datetime64(period)]
                    rate = kpi.per * first["numerator"] / first["denominator"]
                    assert rate == pytest.approx(panel.outcome[row, at])
                    compared += 1
        assert rows.table is not None
        shown = rows.table()
        assert set(shown["group"]) <= set(labels.values())
    assert compared > 10


def test_costs_are_given_by_their_statement(results: Results) -> None:
    origins = results.number_origins(results.board().cases[0].id)
    rows = origins["cost"].rows
    assert rows is not None
    [sql] = [one for one in rows.statements() if "from cost_now" in one]
    recorded = results._reader.one("select coalesce(sum(amount), 0) from cost_now")[0]
    assert sum(row[-1] for row in results._reader.rows(sql)) == pytest.approx(float(recorded))


def test_the_files_of_a_figure_are_links_into_history(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNPOST_DATA", str(folder))
    results, seen = Results.open(folder), followed(opened("answer"))
    links = [one.proto for one in seen.get("page_link") if "row" in one.proto.label]
    assert links
    known = {(str(row.upload_no), row.filename) for row in results.uploads().itertuples()}
    for one in links:
        if "upload=" in one.page or "upload=" in one.query_string:
            number = (one.query_string or one.page).split("upload=")[1]
            name = one.label.replace("\\", "").split(": ")[0]
            assert (number, name) in known


def test_a_file_of_a_figure_says_how_many_of_its_rows_count(results: Results) -> None:
    answer = results.answers()[0]
    [kpi] = {one.counted for one in results.number_origins(answer.use_case.id)["effect"].files}
    sql = "select count(*) from outcome_now where kpi = ?"
    assert kpi == results._reader.one(sql, [answer.use_case.kpi])[0] > 0
    costs = results.number_origins(answer.use_case.id)["cost"].files
    assert (
        sum(one.counted or 0 for one in costs)
        == (results._reader.one("select count(*) from cost_now")[0])
    )
    assert all("rows count here" in one.words or "row counts here" in one.words for one in costs)
    parts = [
        Results.open(results.root, Access("ann", "sponsor", frozenset({group})))
        for group in results.group_names()
    ]
    narrowed = next(
        part for part in parts if answer.use_case.id in {one.id for one in part.programme.use_cases}
    )
    files = narrowed.number_origins(answer.use_case.id)["effect"].files
    assert {one.counted for one in files} == {None}


def test_who_sees_one_part_gets_no_statement_about_all(results: Results) -> None:
    group = next(iter(results.group_names()))
    narrowed = Results.open(results.root, Access("ann", "sponsor", frozenset({group})))
    for key in ("network", "hours", "ladder"):
        rows = narrowed.origin(key, platform="teams").rows
        assert rows is None or rows.statements() == ()


def test_values_are_written_into_a_statement() -> None:
    sql = "-- which? of $a\nselect '?' , ? , $name, $other from t where d < ? -- $name"
    filled = with_values("select '?', ?, ?", ["o'neil", date(2026, 1, 5)])
    assert filled == "select '?', 'o''neil', date '2026-01-05'"
    named = with_values(sql.replace("?", "x"), {"name": None, "other": True})
    assert named.endswith("null, true from t where d < x -- $name")
    assert named.startswith("-- whichx of $a")
    column = with_values('select max("how many? $name") from t where n = $name', {"name": 1})
    assert column == 'select max("how many? $name") from t where n = 1'


def test_every_picture_has_a_way_to_its_rows(results: Results) -> None:
    rows = {key: results.origin(key, platform="teams").rows for key in ABOUTS}
    missing = {key for key, one in rows.items() if one is None or not one.statements()}
    few_weeks = {"ladder", "moves", "first_use", "barriers", "channels", "network", "spread"}
    assert missing <= (few_weeks if len(results.programme.use_cases) == 1 else set())
