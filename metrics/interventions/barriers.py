"""Barriers of a group: survey scores, interventions against them, movement since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from signpost.metrics.causal.inference.intervals import RISK
from signpost.metrics.causal.inference.mean_differences import Contrast, two_sample
from signpost.metrics.disclosure.suppression import allowed_minimum
from signpost.metrics.interventions.published_answers import published_answers
from signpost.metrics.model.keys import group_key
from signpost.metrics.model.schema import Intervention, Programme
from signpost.metrics.model.sql_files import statements
from signpost.metrics.model.types import Floats
from signpost.warehouse import Reader


def _as_asked(text: str) -> str:
    return text.lower().replace(" ", "_").replace("'", "''")


LABELS = {
    "not_invented_here": "People prefer their own ideas to those of others",
    "hoarding": "People keep what they know to themselves",
    "search": "People do not find who or what could help",
    "transfer": "People find it and cannot use it where they are",
    "tool": "The tool is hard to use",
    "time": "There is no time for it",
    "trust": "People do not trust that it is safe or wanted",
}
"""Hansen's four (Collaboration, 2009) and three that surveys of tools add."""
STRONG_SCORE = 3.5
"""A mean score from here on, of 1 (none) to 5 (strong), counts as a strong barrier."""
_SQL = statements("interventions/barriers.sql")
SURVEY_ANSWERS = _SQL["answers"].format(
    barrier=" ".join(
        f"when asked = '{name}' or starts_with(asked, '{name}:') or asked = '{_as_asked(label)}' "
        f"then '{name}'"
        for name, label in LABELS.items()
    )
)


@dataclass(frozen=True)
class BarrierScore:
    """One barrier of one group in one survey; None where too few answered to show it."""

    group: str
    barrier: str
    day: date
    mean: float | None
    """1 (no barrier) to 5 (strong)."""
    answers: int | None


@dataclass(frozen=True)
class BarrierMovement:
    """Movement of a barrier where one kind of intervention was meant to lower it."""

    barrier: str
    kind: str
    change: Contrast | None
    """Of the mean score, against groups without it; negative is good. None: cannot be told."""
    groups: int
    """Groups it was done for."""


def barrier_scores(reader: Reader, minimum: int) -> tuple[BarrierScore, ...]:
    """Return every survey result that may be shown; below `minimum` answers it is withheld."""
    fewest = allowed_minimum(minimum)
    told = published_answers(reader, "barriers", reader.frame(SURVEY_ANSWERS), minimum)
    asked = [BarrierScore(one.group, one.question, one.day, one.mean, one.answers) for one in told]
    tables = [
        BarrierScore(group, barrier, day, total / answers, int(answers))
        if answers >= fewest
        else BarrierScore(group, barrier, day, None, None)
        for group, barrier, day, total, answers in reader.rows(_SQL["scores"])
    ]
    return tuple(sorted((*asked, *tables), key=lambda one: (one.group, one.barrier, one.day)))


def latest_scores(scores: Iterable[BarrierScore]) -> tuple[BarrierScore, ...]:
    """Return the newest result of each group and barrier, strongest first, withheld last."""
    newest: dict[tuple[str, str], BarrierScore] = {}
    for score in sorted(scores, key=lambda s: s.day):
        newest[score.group, score.barrier] = score
    return tuple(sorted(newest.values(), key=lambda s: (-(s.mean or 0.0), s.group, s.barrier)))


def unaddressed_barriers(
    scores: Iterable[BarrierScore], programme: Programme
) -> tuple[BarrierScore, ...]:
    """Return the strong barriers that no intervention of the programme is meant to lower."""
    tackled = {
        (group_key(group, {}), intervention.barrier)
        for intervention in programme.interventions
        for group in intervention.groups
    }
    return tuple(
        score
        for score in latest_scores(scores)
        if score.mean is not None
        and score.mean >= STRONG_SCORE
        and (score.group, score.barrier) not in tackled
    )


def barrier_movements(
    scores: Sequence[BarrierScore], done: Iterable[Intervention]
) -> tuple[BarrierMovement, ...]:
    """Return the movement of each barrier per kind of intervention meant for it, best first.

    A group's last survey before the intervention is held against its latest after it; beside it
    stand groups in which nothing was done about that barrier, over the same surveys. Intervals
    are widened for the number of pairs shown.
    """
    first: dict[tuple[str, str], dict[str, date]] = {}
    for intervention in done:
        for group in intervention.groups if intervention.barrier else ():
            days = first.setdefault((intervention.barrier, intervention.kind), {})
            key = group_key(group, {})
            days[key] = min(intervention.from_day, days.get(key, intervention.from_day))
    level = 1 - RISK / max(len(first), 1)
    moved = [_movement(scores, first, pair, level) for pair in sorted(first)]
    return tuple(sorted(moved, key=lambda m: m.change.point if m.change else np.inf))


def _movement(
    scores: Sequence[BarrierScore],
    first: dict[tuple[str, str], dict[str, date]],
    pair: tuple[str, str],
    level: float,
) -> BarrierMovement:
    barrier, kind = pair
    days = first[pair]
    touched = {g for (name, _), groups in first.items() if name == barrier for g in groups}
    series = _series(scores, barrier)
    here = np.array([barrier_change(series.get(group, ()), day) for group, day in days.items()])
    rest = np.array(
        [
            _mean([barrier_change(own, day) for day in days.values()])
            for group, own in series.items()
            if group not in touched
        ]
    )
    return BarrierMovement(barrier, kind, two_sample(here, rest, level), len(days))


def _series(scores: Iterable[BarrierScore], barrier: str) -> dict[str, list[tuple[date, float]]]:
    series: dict[str, list[tuple[date, float]]] = {}
    for score in scores:
        if score.barrier == barrier and score.mean is not None:
            series.setdefault(score.group, []).append((score.day, score.mean))
    return series


def barrier_change(series: Sequence[tuple[date, float]], day: date) -> float:
    """Return the latest score after a day less the last one until it; NaN if either is missing."""
    before = [mean for when, mean in sorted(series) if when <= day]
    after = [mean for when, mean in sorted(series) if when > day]
    return after[-1] - before[-1] if before and after else float("nan")


def _mean(values: Sequence[float] | Floats) -> float:
    finite = [value for value in values if np.isfinite(value)]
    return float(np.mean(finite)) if finite else float("nan")
