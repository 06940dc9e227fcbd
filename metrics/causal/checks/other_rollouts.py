"""Other roll-outs: whether something else started in the same groups at about the same time."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.block_length import quarter
from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.methods.counterfactual import Bools
from signpost.metrics.model.types import CheckResult, Finding, Ints

TOGETHER = 0.5
"""Share of the starters, by weight, that may have had another start near their own."""
_MORE_THAN_OTHERS = 0.25


def run(study: Study) -> CheckResult:
    """Count starters for whom another roll-out of the programme came within a quarter."""
    panel, begun = study.panel, study.panel.start >= 0
    if panel.other_starts is None or not panel.other_rollouts:
        return CheckResult("other_rollouts", True, Finding("other_rollouts.none"))
    reach = quarter(len(panel.periods))
    for name, start in zip(panel.other_rollouts, panel.other_starts.T, strict=True):
        near = (start >= 0) & (np.abs(start - panel.start) <= reach) & begun
        with_it = float(np.average(near[begun], weights=panel.weight[begun]))
        without = _among_others(start, begun, panel.weight)
        figures = {"starters": with_it, "others": without}
        if study.claims and with_it > TOGETHER and with_it - without > _MORE_THAN_OTHERS:
            finding = Finding(
                "other_rollouts.together",
                {"what": name, **figures},
                dict.fromkeys(figures, "share"),
            )
            return CheckResult("other_rollouts", False, finding, figures)
    return CheckResult("other_rollouts", True, Finding("other_rollouts.apart"))


def _among_others(start: Ints, begun: Bools, weight: np.ndarray) -> float:
    if begun.all():
        return 0.0
    return float(np.average((start >= 0)[~begun], weights=weight[~begun]))


CHECK = Check(id="other_rollouts", rows=("staggered", "few_groups", "synthetic"), run=run)
