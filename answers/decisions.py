"""Decisions taken, what was expected of them, what happened, and what past use cases teach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from signpost.metrics.causal.inference.distributions import beta_quantile
from signpost.metrics.model.calendar import from_label
from signpost.metrics.model.schema import Area
from signpost.metrics.model.types import AdvisedStep, Grade, Panel, Refusal
from signpost.metrics.register.versions import to_utc
from signpost.metrics.value.account import AnsweredCase, counted_once, effect_draws
from signpost.metrics.value.advice import RECHECK_DAYS, Advice
from signpost.metrics.value.exposure import last_day
from signpost.metrics.value.factors import TAIL
from signpost.metrics.value.forecast import draw_money, step_year
from signpost.metrics.value.portfolio import shrunk_sum
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
class AreaLesson:
    """Lessons of the use cases of one area: the same is not to be expected of each."""

    area: Area
    tried: int
    told: int
    won: int
    expected: tuple[float, float, float]
    """Chance that the next one works (low, point, high), drawn to the rate of all areas."""


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
    """Benefit of the use cases that work, each counted once, as measured: flattering."""
    shrunk_sum: float | None
    """The same with luck taken out; None with fewer than six measured."""
    areas: tuple[AreaLesson, ...] = ()


def record_decision(
    warehouse: Warehouse, advice: Advice, verdict: Grade, *, who: str, at: datetime
) -> Decision:
    """Record that an advice was taken; ValueError where owner or re-check date is missing.

    A re-check date that has passed is a quarter from now instead.
    """
    if not advice.owner or advice.recheck is None:
        raise ValueError("A decision needs an owner and a re-check date.")
    why = advice.why if isinstance(advice.why, str) else advice.why.code
    with warehouse.write(who) as writer:
        number = int(writer.one("select coalesce(max(decision_id), 0) + 1 from decision")[0])
        expected = advice.expected[1] if advice.expected else None
        row = [number, advice.use_case, advice.group, verdict, advice.what, why]
        row += [expected, advice.owner, to_utc(at), recheck_from(advice.recheck, at.date())]
        writer.execute(
            f"insert into decision ({_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row
        )
        audit(
            writer, who, "decide", f"{advice.what} {advice.use_case} {advice.group or ''}".strip()
        )
    return next(d for d in decisions(warehouse.read()) if d.number == number)


def recheck_from(planned: date, today: date) -> date:
    """Return the planned day to look again, or a quarter from today where it has passed."""
    return planned if planned > today else today + timedelta(days=RECHECK_DAYS)


def erase_decision(warehouse: Warehouse, number: int, *, who: str) -> None:
    """Take a decision back; older versions and the audit still have it. ValueError: no such."""
    taken = {one.number: one for one in decisions(warehouse.read())}
    if number not in taken:
        raise ValueError(f"There is no decision {number}.")
    with warehouse.write(who) as writer:
        writer.execute("delete from decision where decision_id = ?", [number])
        audit(writer, who, "undo decision", f"{number}: {taken[number].what}")


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
    rows = _groups_meant(decision, panel)
    if not rows:
        return None
    step: AdvisedStep = "stop" if decision.what == "stop" else "scale"
    year = step_year(draw_money(answer.money, panel, kpi), step, rows)
    return year.total if year else None


def _groups_meant(decision: Decision, panel: Panel) -> list[int]:
    """Return the groups a decision was about, once there are data of them since it was taken.

    Scaling is about groups that had not started by then, anything else about those that had.
    """
    decided, until = decision.decided_at.date(), last_day(panel)
    if until is not None and until <= decided:
        return []
    rows = [row for row, name in enumerate(panel.groups) if decision.group in (None, name)]
    begun = [row for row in rows if panel.start[row] >= 0]
    if until is None:
        return begun
    is_new = decision.what == "scale"
    return [row for row in begun if (_start_day(panel, row) > decided) == is_new]


def _start_day(panel: Panel, row: int) -> date:
    return from_label(panel.periods[int(panel.start[row])]).first


def lessons_library(
    answers: Sequence[AnsweredCase], *, n: int = MONEY_DRAWS, seed: int = MONEY_SEED
) -> Library:
    """Sum up what was tried: how often it worked, and what the winners are worth without luck."""
    told = [a for a in answers if a.verdict.grade != "cannot_tell"]
    won = [a for a in told if a.verdict.grade == "works"]
    winners = [a for a in counted_once(answers)[0] if a.verdict.grade == "works"]
    return Library(
        tried=len(answers),
        told=len(told),
        won=len(won),
        win_rate=win_rate(len(won), len(told)),
        winners_sum=float(sum(effect_draws(a, n, seed).mean() for a in winners)),
        shrunk_sum=shrunk_sum(answers, winners, n, seed),
        areas=area_lessons(answers),
    )


def area_lessons(answers: Sequence[AnsweredCase]) -> tuple[AreaLesson, ...]:
    """Return what each area taught, and what to expect of its next use case.

    The rate of all areas counts as one use case of each area; of that rate, a half counts as one.
    """
    counts = {
        area: _counts([a for a in answers if a.use_case.area == area]) for area in get_args(Area)
    }
    told, won = (sum(one[at] for one in counts.values()) for at in (1, 2))
    rate = (won + 0.5) / (told + 1)
    return tuple(
        AreaLesson(area, tried, mine, good, _beta(good + rate, mine - good + 1 - rate))
        for area, (tried, mine, good) in counts.items()
        if tried
    )


def _counts(answers: Sequence[AnsweredCase]) -> tuple[int, int, int]:
    """Return how many were tried, could be told, and work."""
    grades = [one.verdict.grade for one in answers]
    return len(grades), len(grades) - grades.count("cannot_tell"), grades.count("works")


def _beta(won: float, lost: float) -> tuple[float, float, float]:
    """Return the mean of a beta distribution with its 90 % interval."""
    low, high = beta_quantile(TAIL, won, lost), beta_quantile(1 - TAIL, won, lost)
    return low, won / (won + lost), high


def win_rate(won: int, told: int) -> tuple[float, float, float] | None:
    """Return the share that worked with its 90 % Jeffreys interval (Brown, Cai, DasGupta 2001)."""
    if not told:
        return None
    low = beta_quantile(TAIL, won + 0.5, told - won + 0.5) if won else 0.0
    high = beta_quantile(1 - TAIL, won + 0.5, told - won + 0.5) if won < told else 1.0
    return low, won / told, high
