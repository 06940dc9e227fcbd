"""Account of money: one line per use case and kind of amount, drawn jointly, each thing once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from signpost.metrics.model.schema import Kpi, UseCase
from signpost.metrics.model.types import (
    Evidence,
    Factor,
    Floats,
    MoneyEstimate,
    Panel,
    Refusal,
    Verdict,
)
from signpost.metrics.value.costs import COST, GUARDRAIL, SHARED, TIME, Charge
from signpost.metrics.value.pricing import (
    AccountSides,
    MoneyBand,
    cost_draws,
    factor_draws,
    money_band,
)

LineKind = Literal["benefit", "harm", "own cost", "shared cost", "working time", "guardrails"]
_Status = Literal["measured", "not told yet", "forecast"]
_STRENGTHS = ("strong", "moderate", "suggestive")


class AnsweredCase(Protocol):
    """Protocol of an answer as the account reads it."""

    @property
    def use_case(self) -> UseCase: ...  # noqa: D102
    @property
    def kpi(self) -> Kpi | None: ...  # noqa: D102
    @property
    def panel(self) -> Panel | None: ...  # noqa: D102
    @property
    def evidence(self) -> Evidence: ...  # noqa: D102
    @property
    def verdict(self) -> Verdict: ...  # noqa: D102
    @property
    def money(self) -> MoneyEstimate | Refusal: ...  # noqa: D102
    @property
    def at_stake(self) -> MoneyEstimate | Refusal: ...  # noqa: D102
    @property
    def charge(self) -> Charge: ...  # noqa: D102


@dataclass(frozen=True)
class AccountLine:
    """One line of the account: to date, or a year of what a next step should bring."""

    use_case: str
    kind: LineKind
    status: _Status
    """not told yet: the verdict is, so that a benefit is not counted; what it cost is.
    forecast: of a next step; never in a sum with what is to date."""
    counted: bool
    """What is counted is what was spent, and the effect of a verdict that may claim it, once."""
    amount: MoneyBand
    """What it adds to the net value: negative for what takes away."""
    hours: float | None = None
    """Of working time: the hours behind it."""
    per: Literal["to date", "a year"] = "to date"


@dataclass(frozen=True)
class DrawnLine:
    """A line with its simulated amounts, (n,)."""

    line: AccountLine
    draws: Floats


def counted_once(
    answers: Sequence[AnsweredCase],
) -> tuple[tuple[AnsweredCase, ...], tuple[tuple[AnsweredCase, AnsweredCase], ...]]:
    """Return whose effect is counted, and (answer, the one its money is already counted for).

    One KPI change in one group belongs to one use case. The better evidence goes first, then the
    pre-registered, then the smaller claim.
    """
    counted: list[AnsweredCase] = []
    left: list[tuple[AnsweredCase, AnsweredCase]] = []
    for answer in sorted((a for a in answers if may_claim(a)), key=_rank):
        rival = next((c for c in counted if is_same_money(answer, c)), None)
        if rival is None:
            counted.append(answer)
        else:
            left.append((answer, rival))
    return tuple(counted), tuple(left)


def may_claim(answer: AnsweredCase) -> bool:
    """Return whether a verdict carries the money of a use case."""
    return isinstance(answer.at_stake, MoneyEstimate) and answer.verdict.grade != "cannot_tell"


def is_same_money(claim: AnsweredCase, other: AnsweredCase) -> bool:
    """Return whether two claims are about the same money in a group that both expose."""
    if claim.kpi is None or other.kpi is None or claim.panel is None or other.panel is None:
        return False
    same = money_pool(claim.kpi) == money_pool(other.kpi)
    return same and bool(exposed_groups(claim.panel) & exposed_groups(other.panel))


def money_pool(kpi: Kpi) -> str:
    """Return what KPIs of the same money have in common."""
    return kpi.money_pool or kpi.id


def exposed_groups(panel: Panel) -> frozenset[str]:
    """Return the groups that started; of a panel without starts all."""
    none = bool((panel.start < 0).all())
    return frozenset(g for g, s in zip(panel.groups, panel.start, strict=True) if s >= 0 or none)


def _rank(answer: AnsweredCase) -> tuple[int, bool, float, str]:
    strength = answer.verdict.strength
    rank = _STRENGTHS.index(strength) if strength else len(_STRENGTHS)
    exploratory = answer.evidence.question.registered == "exploratory"
    stake = answer.at_stake
    claim = stake.benefit[1] + stake.harm[1] if isinstance(stake, MoneyEstimate) else 0.0
    return rank, exploratory, claim, answer.use_case.id


def drawn_lines(
    answers: Iterable[AnsweredCase], counted: Sequence[AnsweredCase], n: int, seed: int
) -> tuple[DrawnLine, ...]:
    """Return the lines of all answers with their draws; a factor has the same draws in each."""
    once = {answer.use_case.id for answer in counted}
    return tuple(line for a in answers for line in _lines(a, a.use_case.id in once, n, seed))


def _lines(answer: AnsweredCase, is_counted: bool, n: int, seed: int) -> list[DrawnLine]:
    case = answer.use_case.id
    status: _Status = "not told yet" if isinstance(answer.money, Refusal) else "measured"
    found = []
    if isinstance(answer.at_stake, MoneyEstimate):
        draws = effect_draws(answer, n, seed)
        kind: LineKind = "benefit" if draws.mean() >= 0 else "harm"
        line = AccountLine(case, kind, status, is_counted, money_band(draws))
        found.append(DrawnLine(line, draws))
    kinds: dict[LineKind, list[Factor]] = {}
    for factor in answer.charge.factors:
        kinds.setdefault(line_kind(factor.name), []).append(factor)
    for kind, factors in kinds.items():
        draws = -cost_draws(factors, n, seed)
        hours = sum(_hours(factor) for factor in factors) if kind == "working time" else None
        is_spent = status == "measured" or bool(
            draws.mean() <= 0
        )  # time saved waits for the verdict
        line = AccountLine(case, kind, status, is_spent, money_band(draws), hours)
        found.append(DrawnLine(line, draws))
    return found


def line_kind(cost: str) -> LineKind:
    """Return the kind of line a cost belongs to, by its name."""
    if cost == TIME:
        return "working time"
    if cost.startswith(GUARDRAIL):
        return "guardrails"
    return "shared cost" if cost.endswith(SHARED) else "own cost"


def _hours(factor: Factor) -> float:
    hours = factor.origin.values.get("hours") if factor.origin else None
    return float(hours) if isinstance(hours, float) else 0.0


def effect_draws(answer: AnsweredCase, n: int, seed: int) -> Floats:
    """Return (n,) worth of a use case's effect, negative where it does harm; 0 without one."""
    factors = answer.at_stake.factors if isinstance(answer.at_stake, MoneyEstimate) else ()
    effect = tuple(factor for factor in factors if not factor.name.startswith(COST))
    return factor_draws(effect, answer.evidence.question.better, n, seed).benefit


def sides_of(drawn: Iterable[DrawnLine], n: int) -> AccountSides:
    """Return (n,) benefit, harm and cost of the lines that are counted."""
    benefit, harm, cost = np.zeros(n), np.zeros(n), np.zeros(n)
    for one in drawn:
        if not one.line.counted:
            continue
        if one.line.kind in ("harm", "guardrails"):
            harm = harm - one.draws
        elif one.line.kind == "benefit" or one.line.amount[1] > 0:
            benefit = benefit + one.draws
        else:
            cost = cost - one.draws
    return AccountSides(benefit, harm, cost)
