"""Answers as JSON objects: what the command line prints and `to_dict()` returns."""

from __future__ import annotations

from signpost.answers.answer import Answer
from signpost.metrics.model.types import Estimate, Evidence, MoneyEstimate, Verdict
from signpost.presentation.json_values import finding_object, to_json_value

_ESTIMATE = (
    "method", "effect", "point", "low", "high", "level", "unit", "n_groups", "n_periods",
    "standard_error",
)  # fmt: skip


def evidence_object(
    answer: Answer | Evidence, verdict: Verdict | None = None, *, label: str = ""
) -> dict[str, object]:
    """Return one object of `signpost evidence --json`; bare Evidence needs its verdict."""
    evidence, grade, name, money = answer_parts(answer, verdict, label)
    return {
        "use_case": name,
        "kpi": evidence.question.kpi,
        "registered": evidence.question.registered,
        "design": evidence.design,
        "estimates": [estimate_object(estimate) for estimate in evidence.estimates],
        "chain": [estimate_object(estimate) for estimate in evidence.chain],
        "naive": [estimate_object(estimate) for estimate in evidence.naive],
        "refusal": to_json_value(evidence.refusal),
        "checks": [
            {
                "id": check.check,
                "passed": check.passed,
                **finding_object(check.finding),
                "figures": to_json_value(check.figures),
            }
            for check in evidence.checks
        ],
        "event_study": to_json_value(evidence.event_study),
        "group_effects": to_json_value(evidence.group_effects),
        "subgroup_effects": to_json_value(evidence.subgroup_effects),
        "shape": to_json_value(evidence.shape),
        "looks": evidence.looks,
        "verdict": to_json_value(grade),
        "money": to_json_value(money),
    }


def estimate_object(estimate: Estimate) -> dict[str, object]:
    """Return one estimate: method, effect, point, interval, unit, numbers of groups and periods."""
    return {name: to_json_value(getattr(estimate, name)) for name in _ESTIMATE}


def answer_parts(
    answer: Answer | Evidence, verdict: Verdict | None, label: str
) -> tuple[Evidence, Verdict, str, MoneyEstimate | None]:
    """Return evidence, verdict, name and money; bare Evidence needs its verdict."""
    if isinstance(answer, Answer):
        money = answer.money if isinstance(answer.money, MoneyEstimate) else None
        return answer.evidence, answer.verdict, answer.use_case.id, money
    if verdict is None:
        raise ValueError("a bare Evidence needs its Verdict")
    return answer, verdict, label, None
