"""What the pages show is what the command line says, number by number."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Page, expect

from signpost.cli._main import signpost
from signpost.presentation.escaping import plain_text
from signpost.presentation.formats import money, money_range, percent
from signpost.presentation.words.effects import change_range, short_effect
from tests.folders import own_copy, shared

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("nordwind")]
See = Callable[..., str]
Facts = dict[str, dict[str, Any]]
CASES = ("escalations", "travel", "projects")
PICTURE = "document.querySelector(`.st-key-chart_${key} .js-plotly-plot`)"
READY = f"key => Boolean({PICTURE}?._fullData?.length && {PICTURE}.querySelector('.main-svg'))"
DRAWN = f"""([key, meta, axis]) => {PICTURE}._fullData
    .filter((trace) => trace.meta === meta || trace.type === meta)
    .flatMap((trace) => Array.from(trace[axis]))"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return own_copy(shared(tmp_path_factory, "full"), tmp_path_factory.mktemp("told") / "data")


@pytest.fixture(scope="module")
def told(folder: Path) -> Facts:
    file = folder.parent / "facts.json"
    asked(folder, "report", "--format", "json", "--out", str(file))
    return {one["key"]: one for one in json.loads(file.read_text("utf-8"))["facts"]}


def asked(folder: Path, *words: str) -> str:
    done = CliRunner().invoke(signpost, [*words, "--data", str(folder)])
    assert done.exit_code == 0, done.output
    return done.stdout


def tiles(tab: Page) -> list[str]:
    tab.get_by_test_id("stMetricValue").first.wait_for()
    return [plain_text(one.inner_text()) for one in tab.get_by_test_id("stMetricValue").all()]


def drawn(tab: Page, key: str, meta: str, axis: str) -> list[float]:
    """The numbers of one picture, rounded as far as a reader could see."""
    tab.wait_for_function(READY, arg=key)
    found = tab.evaluate(DRAWN, [key, meta, axis])
    return sorted(round(value, 6) for value in found if value is not None)


def points(told: Facts, *prefixes: str) -> list[float]:
    found = [one for key, one in told.items() if key.startswith(prefixes)]
    return sorted(round(one["value"], 6) for one in found)


def last_share(folder: Path, platform: str, **more: str) -> list[dict[str, Any]]:
    flags = [word for name, value in more.items() for word in (f"--{name}", value)]
    text = asked(folder, "adoption", "--json", "--platform", platform, *flags)
    return [row for row in json.loads(text)["rows"] if not row["withheld"]]


@pytest.mark.parametrize("case", CASES)
def test_answer(demo: str, told: Facts, folder: Path, see: See, tab: Page, case: str) -> None:
    see(f"{demo}/?use_case={case}")
    net, effect = told["programme/net"], told[f"{case}/estimate/outcome/imputation"]
    share = last_share(folder, "teams", by="all")[-1]["value"]
    shown = tiles(tab)
    assert shown[0] == plain_text(money(net["value"], net["unit"]))
    assert shown[2] == plain_text(told["programme/working"]["words"].split(" (")[0])
    assert shown[3] == plain_text(short_effect(effect["value"], effect["unit"]))
    assert shown[4] == plain_text(percent(share))
    page = plain_text(tab.get_by_test_id("stMain").inner_text(), 20_000)
    assert plain_text(money_range(net["low"], net["high"], net["unit"])) in page
    assert plain_text(change_range(effect["low"], effect["high"], effect["unit"])) in page
    assert drawn(tab, "where_groups", "points", "x") == points(told, f"{case}/group/")


@pytest.mark.parametrize("case", CASES)
def test_groups(demo: str, told: Facts, see: See, tab: Page, case: str) -> None:
    see(f"{demo}/groups?use_case={case}")
    wanted = points(told, f"{case}/group/")
    quadrant, ranking = (
        drawn(tab, "quadrant", "points", "y"),
        drawn(tab, "ranking", "points", "x"),
    )
    assert ranking == wanted
    assert set(quadrant) <= set(wanted)
    assert quadrant


def test_adoption(demo: str, folder: Path, see: See, tab: Page) -> None:
    title = see(f"{demo}/adoption?platform=teams&metric=active&by=all")
    rows = last_share(folder, "teams", by="all")
    assert plain_text(percent(rows[-1]["value"])) in plain_text(title)
    assert drawn(tab, "metric", "points", "y") == sorted(round(row["value"], 6) for row in rows)
    see(f"{demo}/adoption?platform=slack&window=month&metric=retention&by=all")
    kept = last_share(folder, "slack", by="all", window="month", metric="retention")
    wanted = sorted(round(row["value"], 6) for row in kept if row["value"] is not None)
    assert drawn(tab, "metric", "points", "y") == wanted


def test_value(demo: str, told: Facts, folder: Path, see: See, tab: Page) -> None:
    see(f"{demo}/value")
    parts = [told[f"programme/{name}"] for name in ("net", "benefit", "harm", "cost")]
    assert tiles(tab)[:4] == [plain_text(one["words"].split(" (")[0]) for one in parts]
    net, benefit, harm, cost = (one["value"] for one in parts)
    bars = drawn(tab, "all", "waterfall", "x")
    assert bars == sorted(round(one, 6) for one in (benefit, -harm, -cost, net))
    accounts = json.loads(asked(folder, "programme", "portfolio", "--json"))["use_cases"]
    nets = [one["net"][1] for one in accounts]
    assert drawn(tab, "cases", "points", "x") == sorted(round(one, 6) for one in nets)
    assert abs(sum(nets) - net) < 0.01


@pytest.mark.parametrize("case", CASES)
def test_evidence(demo: str, told: Facts, see: See, tab: Page, case: str) -> None:
    see(f"{demo}/evidence?use_case={case}")
    start = told[f"{case}/estimate/outcome/start_to_outcome"]
    use = told[f"{case}/estimate/adoption/start_to_adoption"]
    assert tiles(tab)[0] == plain_text(f"+{round(100 * use['value'])} points")
    assert tiles(tab)[1] == plain_text(short_effect(start["value"], start["unit"]))
    study, groups, methods = (
        drawn(tab, key, "points", "x") for key in ("event", "groups", "methods")
    )
    assert groups == points(told, f"{case}/group/")
    every = [f"{case}/estimate/outcome/", f"{case}/naive/outcome/"]
    wanted = set(points(told, *every)) - {round(start["value"], 6)}
    assert wanted <= set(methods)
    assert study


def test_helped(demo: str, folder: Path, see: See, tab: Page) -> None:
    title = see(f"{demo}/helped?use_case=travel")
    part = json.loads(asked(folder, "programme", "white-glove", "--json"))["travel"]
    changes = [one["change"] for one in part["by_kind"] if one["change"]]
    assert title == "White-glove raised the use of Teams most, then people finder"
    assert drawn(tab, "kinds", "points", "x") == sorted(
        round(100 * one["point"], 6) for one in changes if one["high"] - one["low"] < 1.5
    )
    premium = part["premium"]["adoption"]
    page = plain_text(tab.get_by_test_id("stMain").inner_text(), 20_000)
    assert f"rose by {round(100 * premium['point'])} points more than with a plain roll-out" in page


def test_explain_leads_to_the_files_and_the_sql(demo: str, see: See, tab: Page) -> None:
    see(f"{demo}/evidence?use_case=escalations")
    tab.get_by_role("button", name="Explain").nth(1).click()
    opened = tab.get_by_test_id("stPopoverBody")
    expect(opened.get_by_text("Call escalations, version 1.")).to_be_visible()
    expect(opened.get_by_text("KPI_weekly.csv")).to_be_visible()
    opened.get_by_text("The question put to the data").click()
    expect(opened.get_by_text("outcome_now").first).to_be_visible()


def test_the_numbers_of_a_picture_open_as_a_table(demo: str, see: See, tab: Page) -> None:
    see(f"{demo}/evidence?use_case=escalations")
    assert tab.get_by_test_id("stDataFrame").count() == 0
    tab.get_by_text("The same numbers as a table").first.click()
    expect(tab.get_by_test_id("stDataFrame")).to_be_visible()
