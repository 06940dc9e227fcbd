"""A KPI on two scales within one file: shares beside percent, minutes beside hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

UNIT_FACTORS = {100.0: "percent and shares", 60.0: "minutes and hours", 24.0: "hours and days",
           1000.0: "units and thousands"}  # fmt: skip
"""Factor between two units -> what they are called."""
NEAR_FACTOR = 1.25
"""How far from a factor a ratio of levels may be."""
MOST_GROUPS = 0.8
"""Share of the groups whose level must change."""
_SPREAD = 3.0
"""Largest over smallest figure of a side that has one level."""
_LEAST = 2
GroupSeries = Mapping[str, Sequence[float]]
"""Group -> its figures, not 0, in the order of their periods."""


@dataclass(frozen=True)
class LevelShift:
    """Figures of one KPI on two scales: those above `over` are `factor` times the others."""

    factor: float
    over: Mapping[str, float]
    """Group -> what separates its two levels."""
    low: float
    high: float


def level_shift(series: GroupSeries) -> LevelShift | None:
    """Return how one KPI mixes two scales; None where it has one.

    Shares beside percent show by their values in any group; other factors where nearly all groups
    change once in time, between two steady levels.
    """
    return _shares_beside_percent(series) or _changed_once(series)


def _shares_beside_percent(series: GroupSeries) -> LevelShift | None:
    over: dict[str, float] = {}
    lows: list[float] = []
    highs: list[float] = []
    every = [value for values in series.values() for value in values]
    if not every or max(every) > 100 or min(every) < 0:
        return None
    for group, values in series.items():
        shares = [v for v in values if v < 1]
        percent = [v for v in values if v > 1.5]
        mixed = shares and percent and len(shares) + len(percent) == len(values)
        if mixed and _is_near(median(percent) / median(shares), 100.0):
            over[group] = 1.5
            lows, highs = [*lows, *shares], [*highs, *percent]
    if not over:
        return None
    return LevelShift(100.0, dict.fromkeys(series, 1.5), median(lows), median(highs))


def _changed_once(series: GroupSeries) -> LevelShift | None:
    long = {group: values for group, values in series.items() if len(values) >= 2 * _LEAST}
    if not long:
        return None
    for factor in UNIT_FACTORS:
        splits = {g: split for g, values in long.items() if (split := _split(values, factor))}
        if (
            splits
            and len(splits) >= MOST_GROUPS * len(long)
            and len(splits) >= MOST_GROUPS * len(series)
        ):
            low = median(s[0] for s in splits.values())
            high = median(s[1] for s in splits.values())
            return LevelShift(
                factor, {g: (a * b) ** 0.5 for g, (a, b) in splits.items()}, low, high
            )
    return None


def _split(values: Sequence[float], factor: float) -> tuple[float, float] | None:
    """Return the lower and the higher level of figures that change once by the factor."""
    lowest, highest = min(values), max(values)
    if lowest <= 0 or highest / lowest < factor / NEAR_FACTOR:  # most series, without a split
        return None
    for at in range(_LEAST, len(values) - _LEAST + 1):
        first, second = values[:at], values[at:]
        if not (_is_steady(first) and _is_steady(second)):
            continue
        low, high = sorted((median(first), median(second)))
        if low and _is_near(high / low, factor):
            return low, high
    return None


def _is_steady(values: Sequence[float]) -> bool:
    return min(values) > 0 and max(values) <= _SPREAD * min(values)


def _is_near(ratio: float, factor: float) -> bool:
    return factor / NEAR_FACTOR <= ratio <= factor * NEAR_FACTOR
