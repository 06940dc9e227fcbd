"""One way of estimating, declared: where it is offered, what it may do, how it is computed.

Its name and what it assumes are words: `presentation/words`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from signpost.metrics.causal.design import Row
from signpost.metrics.causal.inference.intervals import Interval
from signpost.metrics.causal.methods.staggered import as_estimate
from signpost.metrics.model.types import Effect, Estimate, Floats, Panel, Refusal
from signpost.registry import parts


@dataclass(frozen=True)
class Estimator:
    """Declared once per file in metrics/causal/estimators, all it may do included.

    Nothing outside that file names its id: other code asks for a role, or imports the file.
    """

    id: str
    interval: Callable[[Panel], Interval | Refusal]
    """Pure: a panel in, a range in the unit of `effect` or a refusal out; it never guesses."""
    rows: tuple[Row, ...]
    """Rows of the decision table beside which it is shown."""
    headline_of: tuple[Row, ...] = ()
    """Rows whose answer is about this estimate; every row has exactly one such estimator."""
    second_opinion_of: tuple[Row, ...] = ()
    """Rows whose headline is compared with this estimate."""
    effect: Effect = "outcome"
    naive: bool = False
    """True for a reading that is shown as a warning and never takes part in an answer."""
    outcome: Callable[[Panel], Floats | None] | None = None
    """(G, T) the outcome it reads, NaN where it leaves a cell out, to see whether an effect lasts.

    None for an estimate that is no mean over time against the expected path.
    """
    repairs: str = ""
    """Id of the check (imported from its file) whose failure makes this estimate the headline."""
    repair_order: int = 0
    """Where several repairs are called for, the one with the lowest number is the headline."""

    def estimate(self, panel: Panel) -> Estimate | Refusal:
        """Return the estimate, signed with this estimator's id."""
        return as_estimate(self.interval(panel), panel, self.id, self.effect, naive=self.naive)


def measured_outcome(panel: Panel) -> Floats:
    """Return the (G, T) outcome as it was measured."""
    return panel.outcome


def estimators() -> tuple[Estimator, ...]:
    """Return the declared estimators, in order of their file names."""
    return cast("tuple[Estimator, ...]", parts("signpost.metrics.causal.estimators", "ESTIMATOR"))


def headline_of(row: Row) -> Estimator:
    """Return the estimator whose estimate answers a question of this row."""
    return next(one for one in estimators() if row in one.headline_of)


def second_opinion_of(row: Row) -> Estimator | None:
    """Return the estimator that the headline of this row is compared with, if there is one."""
    return next((one for one in estimators() if row in one.second_opinion_of), None)


def repair_of(check: str) -> Estimator | None:
    """Return the estimator that repairs a failure of `check`, an id, if there is one."""
    return next((one for one in estimators() if one.repairs == check), None)
