"""One way of estimating, declared: what it is called, where it is offered, what it assumes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from signpost.metrics.causal.design import Row
from signpost.metrics.model.types import Effect, Estimate, Panel, Refusal
from signpost.registry import parts


@dataclass(frozen=True)
class Estimator:
    """Declared once per file in metrics/estimators; pure: a panel in, an estimate or a refusal out.

    It refuses rather than guesses, never changes the panel, and names its estimate by `id`.
    """

    id: str
    label: str
    assumes: str
    """What must hold for the number to mean what it says, for a reader who is no statistician."""
    estimate: Callable[[Panel], Estimate | Refusal]
    rows: tuple[Row, ...]
    """Rows of the decision table beside which it is shown."""
    effect: Effect = "outcome"
    naive: bool = False
    repairs: str = ""
    """The check whose failure makes this estimate the headline."""


def estimators() -> tuple[Estimator, ...]:
    """All declared estimators, in order of their file names."""
    return cast("tuple[Estimator, ...]", parts("signpost.metrics.causal.estimators", "ESTIMATOR"))
