from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from signpost.answers.answer import Answer
from signpost.metrics.model.findings import Finding
from signpost.metrics.model.schema import Kpi, UseCase
from signpost.metrics.model.types import (
    CheckResult,
    Estimate,
    EventStudy,
    Evidence,
    Factor,
    GroupEffect,
    MoneyEstimate,
    Panel,
    Question,
    Refusal,
    Verdict,
)
from signpost.metrics.value.advice import Advice
from signpost.metrics.value.costs import Charge
from signpost.metrics.value.portfolio import portfolio_summary
from signpost.metrics.value.pricing import summarise
from signpost.presentation.reports.board import BoardReport, Stamp, build_board
from signpost.presentation.reports.number import Number

HOSTILE = '=HYPERLINK("http://evil.example") <img src=x onerror=alert(1)> ![x](http://evil.example)'
UNIT = "escalations per 1,000 calls"


def question(**changes: object) -> Question:
    base = {
        "kpi": "escalations",
        "better": "lower",
        "worthwhile": 2.0,
        "platform": "teams",
        "unit": UNIT,
    }
    return Question(**{**base, **changes})  # type: ignore[arg-type]


def estimate(point: float, low: float, high: float, **changes: object) -> Estimate:
    base = {
        "method": "imputation",
        "point": point,
        "low": low,
        "high": high,
        "level": 0.95,
        "unit": UNIT,
        "n_groups": 12,
        "n_periods": 78,
        "n_starts": 8,
    }
    return Estimate(**{**base, **changes})  # type: ignore[arg-type]


@pytest.fixture
def evidence() -> Callable[..., Evidence]:
    def make(
        point: float = -7.0, low: float = -11.2, high: float = -3.1, **changes: object
    ) -> Evidence:
        checks = (
            CheckResult("pretrend", True, Finding("pre_trend.alike")),
            CheckResult("composition", None, Finding("composition.not_known")),
        )
        base = {
            "question": question(),
            "estimates": (estimate(point, low, high),),
            "checks": checks,
            "naive": (estimate(-9.0, -10.0, -8.0, method="before_after", naive=True),),
            "event_study": EventStudy(
                (-2, -1, 0, 1),
                (0.1, 0.0, -4.0, -7.0),
                (-1.0, -1.0, -6.0, -9.0),
                (1.0, 1.0, -2.0, -5.0),
                0.95,
                "imputation",
            ),
            "group_effects": (
                GroupEffect("Care North", -9.0, -12.0, -6.0, -9.5, 0.5, "better"),
                GroupEffect("Care South", -1.0, -4.0, 2.0, -0.5, 0.2, "unclear"),
                GroupEffect("Billing", 3.0, 1.0, 5.0, 3.5, 0.4, "worse"),
            ),
        }
        return Evidence(**{**base, **changes})  # type: ignore[arg-type]

    return make


@pytest.fixture
def verdict() -> Callable[..., Verdict]:
    def make(grade: str = "works", strength: str | None = "strong") -> Verdict:
        return Verdict(grade, strength, ("The interval excludes 0.",), ("Eight more weeks.",))  # type: ignore[arg-type]

    return make


PAID = Factor("cost: licences", 1_800_000.0, 1_700_000.0, 1_900_000.0, "Finance", "B. Owner")


@pytest.fixture
def money() -> MoneyEstimate:
    factors = (
        Factor("effect", -7.0, -9.0, -5.0, "measured", "Signpost"),
        Factor("exposed volume", 9_643.0, 9_643.0, 9_643.0, "counted", "B. Owner"),
        Factor("money per unit", 40.0, 40.0, 40.0, "Finance", "B. Owner"),
        PAID,
    )
    return summarise(factors, "lower", "EUR", "Jan to Oct 2026")


@pytest.fixture
def refusal() -> Refusal:
    return Refusal("Fewer than six groups have data.", "Load the KPI for more groups.")


@pytest.fixture
def panel() -> Panel:
    shape = (3, 4)
    return Panel(
        question=question(),
        groups=("Care North", "Care South", "Billing"),
        periods=("2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26"),
        outcome_numerator=np.full(shape, 10.0),
        outcome_denominator=np.full(shape, 2.0),
        adoption_numerator=np.tile([0.0, 0.0, 5.0, 6.0], (3, 1)),
        adoption_denominator=np.full(shape, 10.0),
        weight=np.ones(3),
        start=np.array([2, 2, -1]),
        headcount=np.full(shape, 12.0),
    )


@pytest.fixture
def report(
    evidence: Callable[..., Evidence],
    verdict: Callable[..., Verdict],
    money: MoneyEstimate,
    panel: Panel,
    refusal: Refusal,
) -> BoardReport:
    """A programme of three use cases, one of them with a hostile name."""
    kpi = Kpi(
        id="escalations", label="Escalation rate", unit=UNIT, better="lower", worthwhile_change=2.0
    )

    def case(case_id: str, label: str) -> UseCase:
        return UseCase(
            id=case_id,
            label=label,
            area="customer",
            problem="Calls are passed on.",
            mechanism="Agents ask first.",
            platform="teams",
            kpi=kpi.id,
            owner="M. L.",
        )

    def advice(case_id: str, what: str) -> tuple[Advice, ...]:
        return (Advice(case_id, None, what, "It works.", (1e5, 2e5, 3e5), "M. L.", None),)  # type: ignore[arg-type]

    works = Answer(
        case("ask", "Ask first"),
        kpi,
        panel,
        evidence(),
        verdict(),
        money,
        money,
        advice("ask", "scale"),
        charge=Charge((PAID,)),
    )
    harm = verdict("harmful", "moderate")
    hostile = Answer(
        case("evil", HOSTILE),
        kpi,
        panel,
        evidence(6.0, 2.0, 9.0),
        harm,
        refusal,
        refusal,
        advice("evil", "stop"),
    )
    asked = Evidence(question(), (), (), refusal=refusal)
    wait = (Advice("later", None, "wait", "Not yet.", None, "", None),)
    unknown = Answer(
        case("later", "Later"),
        kpi,
        None,
        asked,
        verdict("cannot_tell", None),
        refusal,
        refusal,
        wait,
    )
    found = (works, hostile, unknown)
    active = Number("active", "Active on Teams", "61 %", "+9 points", "Share of licensed.", 0.61)
    stamp = Stamp(7, "Nordwind", "31 Oct 2026", "22 Nov 2026", 12, 10)
    return build_board(
        found, portfolio_summary(found), stamp, {}, {one.use_case.id: active for one in found}
    )
