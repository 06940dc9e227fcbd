"""Tables of what stands behind each use case: effects over time, people, guardrails, money."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from signpost.answers.answer import Answer
from signpost.metrics.model.findings import HIDDEN, Finding
from signpost.metrics.model.types import MoneyEstimate, Refusal
from signpost.presentation.words.catalogue import names_of, say
from signpost.workspace.export.table import (
    ExportTable,
    band_cells,
    cells_of,
    cells_of_bands,
    columns,
)
from signpost.workspace.results import Results

_Rows = Iterator[Mapping[str, object]]


def _event_study(results: Results) -> _Rows:
    for answer in results.answers():
        study = answer.evidence.event_study
        if study is None:
            continue
        parts = (study.event_time, study.point, study.low, study.high)
        for at, point, low, high in zip(*parts, strict=True):
            yield {
                "use_case": answer.use_case.id,
                "event_time": at,
                "point": point,
                "low": low,
                "high": high,
                "level": study.level,
                "method": study.method,
            }


def _subgroups(results: Results) -> _Rows:
    for answer in results.answers():
        for effect in answer.evidence.subgroup_effects:
            yield {**cells_of(effect), "use_case": answer.use_case.id}


def _guardrails(results: Results) -> _Rows:
    for answer in results.answers():
        for guard in answer.guardrails:
            headline = next(iter(guard.evidence.estimates), None)
            yield {
                **({} if headline is None else cells_of(headline)),
                "use_case": answer.use_case.id,
                "kpi": guard.kpi,
                "label": guard.label,
                "grade": guard.verdict.grade,
                "strength": guard.verdict.strength,
            }


def _left_out(results: Results) -> _Rows:
    names = names_of(results.programme, results.group_names())
    found: dict[tuple[str, str, str], Mapping[str, object]] = {}
    for answer in results.answers():
        for one in answer.panel.left_out if answer.panel is not None else ():
            if one.what == HIDDEN:
                continue
            code = one.reason.code if isinstance(one.reason, Finding) else ""
            found[answer.use_case.id, one.what, code] = {
                "use_case": answer.use_case.id,
                "what": one.what,
                "code": code,
                "reason": say(one.reason, names),
            }
    yield from found.values()


def _at_stake(results: Results) -> _Rows:
    prices = results.break_even_prices()
    for answer in results.answers():
        value, price = answer.at_stake, prices.get(answer.use_case.id)
        yield {
            "use_case": answer.use_case.id,
            "counted": isinstance(answer.money, MoneyEstimate),
            **(_money(value) if isinstance(value, MoneyEstimate) else {}),
            **band_cells("seat_price", None if isinstance(price, Refusal) else price),
        }


def _money(value: MoneyEstimate) -> dict[str, object]:
    parts = {
        "net": (value.low, value.point, value.high),
        "benefit": value.benefit,
        "harm": value.harm,
        "cost": value.cost,
    }
    return cells_of(value) | cells_of_bands(parts)


def _factors(results: Results) -> _Rows:
    for answer in results.answers():
        value = answer.at_stake
        if not isinstance(value, MoneyEstimate):
            continue
        swings = {name: (low, high) for name, low, high in value.tornado}
        for factor in value.factors:
            low, high = swings.get(factor.name, (None, None))
            yield {
                **cells_of(factor),
                "use_case": answer.use_case.id,
                "factor": factor.name,
                "net_if_low": low,
                "net_if_high": high,
            }


def _promises(results: Results) -> _Rows:
    for entry in results.ledger():
        signed = entry.signature
        yield {
            **cells_of(entry),
            **_net("forecast", entry.forecast),
            **_net("realised", entry.realised),
            "signed": signed.amount if signed else None,
            "signed_by": signed.who if signed else None,
            "signed_at": signed.at if signed else None,
        }


def _net(name: str, value: MoneyEstimate | Refusal) -> dict[str, object]:
    known = None if isinstance(value, Refusal) else (value.low, value.point, value.high)
    return band_cells(name, known)


def _advice(results: Results) -> _Rows:
    names = names_of(results.programme, results.group_names())
    for answer in results.answers():
        yield from _steps(answer, names)


def _steps(answer: Answer, names: Mapping[str, str]) -> _Rows:
    for rank, step in enumerate(answer.advice, 1):
        if step.group != HIDDEN:
            yield {
                **cells_of(step),
                **band_cells("money", step.expected),
                "rank": rank,
                "group_id": step.group,
                "step": step.what,
                "why": say(step.why, names),
            }


def _premiums(results: Results) -> _Rows:
    for use_case, found in results.premiums():
        if isinstance(found, Refusal):
            continue
        names = ("returns", "opportunity", "collaboration", "premium", "hours")
        cells = cells_of_bands({name: getattr(found, name) for name in names})
        yield {**cells, "use_case": use_case, "chance": found.chance, "shared_by": found.shared_by}


EVIDENCE_TABLES = (
    ExportTable(
        "event_study",
        "The effect by periods since the start.",
        ("use_case", "event_time"),
        columns("""
            use_case text
            event_time integer periods; 0 is the first exposed one
            point number in the unit of the KPI
            low number
            high number
            level number
            method text
        """),
        _event_study,
    ),
    ExportTable(
        "kinds_of_people",
        "For whom it works, in a pilot of people.",
        ("use_case", "attribute", "kind"),
        columns("""
            use_case text
            attribute text level, tenure, location
            kind text
            point number in the unit of the KPI, shrunk
            low number
            high number
            claim text better, worse, no_worthwhile_effect, unclear
            declared boolean asked for before the start
            looks integer kinds looked at together
        """),
        _subgroups,
    ),
    ExportTable(
        "guardrails",
        "KPIs that pay when the use case's own is pushed, and whether they got worse.",
        ("use_case", "kpi"),
        columns("""
            use_case text
            kpi text
            label text
            grade text works, no_worthwhile_effect, harmful, cannot_tell
            strength text
            point number
            low number
            high number
            level number
            unit text
        """),
        _guardrails,
    ),
    ExportTable(
        "left_out",
        "Groups and periods a panel could not use, and why.",
        ("use_case", "what", "code"),
        columns("""
            use_case text
            what text id of the group, the period, the series
            code text
            reason text
        """),
        _left_out,
    ),
    ExportTable(
        "at_stake",
        "Money to date whatever the verdict; only what is counted is in the account.",
        ("use_case",),
        columns("""
            use_case text
            counted boolean
            per text
            currency text
            net_low number 5th percentile
            net number mean
            net_high number 95th percentile
            benefit_low number
            benefit number
            benefit_high number
            harm_low number
            harm number
            harm_high number
            cost_low number
            cost number
            cost_high number
            chance_pays_back number
            break_even_effect number
            break_even_money_per_unit number
            seat_price_low number price of a seat and month at which it breaks even
            seat_price number
            seat_price_high number
        """),
        _at_stake,
    ),
    ExportTable(
        "factors",
        "What each money figure is made of, and what the net value would be at its ends.",
        ("use_case", "factor"),
        columns("""
            use_case text
            factor text
            value number
            low number
            high number
            source text
            owner text
            as_of text ISO day
            net_if_low number
            net_if_high number
        """),
        _factors,
    ),
    ExportTable(
        "promises",
        "Promised against realised, and what finance signed.",
        ("use_case",),
        columns("""
            use_case text
            kpi text
            status text open, claimed, evidenced, signed
            promised_in integer version of the programme
            forecast_low number
            forecast number
            forecast_high number
            realised_low number
            realised number
            realised_high number
            signed number
            signed_by text
            signed_at text
            stale boolean signed, and the present range no longer holds it
        """),
        _promises,
    ),
    ExportTable(
        "advice",
        "What to do next, for each use case and its groups.",
        ("use_case", "group_id", "step"),
        columns("""
            use_case text
            group_id text empty: the use case as a whole
            step text
            rank integer the first is of the use case as a whole
            why text
            money_low number a year
            money number
            money_high number
            owner text
            recheck text ISO day
        """),
        _advice,
    ),
    ExportTable(
        "premiums",
        "What each use case leaves after the money and the working time it takes.",
        ("use_case",),
        columns("""
            use_case text
            returns_low number
            returns number
            returns_high number
            opportunity_low number money it takes
            opportunity number
            opportunity_high number
            collaboration_low number working time it takes, in money
            collaboration number
            collaboration_high number
            premium_low number what is left
            premium number
            premium_high number
            hours_low number
            hours number
            hours_high number
            chance number that anything is left
            shared_by integer use cases among which the hours are divided
        """),
        _premiums,
    ),
)
