"""Outcomes in two worlds, with adoption as it was and without any roll-out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from signpost.metrics.model.types import Floats
from signpost.sample_data.adoption import wander
from signpost.sample_data.kpis import SampleKpi
from signpost.sample_data.scenario import Scenario, stream

MEMORY = 0.5  # AR(1) of each group's own shocks
PRICE_LETTER_WEEK = 38  # a company-wide shock: the tariff letter of January 2026
PRICE_LETTER = 0.06  # of the mean
WINTER = 37 / 52  # the middle of January, in years after the first period
LEAST = 0.02  # of the mean: no rate falls below it


@dataclass(frozen=True)
class Outcome:
    """One KPI in both worlds; arrays are (groups of this KPI, periods), in the KPI's own unit."""

    kpi: SampleKpi
    groups: tuple[str, ...]
    without: Floats
    actual: Floats
    numerator: Floats
    denominator: Floats

    @property
    def effect(self) -> Floats:
        """The true effect in every cell."""
        return self.actual - self.without


def draw(
    kpi: SampleKpi, plan: Scenario, headcount: Floats, adoption: tuple[Floats, Floats], seed: int
) -> Outcome:
    """Return both worlds of one KPI. `headcount` and `adoption` (actual, without) are (G, T)."""
    labels = tuple(label for label in kpi.groups if label in plan.labels)
    rows = np.array([plan.index(label) for label in labels])
    rng = stream(seed, kpi.id)
    people = headcount[rows]
    without = _world(kpi, plan, people, rows, rng)
    idle, effect = _response(kpi, labels, adoption[0][rows], adoption[1][rows])
    without += idle - idle.mean(axis=1, keepdims=True)
    floor = LEAST * kpi.mean
    without, actual = np.maximum(without, floor), np.maximum(without + effect, floor)
    denominator = _volume(kpi, people, rng)
    numerator = actual * denominator / kpi.per
    numerator = np.round(numerator) if kpi.is_integer else np.round(numerator, 2)
    return Outcome(kpi, labels, without, actual, numerator, denominator)


def _response(
    kpi: SampleKpi, labels: tuple[str, ...], actual: Floats, without: Floats
) -> tuple[Floats, Floats]:
    """Return the response to use without any roll-out, and that to the roll-out; `lag` later."""
    strength = np.array([kpi.sensitivity.get(label, 1.0) for label in labels])[:, None]
    early = np.arange(actual.shape[1]) - kpi.lag
    idle = kpi.response(np.nan_to_num(without))[:, np.maximum(early, 0)]
    full = kpi.response(np.nan_to_num(actual))[:, np.maximum(early, 0)]
    return strength * idle, strength * np.where(early >= 0, full - idle, 0.0)


def _world(
    kpi: SampleKpi,
    plan: Scenario,
    people: Floats,
    rows: NDArray[np.int64],
    rng: np.random.Generator,
) -> Floats:
    count, periods = people.shape
    year = 52 if periods == plan.weeks else 12
    time = np.arange(periods)
    common: Floats = np.cumsum(rng.normal(0, kpi.walk, periods))
    common += kpi.season * np.cos(2 * np.pi * (time / year - WINTER))
    if year == 52 and kpi.season:
        common += kpi.mean * PRICE_LETTER * np.exp(-np.abs(time - PRICE_LETTER_WEEK) / 3)
    level = rng.normal(kpi.mean, kpi.spread, (count, 1))
    noise = rng.normal(0, kpi.noise, people.shape) / np.sqrt(np.maximum(people, 1) / 100)
    starts = np.array([plan.groups[row].teams_week is not None for row in rows])
    drift = np.outer(starts, kpi.drift * (time - periods / 2))
    return level + common + wander(rng, people.shape, MEMORY, kpi.memory) + noise + drift


def _volume(kpi: SampleKpi, people: Floats, rng: np.random.Generator) -> Floats:
    if kpi.volume == 0:
        return np.ones_like(people)
    if kpi.volume == 1:
        return people
    return np.maximum(rng.poisson(kpi.volume * people), 1).astype(float)
