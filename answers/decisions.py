"""Decisions taken, what was expected of them, what happened, and what past use cases teach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from signpost.metrics.causal.inference.distributions import beta_quantile
from signpost.metrics.model.types import Grade, MoneyEstimate, Refusal
from signpost.metrics.register.versions import to_utc
from signpost.metrics.value.advice import Advice
from signpost.metrics.value.factors import TAIL
from signpost.metrics.value.forecast import freed_costs, yearly_value
from signpost.metrics.value.portfolio import AnsweredCase, shrunk_sum
from signpost.metrics.value.pricing import MONEY_DRAWS, MONEY_SEED
from signpost.warehouse import Reader, Warehouse
from signpost.warehouse.audit import record as audit

_COLUMNS = (
    "decision_id, use_case, group_id, verdict, what, why, expected, owner, decided_at, recheck"
)
_Outcome = Literal["kept", "fell short", "went the other way", "cannot tell", "nothing expected"]


@dataclass(frozen=True)
class Decision:
    """One decision as it was taken."""

    number: int
    use_case: str
    group: str | None
    verdict: Grade
    what: str
    why: str
    expected: float | None
    """Money a year expected from it, in the programme's currency."""
    owner: str
    decided_at: datetime
    recheck: date


@dataclass(frozen=True)
class Recheck:
    """Outcome of a decision beside what was expected of it."""

    decision: Decision
    verdict_now: Grade
    happened: tuple[float, float, float] | None
    """Money a year as seen now (low, point, high); None: it cannot be told."""
    outcome: _Outcome


@dataclass(frozen=True)
class Library:
    """Lessons of the use cases so far. Bands are (low, point, high)."""

    tried: int
    told: int
    """How many could be told at all; the win rate is among these."""
    won: int
    win_rate: tuple[float, float, float] | None
    """Share that worked with its 90 % interval (Jeffreys); None: nothing could be told."""
    winners_sum: float
    """The flattering sum: benefit of the winners as measured, in the programme's currency."""
    shrunk_sum: float | None
    """The same with luck taken out; None with fewer than six measured."""


def record_decision(
    warehouse: Warehouse, advice: Advice, verdict: Grade, *, who: str, at: datetime
) -> Decision:
    """Record that an advice was taken; ValueError where owner or re-check date is missing."""
    if not advice.owner or advice.recheck is None:
        raise ValueError("A decision needs an owner and a re-check date.")
    why = advice.why if isinstance(advice.why, str) else advice.why.code
    with warehouse.write(who) as writer:
        number = int(writer.one("select coalesce(max(decision_id), 0) + 1 from decision")[0])
        expected = advice.expected[1] if advice.expected else None
        row = [number, advice.use_case, advice.group, verdict, advice.what, why]
        row += [expected, advice.owner, to_utc(at), advice.recheck]
        writer.execute(
            f"insert into decision ({_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row
        )
        audit(
            writer, who, "decide", f"{advice.what} {advice.use_case} {advice.group or ''}".strip()
        )
    return next(d for d in decisions(warehouse.read()) if d.number == number)


def decisions(reader: Reader) -> tuple[Decision, ...]:
    """Return every decision, oldest first; signatures of the ledger are no decisions."""
    rows = reader.rows(f"select {_COLUMNS} from decision where what <> 'sign' order by decision_id")
    return tuple(Decision(*row) for row in rows)


def decisions_due(taken: Iterable[Decision], today: date) -> tuple[Decision, ...]:
    """Return the decisions to look at again by now: of each use case and group the latest."""
    latest = {(one.use_case, one.group): one for one in taken}
    return tuple(
        sorted((d for d in latest.values() if d.recheck <= today), key=lambda d: d.recheck)
    )


def recheck(decision: Decision, answer: AnsweredCase) -> Recheck:
    """Return a decision compared with what the data show now."""
    happened = _happened(decision, answer)
    grade = answer.verdict.grade
    if decision.expected is None:
        return Recheck(decision, grade, happened, "nothing expected")
    if happened is None:
        return Recheck(decision, grade, None, "cannot tell")
    return Recheck(decision, grade, happened, outcome_of(decision.expected, happened))


def outcome_of(expected: float, happened: tuple[float, float, float]) -> _Outcome:
    """Compare: kept if the range reaches what was expected, in its direction."""
    sign = 1.0 if expected >= 0 else -1.0
    low, high = sorted((sign * happened[0], sign * happened[2]))
    if high < 0:
        return "went the other way"
    if high < abs(expected):
        return "fell short"
    return "kept" if low > 0 else "cannot tell"


def _happened(decision: Decision, answer: AnsweredCase) -> tuple[float, float, float] | None:
    panel, kpi = answer.panel, answer.kpi
    if panel is None or kpi is None or isinstance(answer.money, Refusal):
        return None
    rows = [i for i, name in enumerate(panel.groups) if decision.group in (None, name)]
    rows = [i for i in rows if panel.start[i] >= 0]
    if not rows:
        return None
    reckon = freed_costs if decision.what == "stop" else yearly_value
    return reckon(answer.money, panel, kpi, rows)


def lessons_library(
    answers: Sequence[AnsweredCase], *, n: int = MONEY_DRAWS, seed: int = MONEY_SEED
) -> Library:
    """Sum up what was tried: how often it worked, and what the winners are worth without luck."""
    told = [a for a in answers if a.verdict.grade != "cannot_tell"]
    won = [a for a in told if a.verdict.grade == "works"]
    measured = [a for a in answers if isinstance(a.at_stake, MoneyEstimate)]
    winners = [a for a in won if isinstance(a.at_stake, MoneyEstimate)]
    return Library(
        tried=len(answers),
        told=len(told),
        won=len(won),
        win_rate=win_rate(len(won), len(told)),
        winners_sum=sum(
            a.at_stake.benefit[1] for a in winners if isinstance(a.at_stake, MoneyEstimate)
        ),
        shrunk_sum=shrunk_sum(measured, winners, n, seed),
    )


def win_rate(won: int, told: int) -> tuple[float, float, float] | None:
    """Return the share that worked with its 90 % Jeffreys interval (Brown, Cai, DasGupta 2001)."""
    if not told:
        return None
    low = beta_quantile(TAIL, won + 0.5, told - won + 0.5) if won else 0.0
    high = beta_quantile(1 - TAIL, won + 0.5, told - won + 0.5) if won < told else 1.0
    return low, won / told, high
