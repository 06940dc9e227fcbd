"""Several questions at once: which findings stand, and how many chance alone would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from signpost.metrics.causal.inference.intervals import LEVEL, benjamini_hochberg
from signpost.metrics.model.types import Evidence


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
