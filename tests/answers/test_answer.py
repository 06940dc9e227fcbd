from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from signpost.answers.answer import answer, answers, looks_of
from signpost.metrics.model.findings import Finding
from signpost.metrics.model.schema import Programme, parse
from signpost.metrics.model.types import MoneyEstimate, Refusal
from signpost.metrics.value.portfolio import portfolio_summary
from signpost.presentation.words.catalogue import say
from signpost.warehouse import Warehouse

FIRST = date(2025, 1, 6)
GROUPS = tuple(f"team {i:02d}" for i in range(32))
WEEKS, PEOPLE, CALLS = 44, 12, 4000.0

TEXT = """
currency: EUR
kpis:
- {id: escalations, label: Escalations, unit: per 1000 calls, better: lower, per: 1000,
   worthwhile_change: 2, money_per_unit: {value: 50, low: 40, high: 60, source: Finance}}
- {id: nps, label: NPS, unit: points, better: higher, worthwhile_change: 2}
- {id: handling, label: Handling time, unit: minutes, better: lower, worthwhile_change: 0.3}
use_cases:
- {id: experts, label: Find an expert, area: customer, problem: p, mechanism: m, platform: teams,
   kpi: escalations, owner: Ann, guardrails: [nps, handling]}
- {id: mood, label: Better mood, area: operational, problem: p, mechanism: m, platform: teams,
   kpi: nps}
- {id: lost, label: No card, area: marketing, problem: p, mechanism: m, platform: teams,
   kpi: happiness}
- {id: idea, label: A draft, area: marketing, problem: p, mechanism: m, platform: teams, kpi: nps,
   stage: explore}
costs:
- {item: licences, amount: 2, per: licence-month}
"""


@pytest.fixture(scope="module")
def programme() -> Programme:
    done = [
        {
            "id": f"r{i}",
            "kind": "roll-out",
            "groups": [f"Team {i:02d}"],
            "platform": "teams",
            "from_day": (FIRST + timedelta(weeks=18 + 2 * (i % 4))).isoformat(),
        }
        for i in range(16)
    ]
    plain = parse(TEXT).model_dump(mode="json")
    return Programme.model_validate({**plain, "interventions": done})


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Warehouse:
    """Sixteen of 32 teams start in four waves; escalations fall from 40 by 8 per 1,000 calls."""
    rng = np.random.default_rng(11)
    start = np.array([18 + 2 * (g % 4) if g < 16 else 999 for g in range(32)])
    exposed = np.arange(WEEKS)[None, :] >= start[:, None]
    level = 40 + rng.normal(0, 3, (32, 1)) + np.sin(np.arange(WEEKS) / 6) * 2 - 8 * exposed
    escalations = rng.poisson(np.clip(level, 1, None) * CALLS / 1000).astype(float)
    mondays = [FIRST + timedelta(weeks=w) for w in range(WEEKS)]
    cells = [(g, w) for g in range(32) for w in range(WEEKS)]
    grid = {
        "group_id": [GROUPS[g] for g, _ in cells],
        "first_day": [mondays[w] for _, w in cells],
        "last_day": [mondays[w] + timedelta(days=6) for _, w in cells],
        "upload_no": 1,
    }
    minutes = 10 + rng.normal(0, 0.2, exposed.shape) + 1.0 * exposed
    outcome = pd.concat(
        pd.DataFrame({**grid, "kpi": kpi, "numerator": top.ravel(), "denominator": CALLS})
        for kpi, top in (("escalations", escalations), ("handling", minutes * CALLS))
    )
    active = np.where(exposed, 0.6, 0.1).ravel() * PEOPLE
    usage = pd.DataFrame(
        {**grid, "platform": "teams", "measure": "active", "numerator": active}
    ).assign(denominator=float(PEOPLE))
    roster = pd.DataFrame(
        [(g * 50 + p, FIRST, GROUPS[g], 1) for g in range(32) for p in range(PEOPLE)],
        columns=["person_id", "from_day", "group_id", "upload_no"],
    )
    spans = [(m, m + timedelta(days=6)) for m in mondays]
    subjects = ["group_usage:teams"]
    subjects += [f"outcome:{kpi}:{g}" for g in GROUPS for kpi in ("escalations", "handling")]
    truth = pd.DataFrame(
        [(s, first, last, 1) for s in subjects for first, last in spans]
        + [("roster", FIRST, FIRST, 1)],
        columns=["subject", "first_day", "last_day", "upload_no"],
    )
    warehouse = Warehouse(tmp_path_factory.mktemp("data"))
    with warehouse.write("test") as writer:
        writer.execute(
            "insert into upload values (1, 'a', 's', 'f.csv', '2026-05-01', 'ann', 1, 1, 0, 0, 1, "
            "0, null, null, '[]', null, null)"
        )
        for table, frame in (
            ("truth", truth),
            ("roster", roster),
            ("outcome", outcome),
            ("group_usage", usage),
        ):
            writer.insert(table, frame)
    return warehouse


@pytest.fixture(scope="module")
def told(world, programme):
    return {one.use_case.id: one for one in answers(world, programme)}


def test_a_planted_effect_is_answered_priced_and_advised(world, programme, told):
    found = told["experts"]
    headline = found.evidence.estimates[0]
    assert headline.low < -8 < headline.high
    assert found.verdict.grade == "works"
    assert found.verdict.strength in ("strong", "moderate")
    assert isinstance(found.money, MoneyEstimate)
    # 16 groups, 44 weeks less the start, 4,000 calls a week, 8 per 1,000 at 50 each
    weeks = sum(WEEKS - (18 + 2 * (g % 4)) for g in range(16))
    assert found.money.benefit[1] == pytest.approx(weeks * CALLS / 1000 * 8 * 50, rel=0.1)
    assert found.money.cost[1] == pytest.approx(2 * 12 * weeks * 7 / 30.4375 / 3)
    free = programme.use_case("experts").model_copy(update={"guardrails": ()})
    whole, *groups = answer(world, programme, free).advice
    assert whole.what == "scale"
    assert {a.group for a in groups if a.what == "scale"} == {*GROUPS[16:]}
    assert found.kpi.id == "escalations"


def test_a_guardrail_that_got_worse_comes_before_scaling(world, programme, told):
    nps, handling = told["experts"].guardrails
    assert nps.verdict.grade == "cannot_tell"
    assert "No figures of NPS" in say(nps.evidence.refusal.reason)
    assert (handling.label, handling.verdict.grade) == ("Handling time", "harmful")
    assert told["experts"].advice[0].what == "fix"
    assert told["experts"].advice[0].why == Finding("advice.harms_guardrail")


def test_what_cannot_be_asked_is_still_an_answer(told):
    for name, reason in (("mood", "No figures of NPS"), ("lost", "no card")):
        found = told[name]
        assert found.verdict.grade == "cannot_tell"
        assert reason in say(found.evidence.refusal.reason)
        assert found.panel is None
        assert isinstance(found.money, Refusal)
        assert found.advice[0].what == "wait"
    assert told["lost"].kpi is None


def test_each_answer_is_one_look_among_those_asked(world, programme, told):
    assert looks_of(programme, programme.use_case("experts")) == 3
    assert looks_of(programme, programme.use_case("idea")) == 4
    assert told["experts"].evidence.looks == 3
    alone = answer(world, programme, programme.use_case("experts"))
    assert alone.evidence.estimates == told["experts"].evidence.estimates
    assert told["experts"].evidence.estimates[0].level == pytest.approx(1 - 0.05 / 3)


def test_the_portfolio_of_all_answers_shows_the_gaps(told):
    whole = portfolio_summary(list(told.values()))
    assert whole.counted == ("experts",)
    assert whole.uncosted == ()
    assert whole.grades["works"] == 1
    assert whole.grades["cannot_tell"] == 3
    assert whole.by_chance == pytest.approx(0.15)
    areas = {one.area: one for one in whole.areas}
    third = told["experts"].money.cost[1]
    assert areas["marketing"].net[1] == pytest.approx(-third)  # `lost` bears its share
    assert areas["marketing"].gap
