"""Tables of what the use cases say: facts of the board, estimates, checks, money, panels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from signpost.metrics.model.findings import HIDDEN
from signpost.metrics.model.types import Estimate, Refusal
from signpost.metrics.panel.from_frame import panel_to_frame
from signpost.metrics.value.account import AccountLine
from signpost.presentation.reports.ledger import report_facts
from signpost.presentation.words.catalogue import names_of, say
from signpost.workspace.export.table import ExportTable, cells_of, columns
from signpost.workspace.results import Results

_Rows = Iterator[Mapping[str, object]]


def _facts(results: Results) -> _Rows:
    for fact in report_facts(results.board()):
        yield {**cells_of(fact), "fact": fact.key, "use_case": fact.key.partition("/")[0]}


def _use_cases(results: Results) -> _Rows:
    names = names_of(results.programme, results.group_names())
    for answer in results.answers():
        case, refusal = answer.use_case, answer.evidence.refusal
        yield {
            **case.model_dump(include={"label", "area", "stage", "platform", "window", "owner"}),
            "use_case": case.id,
            "adoption_metric": case.adoption_metric,
            "kpi": answer.evidence.question.kpi,
            "review_date": case.review_date,
            "design": answer.evidence.design,
            "grade": answer.verdict.grade,
            "strength": answer.verdict.strength,
            "durability": answer.verdict.durability,
            "refusal": say(refusal.reason, names) if refusal else None,
        }


def _estimates(results: Results) -> _Rows:
    for answer in results.answers():
        evidence = answer.evidence
        for role, estimates in (
            ("estimate", evidence.estimates),
            ("chain", evidence.chain),
            ("naive", evidence.naive),
        ):
            for rank, estimate in enumerate(estimates, 1):
                yield {
                    **_estimate(estimate),
                    "use_case": answer.use_case.id,
                    "role": role,
                    "headline": role == "estimate" and rank == 1,
                }


def _estimate(estimate: Estimate) -> dict[str, object]:
    names = ("method", "effect", "point", "low", "high", "level", "unit")
    return {name: getattr(estimate, name) for name in (*names, "n_groups", "n_periods", "n_starts")}


def _checks(results: Results) -> _Rows:
    names = names_of(results.programme, results.group_names())
    for answer in results.answers():
        for check in answer.evidence.checks:
            yield {
                "use_case": answer.use_case.id,
                "check": check.check,
                "passed": check.passed,
                "code": check.finding.code,
                "finding": say(check.finding, names),
            }


def _group_effects(results: Results) -> _Rows:
    for answer in results.answers():
        for row in answer.evidence.group_effects:
            if row.group != HIDDEN:
                yield {**cells_of(row), "use_case": answer.use_case.id, "group_id": row.group}


def _account(results: Results) -> _Rows:
    portfolio = results.portfolio()
    for line in (*portfolio.lines, *portfolio.forecast):
        yield {**_amounts(line), "currency": portfolio.currency}


def _amounts(line: AccountLine) -> dict[str, object]:
    low, expected, high = line.amount
    return {**cells_of(line), "low": low, "expected": expected, "high": high}


def _panels(results: Results) -> _Rows:
    for answer in results.answers():
        panel = results.panel(answer.use_case.id)
        if isinstance(panel, Refusal):
            continue
        for row in panel_to_frame(panel).to_dict("records"):
            yield {
                **{str(name): value for name, value in row.items()},
                "use_case": answer.use_case.id,
                "group_id": row["group"],
                "kpi": answer.evidence.question.kpi,
            }


ANSWER_TABLES = (
    ExportTable(
        "facts",
        "Every number of the board report.",
        ("fact",),
        columns("""
            fact text its id, the same in every report
            use_case text or `programme`
            about text
            name text
            value number
            low number
            high number
            unit text
            level number share of such intervals that hold the true value
            words text
            method text
            definition text
            data_version integer
        """),
        _facts,
    ),
    ExportTable(
        "use_cases",
        "Each use case with its verdict.",
        ("use_case",),
        columns("""
            use_case text
            label text
            area text
            stage text
            owner text
            platform text
            window text
            adoption_metric text
            kpi text
            review_date text ISO day
            design text
            grade text works, no_worthwhile_effect, harmful, cannot_tell
            strength text strong, moderate, suggestive; empty where it cannot be told
            durability text
            refusal text why there is no answer
        """),
        _use_cases,
    ),
    ExportTable(
        "estimates",
        "Every estimate of each use case, the naive readings among them.",
        ("use_case", "role", "effect", "method"),
        columns("""
            use_case text
            role text estimate, chain, naive
            effect text
            method text
            headline boolean the one the verdict rests on
            point number in the unit of the KPI; never flipped
            low number
            high number
            level number
            unit text
            n_groups integer
            n_periods integer
            n_starts integer
        """),
        _estimates,
    ),
    ExportTable(
        "checks",
        "Every check of each use case.",
        ("use_case", "check"),
        columns("""
            use_case text
            check text
            passed boolean empty where it could not be judged
            code text
            finding text
        """),
        _checks,
    ),
    ExportTable(
        "group_effects",
        "The effect in each group, shrunk towards the mean of all.",
        ("use_case", "group_id"),
        columns("""
            use_case text
            group_id text
            point number
            low number
            high number
            adoption_change number
            claim text better, worse, no_worthwhile_effect, unclear
        """),
        _group_effects,
    ),
    ExportTable(
        "account",
        "The account: lines to date, and a year of each next step.",
        ("use_case", "kind", "per", "status"),
        columns("""
            use_case text
            kind text
            per text to date, a year
            status text
            counted boolean part of the net value
            low number 5th percentile of what it adds to the net value
            expected number
            high number 95th percentile
            hours number
            currency text
        """),
        _account,
    ),
    ExportTable(
        "panel",
        "The panel behind each answer; adoption is empty where it is withheld.",
        ("use_case", "group_id", "period"),
        columns("""
            use_case text
            group_id text
            period text
            kpi text
            outcome number
            denominator number
            weight number
            start text the first period of the group's roll-out
            adoption number share 0-1
        """),
        _panels,
    ),
)
