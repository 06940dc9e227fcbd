"""Other roll-outs: whether something else started in the same groups at about the same time."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.block_length import quarter
from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.design import Reach
from signpost.metrics.causal.inference.intervals import Interval
from signpost.metrics.causal.methods.counterfactual import Bools
from signpost.metrics.causal.methods.staggered import staggered_effect
from signpost.metrics.model.types import CheckResult, Finding, Floats, Ints, Panel, Refusal

TOGETHER = 0.5
"""Share of the starters, by weight, that may have had another start near their own."""
_MORE_THAN_OTHERS = 0.25


def run(study: Study) -> CheckResult:
    """Return whether the claim stands without what another roll-out near the start may explain."""
    panel = study.panel
    if panel.other_starts is None or not panel.other_rollouts:
        return CheckResult("other_rollouts", True, Finding("other_rollouts.none"))
    told = Finding("other_rollouts.apart")
    seen: dict[str, float] = {}
    for name, start in zip(panel.other_rollouts, panel.other_starts.T, strict=True):
        shares = shares_together(panel, start)
        near = shares["starters"] > TOGETHER
        if not (
            study.claims and near and shares["starters"] - shares["others"] > _MORE_THAN_OTHERS
        ):
            continue
        found = effect_without(panel, start)
        if isinstance(found, Refusal) or not study.stands(found):
            units = dict.fromkeys(shares, "share")
            values = Finding("other_rollouts.together", {"what": name, **shares}, units)
            return CheckResult("other_rollouts", False, values, shares)
        seen = {"effect": found.point, "low": found.low, "high": found.high}
        units = dict.fromkeys(seen, study.unit)
        told = Finding("other_rollouts.told_apart", {"what": name, **seen}, units)
    return CheckResult("other_rollouts", True, told, seen)


def shares_together(panel: Panel, start: Ints) -> dict[str, float]:
    """Return the shares, by weight, of starters and of others that another start (G,) was near."""
    begun = panel.start >= 0
    near = (start >= 0) & (np.abs(start - panel.start) <= quarter(len(panel.periods))) & begun
    return {
        "starters": _share(near, begun, panel.weight),
        "others": _share(start >= 0, ~begun, panel.weight),
    }


def _share(which: Bools, among: Bools, weight: Floats) -> float:
    return float(np.average(which[among], weights=weight[among])) if among.any() else 0.0


def effect_without(panel: Panel, start: Ints) -> Interval | Refusal:
    """Return the effect over cells before the other roll-out, begun at `start` (G,), is on."""
    on = (start[:, None] >= 0) & (np.arange(len(panel.periods)) >= start[:, None])
    outcome = np.where(on, np.nan, panel.outcome)
    return staggered_effect(panel, outcome, Reach(panel.question.lag), permute=True)


CHECK = Check(id="other_rollouts", rows=("staggered", "few_groups", "synthetic"), run=run)
