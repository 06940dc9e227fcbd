"""One use case from warehouse to next step: panel, evidence, verdict, money, advice."""

from __future__ import annotations

from dataclasses import dataclass, replace

from signpost.metrics.causal.analysis import analyse
from signpost.metrics.causal.kpi_index import analyse_index, kpi_index, on_same_cells
from signpost.metrics.causal.verdict import judge
from signpost.metrics.model.schema import FactorInput as Share
from signpost.metrics.model.schema import Kpi, Programme, UseCase
from signpost.metrics.model.types import (
    Evidence,
    Factor,
    Finding,
    MoneyEstimate,
    Panel,
    Question,
    Refusal,
    Verdict,
)
from signpost.metrics.panel.build import build_panel
from signpost.metrics.register.recorded_events import with_recorded
from signpost.metrics.value.advice import Advice, AdviceFacts, advise
from signpost.metrics.value.guardrails import GuardrailResult, time_factor
from signpost.metrics.value.pricing import claimed, price
from signpost.warehouse import Warehouse


@dataclass(frozen=True)
class Answer:
    """Everything known about one use case. `money` is what may be claimed."""

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


def answers(warehouse: Warehouse, programme: Programme) -> tuple[Answer, ...]:
    """Answer every use case, in the order of the programme."""
    return tuple(answer(warehouse, programme, case) for case in programme.use_cases)


def answer(warehouse: Warehouse, programme: Programme, use_case: UseCase) -> Answer:
    """Answer one use case as one look among all those of the programme.

    A use case that cannot be asked still has an answer: its evidence carries the refusal and its
    verdict is `cannot_tell`.
    """
    looks = looks_of(programme, use_case)
    panel, evidence = evidence_of(warehouse, programme, use_case, looks)
    guards = tuple(
        guardrail_result(warehouse, programme, use_case, name) for name in use_case.guardrails
    )
    time = time_factor(guards, programme, use_case)
    beside = () if time is None else (time,)
    at_stake = _at_stake(warehouse, programme, use_case, panel, evidence, beside)
    verdict = judge(evidence)
    money = claimed(at_stake, verdict)
    harms = any(one.verdict.grade == "harmful" for one in guards)
    facts = AdviceFacts(programme, use_case, panel, evidence, verdict, money, harms)
    return Answer(
        use_case,
        _card(programme, use_case.kpi),
        panel,
        evidence,
        verdict,
        money,
        at_stake,
        advise(facts),
        guards,
    )


def evidence_of(
    warehouse: Warehouse, programme: Programme, case: UseCase, looks: int
) -> tuple[Panel | None, Evidence]:
    """Build the panel of a use case and analyse it; a refusal comes as evidence without panel."""
    if case.index:
        return _index_evidence(warehouse, programme, case, looks)
    panel = build_panel(warehouse, programme, case)
    if isinstance(panel, Refusal):
        return None, Evidence(_question(programme, case), (), (), looks, refusal=panel)
    question = replace(panel.question, looks=max(looks, panel.question.looks))
    panel = replace(panel, question=question)
    return panel, analyse(panel)


def _index_evidence(
    warehouse: Warehouse, programme: Programme, case: UseCase, looks: int
) -> tuple[Panel | None, Evidence]:
    """Answer several KPIs as one index, on the groups and periods in which all are known."""
    parts = []
    for name in case.index:
        asked = case.model_copy(update={"kpi": name, "worthwhile_change": None})
        panel = build_panel(warehouse, programme, asked)
        if isinstance(panel, Refusal):
            return None, Evidence(_question(programme, case), (), (), looks, refusal=panel)
        parts.append(replace(panel, question=replace(panel.question, looks=looks)))
    index = kpi_index(on_same_cells(parts))
    if isinstance(index, Refusal):
        return None, Evidence(_question(programme, case), (), (), looks, refusal=index)
    return index.panel, analyse_index(index)


def guardrail_result(
    warehouse: Warehouse, programme: Programme, case: UseCase, kpi: str
) -> GuardrailResult:
    """Return the evidence, verdict and worth of a guardrail KPI, as of the use case's own.

    Not widened for the other use cases: missing a harm is the costlier mistake here.
    """
    asked = case.model_copy(
        update={"kpi": kpi, "index": (), "worthwhile_change": None, "placebo": ""}
    )
    panel, evidence = evidence_of(warehouse, programme, asked, 1)
    found = _card(programme, kpi)
    whole = asked.model_copy(update={"attribution": Share(value=1), "recapture": Share(value=1)})
    free = programme.model_copy(update={"costs": (), "interventions": ()})
    worth: MoneyEstimate | Refusal = evidence.refusal or _nothing()
    if panel is not None:
        worth = price(evidence, panel, free, whole)
    return GuardrailResult(kpi, found.label if found else kpi, evidence, judge(evidence), worth)


def _at_stake(
    warehouse: Warehouse,
    programme: Programme,
    case: UseCase,
    panel: Panel | None,
    evidence: Evidence,
    beside: tuple[Factor, ...],
) -> MoneyEstimate | Refusal:
    if panel is None:
        return evidence.refusal or _nothing()
    if case.index:
        return Refusal(Finding("index.no_money"), Finding("index.price_a_part"))
    asked = with_recorded(warehouse.read(), programme)
    if isinstance(asked, Refusal):
        return asked
    return price(evidence, panel, asked, asked.use_case(case.id), beside=beside)


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
