"""What a verdict rests on, what would change it, and which panels cannot be judged."""

from __future__ import annotations

from signpost.presentation.words.catalogue import Wording


def _range(said: Wording) -> str:
    unit = said.finding.units.get("point", "")
    unit = f" {unit}" if unit else ""
    per = " for ten points more adoption" if said.finding.code.endswith("ten_points") else ""
    changed = said.fill("{kpi} changed by {point}")
    return f"{changed}{unit}{per}" + said.fill("; the data allow anything from {low} to {high}.")


def measured(said: Wording) -> str:
    """Return what a check found that found nothing: its range, and whether that holds zero."""
    if said["low"] <= 0 <= said["high"]:
        return said.fill("not distinguishable from zero ({low} to {high})")
    return said.fill("{effect:+} ({low} to {high}), no more than chance may give")


def _unsteady_drift(said: Wording) -> str:
    stretch = "period" if said["periods"] == 1 else said.fill("{periods:period}")
    pace = (
        f"An unsteady drift could explain it away if its pace per {stretch} changed by more than "
    )
    return pace + said.fill("{bend} each time.")


def _straight_drift(said: Wording) -> str:
    alone = "first period after the start alone does"
    if said["periods"] != 1:
        alone = said.fill("first {periods:period} after the start alone do")
    return f"The {alone} not tell it from a drift along a straight line."


def _steps(said: Wording) -> str:
    return "; ".join(step.removesuffix(".") for step in said.all_of("steps")) + "."


WORDS = {
    "check.started_by_chance": "A recorded draw ordered the starts, so nothing else did.",
    "check.unknown.remedy": "Look into the failed check.",
    "check.unknown.needs": "Load what the check that could not be judged needs.",
    "design.outcome_still": "The outcome never moves in any group, so nothing can be told from it.",
    "design.load_by_period": (
        "Load the outcome period by period; a single number per group says nothing about a change."
    ),
    "design.no_start_no_variation": (
        "There is no start date, and adoption does not vary enough to compare by."
    ),
    "design.give_starts": "Give the period in which each group started.",
    "design.few_groups": (
        "The outcome of only {groups:group} is known; at least {needed} are needed."
    ),
    "design.more_groups": (
        "Split the organisation more finely, or add groups that have not started."
    ),
    "design.short_history": (
        "Only {periods:period} before the start can be used; {needed} are needed."
    ),
    "design.longer_history": (
        "Load the outcome for at least {needed} periods before the first start."
    ),
    "shape.cannot_tell": "The data cannot tell how the outcome bends.",
    "shape.linear": "Within what was seen, more adoption does more.",
    "shape.flat": "The outcome hardly moves with adoption.",
    "shape.worse_again": "Beyond about {adoption:whole} % adoption, more makes it worse again.",
    "shape.better_again": "Beyond about {adoption:whole} % adoption, more makes it better again.",
    "shape.hardly_helps": "Beyond about {adoption:whole} % adoption, more hardly helps.",
    "verdict.design_staggered": (
        "Groups that started were compared with groups that had not started yet."
    ),
    "verdict.design_few_groups": (
        "Only a few groups could be compared, so the range is that of chance reassignments of "
        "the starts."
    ),
    "verdict.design_synthetic": (
        "The groups that started were compared with a mix of others that had moved like them "
        "for long."
    ),
    "verdict.design_dose": (
        "There is no start date: the outcome was seen to move with adoption, which is weaker "
        "evidence than a start."
    ),
    "verdict.design_rises": (
        "Everyone started at once: groups that took it up more changed more. Whatever else such "
        "groups gained from at that time cannot be told apart from it; an outcome that should have "
        "stood still would help."
    ),
    "verdict.design_series": (
        "Everyone started at once: the outcome was compared with its own past only."
    ),
    "verdict.range": _range,
    "verdict.range_per_ten_points": _range,
    "verdict.checks_passed": "{passed:count} of {checks:check} passed.",
    "verdict.not_fixed_beforehand": "The question was not fixed before the data were seen.",
    "verdict.one_of_several": (
        "It was one of {questions:question}, and its range is widened for that."
    ),
    "verdict.hidden_cause": (
        "A hidden cause would explain it away if it made up {share:%} of what is left to "
        "explain of adoption and of the outcome alike."
    ),
    "verdict.steady_drift": (
        "A steady drift of {enough} per period that began before the start would explain it "
        "away; the history allows {low} to {high}."
    ),
    "verdict.straight_drift": _straight_drift,
    "verdict.unsteady_drift": _unsteady_drift,
    "verdict.more_periods": (
        "As it is, the range would leave out zero in four of five such cases for a change of "
        "{detectable}; what the checks throw out comes on top. About {periods:more period}, or as "
        "many more groups in proportion, would settle it."
    ),
    "verdict.periods_will_not_do": (
        "As it is, the range would leave out zero in four of five such cases for a change of "
        "{detectable}; what the checks throw out comes on top. More periods alone will not do "
        "(some {periods:count} would be needed): more groups, or a steadier measure, would."
    ),
    "verdict.nothing_estimated": "Nothing could be estimated.",
    "verdict.everyone_at_once": (
        "Everyone started at once, so whatever else happened then cannot be told apart from "
        "it, and there is no outcome that should have stood still to compare with."
    ),
    "verdict.one_number_misleads": "One number for all adoption would therefore mislead.",
    "verdict.all_too_small": "All of that range is smaller than the {worthwhile} worth having.",
    "verdict.maybe_too_small": "It is not zero, but may be too small to be worth having.",
    "verdict.none_or_worthwhile": (
        "That range holds both no change at all and a change worth having."
    ),
    "verdict.ask_below_and_above": (
        "Ask separately for groups below and above the point at which it bends."
    ),
    "money.not_claimed": "Whether there is an effect cannot be told yet, so no money is claimed.",
    "money.counted_elsewhere": "The same money is already counted for {use_case}.",
    "money.settle": _steps,
    "money.see_verdict": "See what the verdict says would settle it.",
}
