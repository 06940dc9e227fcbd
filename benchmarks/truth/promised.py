"""Promised power and delivered power: what a plan says would be found, and how often it is.

An organisation has groups of many sizes, noise with memory and a path that all share. Its first
twelve months are the history a plan is made from; then the change that the plan promises to find
in four of five is given to half of its groups for six months, again and again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from benchmarks.truth.worlds import Draw, seeded, wobbling
from signpost.metrics.causal.analysis import analyse
from signpost.metrics.causal.inference.noise import measure_noise
from signpost.metrics.causal.verdict import judge
from signpost.metrics.model.types import Floats, Panel, Question
from signpost.metrics.planning.pilot_design import detectable_change
from signpost.metrics.planning.power import futures_of, promised_change

GROUPS = (25, 12, 16, 8)
BEFORE, AFTER = 12, 6
HISTORIES, FUTURES = 5, 12
MEMORY, NOISE, WORTH = 0.4, 10.0, 5.0


@dataclass(frozen=True)
class _Organisation:
    size: Floats
    level: Floats
    noise: Floats

    def outcome(self, draw: Draw, periods: int) -> Floats:
        """(G, T) without any effect."""
        own = wobbling(draw, (len(self.size), periods), MEMORY, 1.0) * self.noise[:, None]
        path = draw.normal(0, 2.0, periods).cumsum()
        return np.asarray(self.level[:, None] + own + path)


def measure_promise(groups: int, *, drawn: bool, histories: int = HISTORIES) -> dict[str, object]:
    """Return the change a plan promises, the formula's, and how often the former is found."""
    promised, formula, found = [], [], []
    for number in range(histories):
        draw = seeded(f"promised {groups}", number)
        organisation = _organisation(draw, groups)
        first, change = _planned(organisation.outcome(draw, BEFORE), organisation.size, drawn)
        formula.append(first)
        if change is None:
            continue
        promised.append(change)
        found += [_is_found(draw, organisation, change, drawn) for _ in range(FUTURES)]
    return {
        "groups": groups,
        "drawn": drawn,
        "formula": float(np.median(formula)),
        "promised": float(np.median(promised)) if promised else None,
        "delivered": float(np.mean(found)) if found else None,
        "tried": len(found),
        "nothing_promised": histories - len(promised),
    }


def _organisation(draw: Draw, groups: int) -> _Organisation:
    size = np.clip(draw.lognormal(np.log(30), 0.6, groups), 8, 200).round()
    level = draw.normal(100, 20, groups).clip(30)
    return _Organisation(size, level, NOISE * np.sqrt(0.5 + 0.5 * 30 / size))


def _planned(history: Floats, size: Floats, drawn: bool) -> tuple[float, float | None]:
    panel = _panel(history, size, np.full(len(size), -1), drawn=False)
    noise = measure_noise(history)
    focus = len(size) // 2
    first = detectable_change(panel, history, noise, focus, len(size) - focus)[0].change
    futures = futures_of(history, size, noise, BEFORE + AFTER)
    return first, promised_change(panel, futures, focus, BEFORE, first, order_drawn=drawn).change


def _is_found(draw: Draw, organisation: _Organisation, change: float, drawn: bool) -> bool:
    groups = len(organisation.size)
    start = draw.permutation(np.where(np.arange(groups) < groups // 2, BEFORE, -1))
    calm = organisation.outcome(draw, BEFORE + AFTER)
    exposed = (start[:, None] >= 0) & (np.arange(BEFORE + AFTER) >= BEFORE)
    panel = _panel(calm - change * exposed, organisation.size, start, drawn=drawn)
    return judge(analyse(panel)).grade == "works"


def _panel(outcome: Floats, size: Floats, start: np.ndarray, *, drawn: bool) -> Panel:
    groups, periods = outcome.shape
    panel = Panel(
        question=Question("kpi", "lower", WORTH, window="month"),
        groups=tuple(f"g{at}" for at in range(groups)),
        periods=tuple(f"{2024 + at // 12}-{at % 12 + 1:02}" for at in range(periods)),
        outcome_numerator=outcome,
        outcome_denominator=np.ones_like(outcome),
        adoption_numerator=None,
        adoption_denominator=None,
        weight=size,
        start=start.astype(np.int64),
    )
    return replace(panel, ordered_by_chance=drawn)
