"""The numbers behind a picture as a table, and the picture in words for those who cannot see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.effects import change
from dashboard.figures.forest import Row
from dashboard.formats import decimals, money, number
from dashboard.theme import Mark
from metrics.evidence import EventStudy, LeftOut, Money


def tally(rows: Sequence[Row]) -> Mapping[Mark, int]:
    """Count the rows of each state, in the order they first appear."""
    return Counter(row.mark for row in rows)


def forest_table(rows: Sequence[Row], unit: str) -> pd.DataFrame:
    """One line per row: change, its interval, the verdict."""
    places = decimals(*(row.point for row in rows))
    return pd.DataFrame(
        {
            "Group": [row.label for row in rows],
            "Active": [row.note for row in rows],
            f"Change in {unit}": [number(row.point, places, signed=True) for row in rows],
            "From": [number(row.low, places, signed=True) for row in rows],
            "To": [number(row.high, places, signed=True) for row in rows],
            "Verdict": [f"{row.mark.glyph} {row.mark.word}" for row in rows],
        }
    )


def forest_alt(rows: Sequence[Row], unit: str) -> str:
    """Say the forest in words, first row first."""
    lines = [f"{row.label}: {change(row.point, unit)}, {row.mark.word.lower()}" for row in rows]
    return "Change per group with its interval. " + "; ".join(lines)


def event_table(study: EventStudy, period: str) -> pd.DataFrame:
    """One line per period since the start."""
    places = decimals(*study.point)
    return pd.DataFrame(
        {
            f"{period.capitalize()} since the start": list(study.event_time),
            "Change": [number(value, places, signed=True) for value in study.point],
            "From": [number(value, places, signed=True) for value in study.low],
            "To": [number(value, places, signed=True) for value in study.high],
        }
    )


def event_alt(study: EventStudy, period: str, unit: str) -> str:
    """Say the event study in words: the mean before, the last value after."""
    before = [p for t, p in zip(study.event_time, study.point, strict=True) if t < 0]
    start = change(sum(before) / len(before), unit) if before else "not known"
    return (
        f"Change by {period} since the start: before it {start} on average; "
        f"{study.event_time[-1]} {period} after it {change(study.point[-1], unit)}."
    )


def money_table(value: Money) -> pd.DataFrame:
    """Benefit, cost and net with their ranges."""
    rows = [
        ("Benefit", *value.benefit), ("Cost", *value.cost),
        ("Net value", value.low, value.point, value.high),
    ]  # fmt: skip
    return pd.DataFrame(
        [(name, money(point, value.currency), money(low, value.currency),
          money(high, value.currency)) for name, low, point, high in rows],
        columns=["", "Most likely", "From", "To"],
    )  # fmt: skip


def left_out_table(items: Sequence[LeftOut]) -> pd.DataFrame:
    """One line per group or period that could not be used."""
    return pd.DataFrame([(one.what, one.reason) for one in items], columns=["What", "Why"])
