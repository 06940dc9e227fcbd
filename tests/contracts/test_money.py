"""One account of money: what every door shows adds up, on samples and on random programmes."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signpost.answers.answer import Answer, Measured, priced_answers
from signpost.metrics.model.schema import (
    CostItem,
    FactorInput,
    Intervention,
    Kpi,
    Programme,
    UseCase,
)
from signpost.metrics.model.types import (
    Estimate,
    Evidence,
    MoneyEstimate,
    Panel,
    Question,
    Refusal,
    Verdict,
)
from signpost.metrics.value.costs import NO_CHARGE, TIME
from signpost.metrics.value.guardrails import GuardrailResult
from signpost.metrics.value.portfolio import Portfolio, portfolio_summary
from signpost.metrics.value.pricing import price
from signpost.presentation.formats import money_step
from signpost.presentation.json_objects import evidence_object
from signpost.presentation.json_values import to_json_value
from signpost.presentation.rounded_account import (
    ACCOUNT_SIDES,
    ALL,
    AREA,
    round_account,
    round_forecast,
)
from signpost.presentation.tables.money import account_table, forecast_table, money_rows
from signpost.workspace.results import Results
from tests.cli.test_commands import answer as asked
from tests.cli.test_commands import run
from tests.folders import SAMPLE, shared

GROUPS = ("north", "south", "east", "west")
AREAS = ("customer", "marketing", "operational")
FIRST = date(2026, 1, 5)
PERIODS = 12


def panel(question: Question, starts: tuple[int, ...]) -> Panel:
    shape = (len(GROUPS), PERIODS)
    weeks = tuple((FIRST + timedelta(weeks=week)).isoformat() for week in range(PERIODS))
    return Panel(
        question=question,
        groups=GROUPS,
        periods=weeks,
        outcome_numerator=np.full(shape, 100.0),
        outcome_denominator=np.full(shape, 500.0),
        adoption_numerator=np.full(shape, 20.0),
        adoption_denominator=np.full(shape, 50.0),
        weight=np.ones(len(GROUPS)),
        start=np.array(starts),
        headcount=np.full(shape, 60.0),
    )


@st.composite
def programmes(draw: st.DrawFn) -> tuple[Programme, tuple[Measured, ...]]:
    """A programme with costs and interventions, and what its data might say."""
    kpis = [
        Kpi(
            id=f"k{number}", label=f"K{number}", unit="calls", better=draw(better), per=1000,
            worthwhile_change=1, money_per_unit=draw(prices), is_time=number == 3,
            money_pool=draw(st.sampled_from(["", "pool"])),
        )
        for number in range(4)
    ]  # fmt: skip
    cases = tuple(
        UseCase(
            id=f"u{number}", label=f"U{number}", area=draw(st.sampled_from(AREAS)), problem="p",
            mechanism="m", platform=draw(st.sampled_from(["teams", "slack"])),
            kpi=draw(st.sampled_from(["k0", "k1", "k2"])),
            stage=draw(st.sampled_from(["explore", "pilot", "scale"])),
        )
        for number in range(draw(st.integers(1, 4)))
    )  # fmt: skip
    whose = st.sampled_from([None, *(case.id for case in cases)])
    costs = tuple(
        CostItem(
            item=f"c{number}", amount=draw(st.floats(1, 20_000)), per="month",
            months=draw(st.floats(1, 30)), use_case=draw(whose),
        )
        for number in range(draw(st.integers(0, 3)))
    )  # fmt: skip
    deeds = tuple(
        Intervention(
            id=f"i{number}", kind="training", groups=("north",), platform="teams", from_day=FIRST,
            hours=draw(st.floats(1, 80)), use_case=draw(whose),
        )
        for number in range(draw(st.integers(0, 2)))
    )  # fmt: skip
    rate = FactorInput(value=60, low=50, high=75)
    programme = Programme(
        kpis=tuple(kpis), use_cases=cases, costs=costs, interventions=deeds, hourly_rate=rate
    )
    return programme, tuple(draw(measured(programme, case)) for case in cases)


better = st.sampled_from(["lower", "higher"])
prices = st.sampled_from(
    [None, *(FactorInput(value=v, low=v * 0.8, high=v * 1.5) for v in (9, 800))]
)
GRADES = st.sampled_from(["works", "harmful", "no_worthwhile_effect", "cannot_tell"])


@st.composite
def measured(draw: st.DrawFn, programme: Programme, case: UseCase) -> Measured:
    found, evidence, verdict = draw(findings(programme, case.kpi))
    if not draw(st.booleans()):
        return Measured(case, found, evidence, verdict, ())
    guard = draw(st.sampled_from(["k2", "k3"]))
    _, seen, grade = draw(findings(programme, guard))
    if found is None or seen.refusal is not None:
        return Measured(case, found, evidence, verdict, ())
    asked_of = case.model_copy(update={"kpi": guard})
    worth = price(seen, found, programme, asked_of, charge=NO_CHARGE)
    return Measured(
        case, found, evidence, verdict, (GuardrailResult(guard, guard, seen, grade, worth),)
    )


@st.composite
def findings(
    draw: st.DrawFn, programme: Programme, kpi: str
) -> tuple[Panel | None, Evidence, Verdict]:
    card = programme.kpi(kpi)
    question = Question(kpi, card.better, 1.0, "teams", unit="calls")
    if draw(st.integers(0, 4)) == 0:
        refused = Evidence(question, (), (), refusal=Refusal("No data.", "Load it."))
        return None, refused, Verdict("cannot_tell", None, (), ())
    starts = draw(st.sampled_from([(3, 5, -1, -1), (-1, -1, 2, 6), (0, 0, 0, -1)]))
    grade = draw(GRADES)
    size = draw(st.floats(0.1, 30)) * (-1 if card.better == "lower" else 1)
    point = -size if grade == "harmful" else size
    half = draw(st.floats(0.05, 20))
    estimate = Estimate("imputation", point, point - half, point + half, 0.95, "calls", 4, 12, 2)
    verdict = Verdict(grade, "strong" if grade in ("works", "harmful") else None, (), ())
    return panel(question, starts), Evidence(question, (estimate,), ()), verdict


def spent(programme: Programme) -> float:
    recorded = sum(cost.amount * (cost.months or 0) for cost in programme.costs)
    return recorded + sum(60 * deed.hours for deed in programme.interventions)


def holds(portfolio: dict[str, Any], evidence: list[dict[str, Any]]) -> None:
    """The contract of `programme portfolio` and `evidence`, in their JSON."""
    benefit, harm, cost = (portfolio[name] for name in ("benefit", "harm", "cost"))
    assert min(*benefit, *harm, *cost) >= 0
    if isinstance(portfolio["net"], dict):  # a refusal: nothing was spent or measured
        assert (benefit, harm, cost, portfolio["lines"]) == ([0] * 3, [0] * 3, [0] * 3, [])
        return
    net = portfolio["net"][1]
    assert benefit[1] - harm[1] - cost[1] == pytest.approx(net, abs=0.01)
    areas = [area["net"][1] for area in portfolio["areas"] if area["net"]]
    assert sum(areas) == pytest.approx(net, abs=0.01)
    points = [one["money"]["point"] for one in evidence if one["money"]]
    not_told = portfolio["not_told"][1]
    assert sum(points) + not_told == pytest.approx(net, abs=0.01)
    assert not_told <= 0.01
    counted = [line["amount"][1] for line in portfolio["lines"] if line["counted"]]
    assert sum(counted) == pytest.approx(net, abs=0.01)
    assert sum(one["net"][1] for one in portfolio["use_cases"]) == pytest.approx(net, abs=0.01)
    for one in evidence:
        money = one["money"]
        if money:
            parts = money["benefit"][1] - money["harm"][1] - money["cost"][1]
            assert parts == pytest.approx(money["point"], abs=0.01)
            assert min(*money["benefit"], *money["harm"], *money["cost"]) >= 0


def shown_adds_up(portfolio: Portfolio) -> None:
    """In words as well: use case to area to all, line to side to net, each within a unit."""
    account = round_account(portfolio)
    cases = [one.use_case for one in portfolio.use_cases]
    areas = [f"{AREA}{area.area}" for area in portfolio.areas]
    of = {ALL: cases, **{f"{AREA}{a.area}": list(a.use_cases) for a in portfolio.areas}}
    kinds = {"net", *ACCOUNT_SIDES, *(kind for _, kind in account.points)}
    for kind in kinds:
        for whole, parts in of.items():
            total = sum(account.point(part, kind) for part in parts)
            assert account.point(whole, kind) == pytest.approx(total, abs=account.unit / 100)
        total = sum(account.point(area, kind) for area in areas)
        assert account.point(ALL, kind) == pytest.approx(total, abs=account.unit / 100)
    for part in (*cases, *areas, ALL):
        benefit, harm, cost = (account.point(part, side) for side in ACCOUNT_SIDES)
        assert benefit - harm - cost == pytest.approx(account.point(part, "net"))
    if isinstance(portfolio.net, Refusal):
        return
    exact = {"net": portfolio.net, **{side: getattr(portfolio, side) for side in ACCOUNT_SIDES}}
    for name, band in exact.items():
        assert abs(account.point(ALL, name) - band[1]) < 1.5 * account.unit
    for one in portfolio.use_cases:
        assert abs(account.point(one.use_case, "net") - one.net[1]) < 1.5 * account.unit


@pytest.mark.slow
@settings(max_examples=40)
@given(programmes())
def test_the_account_of_a_random_programme_adds_up(
    world: tuple[Programme, tuple[Measured, ...]],
) -> None:
    programme, found = world
    answers = priced_answers(found, programme, programme)
    portfolio = portfolio_summary(answers, programme.currency, n=2_000)
    charged = sum(-line.amount[1] for line in portfolio.lines if line.kind.endswith("cost"))
    assert charged == pytest.approx(spent(programme))
    whole = portfolio_summary(answers, programme.currency)
    holds(as_json(whole), [as_json(evidence_object(one)) for one in answers])
    shown_adds_up(whole)
    forecasts_add_up(answers)
    a_cost_has_one_range(answers, whole)
    each_effect_once(answers, whole)
    part_is_as_for_everybody(answers, whole)


def forecasts_add_up(answers: tuple[Answer, ...]) -> None:
    """A year of a next step is the sum of its lines, as they are and as they are shown."""
    for one in answers:
        expected, lines = one.advice[0].expected, one.forecast
        assert bool(lines) == (expected is not None)
        if expected is None:
            continue
        assert sum(line.amount[1] for line in lines) == pytest.approx(expected[1], abs=0.01)
        assert {(line.status, line.counted, line.per) for line in lines} == {
            ("forecast", False, "a year")
        }
        shown = round_forecast(lines)
        net, step = shown.pop("net"), money_step(expected[1])
        assert sum(shown.values()) == pytest.approx(net)
        assert abs(net - expected[1]) <= 0.51 * step
        for line in lines:
            assert abs(shown[line.kind] - line.amount[1]) < 1.01 * step


def a_cost_has_one_range(answers: tuple[Answer, ...], portfolio: Portfolio) -> None:
    """What is said of working time beside its source is what its line in the account says."""
    lines = {one.use_case: one.amount for one in portfolio.lines if one.kind == "working time"}
    for one in answers:
        for factor in one.charge.factors:
            if factor.name == TIME:
                ends = (-factor.high, -factor.value, -factor.low)
                assert lines[one.use_case.id] == pytest.approx(ends, rel=1e-6, abs=0.01)


def as_json(value: object) -> Any:
    return json.loads(json.dumps(to_json_value(value)))


def each_effect_once(answers: tuple[Answer, ...], portfolio: Portfolio) -> None:
    """An effect that is counted elsewhere has left its use case only its costs."""
    for one in answers:
        if isinstance(one.money, MoneyEstimate) and one.use_case.id not in portfolio.counted:
            assert one.money.benefit[1] == pytest.approx(
                -sum(f.value for f in one.charge.factors if f.value < 0), abs=0.01
            )


def part_is_as_for_everybody(answers: tuple[Answer, ...], whole: Portfolio) -> None:
    """Who sees one use case sees the same figures of it."""
    mine = answers[:1]
    part = portfolio_summary(mine, among=answers)
    assert part.use_cases == tuple(o for o in whole.use_cases if o.use_case == mine[0].use_case.id)
    assert set(part.counted) <= set(whole.counted)


@SAMPLE
@pytest.mark.slow
@pytest.mark.parametrize("size", ["tiny", "full"])
def test_the_account_of_a_sample_adds_up_at_every_door(
    tmp_path_factory: pytest.TempPathFactory, size: Any
) -> None:
    folder = shared(tmp_path_factory, size)
    portfolio = asked("programme", "portfolio", "--data", folder)
    evidence = json.loads(run("evidence", "--data", folder, "--json").stdout)
    holds(portfolio, evidence)
    results = Results.open(folder)
    shown_adds_up(results.portfolio())
    board = results.board()
    if isinstance(results.portfolio().net, Refusal):
        return
    page_adds_up(account_table(board))
    for _, row in forecast_table(board).iterrows():
        assert sum(map(euros, row.iloc[1:-2])) == euros(row["In all"]), row.iloc[0]
    nets = [euros(row.value_text) for row in money_rows(board)]
    assert sum(nets) == euros(board.net.value)


def page_adds_up(table: Any) -> None:
    """The table of the Value page, as it is printed."""
    sums = table["To date"].str.endswith(", sum")
    whole, areas, cases = table.iloc[-1], table[sums], table[~sums].iloc[:-1]
    for column in table.columns[1:-1]:
        total = euros(whole[column])
        assert sum(map(euros, areas[column])) == total, column
        assert sum(map(euros, cases[column])) == total, column
    for _, row in table.iterrows():
        assert sum(map(euros, row.iloc[1:-2])) == euros(row["Net value"]), row["To date"]


def euros(text: str) -> int:
    """−€1,234 k -> -1234."""
    digits = re.sub(r"\D", "", text)
    return (-1 if "\N{MINUS SIGN}" in text else 1) * int(digits or 0)


def test_every_recorded_euro_of_the_sample_is_charged(tmp_path_factory: Any) -> None:
    folder: Path = shared(tmp_path_factory, "tiny")
    results = Results.open(folder)
    rows = results._reader.rows("select coalesce(sum(amount), 0) from cost_now")
    recorded = float(rows[0][0])
    charged = [
        factor.value
        for one in results.answers()
        for factor in one.charge.factors
        if factor.origin is not None and factor.origin.code == "factor.cost"
    ]
    assert sum(charged) == pytest.approx(recorded)
    assert recorded > 0
