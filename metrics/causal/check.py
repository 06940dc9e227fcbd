"""One check of an answer, declared: where it applies and how it is run.

Its name, its findings and what to do when it fails are words: `presentation/words`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, cast

from signpost.metrics.causal.design import Design, Row
from signpost.metrics.causal.estimator import repair_of, second_opinion_of
from signpost.metrics.causal.inference.intervals import RISK, Interval
from signpost.metrics.model.types import CheckResult, Estimate, Panel
from signpost.registry import parts

Consequence = Literal["no_answer", "repaired", "caveat"]
"""What a failure means for the answer.

`no_answer`: there is none; where an estimator repairs the check, its number is shown instead.
`repaired`: there is none unless an estimator repairs the check; then that estimate is the answer.
`caveat`: the answer stands, is not strong, and names what was found.
"""

HALF = 0.5
"""Share of an effect that is left where the same, asked in another way, says the same."""
ONE_SIDED = 0.05
"""How often chance gives an effect on the side of the claim that counts as confirming it."""
NEGLIGIBLE = 1e-6
"""Share of the worthwhile change that nobody would miss."""


@dataclass(frozen=True)
class Study:
    """Arguments of a check: the panel, its design and what was estimated."""

    panel: Panel
    design: Design
    estimates: tuple[Estimate, ...]
    """The first is the design's own headline, before any check is run."""

    @property
    def headline(self) -> Estimate:
        """The design's own estimate."""
        return self.estimates[0]

    def estimate(self, method: str) -> Estimate | None:
        """One of the estimates by the id of its method."""
        return next((one for one in self.estimates if one.method == method), None)

    @property
    def second_opinion(self) -> Estimate | None:
        """The estimate of the row's other estimator."""
        other = second_opinion_of(self.design.row)
        return None if other is None else self.estimate(other.id)

    def repair(self, check: str) -> Estimate | None:
        """Return the estimate that would be right if `check`, an id, failed."""
        repair = repair_of(check)
        return None if repair is None else self.estimate(repair.id)

    @property
    def unit(self) -> str:
        """Unit of the outcome."""
        return self.panel.question.unit

    @property
    def window(self) -> str:
        """Name of one period."""
        return self.panel.question.period

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
        """Return whether some difference of outcomes is more than rounding."""
        return any(abs(one) > self.rounding for one in differences)

    def confirms(self, found: Interval) -> bool:
        """Return whether an interval excludes zero on the headline's side."""
        return found.excludes_zero and found.point * self.headline.point > 0

    def stands(self, found: Interval, *, of_same_cells: bool = False) -> bool:
        """Return whether the claim is there in `found`, the same asked in another way.

        Half of it at least, worth having if the headline is, and sure; of the cells the headline is
        sure of already, on its side alone.
        """
        mine, theirs = abs(self.headline.point), abs(found.point)
        least = max(HALF * mine, min(mine, self.panel.question.worthwhile))
        same_side = found.point * self.headline.point > 0
        sure = found.excludes_zero or (of_same_cells and self._probable(found))
        return same_side and sure and theirs >= least

    def _probable(self, found: Interval) -> bool:
        """Return whether an interval excludes zero on one side alone, widened for looks."""
        risk = ONE_SIDED * (1 - self.headline.level) / RISK
        return found.p_value is not None and found.p_value / 2 <= risk


@dataclass(frozen=True, kw_only=True)
class DeclaredCheck:
    """Name of a check and the consequence of its result, whatever it looks at.

    Nothing outside the file that declares it names its id: other code asks for a field.
    """

    id: str
    fails_when_fading: bool = False
    """True where a true effect that fades fails it: asked again soon after the start."""
    needs: bool = False
    """More than a panel must be loaded for it to be judged."""
    on_failure: Consequence = "no_answer"
    needed_for_strong: bool = False
    """True where an answer is strong only if this passed; others may be left unjudged."""
    needed_for_answer: tuple[Row, ...] = ()
    """Rows of the decision table in which there is no answer unless this passed."""


@dataclass(frozen=True, kw_only=True)
class Check(DeclaredCheck):
    """Declared once per file in metrics/causal/checks, all that follows from it included."""

    rows: tuple[Row, ...]
    settled_by_chance: bool = False
    """True where it asks what a drawn order of starts answers: it is then not run, and passes."""
    run: Callable[[Study], CheckResult]
    """Pure: a study in, a result out."""
    without_suspects: Callable[[Panel], Panel] | None = None
    """The panel without the cells that a failure makes doubtful.

    Such a check runs first; where it fails and a repair was estimated, the other checks look at
    this panel, so that one trouble is not found under several names.
    """


def checks() -> tuple[Check, ...]:
    """Return the declared checks, in order of their file names."""
    return cast("tuple[Check, ...]", parts("signpost.metrics.causal.checks", "CHECK"))


def opposite(one: Estimate, other: Estimate) -> bool:
    """Return whether both intervals exclude zero, on different sides."""
    return (one.low > 0 and other.high < 0) or (one.high < 0 and other.low > 0)
