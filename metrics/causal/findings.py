"""Sentences of the verdict, for an intelligent reader who is no statistician."""

from __future__ import annotations

from signpost.metrics.causal.block_length import block_length, counted
from signpost.metrics.causal.inference.distributions import normal_quantile
from signpost.metrics.causal.inference.sensitivity import AFTER
from signpost.metrics.model.types import Estimate, Evidence, Question

_POWER = 0.8
"""How often the smallest detectable change would be found."""
_DESIGNS = {
    "staggered": "Groups that started were compared with groups that had not started yet.",
    "few_groups": "Only a few groups could be compared, so the range is that of chance "
    "reassignments of the starts.",
    "synthetic": "The groups that started were compared with a mix of others that had moved like "
    "them for long.",
    "dose": "There is no start date: the outcome was seen to move with adoption, which is weaker "
    "evidence than a start.",
    "series": "Everyone started at once: the outcome was compared with its own past only.",
}


def number(value: float) -> str:
    """Write three significant figures."""
    return f"{value:.3g}"


def seen(estimate: Estimate, question: Question) -> str:
    """Say what was found, with its range."""
    unit = f" {question.unit}" if question.unit else ""
    per = " for ten points more adoption" if estimate.effect == "ratio" else ""
    return (
        f"{question.label or question.kpi} changed by {number(estimate.point)}{unit}{per}; "
        f"the data allow anything from {number(estimate.low)} to {number(estimate.high)}."
    )


def because_of(evidence: Evidence) -> tuple[str, ...]:
    """Say what the answer rests on."""
    passed = sum(one.passed is True for one in evidence.checks)
    unjudged = [one.finding for one in evidence.checks if one.passed is None]
    design = _DESIGNS.get(evidence.design, "")
    told = f"{passed} of {len(evidence.checks)} checks passed."
    lines = (design, told, *_bent(evidence), *unjudged, *_asked(evidence.question))
    return tuple(line for line in lines if line)


def _bent(evidence: Evidence) -> tuple[str, ...]:
    """Say from where on more adoption does not help, where the data can tell."""
    shape = evidence.shape
    told = shape is not None and shape.kind in ("saturating", "turning")
    return (shape.finding,) if shape is not None and told else ()


def _asked(question: Question) -> tuple[str, ...]:
    """Say when the question was put, and beside how many others."""
    lines = []
    if question.registered == "exploratory":
        lines.append("The question was not fixed before the data were seen.")
    if question.looks > 1:
        lines.append(
            f"It was one of {question.looks} questions, and its range is widened for that."
        )
    return tuple(lines)


def overturned(evidence: Evidence) -> tuple[str, ...]:
    """Say how large a drift nobody saw would have to be to explain a claimed effect away."""
    figures = {name: value for one in evidence.checks for name, value in one.figures.items()}
    if evidence.design == "dose" and "hidden_cause_to_overturn" in figures:
        share = figures["hidden_cause_to_overturn"]
        return (
            f"A hidden cause would explain it away if it made up {share:.0%} of what is left to "
            "explain of adoption and of the outcome alike.",
        )
    headline = evidence.estimates[0]
    if headline.low <= 0 <= headline.high:
        return ()
    return (*_drift_overturns(figures), *_bend_overturns(figures, headline.n_periods))


def _drift_overturns(figures: dict[str, float]) -> tuple[str, ...]:
    enough, low, high = (
        figures.get(name) for name in ("drift_that_explains_all", "drift_low", "drift_high")
    )
    if enough is None or low is None or high is None:
        return ()
    return (
        f"A steady drift of {number(enough)} per period that began before the start would explain "
        f"it away; the history allows {number(low)} to {number(high)}.",
    )


def _bend_overturns(figures: dict[str, float], periods: int) -> tuple[str, ...]:
    """Say how far a drift would have to bend, too (Rambachan and Roth 2023)."""
    bend, block = figures.get("bend_to_overturn"), block_length(periods)
    if bend is None:
        return ()
    if bend == 0:
        return (
            f"The first {AFTER * block} periods after the start alone do not tell it from a drift "
            "along a straight line.",
        )
    stretch = f"{block} periods" if block > 1 else "period"
    return (
        f"An unsteady drift could explain it away if its pace per {stretch} changed by more than "
        f"{number(bend)} each time.",
    )


def more_periods(estimate: Estimate, threshold: float) -> str:
    """Say what could be found, and what history would bring the range down to what is worth it."""
    half = (estimate.high - estimate.low) / 2
    wanted = max(abs(abs(estimate.point) - threshold), threshold / 2)
    factor = (half / wanted) ** 2
    more = max(round(estimate.n_periods * (factor - 1)), 1)
    settled = (
        f"About {counted(more, 'more period')}, or as many more groups in proportion, would "
        "settle it."
    )
    if factor > 4:
        settled = (
            f"More periods alone will not do (some {more} would be needed): more groups, or a "
            "steadier measure, would."
        )
    return f"{_detectable(half, estimate.level)} {settled}"


def _detectable(half: float, level: float) -> str:
    """Say what a range of `half` to each side can find."""
    usual, more = (normal_quantile(share) for share in ((1 + level) / 2, _POWER))
    found = number(half * (1 + more / usual))
    return f"As it is, a change of {found} would be found in four of five such cases."
