"""Goals with their use cases, doubts with the figure that answers each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from signpost.answers.goals.between_areas import BetweenAreas
from signpost.answers.goals.doubts import AnsweredDoubt, GoalProgress
from signpost.metrics.collaboration.audience import AudienceUse, MeasuredChannel
from signpost.metrics.model.keys import platform_name
from signpost.metrics.value.budgets import PlannedBudget
from signpost.presentation.formats import listed, money, money_range, number, percent, period
from signpost.presentation.memo import memoised_by_identity
from signpost.presentation.theme import GRADES
from signpost.presentation.words.catalogue import Names, say
from signpost.presentation.words.programme import barrier_words
from signpost.presentation.words.verdicts import AREAS

NO_GOAL = "No goal named"


@memoised_by_identity
def goals_table(
    goals: Sequence[GoalProgress], cases: Mapping[str, str], names: Names
) -> pd.DataFrame:
    """Return one line per goal: why, the use cases that serve it, their KPIs, what came of them."""
    return pd.DataFrame(
        [
            (
                goal.label or NO_GOAL,
                goal.why,
                listed([cases.get(one, one) for one in goal.use_cases], most=8) or "none yet",
                listed([names.get(f"kpi:{one}", one) for one in goal.kpis], most=8),
                _grades(goal.grades),
                goal.owner,
            )
            for goal in goals
        ],
        columns=["Goal", "Why", "Use cases", "KPIs", "What came of them", "Owner"],
    )


def _grades(grades: Sequence[str]) -> str:
    counts = {grade: grades.count(grade) for grade in GRADES if grade in grades}
    return ", ".join(f"{GRADES[grade].word}: {times}" for grade, times in counts.items())


@memoised_by_identity
def doubts_table(
    doubts: Sequence[AnsweredDoubt], cases: Mapping[str, str], names: Names
) -> pd.DataFrame:
    """Return one line per doubt: of whom, about what, and what the figures say to it."""
    return pd.DataFrame(
        [
            (cases.get(one.use_case, one.use_case), one.who, one.doubt, say(one.answer, names))
            for one in doubts
        ],
        columns=["Use case", "Who", "What they doubt", "What is known"],
    )


@memoised_by_identity
def budgets_table(
    budgets: Sequence[PlannedBudget], cases: Mapping[str, str], currency: str
) -> pd.DataFrame:
    """Return one line per planned budget, beside what was spent."""
    return pd.DataFrame(
        [
            (
                cases.get(one.name, one.name) if one.of == "use_case" else barrier_words(one.name),
                "pilot" if one.of == "use_case" else "barrier",
                _planned(one, currency),
                "not known" if one.spent is None else money(one.spent, currency),
                one.source,
                one.owner,
            )
            for one in budgets
        ],
        columns=["For", "What it is", "Planned", "Spent to date", "Source", "Owner"],
    )


def _planned(budget: PlannedBudget, currency: str) -> str:
    low, point, high = budget.planned
    words = money(point, currency)
    return words if low == high else f"{words} ({money_range(low, high, currency)})"


@memoised_by_identity
def channels_table(channels: Sequence[MeasuredChannel]) -> pd.DataFrame:
    """Return one line per channel of an audience, the most used first, and what was measured."""
    ordered = sorted(channels, key=lambda one: -(one.channel.used_share or 0.0))
    return pd.DataFrame(
        [
            (
                one.channel.name if one.named else platform_name(one.channel.name),
                one.channel.audience or "not named in the programme",
                "not counted"
                if one.channel.used_share is None
                else percent(one.channel.used_share),
                "yes"
                if one.channel.present
                else f"no: {one.channel.why_not or 'nobody has said why'}",
                one.channel.owner or ("nobody" if one.channel.present else ""),
                _use_words(one.use),
            )
            for one in ordered
        ],
        columns=[
            *("Channel", "Audience", "Share that uses it", "Are we there?", "Who answers"),
            "Newest month",
        ],
    )


def _use_words(use: AudienceUse | None) -> str:
    if use is None:
        return "no export loaded"
    rate = f", {percent(use.engagements / use.views)} of them with a response" if use.views else ""
    return f"{period(use.month)}: {number(use.views, 0)} views{rate}"


_MOST_QUESTIONS = 8
_MOVED = {
    "works": "yes: it gets better",
    "harmful": "yes: it gets worse",
    "no_worthwhile_effect": "no change worth having",
    "cannot_tell": "cannot tell yet",
}


@memoised_by_identity
def between_table(
    questions: Sequence[BetweenAreas], cases: Mapping[str, str], names: Names
) -> pd.DataFrame:
    """Return one line per question between areas, the answered ones first."""
    rows = [
        (
            f"Does {cases.get(one.use_case, one.use_case)} ({AREAS[one.area]}) move "
            f"{names.get(f'kpi:{one.kpi}', one.kpi)} ({AREAS[one.of_area]})?",
            _MOVED[one.grade] if one.grade else "not asked: name the KPI among its guardrails",
        )
        for one in questions[:_MOST_QUESTIONS]
    ]
    return pd.DataFrame(rows, columns=["Question", "What is known"])
