"""One use case from warehouse to next step: panel, evidence, verdict, money, advice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from signpost.metrics.adoption.table import publishable_panel
from signpost.metrics.causal.analysis import analyse
from signpost.metrics.causal.kpi_index import analyse_index, kpi_index, on_same_cells
from signpost.metrics.causal.one_claim import with_one_claim
from signpost.metrics.causal.people.analysis import analyse_people
from signpost.metrics.causal.verdict import judge
from signpost.metrics.model.schema import FactorInput as Share
from signpost.metrics.model.schema import Kpi, Programme, UseCase
from signpost.metrics.model.types import (
    Evidence,
    Finding,
    MoneyEstimate,
    Panel,
    Question,
    Refusal,
    Verdict,
)
from signpost.metrics.panel.build import build_panel
from signpost.metrics.panel.first_licences import with_first_licences, without_asking_for_usage
from signpost.metrics.panel.people.people_panel import build_people_panel
from signpost.metrics.value.account import AccountLine, counted_once, exposed_groups, money_pool
from signpost.metrics.value.advice import Advice, AdviceFacts, advise
from signpost.metrics.value.costs import NO_CHARGE, Charge, charge_costs
from signpost.metrics.value.exposure import Exposure, last_day
from signpost.metrics.value.for_whom import verdict_by_kind
from signpost.metrics.value.guardrails import GuardrailResult, guardrail_harms, time_factor
from signpost.metrics.value.pricing import claimed, costs_only, exposure_of, price
from signpost.metrics.value.published_spend import with_recorded_and_billed
from signpost.warehouse import Warehouse


@dataclass(frozen=True)
class Answer:
    """Everything known about one use case. `money` is what the account has of it."""

    use_case: UseCase
    kpi: Kpi | None
    panel: Panel | None
    evidence: Evidence
    verdict: Verdict
    money: MoneyEstimate | Refusal
    at_stake: MoneyEstimate | Refusal
    """What the interval would be worth whatever the verdict: for analysts, never added up."""
    advice: tuple[Advice, ...]
    guardrails: tuple[GuardrailResult, ...] = ()
    charge: Charge = NO_CHARGE
    """Its costs to date, whether its benefit can be told or not."""

    @property
    def forecast(self) -> tuple[AccountLine, ...]:
        """Return the lines of what its next step should bring a year."""
        return self.advice[0].lines if self.advice else ()


@dataclass(frozen=True)
class Measured:
    """Findings of one use case, before costs are divided among all."""

    use_case: UseCase
    panel: Panel | None
    evidence: Evidence
    verdict: Verdict
    guardrails: tuple[GuardrailResult, ...]


MeasuredProgress = Callable[[int, int], None]
"""Hears how many use cases are measured and how many there are."""


MeasureAll = Callable[..., Sequence[Measured]]
"""What does as `measure_in_turn` does, and may have others help."""


def measure_in_turn(
    warehouse: Warehouse, programme: Programme, progress: MeasuredProgress | None = None
) -> Sequence[Measured]:
    """Measure every use case, in the order of the programme."""
    found: list[Measured] = []
    for case in programme.use_cases:
        found.append(measure(warehouse, programme, case))
        if progress is not None:
            progress(len(found), len(programme.use_cases))
    return found


def answers(
    warehouse: Warehouse,
    programme: Programme,
    progress: MeasuredProgress | None = None,
    measure_all: MeasureAll = measure_in_turn,
) -> tuple[Answer, ...]:
    """Answer every use case, in the order of the programme."""
    found = measure_all(warehouse, programme, progress)
    return priced_answers(found, programme, with_recorded_and_billed(warehouse, programme))


def answer(warehouse: Warehouse, programme: Programme, use_case: UseCase) -> Answer:
    """Answer one use case, as one among those of the programme: costs are divided among all."""
    others = (case for case in programme.use_cases if case.id != use_case.id)
    whole = programme.model_copy(update={"use_cases": (use_case, *others)})
    return answers(warehouse, whole)[0]


def measure(warehouse: Warehouse, programme: Programme, case: UseCase) -> Measured:
    """Return panel, evidence and verdict of a use case, as one look among all.

    A use case that cannot be asked still has an answer: its evidence carries the refusal and its
    verdict is `cannot_tell`.
    """
    panel, evidence = evidence_of(warehouse, programme, case, looks_of(programme, case))
    guards = tuple(guardrail_result(warehouse, programme, case, name) for name in case.guardrails)
    verdict = verdict_by_kind(_verdict(evidence), evidence)
    return Measured(case, panel, evidence, verdict, guards)


def priced_answers(
    measured: Sequence[Measured], programme: Programme, recorded: Programme | Refusal
) -> tuple[Answer, ...]:
    """Return answers with their money: every cost charged once, every effect counted once.

    `recorded`: the programme with the costs and interventions that files recorded.
    """
    charges = _charges(measured, programme, recorded)
    drafts = [_draft(one, programme, recorded, charges[one.use_case.id]) for one in measured]
    elsewhere = {one.use_case.id for one, _ in counted_once(drafts)[1]}
    return tuple(
        replace(
            draft,
            money=costs_only(draft.money) if draft.use_case.id in elsewhere else draft.money,
            advice=advice_for(draft, programme),
        )
        for draft in drafts
    )


def _charges(
    measured: Sequence[Measured], programme: Programme, recorded: Programme | Refusal
) -> dict[str, Charge]:
    """Return use case -> what is charged to it: costs, working time, harm to guardrails."""
    if isinstance(recorded, Refusal):
        return {one.use_case.id: Charge((), recorded) for one in measured}
    exposures: dict[str, Exposure] = {}
    counted: set[tuple[str, str]] = set()
    for one in measured:
        kpi = _card(programme, one.use_case.kpi)
        if one.panel is None or kpi is None or one.evidence.refusal is not None:
            continue
        found = exposure_of(one.evidence, one.panel, kpi)
        if isinstance(found, Exposure):
            exposures[one.use_case.id] = found
        counted |= {(money_pool(kpi), group) for group in exposed_groups(one.panel)}
    ends = [last_day(one.panel) for one in measured if one.panel is not None]
    until = max((end for end in ends if end is not None), default=None)
    charges = charge_costs(recorded, exposures, until)
    for one in measured:
        time = time_factor(one.guardrails, programme, one.use_case)
        groups = exposed_groups(one.panel) if one.panel is not None else {one.use_case.id}
        harms = guardrail_harms(one.guardrails, programme, groups, counted)
        own = charges[one.use_case.id]
        beside = (*((time,) if time else ()), *harms)
        charges[one.use_case.id] = replace(own, factors=(*own.factors, *beside))
    return charges


def _draft(
    one: Measured, programme: Programme, recorded: Programme | Refusal, charge: Charge
) -> Answer:
    at_stake: MoneyEstimate | Refusal = one.evidence.refusal or _nothing()
    if one.use_case.people is not None and one.evidence.refusal is None:
        at_stake = Refusal(Finding("people.no_money"), Finding("people.price_the_roll_out"))
    elif one.use_case.index and one.panel is not None:
        at_stake = Refusal(Finding("index.no_money"), Finding("index.price_a_part"))
    elif isinstance(recorded, Refusal) and one.panel is not None:
        at_stake = recorded
    elif isinstance(recorded, Programme) and one.panel is not None:
        case = recorded.use_case(one.use_case.id)
        at_stake = price(one.evidence, one.panel, recorded, case, charge=charge)
    money = claimed(at_stake, one.verdict)
    kpi = _card(programme, one.use_case.kpi)
    known = (one.panel, one.evidence, one.verdict)
    return Answer(one.use_case, kpi, *known, money, at_stake, (), one.guardrails, charge)


def advice_for(
    answer: Answer, programme: Programme, stopped: frozenset[str] = frozenset()
) -> tuple[Advice, ...]:
    """Return the advice for a use case and its groups; `stopped` groups get no more of anything."""
    harms = any(guard.verdict.grade == "harmful" for guard in answer.guardrails)
    money = claimed(answer.at_stake, answer.verdict)
    known = (answer.panel, answer.evidence, answer.verdict, money)
    return advise(AdviceFacts(programme, answer.use_case, *known, harms, stopped))


def published_case_panel(
    warehouse: Warehouse, programme: Programme, case: UseCase
) -> Panel | Refusal:
    """Return the panel of a use case with adoption as the tables show it.

    Estimates rest on what is published: from one on more than that, the rest could be worked out.
    """
    panel = build_panel(warehouse, programme, case)
    if isinstance(panel, Refusal):
        return panel
    return publishable_panel(warehouse, programme, panel)


def evidence_of(
    warehouse: Warehouse, programme: Programme, case: UseCase, looks: int
) -> tuple[Panel | None, Evidence]:
    """Build the panel of a use case and analyse it; a refusal comes as evidence without panel."""
    if case.people is not None:
        return None, _people_evidence(warehouse, programme, case, looks)
    if case.index:
        return _index_evidence(warehouse, programme, case, looks)
    panel = published_case_panel(warehouse, programme, case)
    if isinstance(panel, Refusal):
        return None, Evidence(_question(programme, case), (), (), looks, refusal=panel)
    question = replace(panel.question, looks=max(looks, panel.question.looks))
    panel = replace(panel, question=question)
    evidence = with_one_claim(analyse(panel))
    return panel, with_first_licences(warehouse.read(), case, panel, evidence)


def _people_evidence(
    warehouse: Warehouse, programme: Programme, case: UseCase, looks: int
) -> Evidence:
    """Answer a pilot of people; nothing of a person or a group is in it."""
    panel = build_people_panel(warehouse, programme, case, looks=looks)
    if isinstance(panel, Refusal):
        return Evidence(_question(programme, case), (), (), looks, refusal=panel)
    return analyse_people(panel)


def _index_evidence(
    warehouse: Warehouse, programme: Programme, case: UseCase, looks: int
) -> tuple[Panel | None, Evidence]:
    """Answer several KPIs as one index, on the groups and periods in which all are known."""
    parts = []
    for name in case.index:
        asked = case.model_copy(update={"kpi": name, "worthwhile_change": None})
        panel = published_case_panel(warehouse, programme, asked)
        if isinstance(panel, Refusal):
            return None, Evidence(_question(programme, case), (), (), looks, refusal=panel)
        parts.append(replace(panel, question=replace(panel.question, looks=looks)))
    index = kpi_index(on_same_cells(parts))
    if isinstance(index, Refusal):
        return None, Evidence(_question(programme, case), (), (), looks, refusal=index)
    evidence = with_one_claim(analyse_index(index))
    return index.panel, with_first_licences(warehouse.read(), case, index.panel, evidence)


def _verdict(evidence: Evidence) -> Verdict:
    return without_asking_for_usage(judge(evidence), evidence)


def guardrail_result(
    warehouse: Warehouse, programme: Programme, case: UseCase, kpi: str
) -> GuardrailResult:
    """Return the evidence, verdict and worth of a guardrail KPI, as of the use case's own.

    Not widened for the other use cases: missing a harm is the costlier mistake here.
    """
    asked = case.model_copy(
        update={"kpi": kpi, "index": (), "people": None, "worthwhile_change": None, "placebo": ""}
    )
    panel, evidence = evidence_of(warehouse, programme, asked, 1)
    found = _card(programme, kpi)
    whole = asked.model_copy(update={"attribution": Share(value=1), "recapture": Share(value=1)})
    free = programme.model_copy(update={"costs": (), "interventions": ()})
    worth: MoneyEstimate | Refusal = evidence.refusal or _nothing()
    if panel is not None:
        worth = price(evidence, panel, free, whole)
    return GuardrailResult(kpi, found.label if found else kpi, evidence, _verdict(evidence), worth)


def _nothing() -> Refusal:
    return Refusal("There is no panel.", "Load the KPI.")


def looks_of(programme: Programme, use_case: UseCase) -> int:
    """Return how many use cases are asked of the data beside this one; drafts are not."""
    asked = {case.id for case in programme.use_cases if case.stage != "explore"}
    return len(asked | {use_case.id})


def _card(programme: Programme, kpi: str) -> Kpi | None:
    """Return one KPI card; None where the programme has none of that id."""
    return next((one for one in programme.kpis if one.id == kpi), None)


def _question(programme: Programme, case: UseCase) -> Question:
    kpi = _card(programme, case.kpi)
    change = case.worthwhile_change or (kpi.worthwhile_change if kpi else 1.0)
    return Question(
        kpi=case.kpi,
        better=kpi.better if kpi else "higher",  # nothing is asked of it: there is no panel
        worthwhile=change,
        platform=case.platform,
        adoption_metric=case.adoption_metric,
        window=case.window,
        lag=case.lag,
        focus=case.focus,
        comparison=case.comparison,
        unit=kpi.unit if kpi else "",
        label=kpi.label if kpi else "",
    )
