"""Answers as they may be shown: no group's adoption where the tables withhold it.

An estimate may use the adoption of every group that is large enough; a page may not show it for all
of them. Shown beside the total, the groups around one that is too small would give it away.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

import numpy as np

from signpost.answers.answer import Answer, answers
from signpost.answers.stop_list import stop_list_of, with_stop_list
from signpost.metrics.adoption.table import adoption_table
from signpost.metrics.causal.checks import mechanism
from signpost.metrics.causal.mechanism_chain import mechanism_chain
from signpost.metrics.causal.one_claim import agreeing_checks, agreeing_links
from signpost.metrics.collaboration.diffusion import Diffusion, diffusion
from signpost.metrics.model.schema import Programme, UseCase
from signpost.metrics.model.types import (
    CheckResult,
    Estimate,
    Evidence,
    Finding,
    Panel,
    Question,
    Refusal,
)
from signpost.metrics.value.advice import Advice
from signpost.warehouse import Warehouse, WarehouseError

_Cell = tuple[str, str]
_RAISED = Finding("mechanism.raised_withheld")
"""Adoption rose; by how much would give a small group away."""


def redacted_answers(
    warehouse: Warehouse, programme: Programme, told: Callable[[int, int], None] | None = None
) -> tuple[Answer, ...]:
    """Return the answers to all use cases, without the adoption of withheld groups.

    `told` hears how many are done and how many there are.
    """
    found = answers(warehouse, programme, told)
    found = with_stop_list(found, programme, stop_list_of(warehouse, programme, found))
    return tuple(without_cells(one, publishable_cells(warehouse, programme, one)) for one in found)


def publishable_cells(
    warehouse: Warehouse, programme: Programme, answer: Answer
) -> frozenset[_Cell]:
    """List the (group id, period) whose adoption may be shown; none where that is not known."""
    try:
        return _cells(warehouse, programme, answer.evidence.question, withheld=False)
    except WarehouseError:
        return frozenset()


def _cells(
    warehouse: Warehouse, programme: Programme, asked: Question | UseCase, *, withheld: bool
) -> frozenset[_Cell]:
    table = adoption_table(
        warehouse,
        programme,
        metric=asked.adoption_metric,
        platform=asked.platform,
        window=asked.window,
        grouping=asked.grouping if isinstance(asked, Question) else "as-was",
    )
    rows = table[table["withheld"].astype(bool) == withheld]
    return frozenset(zip(rows["group_id"], rows["period"], strict=True))


def redacted_diffusion(
    warehouse: Warehouse, programme: Programme, case: UseCase
) -> Diffusion | Refusal:
    """Return whether a platform spread, without what contacts gained where that reveals a group.

    What each group's contacts gained is a sum over the groups that started: with the network
    known, the adoption of one of them that is withheld would follow from it.
    """
    found = diffusion(warehouse, programme, case)
    if isinstance(found, Refusal):
        return found
    withheld = {group for group, _ in _cells(warehouse, programme, case, withheld=True)}
    started = {g for g, start in zip(found.groups, found.start, strict=True) if start >= 0}
    return replace(found, reached=found.reached * np.nan) if withheld & started else found


def without_cells(answer: Answer, shown: Collection[_Cell]) -> Answer:
    """Return the adoption with the cells `shown` only, and what does not follow from others."""
    if answer.panel is None or answer.panel.adoption is None:
        return answer
    panel = _masked(answer.panel, shown)
    hidden = _hidden(answer.panel, panel)
    guards = tuple(
        replace(one, evidence=_evidence(one.evidence, hidden)) for one in answer.guardrails
    )
    links = _links(panel, answer.evidence) if hidden else ()
    advice = tuple(one for one in answer.advice if not _tells_use(one, hidden))
    return replace(
        answer,
        panel=panel,
        evidence=_evidence(answer.evidence, hidden, links),
        guardrails=guards,
        advice=advice,
    )


def _links(panel: Panel, evidence: Evidence) -> tuple[Estimate, ...]:
    """Return the chain over the groups that may be shown; that to the outcome is over all."""
    whole = next((one for one in evidence.chain if one.effect == "outcome"), None)
    return agreeing_links(mechanism_chain(panel), evidence) if whole else ()


def _tells_use(advice: Advice, hidden: Collection[str]) -> bool:
    """Return whether an advice reveals how much a hidden group uses it: all but 'bring it here'."""
    return advice.group in hidden and advice.what != "scale"


def _masked(panel: Panel, shown: Collection[_Cell]) -> Panel:
    keep = np.array(
        [[(group, period) in shown for period in panel.periods] for group in panel.groups]
    ).reshape(panel.outcome.shape)
    assert panel.adoption_numerator is not None  # noqa: S101 - the caller looked
    assert panel.adoption_denominator is not None  # noqa: S101
    return replace(
        panel,
        adoption_numerator=np.where(keep, panel.adoption_numerator, np.nan),
        adoption_denominator=np.where(keep, panel.adoption_denominator, np.nan),
    )


def _hidden(before: Panel, after: Panel) -> frozenset[str]:
    known, left = before.adoption, after.adoption
    assert known is not None  # noqa: S101
    assert left is not None  # noqa: S101
    gone = np.flatnonzero((np.isfinite(known) & ~np.isfinite(left)).any(axis=1))
    return frozenset(before.groups[row] for row in gone)


def _evidence(
    evidence: Evidence, hidden: Collection[str], links: tuple[Estimate, ...] = ()
) -> Evidence:
    """Return the evidence without a hidden group's adoption and the mean that it would follow from.

    `links` are the chain over the groups that may be shown, instead.
    """
    if not hidden:
        return evidence
    effects = tuple(
        replace(one, adoption_change=None) if one.group in hidden else one
        for one in evidence.group_effects
    )
    checks = agreeing_checks(evidence.checks, links)
    if not any(link.effect == "adoption" for link in links):
        checks = tuple(map(_without_rise, checks))
    return replace(evidence, group_effects=effects, chain=links, checks=checks)


def _without_rise(one: CheckResult) -> CheckResult:
    """Return a check without the size of adoption's rise; where it did not rise, it is kept."""
    if one.check != mechanism.CHECK.id or not one.figures:
        return one
    finding = _RAISED if one.figures["low"] > 0 else one.finding
    return replace(one, figures={}, finding=finding)
