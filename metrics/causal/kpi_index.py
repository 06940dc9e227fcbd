"""Several KPIs with one mechanism as one index: one question, one look.

Each KPI in units of its own noise before the first start, turned so that higher is better, equal
weights (O'Brien 1984; Kling, Liebman and Katz 2007; Anderson 2008). G groups, T periods, k KPIs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from signpost.metrics.causal.analysis import analyse
from signpost.metrics.causal.canonical_order import BOTH_WAYS
from signpost.metrics.causal.inference.intervals import holm
from signpost.metrics.causal.inference.noise import two_way
from signpost.metrics.causal.verdict import judge
from signpost.metrics.model.types import (
    CheckResult,
    Estimate,
    Evidence,
    Finding,
    Floats,
    Ints,
    Panel,
    Refusal,
    Text,
)

_FEWEST, _MOST = 2, 4
_LEAST_BEFORE = 5
"""Periods before the first start from which a KPI's noise can be told."""
CORRELATED = 0.5
"""Correlation of two KPIs' noise from which on they add little to each other."""
INDEX, PARTS = "index", "index_parts"


@dataclass(frozen=True)
class KpiIndex:
    """The index as a panel, and what it was made of."""

    panel: Panel
    parts: tuple[Panel, ...]
    correlation: float
    """Largest correlation between the noise of two parts."""


def kpi_index(parts: Sequence[Panel]) -> KpiIndex | Refusal:
    """Return the index of KPIs of the same groups, periods and starts.

    Only cells in which every part is known count.
    """
    if not _FEWEST <= len(parts) <= _MOST:
        values = {"fewest": _FEWEST, "most": _MOST}
        return Refusal(Finding("index.how_many"), Finding("index.choose", values))
    same = {(one.groups, one.periods, tuple(one.start.tolist())) for one in parts}
    first = _first_start(parts[0])
    if len(same) > 1 or first < _LEAST_BEFORE:
        values = {"periods": _LEAST_BEFORE}
        return Refusal(Finding("index.not_alike", values), Finding("index.load_alike", values))
    left = [two_way(one.outcome[:, :first]) for one in parts]
    noise = np.array([_spread(one) for one in left])
    if not (noise > 0).all():
        return Refusal(Finding("index.still"), Finding("index.leave_out_still"))
    turn = np.array([1.0 if one.question.better == "higher" else -1.0 for one in parts])
    stack = np.stack([one.outcome for one in parts])
    outcome = (turn / noise) @ np.moveaxis(stack, 0, 1) / len(parts)
    worthwhile = float(np.mean([one.question.worthwhile for one in parts] / noise))
    names = ", ".join(one.question.label or one.question.kpi for one in parts)
    question = replace(
        parts[0].question, kpi=INDEX, better="higher", worthwhile=worthwhile, unit="", label=names
    )
    panel = replace(
        parts[0],
        question=question,
        outcome_numerator=outcome,
        outcome_denominator=np.ones_like(outcome),
        stable_outcome=None,
    )
    return KpiIndex(panel, tuple(parts), _correlation(left, turn))


def on_same_cells(panels: Sequence[Panel]) -> tuple[Panel, ...]:
    """Return panels on the groups and periods that all of them have."""
    groups = [one for one in panels[0].groups if all(one in panel.groups for panel in panels)]
    periods = [one for one in panels[0].periods if all(one in panel.periods for panel in panels)]
    return tuple(_cut(panel, groups, periods) for panel in panels)


def _cut(panel: Panel, groups: Sequence[str], periods: Sequence[str]) -> Panel:
    """Return some groups and periods of a panel."""
    rows = np.array([panel.groups.index(one) for one in groups], dtype=np.intp)
    columns = np.array([panel.periods.index(one) for one in periods], dtype=np.intp)
    first = int(columns[0]) if columns.size else 0
    changed: dict[str, Any] = {}
    for field in fields(panel):
        value = getattr(panel, field.name)
        if isinstance(value, np.ndarray) and field.name != BOTH_WAYS:
            wide = value.ndim == 2 and value.shape[1] == len(panel.periods)
            wide = wide and field.name != "other_starts"
            changed[field.name] = value[rows][:, columns] if wide else value[rows]
    if panel.contact is not None:
        changed[BOTH_WAYS] = panel.contact[np.ix_(rows, rows)]
    for name in ("start", "other_starts"):
        if changed.get(name) is not None:
            changed[name] = _moved(changed[name], first, len(columns))
    breaks = tuple(
        replace(one, period=one.period - first)
        for one in panel.breaks
        if 0 <= one.period - first < len(columns)
    )
    return replace(panel, groups=tuple(groups), periods=tuple(periods), breaks=breaks, **changed)


def _moved(start: Ints, first: int, periods: int) -> Ints:
    """Return starts counted from the period `first`; 0 if before it, -1 if after the last."""
    later = np.where(start >= 0, np.maximum(start - first, 0), -1)
    return np.where(later < periods, later, -1).astype(np.int64)


def _first_start(panel: Panel) -> int:
    begun = panel.start[panel.start >= 0]
    return int(begun.min()) if begun.size else len(panel.periods)


def _spread(left: Floats) -> float:
    """Return the standard deviation of a group-period, both means taken out."""
    groups, periods = left.shape
    known = float(np.isfinite(left).mean())
    freedom = max((groups - 1) * (periods - 1) * known, 1.0)
    return float(np.sqrt(np.nansum(left**2) / freedom))


def _correlation(left: Sequence[Floats], turn: Floats) -> float:
    known = np.isfinite(np.stack(left)).all(axis=0)
    table = np.corrcoef([sign * one[known] for sign, one in zip(turn, left, strict=True)])
    return float(np.max(table[~np.eye(len(left), dtype=bool)]))


def analyse_index(index: KpiIndex) -> Evidence:
    """Analyse the index; a part that gets surely worse leaves no answer, whatever the rest does.

    The parts are looked at after the index passes only, counted as several (Holm 1979).
    """
    evidence = analyse(index.panel)
    return replace(evidence, checks=(*evidence.checks, _parts_check(index, evidence)))


def _parts_check(index: KpiIndex, evidence: Evidence) -> CheckResult:
    if judge(evidence).grade not in ("works", "harmful"):
        return CheckResult(PARTS, True, Finding("index_parts.not_asked"))
    found = [analyse(one) for one in index.parts]
    heads = [one.estimates[0] if one.estimates else None for one in found]
    stands = holm(np.array([_chance(one) for one in heads]))
    said, against, figures = [], [], {}
    for part, head, sure in zip(index.parts, heads, stands, strict=True):
        if head is None:
            continue
        figures[part.question.kpi] = head.point
        said.append(_part(part, head, sure=bool(sure)))
        good = 1 if part.question.better == "higher" else -1
        if sure and good * head.point < 0:
            against.append(part.question.label or part.question.kpi)
    values: dict[str, float | tuple[Text, ...]] = {
        "parts": tuple(said), "correlation": index.correlation,
    }  # fmt: skip
    if against:
        return CheckResult("index_parts", False, Finding("index_parts.one_worse", values), figures)
    code = Finding("index_parts.told", values)
    if index.correlation >= CORRELATED:
        code = Finding("index_parts.told_alike", values)
    return CheckResult(PARTS, True, code, figures)


def _chance(head: Estimate | None) -> float:
    return 1.0 if head is None or head.p_value is None else head.p_value


def _part(panel: Panel, head: Estimate, *, sure: bool) -> Finding:
    values: dict[str, str | float] = {
        "kpi": panel.question.label or panel.question.kpi,
        "effect": head.point,
        "low": head.low,
        "high": head.high,
    }
    units = dict.fromkeys(("effect", "low", "high"), panel.question.unit)
    if sure:
        return Finding("index_parts.part_sure", values, units)
    return Finding("index_parts.part_unsure", values, units)
