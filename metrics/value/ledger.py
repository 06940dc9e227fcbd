"""Value ledger: forecast against realised, status of a figure, restatements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from signpost.metrics.causal.inference.intervals import LEVEL
from signpost.metrics.model.schema import Programme, UseCase
from signpost.metrics.model.types import (
    Better,
    Estimate,
    Evidence,
    Factor,
    MoneyEstimate,
    Panel,
    Refusal,
)
from signpost.metrics.register.versions import ProgrammeVersion, to_utc
from signpost.metrics.value.account import AnsweredCase
from signpost.metrics.value.costs import Charge
from signpost.metrics.value.pricing import net_at, price
from signpost.warehouse import Reader, Warehouse
from signpost.warehouse.audit import record

SIGN = "sign"
SIGNATURE_VALIDITY = timedelta(days=365)
"""A signature is looked at again after this time."""
_Status = Literal["open", "claimed", "evidenced", "signed"]


@dataclass(frozen=True)
class Signature:
    """Finance signed one figure of one use case."""

    use_case: str
    amount: float
    who: str
    at: datetime


@dataclass(frozen=True)
class PromiseEntry:
    """One use case in the ledger."""

    use_case: str
    kpi: str
    status: _Status
    """open: no forecast either; claimed: promised only; evidenced: a verdict carries it; signed."""
    forecast: MoneyEstimate | Refusal
    """The promised worthwhile change over the volume exposed so far, at the promised prices."""
    promised_in: int | None
    """Version of the programme the forecast was promised in; None: never locked, so as of now."""
    realised: MoneyEstimate | Refusal
    signature: Signature | None
    stale: bool
    """A figure was signed that the present interval no longer holds."""


@dataclass(frozen=True)
class RestatedForecast:
    """One factor that changed from one figure to the next; None: it was or is not there."""

    factor: str
    before: float | None
    after: float | None
    net_before: float
    net_after: float


def promise_entries(
    answers: Sequence[AnsweredCase],
    programme: Programme,
    history: Sequence[ProgrammeVersion],
    signatures: Iterable[Signature],
) -> tuple[PromiseEntry, ...]:
    """Return the ledger, one entry per answer; the latest signature of each counts."""
    signed = {signature.use_case: signature for signature in signatures}
    return tuple(_entry(a, programme, history, signed.get(a.use_case.id)) for a in answers)


def _entry(
    answer: AnsweredCase,
    programme: Programme,
    history: Sequence[ProgrammeVersion],
    signature: Signature | None,
) -> PromiseEntry:
    case = answer.use_case
    promise = promised_value(history, case.id)
    source = promise.programme if promise else programme
    planned = forecast(answer.panel, source, source.use_case(case.id), answer.charge)
    realised = answer.money
    holds = (
        signature is not None
        and isinstance(realised, MoneyEstimate)
        and realised.low <= signature.amount <= realised.high
    )
    return PromiseEntry(
        use_case=case.id,
        kpi=case.kpi,
        status=status_of(planned, realised, signed=holds),
        forecast=planned,
        promised_in=promise.number if promise else None,
        realised=realised,
        signature=signature,
        stale=signature is not None and not holds,
    )


def status_of(
    planned: MoneyEstimate | Refusal, realised: MoneyEstimate | Refusal, *, signed: bool
) -> _Status:
    """Return the status of a figure: open, claimed, evidenced or signed."""
    if isinstance(realised, MoneyEstimate):
        return "signed" if signed else "evidenced"
    return "claimed" if isinstance(planned, MoneyEstimate) else "open"


def promised_value(history: Iterable[ProgrammeVersion], use_case: str) -> ProgrammeVersion | None:
    """Return the version in which a use case was locked first; None where it never was."""
    for version in history:
        for case in version.programme.use_cases:
            if case.id == use_case and case.locked_at is not None:
                return version
    return None


def forecast(
    panel: Panel | None, programme: Programme, case: UseCase, charge: Charge | None = None
) -> MoneyEstimate | Refusal:
    """Return the promised change priced over the same volume and time as the realised figure.

    What differs from the realised money is then the effect, and any price edited since; `charge` is
    what the use case has cost.
    """
    if panel is None:
        return Refusal(
            "There is no panel yet, so the volume is not known.",
            "Load the KPI and the roll-out days.",
        )
    kpi = programme.kpi(case.kpi)
    change = case.worthwhile_change or kpi.worthwhile_change
    point = change if kpi.better == "higher" else -change
    sizes = (len(panel.groups), len(panel.periods), 0)
    promise = Estimate("the promised change", point, point, point, LEVEL, kpi.unit, *sizes)
    evidence = Evidence(panel.question, (promise,), ())
    return price(evidence, panel, programme, case, charge=charge)


def sign_forecast(
    warehouse: Warehouse, answer: AnsweredCase, *, who: str, at: datetime
) -> Signature | Refusal:
    """Record that finance signed the present figure; what may not be claimed cannot be signed."""
    money = answer.money
    if isinstance(money, Refusal):
        return money
    moment = to_utc(at)
    with warehouse.write(who) as writer:
        number = int(writer.one("select coalesce(max(decision_id), 0) + 1 from decision")[0])
        writer.execute(
            "insert into decision (decision_id, use_case, group_id, verdict, what, why, expected, "
            "owner, decided_at, recheck) values (?, ?, null, ?, ?, ?, ?, ?, ?, ?)",
            [
                number,
                answer.use_case.id,
                answer.verdict.grade,
                SIGN,
                f"signed at {money.low:.0f} to {money.high:.0f} {money.currency}",
                money.point,
                who,
                moment,
                (moment + SIGNATURE_VALIDITY).date(),
            ],
        )
        record(writer, who, SIGN, f"{answer.use_case.id} {money.point:.0f} {money.currency}")
    return Signature(answer.use_case.id, money.point, who, moment)


def signatures(reader: Reader) -> tuple[Signature, ...]:
    """Return every signature, oldest first."""
    rows = reader.rows(
        "select use_case, expected, owner, decided_at from decision "
        "where what = ? order by decision_id",
        [SIGN],
    )
    return tuple(Signature(*row) for row in rows)


def restated_forecasts(
    before: MoneyEstimate, after: MoneyEstimate, better: Better
) -> tuple[RestatedForecast, ...]:
    """Return the factors that moved a figure, and what each alone does to the old net value.

    Values are those of the factors, not medians of the simulation.
    """
    old = {f.name: f for f in before.factors}
    new = {f.name: f for f in after.factors}
    net = _net(before.factors, better)
    restated = []
    for name in dict.fromkeys([*old, *new]):
        was, now = old.get(name), new.get(name)
        if was and now and was.value == now.value:
            continue
        rest = tuple(f for f in before.factors if f.name != name)
        moved = _net((*rest, now) if now else rest, better)
        restated.append(
            RestatedForecast(
                name, was.value if was else None, now.value if now else None, net, moved
            )
        )
    return tuple(restated)


def _net(factors: tuple[Factor, ...], better: Better) -> float:
    benefit, cost = net_at(factors, better)
    return benefit - cost
