"""Several questions at once: which findings stand, and how many chance alone would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from signpost.metrics.causal.analysis import analyse
from signpost.metrics.causal.inference.intervals import LEVEL, benjamini_hochberg
from signpost.metrics.model.types import Estimate, Evidence, Panel


@dataclass(frozen=True)
class Adjusted:
    """Findings that stand of n when they are looked at together."""

    stands: tuple[bool, ...]
    """(n,) True where the finding stands; False where there is none."""
    asked: int
    """Questions that could be put to a test."""
    found: int
    """Of those, intervals that leave out zero when each is looked at alone."""
    by_chance: float
    """Of those, how many to expect if nothing had any effect."""


def adjust_p_values(evidences: Sequence[Evidence], share: float = 1 - LEVEL) -> Adjusted:
    """Keep answers so that at most `share` of them are false (Benjamini and Hochberg 1995).

    Takes the headline of each evidence, whichever KPI or platform it is about; those without a
    p-value or with a refusal do not count.
    """
    return adjust_estimates([_chance(one) for one in evidences], share)


def adjust_groups(evidences: Sequence[Evidence], share: float = 1 - LEVEL) -> Adjusted:
    """Do the same for the effect of every group shown, evidence by evidence, group by group.

    Groups of an evidence that cannot be told have no p-value, and so were not asked about.
    """
    groups = [group for one in evidences if one.refusal is None for group in one.group_effects]
    return adjust_estimates([one.p_value for one in groups], share)


def adjust_estimates(chances: Sequence[float | None], share: float = 1 - LEVEL) -> Adjusted:
    """Keep p-values (n,) so that at most `share` of what is kept is false; None was not asked."""
    asked = [i for i, chance in enumerate(chances) if chance is not None]
    values = np.array([chance for chance in chances if chance is not None])
    kept = benjamini_hochberg(values, share) if asked else np.zeros(0, dtype=bool)
    stands = {number: bool(one) for number, one in zip(asked, kept, strict=True)}
    return Adjusted(
        stands=tuple(stands.get(i, False) for i in range(len(chances))),
        asked=len(asked),
        found=int((values <= share).sum()),
        by_chance=share * len(asked),
    )


def _chance(evidence: Evidence) -> float | None:
    if evidence.refusal is not None or not evidence.estimates:
        return None
    return evidence.estimates[0].p_value


@dataclass(frozen=True)
class LagScan:
    """One question at several lags; every interval is widened for all of them."""

    lags: tuple[int, ...]
    estimates: tuple[Estimate | None, ...]
    looks: int
    stands: tuple[bool, ...]


def lag_scan(panel: Panel, lags: tuple[int, ...]) -> LagScan:
    """Return the estimate at each lag, each counted as a look. A scan only explores."""
    looks = panel.question.looks * max(len(lags), 1)
    found = tuple(
        analyse(replace(panel, question=replace(panel.question, lag=lag, looks=looks)))
        for lag in lags
    )
    estimates = tuple(
        one.estimates[0] if one.refusal is None and one.estimates else None for one in found
    )
    return LagScan(tuple(lags), estimates, looks, adjust_p_values(found).stands)
