"""The account as it is shown: rounded so that the lines add up to the totals, in one unit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from signpost.metrics.model.types import Floats, Refusal
from signpost.metrics.value.account import AccountLine, line_kind
from signpost.metrics.value.portfolio import AreaSummary, CaseSum, Portfolio
from signpost.metrics.value.pricing import MoneyBand
from signpost.presentation.formats import money, money_range, money_step, unit_for

ACCOUNT_SIDES = ("benefit", "harm", "cost")
_MOST_NODES = 50
ALL = ""
AREA = "area:"
_Key = tuple[str, str]
"""(use case, "area:" + area or "" for all; a side, a kind of line or "net")."""


@dataclass(frozen=True)
class RoundedMoney:
    """Net value and its parts of one use case, one area or all, and the words for them.

    Bands are (low, point, high), exact; in words benefit - harm - cost = net as well.
    """

    currency: str
    unit: float
    bands: Mapping[str, MoneyBand]
    """net, benefit, harm, cost -> band."""
    points: Mapping[str, float]
    """The same names -> the point as it is shown, in whole units."""

    def words(self, name: str, *, signed: bool = False) -> str:
        """Return the point of net, benefit, harm or cost in the unit of the account."""
        return money(self.points[name], self.currency, signed=signed, unit=self.unit)

    def span(self, name: str) -> str:
        """Return the range of net, benefit, harm or cost, each end on its own scale."""
        low, _, high = self.bands[name]
        return money_range(low, high, self.currency) if any(self.bands[name]) else "none so far"

    @property
    def likely(self) -> str:
        """The range of the net value as the end of a sentence; '' where there is none."""
        low, _, high = self.bands["net"]
        if math.isclose(low, high):
            return ""
        ends = f"{money(low, self.currency)} and {money(high, self.currency)}"
        return f"nine times in ten between {ends}"

    @property
    def parts(self) -> tuple[str, ...]:
        """Parts of the net value in the order they are summed; harm where there is any."""
        return ("benefit", *(("harm",) if any(self.bands["harm"]) else ()), "cost")


@dataclass(frozen=True)
class RoundedAccount:
    """Every amount of an account, rounded."""

    currency: str
    unit: float
    points: Mapping[_Key, float]

    def point(self, of: str, kind: str) -> float:
        """Return an amount: a side is positive, a line is what it adds to the net value.

        `of`: a use case, AREA and an area, or ALL.
        """
        return self.points.get((of, kind), 0.0)

    def words(self, amount: float) -> str:
        """Return an amount in the unit of the account."""
        return money(amount, self.currency, unit=self.unit)

    def cost_words(self, case: str, cost: str) -> str:
        """Return a cost that is a line of its own, as the account shows it; else nothing."""
        kind = line_kind(cost)
        if kind not in ("working time", "guardrails") or (case, kind) not in self.points:
            return ""
        return self.words(-self.point(case, kind))

    def money(self, of: str, bands: CaseSum | AreaSummary | Portfolio) -> RoundedMoney | None:
        """Return the sums of a use case, an area or all as they are shown; None without any."""
        if bands.net is None or isinstance(bands.net, Refusal):
            return None
        found = {"net": bands.net, "benefit": bands.benefit, "harm": bands.harm, "cost": bands.cost}
        known = {name: band for name, band in found.items() if band is not None}
        points = {name: self.point(of, name) for name in known}
        return RoundedMoney(self.currency, self.unit, known, points)


def round_account(portfolio: Portfolio) -> RoundedAccount:
    """Return the account of a portfolio, each amount within a unit of what it is."""
    lines = [line for line in portfolio.lines if line.counted]
    area_of = {case: area.area for area in portfolio.areas for case in area.use_cases}
    totals = [portfolio.benefit[1], portfolio.harm[1], portfolio.cost[1]]
    unit = unit_for(max((abs(total) for total in totals), default=0.0))
    members = _members(lines, area_of)
    exact = np.array([line.amount[1] for line in lines]) / unit
    rounded = rounded_to_add_up(exact, list(members.values()), [_weight(key) for key in members])
    points = {key: float(rounded[rows].sum()) * unit for key, rows in members.items()}
    for key, point in points.items():
        if key[1] in ("harm", "cost"):
            points[key] = -point + 0.0
    return RoundedAccount(portfolio.currency, unit, points)


def _members(lines: Sequence[AccountLine], area_of: Mapping[str, str]) -> dict[_Key, list[int]]:
    """Return each amount that is shown, with the lines it is the sum of."""
    members: dict[_Key, list[int]] = {}
    for row, line in enumerate(lines):
        for of in (line.use_case, f"{AREA}{area_of[line.use_case]}", ALL):
            for kind in (side_of(line), _line_key(line), "net"):
                members.setdefault((of, kind), []).append(row)
    return members


def _line_key(line: AccountLine) -> str:
    """Return the key of a kind of line; a side may hold more lines than the one of its name."""
    return f"{line.kind} line" if line.kind in ACCOUNT_SIDES else line.kind


def side_of(line: AccountLine) -> str:
    """Return the side of the account a line is on: benefit, harm or cost."""
    if line.kind in ("harm", "guardrails"):
        return "harm"
    return "benefit" if line.amount[1] > 0 else "cost"


def _weight(key: _Key) -> float:
    """Return how much it matters that an amount is rounded to the nearest, not to the next."""
    of, kind = key
    if of == ALL:
        return 500.0 if kind == "net" else 10.0
    if of.startswith(AREA):
        return 10.0 if kind == "net" else 5.0
    return 5.0 if kind == "net" else 2.0


def round_forecast(lines: Sequence[AccountLine]) -> Mapping[str, float]:
    """Return kind of line -> its amount as shown, of one next step; they add up to "net" as shown.

    "net" is rounded as `money` does it, so that every page says the same of a step.
    """
    net = sum(line.amount[1] for line in lines)
    unit = money_step(net)
    exact = np.array([line.amount[1] for line in lines]) / unit
    target = round(net / unit)
    points = np.floor(exact)
    missing = int(target - points.sum())
    for row in np.argsort(points - exact)[:missing]:
        points[row] += 1
    shown: dict[str, float] = {"net": target * unit}
    shown |= {line.kind: float(point) * unit for line, point in zip(lines, points, strict=True)}
    return shown


def rounded_to_add_up(
    exact: Floats, sums: Iterable[Sequence[int]], weights: Iterable[float]
) -> Floats:
    """Return whole numbers next to `exact` whose `sums` are as near to the exact ones as can be.

    Controlled rounding (Cox 1987): each number is rounded up or down; which way is chosen so that
    the weighted distance of all sums from theirs is smallest.
    """
    if not exact.size:
        return exact
    rows = [np.isin(np.arange(exact.size), list(members)).astype(float) for members in sums]
    taken, many = np.array(rows), len(rows)
    # variables: the numbers, then the distance of each sum
    cost = np.concatenate([np.zeros(exact.size), np.array(list(weights))])
    target = taken @ exact
    off = np.eye(many)
    above = LinearConstraint(np.hstack([taken, -off]), -np.inf, target)
    below = LinearConstraint(np.hstack([taken, off]), target, np.inf)
    low = np.concatenate([np.floor(exact), np.zeros(many)])
    high = np.concatenate([np.ceil(exact), np.full(many, math.inf)])
    whole = np.concatenate([np.ones(exact.size), np.zeros(many)])
    found = milp(
        cost,
        constraints=[above, below],
        bounds=Bounds(low, high),
        integrality=whole,
        options={"node_limit": _MOST_NODES, "mip_rel_gap": 0.02},
    )
    return np.round(found.x[: exact.size]) if found.x is not None else np.round(exact)
