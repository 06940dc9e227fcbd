"""Answers in the shape of the command-line contract."""

from __future__ import annotations

import numpy as np
import pandas as pd

from signpost.answers.answer import Answer
from signpost.cli._shared import to_json_value
from signpost.metrics.model.types import Estimate, Evidence, MoneyEstimate, Panel, Verdict


def evidence_object(
    found: Answer | Evidence, verdict: Verdict | None = None, *, label: str = ""
) -> dict[str, object]:
    """Give one Evidence object of the contract."""
    evidence, grade, name, money = _parts(found, verdict, label)
    return {
        "use_case": name,
        "kpi": evidence.question.kpi,
        "registered": evidence.question.registered,
        "design": evidence.design,
        "estimates": [estimate_object(one) for one in evidence.estimates],
        "chain": [estimate_object(one) for one in evidence.chain],
        "naive": [estimate_object(one) for one in evidence.naive],
        "refusal": to_json_value(evidence.refusal),
        "checks": [
            {
                "id": one.check,
                "passed": one.passed,
                "finding": one.finding,
                "figures": to_json_value(one.figures),
            }
            for one in evidence.checks
        ],
        "event_study": to_json_value(evidence.event_study),
        "group_effects": to_json_value(evidence.group_effects),
        "shape": to_json_value(evidence.shape),
        "looks": evidence.looks,
        "verdict": to_json_value(grade),
        "money": to_json_value(money),
    }


def estimate_object(estimate: Estimate) -> dict[str, object]:
    """Give one estimate of the contract."""
    kept = ("method", "effect", "point", "low", "high", "level", "unit", "n_groups", "n_periods")
    return {name: to_json_value(getattr(estimate, name)) for name in (*kept, "standard_error")}


def evidence_sentences(
    found: Answer | Evidence, verdict: Verdict | None = None, *, label: str = ""
) -> str:
    """Say the same to a reader: verdict, reasons, what would change it."""
    evidence, grade, name, _ = _parts(found, verdict, label)
    strength = f" ({grade.strength})" if grade.strength else ""
    lines = [f"{name}: {grade.grade.replace('_', ' ')}{strength}"]
    if evidence.estimates:
        head = evidence.estimates[0]
        lines.append(
            f"  {head.point:+.3g} {head.unit}, likely between {head.low:.3g} and {head.high:.3g}"
            f"  [{head.method}, {head.n_groups} groups, {head.n_periods} periods]"
        )
    lines += [f"  a naive reading would say {_naive(one)}" for one in evidence.naive]
    if evidence.refusal:
        lines.append(f"  Not answered: {evidence.refusal.reason} {evidence.refusal.remedy}")
    lines += [f"  because {reason}" for reason in grade.because]
    lines += [f"  would change with: {change}" for change in grade.would_change]
    return "\n".join(lines)


def _naive(one: Estimate) -> str:
    return f"{one.point:+.3g} ({one.low:.3g} to {one.high:.3g})  [{one.method}]"


def _parts(
    found: Answer | Evidence, verdict: Verdict | None, label: str
) -> tuple[Evidence, Verdict, str, MoneyEstimate | None]:
    if isinstance(found, Answer):
        money = found.money if isinstance(found.money, MoneyEstimate) else None
        return found.evidence, found.verdict, found.use_case.id, money
    if verdict is None:
        raise ValueError("a bare Evidence needs its Verdict")
    return found, verdict, label, None


def panel_frame(panel: Panel) -> pd.DataFrame:
    """Give the panel as rows that `signpost judge` reads back: one per group and period."""
    groups, periods = len(panel.groups), len(panel.periods)
    starts = np.array(["" if s < 0 else panel.periods[s] for s in panel.start], dtype=object)
    columns: dict[str, object] = {
        "group": np.repeat(np.array(panel.groups, dtype=object), periods),
        "period": np.tile(np.array(panel.periods, dtype=object), groups),
        "outcome": panel.outcome.ravel(),
        "start": np.repeat(starts, periods),
        "weight": np.repeat(panel.weight, periods),
        "denominator": panel.outcome_denominator.ravel(),
    }
    if panel.adoption is not None:
        columns["adoption"] = panel.adoption.ravel()
    return pd.DataFrame(columns)
