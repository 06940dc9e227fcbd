"""Exposure of a use case in its panel: groups, time and volume."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from signpost.metrics.model.calendar import DAYS_PER_MONTH, from_label
from signpost.metrics.model.schema import Kpi
from signpost.metrics.model.types import Effect, Floats, Panel, Refusal

MONTHS_PER_PERIOD = {"week": 7 / DAYS_PER_MONTH, "month": 1.0}
PERIODS_PER_YEAR = {"week": 365.25 / 7, "month": 12.0}
BASELINE_PERIODS = 4
"""A group's adoption at the beginning is the mean of this many first periods it is known in."""
_TEN_POINTS = 0.10


@dataclass(frozen=True)
class Exposure:
    """Volume an effect is multiplied by, and time that costs are counted over."""

    groups: tuple[str, ...]
    months: float
    """Calendar months from the first start to the end of the panel."""
    group_licence_months: tuple[float, ...] | None
    """Per group: licensed members summed over the exposed periods, in months; None: not known."""
    volume: float
    """Units of the KPI's volume exposed after the lag, times ten points gained for a dose."""


def measure_exposure(panel: Panel, effect: Effect, kpi: Kpi) -> Exposure | Refusal:
    """Return the exposed volume of a panel for an effect on the outcome or per ten points."""
    per_cell = volume_per_cell(panel, kpi)
    if isinstance(per_cell, Refusal):
        return per_cell
    if effect == "ratio":
        return _dose(panel, per_cell)
    rows = panel.start >= 0
    if not rows.any():
        return Refusal(
            "No group of this panel was ever exposed, so there is no volume to price.",
            "Enter the roll-out or white-glove days of the groups in the programme.",
        )
    return Exposure(
        groups=tuple(g for g, exposed in zip(panel.groups, rows, strict=True) if exposed),
        months=float(len(panel.periods) - panel.start[rows].min())
        * MONTHS_PER_PERIOD[panel.question.window],
        group_licence_months=_licences(panel, panel.exposed.astype(float), rows),
        volume=float(np.nansum(per_cell * after_lag(panel))),
    )


def _dose(panel: Panel, per_cell: Floats) -> Exposure | Refusal:
    gained = adoption_gained(panel)
    if gained is None:
        return Refusal(
            "The effect is per ten points of adoption and this panel has no adoption.",
            "Load the usage export of the platform.",
        )
    everywhere = np.ones(per_cell.shape)
    return Exposure(
        groups=panel.groups,
        months=len(panel.periods) * MONTHS_PER_PERIOD[panel.question.window],
        group_licence_months=_licences(panel, everywhere, np.ones(len(panel.groups), dtype=bool)),
        volume=float(np.nansum(per_cell * gained / _TEN_POINTS)),
    )


def volume_per_cell(panel: Panel, kpi: Kpi) -> Floats | Refusal:
    """Return (G, T) volume of each group-period in the unit of the KPI card; NaN where unknown."""
    if kpi.volume == "group-periods":
        return np.where(np.isfinite(panel.outcome), 1.0, np.nan)
    if kpi.volume == "headcount" and panel.headcount is not None:
        return panel.headcount
    if kpi.volume != "denominator":
        return Refusal(
            f"The volume of {kpi.label} is {kpi.volume!r}, which this panel does not hold.",
            "Use denominator, headcount (with a roster loaded) or group-periods on the KPI card.",
        )
    measured = panel.outcome_denominator[np.isfinite(panel.outcome_denominator)]
    if kpi.per != 1.0 and measured.size and np.all(measured == 1.0):
        return Refusal(
            f"{kpi.label} was loaded as a bare value per {kpi.per:g}, without its volume.",
            "Load numerator and denominator, or set volume: headcount on the KPI card.",
        )
    return panel.outcome_denominator


def after_lag(panel: Panel) -> Floats:
    """Return (G, T) 1 where a group was exposed at least the declared lag ago, else 0."""
    period = np.arange(len(panel.periods))[None, :]
    start = panel.start[:, None]
    return ((start >= 0) & (period >= start + panel.question.lag)).astype(float)


def adoption_gained(panel: Panel) -> Floats | None:
    """Return (G, T) adoption of `lag` periods earlier over its baseline; unknown counts as 0."""
    adoption = panel.adoption
    if adoption is None:
        return None
    is_measured = np.isfinite(adoption)
    first = is_measured & (np.cumsum(is_measured, axis=1) <= BASELINE_PERIODS)
    count = np.maximum(first.sum(axis=1), 1)
    base = np.where(first, adoption, 0.0).sum(axis=1) / count
    gained = np.where(is_measured, adoption - base[:, None], 0.0)
    lag = panel.question.lag
    return np.concatenate(
        [np.zeros((len(gained), lag)), gained[:, : gained.shape[1] - lag]], axis=1
    )


def _licences(panel: Panel, cells: Floats, rows: NDArray[np.bool_]) -> tuple[float, ...] | None:
    members = panel.adoption_denominator
    members = panel.headcount if members is None else members
    if members is None:
        return None
    months = np.nansum(members * cells, axis=1)[rows] * MONTHS_PER_PERIOD[panel.question.window]
    return tuple(months.tolist())


def last_day(panel: Panel) -> date | None:
    """Return the last day of a panel; None where its periods are only numbered."""
    try:
        return from_label(panel.periods[-1]).last
    except ValueError:
        return None
