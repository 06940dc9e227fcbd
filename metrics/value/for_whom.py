"""For whom a pilot of people works: kinds it helped, and kinds it surely helped too little."""

from __future__ import annotations

from dataclasses import dataclass, replace

from signpost.metrics.causal.inference.intervals import RISK
from signpost.metrics.model.types import Evidence, Finding, SubgroupEffect, Verdict


@dataclass(frozen=True)
class KindsOfPeople:
    """Kinds by one attribute that differ by more than chance."""

    attribute: str
    declared: bool
    helped: tuple[SubgroupEffect, ...]
    too_little: tuple[SubgroupEffect, ...]
    """Kinds whose whole range holds no change worth having."""


def differing_kinds(evidence: Evidence) -> tuple[KindsOfPeople, ...]:
    """Return the attributes by which the effect differs, with who was and was not helped."""
    effects = evidence.subgroup_effects
    found = []
    for attribute in dict.fromkeys(one.attribute for one in effects):
        mine = [one for one in effects if one.attribute == attribute]
        together = {one.attribute for one in effects if one.declared is mine[0].declared}
        if mine[0].chance_of_differing < RISK / len(together):
            helped = tuple(one for one in mine if one.claim == "better")
            little = tuple(one for one in mine if _is_too_little(one, evidence))
            found.append(KindsOfPeople(attribute, mine[0].declared, helped, little))
    return tuple(found)


def _is_too_little(one: SubgroupEffect, evidence: Evidence) -> bool:
    worth = evidence.question.worthwhile
    settled = one.claim in ("better", "worse")
    return not settled and -worth < one.low and one.high < worth


def verdict_by_kind(verdict: Verdict, evidence: Evidence) -> Verdict:
    """Return the verdict with who surely gained too little, after those it names as helped."""
    because = list(verdict.because)
    for kinds in differing_kinds(evidence):
        differ = Finding("people.subgroups_differ", {"attribute": kinds.attribute})
        if differ in because:
            at = because.index(differ) + 1 + len(kinds.helped)
            because[at:at] = [_no_gain(one, evidence) for one in kinds.too_little]
    return replace(verdict, because=tuple(because))


def _no_gain(one: SubgroupEffect, evidence: Evidence) -> Finding:
    figures: dict[str, float] = {"low": one.low, "high": one.high}
    figures["worthwhile"] = evidence.question.worthwhile
    units = dict.fromkeys(figures, evidence.question.unit)
    return Finding("people.too_little_for_subgroup", {"kind": one.kind, **figures}, units)


def people_to_reach(evidence: Evidence) -> Finding | None:
    """Return that only some kinds, asked about beforehand, gain; None where nobody is left out."""
    for kinds in differing_kinds(evidence):
        if kinds.declared and kinds.helped and kinds.too_little:
            gains = ", ".join(one.kind for one in kinds.helped)
            return Finding("advice.these_people", {"kinds": gains, "attribute": kinds.attribute})
    return None
