"""One claim, one number: what links and checks say of an effect is what the headline says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from signpost.metrics.causal.checks import mechanism
from signpost.metrics.causal.methods.dose_response import TEN_POINTS
from signpost.metrics.model.types import CheckResult, Estimate, Evidence, Finding


def with_one_claim(evidence: Evidence) -> Evidence:
    """Return evidence whose chain and check of the mechanism agree with its headline.

    The chain is worked out over cells whose adoption is known, and by another error than the
    headline; shown beside it, that would be a second number for the same effect.
    """
    chain = agreeing_links(evidence.chain, evidence)
    return replace(evidence, chain=chain, checks=agreeing_checks(evidence.checks, chain))


def agreeing_links(links: Sequence[Estimate], evidence: Evidence) -> tuple[Estimate, ...]:
    """Return links whose effect on the outcome is the headline's, and whose ratio follows."""
    head = next(iter(evidence.estimates), None)
    if head is None or evidence.refusal is not None or head.naive:
        return tuple(links)
    by_effect = {link.effect: link for link in links}
    if head.effect in by_effect:
        by_effect[head.effect] = replace(head, method=by_effect[head.effect].method)
    rise, outcome, ratio = (by_effect.get(name) for name in ("adoption", "outcome", "ratio"))
    if head.effect == "outcome" and rise and outcome and ratio:
        by_effect["ratio"] = _scaled(ratio, TEN_POINTS * outcome.point / rise.point)
    return tuple(by_effect.values())


def _scaled(ratio: Estimate, point: float) -> Estimate:
    """Return a ratio at another point, its range in proportion."""
    if not ratio.point:
        return ratio
    by = point / ratio.point
    low, high = sorted((ratio.low * by, ratio.high * by))
    return replace(ratio, point=point, low=low, high=high)


def agreeing_checks(
    checks: Sequence[CheckResult], links: Sequence[Estimate]
) -> tuple[CheckResult, ...]:
    """Return checks of which the one of adoption's rise has the number of the chain."""
    rise = next((link for link in links if link.effect == "adoption"), None)
    return tuple(
        _agreeing(one, rise) if rise and one.check == mechanism.CHECK.id and one.figures else one
        for one in checks
    )


def _agreeing(check: CheckResult, rise: Estimate) -> CheckResult:
    figures = {"adoption_change": rise.point, "low": rise.low, "high": rise.high}
    finding = check.finding
    said = {"change": rise.point, "at_most": max(rise.high, 0.0)}
    if isinstance(finding, Finding):
        values = {name: said.get(name, value) for name, value in finding.values.items()}
        finding = replace(finding, values=values)
    return replace(check, figures=figures, finding=finding)
