"""What a sponsor of one part of the organisation sees of an answer.

Figures of that part by name, figures of all groups together, and no other group's name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from signpost.answers.access import Access, groups_in_scope
from signpost.answers.answer import Answer
from signpost.answers.decisions import Decision
from signpost.metrics.disclosure.cells import Booleans
from signpost.metrics.model.findings import HIDDEN, without_names
from signpost.metrics.model.keys import group_key
from signpost.metrics.model.schema import Programme, UseCase
from signpost.metrics.model.types import (
    Evidence,
    Factor,
    Finding,
    LeftOut,
    MoneyEstimate,
    Panel,
    Question,
    Refusal,
    Text,
    Verdict,
)
from signpost.metrics.value.advice import Advice
from signpost.metrics.value.costs import COST, TIME, Charge
from signpost.metrics.value.factors import EFFECT, VOLUME

WITHHELD = "Withheld: it names another group."
"""Stands for what somebody typed, where that names a group the reader may not see."""


@dataclass(frozen=True)
class Sight:
    """Groups one reader sees by name (`seen`), of all that there are."""

    seen: Collection[str]
    labels: Mapping[str, str]
    """Id -> label, for every group there is."""

    @cached_property
    def others(self) -> tuple[str, ...]:
        """Names, both ids and labels, of the groups that are not seen."""
        names = {
            name
            for pair in self.labels.items()
            if pair[0] not in self.seen
            for name in pair
            if len(name) > 1 and name != "it"
        }
        return tuple(sorted(names))

    def finding(self, finding: Finding) -> Finding:
        """Return a finding without the groups that are not seen."""
        return without_names(finding, lambda group: group in self.seen)

    def text(self, text: Text) -> Text:
        """Return a finding without other groups; a plain text is ours and names none."""
        return self.finding(text) if isinstance(text, Finding) else text

    def typed(self, text: str, instead: str = WITHHELD) -> str:
        """Return what somebody typed, or `instead` of all of it where it names another group."""
        return instead if any(_names(text, other) for other in self.others) else text


def _names(text: str, name: str) -> bool:
    """Return whether a text has this name as words of its own."""
    at = text.find(name)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(name) : at + len(name) + 1]
        if not _in_word(before) and not _in_word(after):
            return True
        at = text.find(name, at + 1)
    return False


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def seen_by(access: Access, parents: Mapping[str, str | None]) -> frozenset[str]:
    """Return the groups a limited reader may see by name, also those whose parent no file names."""
    return groups_in_scope(parents, access) | access.scope


def scoped_answers(
    answers: Iterable[Answer], seen: Collection[str], labels: Mapping[str, str]
) -> tuple[Answer, ...]:
    """Keep the use cases that touch the groups `seen`, without any other group's figures or name.

    `labels`: group id -> the label people know, for every group there is. Estimates over all
    groups stay as they are: one question has one answer, whoever reads it.
    """
    sight = Sight(seen, labels)
    return tuple(_narrowed(one, sight) for one in answers if touches_scope(one, seen))


def scoped_decisions(
    taken: Iterable[Decision],
    programme: Programme,
    seen: Collection[str],
    labels: Mapping[str, str],
) -> tuple[Decision, ...]:
    """Keep decisions about the use cases of a reader's `programme`, and about no other group."""
    sight, cases = Sight(seen, labels), {case.id for case in programme.use_cases}
    return tuple(
        replace(one, why=sight.typed(one.why))
        for one in taken
        if one.use_case in cases and (not one.group or one.group in seen)
    )


def scoped_programme(
    programme: Programme, seen: Collection[str], labels: Mapping[str, str]
) -> Programme:
    """Return what the programme plans for the groups `seen`, without the name of any other."""
    sight = Sight(seen, labels)
    cases = (one for one in programme.use_cases if not one.focus or _named(one.focus, seen))
    deeds = (
        one.model_copy(update={"groups": _named(one.groups, seen)})
        for one in programme.interventions
    )
    return programme.model_copy(
        update={
            "areas": {name: area for name, area in programme.areas.items() if _named([name], seen)},
            "use_cases": tuple(_case(one, sight) for one in cases),
            "interventions": tuple(one for one in deeds if one.groups),
            "targets": tuple(one for one in programme.targets if _named([one.group], seen)),
            "costs": tuple(
                one.model_copy(
                    update={"item": sight.typed(one.item), "source": sight.typed(one.source)}
                )
                for one in programme.costs
            ),
        }
    )


def without_lone_others(
    table: pd.DataFrame, groups: pd.DataFrame, seen: Collection[str]
) -> pd.DataFrame:
    """Return totals as a limited reader may see them: none that gives one other group away.

    `groups` is the same table by group with the `label` each counts under. A total less the groups
    that are `seen` is a figure of the others: it needs two of them, or none. Those that are
    withheld count as one. Where one total of several is left out for that, it would follow from all
    together: so the one of the fewest others is left out as well.
    """
    others = groups[~groups["group_id"].isin(seen)]
    unit = others["group_id"].where(~others["withheld"].astype(bool), "")
    many = unit.groupby([others["label"], others["period"]]).nunique()
    keys = pd.MultiIndex.from_frame(table[["group_id", "period"]])
    left = table[["group_id", "period"]].assign(many=many.reindex(keys).fillna(0).to_numpy())
    is_lone = (left["many"] == 1).to_numpy()
    is_lone = is_lone | _beside_a_lone_one(left, is_lone | table["withheld"].to_numpy(bool))
    names = ("numerator", "denominator", "value")
    figures = {name: np.where(is_lone, np.nan, table[name]) for name in names}
    texts = {name: np.where(is_lone, "", table[name]) for name in ("coded", "denominator_coded")}
    return table.assign(
        **figures, **texts, withheld=table["withheld"] | is_lone, waits=table["waits"] & ~is_lone
    )


def _beside_a_lone_one(left: pd.DataFrame, is_hidden: Booleans) -> Booleans:
    """Return the total of the fewest others in periods in which all hidden ones are of one other.

    `left` has group_id, period and how `many` others each total is of.
    """
    hidden = left["many"].where(is_hidden, 0).groupby(left["period"]).transform("sum")
    shown = left[~is_hidden & (left["many"] > 1) & (hidden == 1)]
    fewest = shown.sort_values(["many", "group_id"]).drop_duplicates("period")
    return np.asarray(left.index.isin(fewest.index))


def without_periods(table: pd.DataFrame, periods: Collection[str]) -> pd.DataFrame:
    """Return a table of everybody's parts, withheld in these periods; all of it if it has none."""
    is_gone = table["period"].isin(periods) if "period" in table else bool(periods)
    names = ("numerator", "denominator", "value")
    figures = {name: np.where(is_gone, np.nan, table[name]) for name in names}
    return table.assign(**figures, withheld=table["withheld"].astype(bool) | is_gone)


def touches_scope(answer: Answer, seen: Collection[str]) -> bool:
    """Return whether a use case touches these groups; one that was not asked goes by its focus."""
    if answer.panel is not None:
        return any(group in seen for group in answer.panel.groups)
    return not answer.use_case.focus or bool(_named(answer.use_case.focus, seen))


def _narrowed(answer: Answer, sight: Sight) -> Answer:
    return replace(
        answer,
        use_case=_case(answer.use_case, sight),
        panel=narrowed_panel(answer.panel, sight) if answer.panel else None,
        evidence=_evidence(answer.evidence, sight),
        verdict=_verdict(answer.verdict, sight),
        money=_money(answer.money, sight),
        at_stake=_money(answer.at_stake, sight),
        charge=_charge(answer.charge, sight),
        advice=_advice(answer.advice, sight),
        guardrails=tuple(
            replace(
                one,
                evidence=_evidence(one.evidence, sight),
                verdict=_verdict(one.verdict, sight),
                at_stake=_money(one.at_stake, sight),
            )
            for one in answer.guardrails
        ),
    )


def _verdict(verdict: Verdict, sight: Sight) -> Verdict:
    return replace(
        verdict,
        because=tuple(map(sight.text, verdict.because)),
        would_change=tuple(map(sight.text, verdict.would_change)),
    )


def _case(case: UseCase, sight: Sight) -> UseCase:
    return case.model_copy(
        update={
            **{
                name: sight.typed(getattr(case, name))
                for name in ("problem", "mechanism", "decision_rule")
            },
            "label": sight.typed(case.label, case.id),
            "focus": _named(case.focus, sight.seen),
            "comparison": _named(case.comparison, sight.seen),
        }
    )


def _named(groups: Sequence[str], seen: Collection[str]) -> tuple[str, ...]:
    return tuple(group for group in groups if group_key(group, {}) in seen)


def narrowed_panel(panel: Panel, sight: Sight) -> Panel:
    """Return a panel with the rows of the groups seen only; the other rows are gone."""
    seen = sight.seen
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
            "division",
            "other_starts",
        )
        if (value := getattr(panel, name)) is not None
    }
    return replace(
        panel,
        **by_group,
        groups=tuple(panel.groups[at] for at in rows),
        contact=None,
        question=_question(panel.question, seen),
        breaks=tuple(replace(one, what=sight.finding(one.what)) for one in panel.breaks),
        left_out=tuple(_left_out(one, sight) for one in panel.left_out),
    )


def _left_out(one: LeftOut, sight: Sight) -> LeftOut:
    """Withhold the name of a group that was left out; a period or a series keeps its own."""
    about = one.reason.groups if isinstance(one.reason, Finding) else ()
    hidden = one.what in about and one.what not in sight.seen
    return LeftOut(HIDDEN if hidden else one.what, sight.text(one.reason))


def _question(question: Question, seen: Collection[str]) -> Question:
    return replace(
        question, focus=_named(question.focus, seen), comparison=_named(question.comparison, seen)
    )


def _evidence(evidence: Evidence, sight: Sight) -> Evidence:
    return replace(
        evidence,
        question=_question(evidence.question, sight.seen),
        checks=tuple(replace(one, finding=sight.finding(one.finding)) for one in evidence.checks),
        group_effects=tuple(one for one in evidence.group_effects if one.group in sight.seen),
        shape=replace(evidence.shape, finding=sight.finding(evidence.shape.finding))
        if evidence.shape
        else None,
        refusal=_refusal(evidence.refusal, sight) if evidence.refusal else None,
    )


def _money(money: MoneyEstimate | Refusal, sight: Sight) -> MoneyEstimate | Refusal:
    if isinstance(money, Refusal):
        return _refusal(money, sight)
    return replace(
        money,
        factors=tuple(_factor(one, sight) for one in money.factors),
        tornado=tuple((_factor_name(name, sight), low, high) for name, low, high in money.tornado),
    )


def _charge(charge: Charge, sight: Sight) -> Charge:
    refusal = _refusal(charge.refusal, sight) if charge.refusal else None
    return Charge(tuple(_factor(one, sight) for one in charge.factors), refusal)


def _factor(factor: Factor, sight: Sight) -> Factor:
    """Withhold what was typed about a factor; nobody types effect, volume and working time."""
    if factor.name in (EFFECT, VOLUME, TIME):
        return factor
    source = sight.typed(factor.source)
    origin = factor.origin if source == factor.source else None
    return replace(factor, name=_factor_name(factor.name, sight), source=source, origin=origin)


def _factor_name(name: str, sight: Sight) -> str:
    """Return the name of a factor; a cost whose typed name is withheld is still a cost."""
    return sight.typed(name, f"{COST}withheld") if name.startswith(COST) else name


def _refusal(refusal: Refusal, sight: Sight) -> Refusal:
    return Refusal(sight.text(refusal.reason), sight.text(refusal.remedy))


def _advice(advice: Sequence[Advice], sight: Sight) -> tuple[Advice, ...]:
    return tuple(
        replace(one, why=sight.text(one.why))
        for one in advice
        if one.group is None or one.group in sight.seen
    )
