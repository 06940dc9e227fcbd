"""What a sponsor of one part of the organisation sees of an answer.

Figures of that part by name, figures of all groups together, and no other group's name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from signpost.answers.access import Access, groups_in_scope
from signpost.answers.answer import Answer
from signpost.metrics.model.keys import group_key
from signpost.metrics.model.schema import Programme, UseCase
from signpost.metrics.model.types import Evidence, MoneyEstimate, Panel, Refusal, Verdict
from signpost.metrics.value.advice import Advice

ELSEWHERE = "another group"
Hide = Callable[[str], str]


def seen_by(access: Access, parents: Mapping[str, str | None]) -> frozenset[str]:
    """List the groups a limited reader may see by name, whether or not a file says their parent."""
    return groups_in_scope(parents, access) | access.scope


def scoped_answers(
    answers: Iterable[Answer], seen: Collection[str], labels: Mapping[str, str]
) -> tuple[Answer, ...]:
    """Keep the use cases that touch the groups `seen`, without any other group's figures or name.

    `labels`: group id -> the label people know, for every group there is. Estimates over all
    groups stay as they are: one question has one answer, whoever reads it.
    """
    hide = group_name_masker({group: label for group, label in labels.items() if group not in seen})
    return tuple(_narrowed(one, seen, hide) for one in answers if touches_scope(one, seen))


def scoped_programme(
    programme: Programme, seen: Collection[str], labels: Mapping[str, str]
) -> Programme:
    """Keep what the programme plans for the groups `seen`, and name no other group."""
    hide = group_name_masker({group: label for group, label in labels.items() if group not in seen})
    cases = (one for one in programme.use_cases if not one.focus or _named(one.focus, seen))
    deeds = (
        one.model_copy(update={"groups": _named(one.groups, seen)})
        for one in programme.interventions
    )
    return programme.model_copy(
        update={
            "areas": {name: area for name, area in programme.areas.items() if _named([name], seen)},
            "use_cases": tuple(_case(one, seen, hide) for one in cases),
            "interventions": tuple(one for one in deeds if one.groups),
            "targets": tuple(one for one in programme.targets if _named([one.group], seen)),
            "costs": tuple(
                one.model_copy(update={"item": hide(one.item), "source": hide(one.source)})
                for one in programme.costs
            ),
        }
    )


def touches_scope(answer: Answer, seen: Collection[str]) -> bool:
    """Say whether a use case touches these groups; one that was not asked goes by its focus."""
    if answer.panel is not None:
        return any(group in seen for group in answer.panel.groups)
    return not answer.use_case.focus or bool(_named(answer.use_case.focus, seen))


def group_name_masker(others: Mapping[str, str]) -> Hide:
    """Make a function that puts 'another group' where a text names one of these groups."""
    names = sorted({name for pair in others.items() for name in pair if len(name) > 1}, key=len)
    if not names:
        return lambda text: text
    longest_first = "|".join(re.escape(name) for name in reversed(names) if name != "it")
    pattern = re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)")
    return lambda text: pattern.sub(ELSEWHERE, text)


def _narrowed(answer: Answer, seen: Collection[str], hide: Hide) -> Answer:
    return replace(
        answer,
        use_case=_case(answer.use_case, seen, hide),
        panel=narrowed_panel(answer.panel, seen, hide) if answer.panel else None,
        evidence=_evidence(answer.evidence, seen, hide),
        verdict=_verdict(answer.verdict, hide),
        money=_money(answer.money, hide),
        at_stake=_money(answer.at_stake, hide),
        advice=_advice(answer.advice, seen, hide),
        guardrails=tuple(
            replace(
                one,
                label=hide(one.label),
                evidence=_evidence(one.evidence, seen, hide),
                verdict=_verdict(one.verdict, hide),
                at_stake=_money(one.at_stake, hide),
            )
            for one in answer.guardrails
        ),
    )


def _verdict(verdict: Verdict, hide: Hide) -> Verdict:
    return replace(
        verdict,
        because=tuple(map(hide, verdict.because)),
        would_change=tuple(map(hide, verdict.would_change)),
    )


def _case(case: UseCase, seen: Collection[str], hide: Hide) -> UseCase:
    return case.model_copy(
        update={
            **{
                name: hide(getattr(case, name))
                for name in ("label", "problem", "mechanism", "decision_rule")
            },
            "focus": _named(case.focus, seen),
            "comparison": _named(case.comparison, seen),
        }
    )


def _named(groups: Sequence[str], seen: Collection[str]) -> tuple[str, ...]:
    return tuple(group for group in groups if group_key(group, {}) in seen)


def narrowed_panel(panel: Panel, seen: Collection[str], hide: Hide) -> Panel:
    """Keep the rows of the groups seen; the other rows are gone, not blanked."""
    rows = np.array([at for at, group in enumerate(panel.groups) if group in seen], dtype=np.intp)
    by_group = {
        name: value[rows]
        for name in (
            "outcome_numerator",
            "outcome_denominator",
            "adoption_numerator",
            "adoption_denominator",
            "weight",
            "start",
            "headcount",
            "moved",
            "placebo",
            "stable_outcome",
        )
        if (value := getattr(panel, name)) is not None
    }
    return replace(
        panel,
        **by_group,
        groups=tuple(panel.groups[at] for at in rows),
        contact=None,
        question=replace(
            panel.question,
            focus=_named(panel.question.focus, seen),
            comparison=_named(panel.question.comparison, seen),
        ),
        breaks=tuple(replace(one, what=hide(one.what)) for one in panel.breaks),
        left_out=tuple(
            replace(one, what=hide(one.what), reason=hide(one.reason)) for one in panel.left_out
        ),
    )


def _evidence(evidence: Evidence, seen: Collection[str], hide: Hide) -> Evidence:
    return replace(
        evidence,
        question=replace(
            evidence.question,
            focus=_named(evidence.question.focus, seen),
            comparison=_named(evidence.question.comparison, seen),
        ),
        checks=tuple(replace(one, finding=hide(one.finding)) for one in evidence.checks),
        group_effects=tuple(one for one in evidence.group_effects if one.group in seen),
        shape=replace(evidence.shape, finding=hide(evidence.shape.finding))
        if evidence.shape
        else None,
        refusal=_refusal(evidence.refusal, hide) if evidence.refusal else None,
    )


def _money(money: MoneyEstimate | Refusal, hide: Hide) -> MoneyEstimate | Refusal:
    if isinstance(money, Refusal):
        return _refusal(money, hide)
    return replace(
        money,
        factors=tuple(
            replace(one, name=hide(one.name), source=hide(one.source)) for one in money.factors
        ),
        tornado=tuple((hide(name), low, high) for name, low, high in money.tornado),
    )


def _refusal(refusal: Refusal, hide: Hide) -> Refusal:
    return Refusal(hide(refusal.reason), hide(refusal.remedy))


def _advice(advice: Sequence[Advice], seen: Collection[str], hide: Hide) -> tuple[Advice, ...]:
    return tuple(
        replace(one, why=hide(one.why)) for one in advice if one.group is None or one.group in seen
    )
