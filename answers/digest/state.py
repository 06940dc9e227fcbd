"""State of the answers as somebody was shown them, to compare a later look with; JSON-able."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from signpost.metrics.model.types import MoneyEstimate
from signpost.metrics.value.account import AnsweredCase
from signpost.metrics.value.portfolio import Portfolio

MoneyRange = tuple[float, float, float]


@dataclass(frozen=True)
class CaseState:
    """State of one use case: verdict, and money to date where there is a figure."""

    use_case: str
    label: str
    grade: str
    strength: str
    money: MoneyRange | None


@dataclass(frozen=True)
class AnswerState:
    """State of all answers, as one reader was shown them at one moment."""

    version: int
    at: datetime
    """In UTC."""
    currency: str
    unit: float
    """Unit in which amounts of the account are shown."""
    net: MoneyRange | None
    cases: tuple[CaseState, ...]

    def to_dict(self) -> dict[str, object]:
        """Return it as plain values for JSON."""
        return {**asdict(self), "at": self.at.isoformat()}

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> AnswerState:
        """Return the state `to_dict` wrote. Raises KeyError, TypeError, ValueError."""
        cases = tuple(CaseState(**{**one, "money": _range(one["money"])}) for one in given["cases"])
        at, net = datetime.fromisoformat(given["at"]), _range(given["net"])
        currency, unit = str(given["currency"]), float(given["unit"])
        return cls(int(given["version"]), at, currency, unit, net, cases)


def _range(given: Sequence[float] | None) -> MoneyRange | None:
    if given is None:
        return None
    low, point, high = map(float, given)
    return low, point, high


@dataclass(frozen=True)
class AccountAmounts:
    """Unit of the account and the amounts it shows, by use case; '' for all."""

    unit: float
    points: Mapping[str, float]


def answer_state(
    answers: Iterable[AnsweredCase],
    portfolio: Portfolio,
    shown: AccountAmounts,
    version: int,
    at: datetime,
) -> AnswerState:
    """Return answers as they are shown now, for `digest` to compare with later."""
    cases = tuple(
        CaseState(
            one.use_case.id,
            one.use_case.label,
            one.verdict.grade,
            one.verdict.strength or "",
            (one.money.low, shown.points.get(one.use_case.id, one.money.point), one.money.high)
            if isinstance(one.money, MoneyEstimate)
            else None,
        )
        for one in answers
    )
    net = None
    if isinstance(portfolio.net, tuple):
        net = (portfolio.net[0], shown.points.get("", portfolio.net[1]), portfolio.net[2])
    return AnswerState(version, at, portfolio.currency, shown.unit, net, cases)
