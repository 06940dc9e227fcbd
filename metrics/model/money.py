"""Types of money: a figure with its range, and the factors it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from signpost.metrics.model.findings import Finding


@dataclass(frozen=True)
class Factor:
    """One factor of a money figure with its 90 % range."""

    name: str
    value: float
    low: float
    high: float
    source: str
    """Where it comes from, as entered or noted; its draws hang on it."""
    owner: str
    as_of: date | None = None
    origin: Finding | None = None
    """Where it comes from, as data; None: only what was entered is known."""


@dataclass(frozen=True)
class MoneyEstimate:
    """Money with its interval: benefit - harm - cost.

    Points are means, which add up; low and high are the 5th and 95th percentile.
    """

    point: float
    low: float
    high: float
    currency: str
    per: str
    factors: tuple[Factor, ...]
    benefit: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """(low, point, high)"""
    cost: tuple[float, float, float] = (0.0, 0.0, 0.0)
    harm: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """What an effect in the bad direction costs, as a positive amount."""
    chance_pays_back: float | None = None
    break_even_effect: float | None = None
    break_even_money_per_unit: float | None = None
    tornado: tuple[tuple[str, float, float], ...] = ()
