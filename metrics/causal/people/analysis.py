"""All that can be estimated and checked for a pilot of people, in one pure call."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signpost.metrics.causal.canonical_order import people_in_canonical_order
from signpost.metrics.causal.inference.intervals import Interval, level_for, t_interval
from signpost.metrics.causal.people.effects import (
    arm_contrasts,
    effect_of_use,
    intention_to_treat,
    uptake,
)
from signpost.metrics.causal.people.lottery_checks import PEOPLE_CHECKS, PeopleStudy, is_taken_up
from signpost.metrics.causal.people.sample import (
    DRAWN,
    MATCHED,
    ArmsBy,
    PeoplePanel,
    PeopleSample,
    analysed,
    comparison_refusal,
    people_sample,
)
from signpost.metrics.causal.people.subgroups import subgroup_effects
from signpost.metrics.causal.verdict import judge
from signpost.metrics.model.types import Effect, Estimate, Evidence, Floats, Strength

MANY_PEOPLE = 50
"""Up to so many analysed people a lottery is at most moderate evidence."""
INTENTION, USE, UPTAKE, DOSE = "people_offered", "people_use", "people_uptake", "people_dose"


def analyse_people(panel: PeoplePanel) -> Evidence:
    """Estimate and check; `estimates[0]` is the effect of having been drawn, used or not.

    Only a recorded draw counts as random. Nothing in the answer is about a person or a group.
    """
    panel = people_in_canonical_order(panel)
    everybody = people_sample(panel)
    sample = analysed(everybody)
    arms_by: ArmsBy = "lot" if panel.recorded_draw else "matched"
    refusal = comparison_refusal(panel, sample)
    if refusal is not None:
        design = DRAWN if panel.recorded_draw else MATCHED
        return Evidence(
            panel.question, (), (), panel.question.looks, refusal=refusal, design=design
        )
    level = level_for(panel.question)
    effect = intention_to_treat(sample, level)
    study = PeopleStudy(everybody, sample, arms_by, effect, level, panel.question.unit)
    results = tuple(one.run(study) for one in PEOPLE_CHECKS if arms_by in one.arms_by)
    evidence = Evidence(
        question=panel.question,
        estimates=(_estimate(effect, panel, sample, INTENTION), *_of_use(panel, sample, level)),
        checks=results,
        looks=panel.question.looks,
        naive=_dose(panel, sample, level),
        design=DRAWN if panel.recorded_draw else MATCHED,
        highest=_highest(panel, sample),
        threshold=panel.question.worthwhile,
    )
    claimed = judge(evidence).grade != "cannot_tell"
    kinds = subgroup_effects(panel, everybody, level, may_claim=claimed)
    return replace(evidence, subgroup_effects=kinds)


def _highest(panel: PeoplePanel, sample: PeopleSample) -> Strength:
    if not panel.recorded_draw:
        return "suggestive"
    return "strong" if len(sample.arm) > MANY_PEOPLE else "moderate"


def _of_use(panel: PeoplePanel, sample: PeopleSample, level: float) -> tuple[Estimate, ...]:
    """Return the rise of use, and the effect of full use where enough of those drawn did."""
    if sample.use is None or not np.ptp(sample.use) > 0:
        return ()
    first = uptake(sample, sample.use, level)
    taken = _estimate(first, panel, sample, UPTAKE, "adoption")
    effect = effect_of_use(sample, sample.use, level) if is_taken_up(sample) else None
    return (taken,) if effect is None else (taken, _estimate(effect, panel, sample, USE))


def _dose(panel: PeoplePanel, sample: PeopleSample, level: float) -> tuple[Estimate, ...]:
    """Outcome on use, whoever was drawn: who uses it most may be other people."""
    use: Floats | None = sample.use
    if use is None or not np.ptp(use) > 0:
        return ()
    found = arm_contrasts(sample.after[None], use, sample.before, sample.block)
    error = float(np.sqrt(found.covariance[0, 0]))
    interval = t_interval(float(found.point[0]), error, found.df, level)
    return (_estimate(interval, panel, sample, DOSE, naive=True),)


def _estimate(
    found: Interval,
    panel: PeoplePanel,
    sample: PeopleSample,
    method: str,
    effect: Effect = "outcome",
    *,
    naive: bool = False,
) -> Estimate:
    return Estimate(
        method=method,
        point=found.point,
        low=found.low,
        high=found.high,
        level=found.level,
        unit="share" if effect == "adoption" else panel.question.unit,
        n_groups=len(np.unique(sample.block)),
        n_periods=panel.outcome.shape[1],
        n_starts=1,
        effect=effect,
        naive=naive,
        p_value=found.p_value,
        standard_error=found.standard_error,
    )
