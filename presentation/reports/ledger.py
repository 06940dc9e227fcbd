"""Facts of a report, one row each, with a key that is stable from report to report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import pandas as pd

from signpost.metrics.causal.inference.intervals import LEVEL
from signpost.metrics.model.types import Estimate, MoneyEstimate
from signpost.metrics.value.factors import BAND
from signpost.presentation.json_values import to_json_value
from signpost.presentation.reports.board import BoardReport
from signpost.presentation.reports.case import CaseBrief
from signpost.presentation.words.methods import assumption


@dataclass(frozen=True)
class ReportFact:
    """One number: subject, interval, method, data version."""

    key: str
    about: str
    name: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    level: float | None
    """What share of such intervals holds the true value."""
    words: str
    method: str
    definition: str
    data_version: int


def report_facts(report: BoardReport) -> tuple[ReportFact, ...]:
    """Return every number of the report."""
    return (*_programme(report), *(fact for case in report.cases for fact in _case(report, case)))


def report_object(report: BoardReport) -> dict[str, object]:
    """Return what `signpost report --format json` prints: the stamp and every fact."""
    parts = {"stamp": report.stamp, "facts": report_facts(report)}
    return {name: to_json_value(value) for name, value in parts.items()}


def facts_frame(report: BoardReport) -> pd.DataFrame:
    """Return the facts as a table, one row per fact."""
    columns = [field.name for field in fields(ReportFact)]
    rows = [[getattr(fact, name) for name in columns] for fact in report_facts(report)]
    return pd.DataFrame(rows, columns=columns)


def _programme(report: BoardReport) -> Iterator[ReportFact]:
    for figure in (report.net, report.working, *report.money_numbers()[1:]):
        level = 0.9 if figure.low is not None else None
        yield ReportFact(
            f"programme/{figure.key}",
            report.stamp.organisation,
            figure.label,
            figure.point,
            figure.low,
            figure.high,
            figure.unit,
            level,
            f"{figure.value} ({figure.under})",
            "portfolio",
            figure.explained,
            report.stamp.version,
        )


def _case(report: BoardReport, case: CaseBrief) -> Iterator[ReportFact]:
    version, evidence = report.stamp.version, case.answer.evidence
    yield ReportFact(
        f"{case.id}/verdict",
        case.label,
        "Verdict",
        None,
        None,
        None,
        "",
        None,
        case.short,
        evidence.design,
        case.claim,
        version,
    )
    for estimate in (*evidence.chain, *evidence.estimates, *evidence.naive):
        yield _estimate(case, estimate, version)
    for row in case.answer.evidence.group_effects:
        name = case.groups.get(row.group, row.group)
        yield ReportFact(
            f"{case.id}/group/{row.group}",
            f"{case.label}: {name}",
            f"Change in {case.kpi}",
            row.point,
            row.low,
            row.high,
            case.unit,
            LEVEL,
            row.claim,
            "shrunk towards the mean of all groups",
            "Change in this group since its start, beyond what would have happened anyway.",
            version,
        )
    if isinstance(case.answer.money, MoneyEstimate):
        yield from _money(case, case.answer.money, version)


def _estimate(case: CaseBrief, estimate: Estimate, version: int) -> ReportFact:
    kind = "naive" if estimate.naive else "estimate"
    return ReportFact(
        f"{case.id}/{kind}/{estimate.effect}/{estimate.method}",
        case.label,
        "Adoption" if estimate.effect == "adoption" else case.kpi,
        estimate.point,
        estimate.low,
        estimate.high,
        estimate.unit,
        estimate.level,
        "",
        estimate.method,
        assumption(estimate.method),
        version,
    )


def _money(case: CaseBrief, money: MoneyEstimate, version: int) -> Iterator[ReportFact]:
    bands = {
        "benefit": money.benefit,
        "cost": money.cost,
        "net": (money.low, money.point, money.high),
    }
    for name, (low, point, high) in bands.items():
        yield ReportFact(
            f"{case.id}/money/{name}",
            case.label,
            f"Money: {name}",
            point,
            low,
            high,
            money.currency,
            BAND,
            case.money_words if name == "net" else "",
            "simulation",
            f"{money.per}; 5th to 95th percentile.",
            version,
        )
    for factor in money.factors:
        owner = f" Owner: {factor.owner}." if factor.owner else ""
        yield ReportFact(
            f"{case.id}/factor/{factor.name}",
            case.label,
            f"Factor: {factor.name}",
            factor.value,
            factor.low,
            factor.high,
            "",
            BAND,
            "",
            "given",
            f"Source: {factor.source or 'not said'}.{owner}",
            version,
        )
