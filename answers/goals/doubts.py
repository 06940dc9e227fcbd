"""Goals and doubts: what each goal's use cases came to, and which doubts a figure answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from signpost.answers.answer import Answer
from signpost.answers.goals.between_areas import BetweenAreas
from signpost.metrics.collaboration.audience import MeasuredChannel
from signpost.metrics.model.purpose import read_doubt
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import Estimate, Finding, MoneyEstimate, Refusal
from signpost.metrics.panel.first_licences import starts_without_licence
from signpost.metrics.value.budgets import PlannedBudget, planned_budgets
from signpost.metrics.value.forecast import LATEST_PERIODS

_EFFECTS = {
    "works": Finding("doubt.effect_works"),
    "harmful": Finding("doubt.effect_harmful"),
    "no_worthwhile_effect": Finding("doubt.effect_no_worthwhile_effect"),
}
_LASTS = {
    "lasting": Finding("doubt.lasting"),
    "fading": Finding("doubt.fading"),
    "gone": Finding("doubt.gone"),
    "turned": Finding("doubt.turned"),
}


@dataclass(frozen=True)
class AnsweredDoubt:
    """One doubt of somebody who must agree, and the figure that answers it."""

    use_case: str
    who: str
    doubt: str
    about: str
    answer: Finding
    is_open: bool
    """True where no figure answers it yet; `answer` then says why."""


@dataclass(frozen=True)
class GoalProgress:
    """A goal, the use cases that serve it and the KPIs they move."""

    goal: str
    label: str
    why: str
    owner: str
    use_cases: tuple[str, ...]
    kpis: tuple[str, ...]
    grades: tuple[str, ...]
    """Grade of each use case."""


@dataclass(frozen=True)
class ProgrammePurpose:
    """Goals, doubts, planned budgets and channels of a programme, with what came of each."""

    goals: tuple[GoalProgress, ...]
    doubts: tuple[AnsweredDoubt, ...]
    budgets: tuple[PlannedBudget, ...]
    channels: tuple[MeasuredChannel, ...] = ()
    between_areas: tuple[BetweenAreas, ...] = ()


def goal_progress(programme: Programme, found: Sequence[Answer]) -> tuple[GoalProgress, ...]:
    """Return each goal with its use cases, their KPIs and grades; use cases without one last."""
    if not programme.goals:
        return ()
    rows = [(goal.id, goal.label, goal.why, goal.owner, goal.kpis) for goal in programme.goals]
    known = {goal.id for goal in programme.goals}
    progress = []
    for goal, label, why, owner, own in [*rows, ("", "", "", "", ())]:
        mine = [a for a in found if (a.use_case.goal if a.use_case.goal in known else "") == goal]
        if goal or mine:
            kpis = dict.fromkeys([*own, *(one.use_case.kpi for one in mine)])
            ids, grades = [one.use_case.id for one in mine], [one.verdict.grade for one in mine]
            progress.append(
                GoalProgress(goal, label, why, owner, tuple(ids), tuple(kpis), tuple(grades))
            )
    return tuple(progress)


def answered_doubts(found: Sequence[Answer]) -> tuple[AnsweredDoubt, ...]:
    """Return every doubt of the use cases, answered by the figure it is about, or open."""
    return tuple(
        _answered(answer, text)
        for answer in found
        if answer.use_case.discovery is not None
        for text in answer.use_case.discovery.doubts
    )


def _answered(answer: Answer, text: str) -> AnsweredDoubt:
    doubt = read_doubt(text)
    figure = _FIGURES[doubt.about](answer) if doubt.about else None
    still = Finding("doubt.open") if doubt.about else Finding("doubt.no_figure")
    return AnsweredDoubt(
        answer.use_case.id,
        doubt.who,
        doubt.doubt,
        doubt.about,
        figure or still,
        is_open=figure is None,
    )


def _with_range(told: Finding, estimate: Estimate, **more: str) -> Finding:
    figures = {"point": estimate.point, "low": estimate.low, "high": estimate.high}
    units = dict.fromkeys(figures, estimate.unit)
    return replace(told, values={**figures, **more}, units=units)


def budgets_and_costs(
    programme: Programme, recorded: Programme | Refusal, found: Sequence[Answer]
) -> tuple[PlannedBudget, ...]:
    """Return the planned budgets of pilots and barriers beside what was spent."""
    return planned_budgets(programme, recorded, costs_to_date(found))


def costs_to_date(found: Sequence[Answer]) -> dict[str, float | None]:
    """Return use case -> its costs to date; None where one of them is not known."""
    return {
        one.use_case.id: None
        if one.charge.refusal is not None
        else sum(factor.value for factor in one.charge.factors)
        for one in found
    }


def _effect(answer: Answer) -> Finding | None:
    """Return the effect where the verdict can tell; a range that tells nothing answers nothing."""
    if answer.verdict.grade == "cannot_tell" or not answer.evidence.estimates:
        return None
    return _with_range(_EFFECTS[answer.verdict.grade], answer.evidence.estimates[0])


def _lasting(answer: Answer) -> Finding | None:
    known = answer.verdict.durability
    return None if known is None else _LASTS[known]


def _money(answer: Answer) -> Finding | None:
    money = answer.money
    if not isinstance(money, MoneyEstimate):
        return None
    return Finding(
        "doubt.money", {"low": money.low, "high": money.high, "currency": money.currency}
    )


def _cost(answer: Answer) -> Finding | None:
    money, factors = answer.money, answer.charge.factors
    if not factors or answer.charge.refusal is not None:
        return None
    ends = {end: sum(getattr(one, end) for one in factors) for end in ("low", "high")}
    currency = money.currency if isinstance(money, MoneyEstimate) else ""
    return Finding("doubt.cost", {**ends, "currency": currency})


def _adoption(answer: Answer) -> Finding | None:
    moved = [one for one in answer.evidence.chain if one.effect == "adoption"]
    if moved:
        return _with_range(Finding("doubt.adoption"), moved[0])
    return _adoption_from_none(answer) if starts_without_licence(answer.evidence) else None


def _adoption_from_none(answer: Answer) -> Finding | None:
    """Return the mean adoption of the newest periods, where all use is use since the start."""
    panel = answer.panel
    if panel is None or panel.adoption is None:
        return None
    used = np.where(panel.exposed, panel.adoption, np.nan)[:, -LATEST_PERIODS:]
    if not np.isfinite(used).any():
        return None
    share = float(np.nanmean(used))
    return Finding("doubt.adoption_from_none", {"share": share}, {"share": "share"})


def _guardrails(answer: Answer) -> Finding | None:
    """Return the first guardrail that got worse; else how many were looked at, all judged."""
    harmed = (one for one in answer.guardrails if one.verdict.grade == "harmful")
    worse = next(harmed, None)
    if worse is not None:
        return _with_range(Finding("doubt.harm"), worse.evidence.estimates[0], kpi=worse.label)
    judged = [one for one in answer.guardrails if one.verdict.grade != "cannot_tell"]
    if not judged or len(judged) < len(answer.guardrails):
        return None
    return Finding("doubt.no_harm", {"guardrails": len(judged)})


def _time(answer: Answer) -> Finding | None:
    timed = [one for one in answer.guardrails if "hour" in one.evidence.question.unit]
    told = [one for one in timed if one.verdict.grade != "cannot_tell"]
    if not told:
        return None
    return _with_range(Finding("doubt.time"), told[0].evidence.estimates[0], kpi=told[0].label)


_FIGURES: dict[str, Callable[[Answer], Finding | None]] = {
    "effect": _effect,
    "lasting": _lasting,
    "money": _money,
    "cost": _cost,
    "adoption": _adoption,
    "guardrails": _guardrails,
    "time": _time,
}
