"""One check of an answer, declared: what it asks, where it applies, what to do when it fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from signpost.metrics.causal.design import Design, Row
from signpost.metrics.model.types import CheckResult, Estimate, Panel
from signpost.registry import parts

NEGLIGIBLE = 1e-6
"""Share of the worthwhile change that nobody would miss."""


@dataclass(frozen=True)
class Study:
    """What a check may look at: the panel, its design and what was estimated."""

    panel: Panel
    design: Design
    estimates: tuple[Estimate, ...]
    """The first is the design's own headline, before any check has spoken."""

    @property
    def headline(self) -> Estimate:
        """The design's own estimate."""
        return self.estimates[0]

    def estimate(self, method: str) -> Estimate | None:
        """One of the estimates by the id of its method."""
        return next((one for one in self.estimates if one.method == method), None)

    @property
    def claims(self) -> bool:
        """True when the headline's interval excludes zero."""
        beyond = self.headline.low > 0 or self.headline.high < 0
        return beyond and self.matters(self.headline.point)

    @property
    def rounding(self) -> float:
        """Difference below which two numbers are the same, whatever their p-value.

        Without noise, what is left of exact numbers is rounding, and may look sure.
        """
        return NEGLIGIBLE * self.panel.question.worthwhile

    def matters(self, *differences: float) -> bool:
        """Say whether some difference of outcomes is more than rounding."""
        return any(abs(one) > self.rounding for one in differences)


@dataclass(frozen=True)
class Check:
    """Declared once per file in metrics/checks; pure: a study in, a result out."""

    id: str
    label: str
    rows: tuple[Row, ...]
    run: Callable[[Study], CheckResult]
    remedy: str
    """What to do when it fails, for a reader who is no statistician."""
    needs: str = ""
    """What would have to be loaded for it to be judged, where that is more than a panel."""


def checks() -> tuple[Check, ...]:
    """All declared checks, in order of their file names."""
    return cast("tuple[Check, ...]", parts("signpost.metrics.causal.checks", "CHECK"))


def opposite(one: Estimate, other: Estimate) -> bool:
    """Say whether both intervals exclude zero, on different sides."""
    return (one.low > 0 and other.high < 0) or (one.high < 0 and other.low > 0)
