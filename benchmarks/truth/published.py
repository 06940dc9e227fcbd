"""Published designs, planted with their published sizes: what was found is the truth here.

What the papers do not say (levels, noise) is chosen so that their own precision comes about.
"""

from __future__ import annotations

import numpy as np

from benchmarks.truth.worlds import Draw, wobbling
from signpost.metrics.causal.people.lottery import draw_places
from signpost.metrics.causal.people.sample import PeoplePanel, Subgroups
from signpost.metrics.model.types import Floats, Ints, Panel, Question

MONTHS = tuple(f"20{year}-{month:02}" for year in (24, 25) for month in range(1, 13))
SUPPORT_AGENTS, PER_TEAM = 5_172, 60
"""Brynjolfsson, Li and Raymond (QJE 2025): agents, staggered; +15 % of 2.0 resolutions an hour,
30 % for novices, next to nothing for the best."""
RESOLUTIONS, GAIN, NOVICE_GAIN = 2.0, 0.30, 0.60
FIRMS, WORKERS = 66, 7_137
"""Dillon, Jaffe, Immorlica and Stanton (2025): drawn inside firms, of which 6 to 75 % took it up;
e-mail 1.3 hours a week less for those drawn, 3.6 for those who used it; meetings unchanged."""
EMAIL_OF_USE, EMAIL_OF_OFFER = -3.6, -1.3
DEVELOPERS, TASKS, SLOWER = 16, 246, 0.188
"""METR (2025): tasks drawn within developers, log of the time taken; 19 % slower with AI."""
ADOPTERS, OTHERS = 807, 1_380
"""He et al. (MSR 2026): repositories, staggered; lines +281 %, +48 %, then nothing; warnings +30 %
that stay."""
LINES = tuple(float(np.log(1 + gain)) for gain in (2.81, 0.48))
WARNINGS = float(np.log(1.30))


def _staggered(
    question: Question, outcome: Floats, start: Ints, weight: float, groups: str
) -> Panel:
    many = len(start)
    return Panel(
        question=question,
        groups=tuple(f"{groups} {at:04}" for at in range(many)),
        periods=MONTHS[: outcome.shape[1]],
        outcome_numerator=outcome * weight,
        outcome_denominator=np.full(outcome.shape, weight),
        adoption_numerator=None,
        adoption_denominator=None,
        weight=np.full(many, weight),
        start=start,
    )


def support_teams(draw: Draw) -> Panel:
    """Return the agents by team and month: three in four teams start, in six waves."""
    teams, periods = SUPPORT_AGENTS // PER_TEAM, 18
    start = draw.permutation(np.resize([6, 7, 8, 9, 10, 11, -1, -1], teams))
    level = draw.normal(RESOLUTIONS, 0.25, teams)[:, None]
    calm = level + draw.normal(0, 0.03, periods).cumsum()
    outcome = calm + wobbling(draw, (teams, periods), 0.4, 0.12)
    exposed = (start[:, None] >= 0) & (np.arange(periods) >= start[:, None])
    question = Question("resolutions", "higher", 0.1, window="month", unit="an hour")
    return _staggered(question, outcome + GAIN * exposed, start, float(PER_TEAM), "team")


def support_agents(draw: Draw, agents: int = 1_200) -> PeoplePanel:
    """Return agents of teams in which half were given it at once: novices gain, the best do not."""
    team = np.arange(agents) // PER_TEAM
    novice = (draw.random(agents) < 0.5).astype(np.int64)
    level = draw.normal(RESOLUTIONS, 0.5, agents) - 0.5 * novice
    arm = draw_places(team, 0.5, int(draw.integers(2**31)))
    periods, first = 12, 5
    outcome = (
        level[:, None] + draw.normal(0, 0.05, periods) + wobbling(draw, (agents, periods), 0.3, 0.6)
    )
    outcome[:, first:] += (NOVICE_GAIN * arm * novice)[:, None]
    question = Question("resolutions", "higher", 0.1, window="month", unit="an hour")
    kinds = Subgroups("tenure", ("experienced", "novice"), novice, declared=True)
    use = np.zeros(outcome.shape)
    use[:, first:] = arm[:, None]
    return PeoplePanel(
        question, outcome, team, arm, first, use, recorded_draw=True, subgroups=(kinds,)
    )


def office_workers(draw: Draw, *, meetings: bool = False) -> PeoplePanel:
    """Return the workers of 66 firms, drawn inside them; `meetings`: hours that do not move."""
    firm = np.sort(draw.integers(0, FIRMS, WORKERS))
    arm = draw_places(firm, 0.5, int(draw.integers(2**31)))
    uptake = draw.permutation(np.linspace(0.06, 0.66, FIRMS))[firm]
    kind = draw.random(WORKERS)
    periods, first = 9, 3
    use = np.zeros((WORKERS, periods))
    use[:, first:] = ((kind < 0.02) | ((kind < uptake) & (arm == 1)))[:, None]
    level = draw.gamma(4.0, 2.6, WORKERS)[:, None]
    outcome = level + draw.normal(0, 0.2, periods) + wobbling(draw, use.shape, 0.3, 3.0)
    if not meetings:
        outcome = outcome + EMAIL_OF_USE * use
    question = Question("hours", "lower", 0.5, window="month", unit="hours a week")
    return PeoplePanel(question, outcome, firm, arm, first, use, recorded_draw=True)


def timed_tasks(draw: Draw) -> PeoplePanel:
    """Return 246 tasks of 16 developers, each drawn to be done with AI or without."""
    developer = np.sort(draw.integers(0, DEVELOPERS, TASKS))
    arm = draw_places(developer, 0.55, int(draw.integers(2**31)))
    forecast = draw.normal(4.2, 0.9, TASKS) + draw.normal(0, 0.3, DEVELOPERS)[developer]
    taken = forecast + draw.normal(0.1, 0.75, TASKS) + SLOWER * arm
    outcome = np.column_stack([forecast, taken])
    question = Question("log time", "lower", 0.05, window="month", unit="log minutes")
    return PeoplePanel(question, outcome, developer, arm, 1, recorded_draw=True)


def repositories(draw: Draw, *, warnings: bool = False, part: float = 0.1) -> Panel:
    """Return a part of the repositories by month, in logs: pace that fades, warnings that stay."""
    adopters, others, periods = round(ADOPTERS * part), round(OTHERS * part), 20
    start = np.concatenate([draw.integers(8, 15, adopters), np.full(others, -1)])
    many = len(start)
    level = draw.normal(6, 1.0, many)[:, None]
    outcome = (
        level
        + draw.normal(0, 0.05, periods).cumsum()
        + wobbling(draw, (many, periods), 0.3, 0.6 if warnings else 1.0)
    )
    since = np.arange(periods) - np.where(start >= 0, start, periods)[:, None]
    if warnings:
        outcome = outcome + WARNINGS * (since >= 0)
    else:
        outcome = outcome + LINES[0] * (since == 0) + LINES[1] * (since == 1)
    better = "lower" if warnings else "higher"
    question = Question(
        "warnings" if warnings else "lines", better, 0.1, window="month", unit="log"
    )
    return _staggered(question, outcome, start, 50.0, "repository")
