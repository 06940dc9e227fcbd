"""An attacker who has every adoption table: what follows from all of them together.

Each number is a sum over atoms (quantity, group, period), or a range of one. An atom that no row
shows exactly is a secret. It falls if its unit vector lies in the row space of what is exact, or if
the least and the greatest value that agree with everything differ by less than WIDTH.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from signpost.metrics.adoption.table import adoption_table
from signpost.metrics.model.adoption_metrics import CATALOGUE
from signpost.metrics.model.schema import Programme
from signpost.metrics.panel.group_hierarchy import TABLES, hierarchy
from signpost.warehouse import Warehouse, WarehouseError

Atom = tuple[str, str, str]
"""Quantity, group, period."""
Sums = Mapping[Atom, float]
Row = tuple[Sums, float, float]
WIDTH = 2.0
EXACT = 1e-7
MOST = 1e6
"""More than any figure of a group."""
WHAT = {
    "active": ("active", "licensed"),
    "active_28_days": ("active28", "licensed"),
    "licensed": ("licensed", "members"),
    "ever": ("ever", "licensed"),
    "returning": ("again", "active"),
    "retention": ("again", "before"),
    "stickiness": ("days", "possible days"),
    "depth": ("actions", "active"),
    "breadth": ("kinds", "active"),
    "contributors": ("wrote", "active"),
    "readers": ("read", "active"),
    "habitual": ("habit", "classified"),
}
_System = tuple[csr_array, np.ndarray]
OPEN = {"licensed", "members", "classified", "possible days"}
AT_MOST = (
    *(("active", "licensed"), ("licensed", "members"), ("active", "active28"), ("again", "active")),
    *(("active28", "ever"), ("ever", "licensed"), ("again", "before"), ("before", "licensed")),
    *(("wrote", "active"), ("read", "active"), ("habit", "classified"), ("classified", "members")),
    *(("active", "days"), ("days", "possible days"), ("active", "kinds"), ("active", "actions")),
)
"""True of every group and period, by what the words mean."""


@dataclass
class Published:
    """What a reader has: sums of atoms between two numbers, and what no row shows of a group."""

    rows: list[Row] = field(default_factory=list)
    secrets: set[Atom] = field(default_factory=set)
    literal: bool = False
    """Coded counts are taken as they stand, so that tables may contradict each other."""


def collect(warehouse: Warehouse, programme: Programme, platform: str = "teams") -> pd.DataFrame:
    """Every table there is, with metric, window and by."""
    found = []
    for card in CATALOGUE:
        for window, by in itertools.product(card.windows, TABLES):
            try:
                table = adoption_table(
                    warehouse, programme, metric=card.id, platform=platform, window=window, by=by
                )
            except WarehouseError:
                continue
            found.append(table.assign(metric=card.id, window=window, by=by))
    return pd.concat(found, ignore_index=True)


def chart(warehouse: Warehouse, programme: Programme) -> dict[str, dict[str, set[str]]]:
    """By -> label -> groups, as anybody in the house knows."""
    reader = warehouse.read()
    groups = [group for (group,) in reader.rows("select distinct group_id from roster_span")]
    named = hierarchy(reader, programme, groups)
    return {by: {str(k): set(v) for k, v in named.groupby(by)["group"]} for by in TABLES}


def published(
    tables: pd.DataFrame, under: Mapping[str, Mapping[str, set[str]]], *, literal: bool = False
) -> Published:
    """Read the tables as sums.

    A group without a row in a table is counted in none of its totals. `literal`: the attacker does
    not know of coded counts and takes each number as it stands, and each total to be of everybody.
    """
    have, listed = Published(), _listed(tables)
    for row in tables.to_dict("records"):
        groups = under[row["by"]][str(row["group_id"])]
        if not literal:
            groups = groups & listed[row["metric"], row["window"], row["period"]]
        for name, quantity in zip(("numerator", "denominator"), WHAT[row["metric"]], strict=True):
            coded = "" if literal else row["coded" if name == "numerator" else "denominator_coded"]
            atoms = {(quantity, group, row["period"]): 1.0 for group in groups}
            is_own = row["by"] == "group" and (name == "numerator" or not literal)
            if (row["withheld"] or coded) and quantity not in OPEN and is_own:
                have.secrets |= set(atoms)
            if not row["withheld"]:
                low, _, high = coded.partition("-")
                ends = (float(low), float(high)) if coded else (row[name], row[name])
                have.rows.append((atoms, *ends))
    shown = {next(iter(sums)) for sums, low, high in have.rows if len(sums) == 1 and low == high}
    return Published(have.rows, have.secrets - shown, literal)


def _listed(tables: pd.DataFrame) -> dict[tuple[str, str, str], set[str]]:
    """(metric, window, period) -> groups with a row of their own."""
    own = tables[tables["by"] == "group"]
    return {key: set(part["group_id"]) for key, part in own.groupby(["metric", "window", "period"])}


def fallen(have: Published, *, bounds: bool = True) -> dict[Atom, tuple[float, float]]:
    """Secrets that follow, and between what: period by period, and weeks with their months."""
    found: dict[Atom, tuple[float, float]] = {}
    dated = [({t for _, _, t in row[0]}, row) for row in have.rows]
    for month in sorted({t[:7] for _, _, t in have.secrets}):
        for periods in _seen_together({t for own, _ in dated for t in own}, month, have.literal):
            rows = [row for own, row in dated if own <= periods]
            found |= _solved(have, rows, periods, bounds=bounds)
    return found


def _seen_together(every: set[str], month: str, literal: bool) -> Iterable[set[str]]:
    closing = {t: week_closes(t) for t in every if len(t) > 7}
    weeks = {t for t, last in closing.items() if last == month}
    return [{month, *weeks}, *({t} for t in (month, *weeks) if literal)]


def week_closes(label: str) -> str:
    """The month in which a week closes."""
    return f"{pd.Timestamp(label) + pd.Timedelta(days=6):%Y-%m}"


def _solved(
    have: Published, rows: list[Row], periods: set[str], *, bounds: bool
) -> dict[Atom, tuple[float, float]]:
    secrets = sorted(atom for atom in have.secrets if atom[2] in periods)
    if not rows or not secrets:
        return {}
    at = {a: i for i, a in enumerate(sorted({a for sums, _, _ in rows for a in sums} | {*secrets}))}
    exact = {_key(sums): (sums, low) for sums, low, high in rows if low == high}
    matrix = _matrix([sums for sums, _ in exact.values()], at)
    values = np.array([value for _, value in exact.values()])
    found = _by_row_space(matrix, values, secrets, at)
    if not bounds:
        return found
    equal = csr_array(matrix), values
    upper = _inequalities(rows, at, _known_by_words(at) + _months_of_weeks(at, periods))
    if _extreme(0, len(at), upper, equal, 1.0) is None:  # somebody joined or left in the month
        upper = _inequalities(rows, at, _known_by_words(at))
    if _extreme(0, len(at), upper, equal, 1.0) is None:
        assert have.literal, f"the tables of {periods} disagree"
        return found
    left = [atom for atom in secrets if atom not in found]
    return found | _by_bounds({atom: at[atom] for atom in left}, len(at), upper, equal)


def _by_bounds(
    at: Mapping[Atom, int], many: int, upper: _System, equal: _System
) -> dict[Atom, tuple[float, float]]:
    """Atoms whose least and greatest value are near; points found for one show others wide."""
    low, high, found = np.full(many, np.inf), np.full(many, -np.inf), {}
    for atom, position in at.items():
        for sign in (1.0, -1.0):
            if high[position] - low[position] < WIDTH - 1e-6:
                point = _extreme(position, many, upper, equal, sign)
                assert point is not None
                low, high = np.minimum(low, point), np.maximum(high, point)
        if high[position] - low[position] < WIDTH - 1e-6:
            found[atom] = (float(low[position]), float(high[position]))
    return found


def _inequalities(rows: list[Row], at: Mapping[Atom, int], known: list[Sums]) -> _System:
    less = [(sums, 0.0) for sums in known]
    for sums, low, high in rows:
        if low < high:
            less += [(sums, high), ({a: -c for a, c in sums.items()}, -low)]
    return csr_array(_matrix([sums for sums, _ in less], at)), np.array([end for _, end in less])


def _key(sums: Sums) -> tuple[tuple[Atom, float], ...]:
    return tuple(sorted(sums.items()))


def _matrix(many: list[Sums], at: Mapping[Atom, int]) -> np.ndarray:
    matrix = np.zeros((len(many), len(at)))
    for row, sums in enumerate(many):
        for atom, factor in sums.items():
            matrix[row, at[atom]] += factor
    return matrix


def _by_row_space(
    matrix: np.ndarray, values: np.ndarray, secrets: list[Atom], at: Mapping[Atom, int]
) -> dict[Atom, tuple[float, float]]:
    """Atoms that follow from equations alone, block by block: what shares no row shares no fact."""
    found: dict[int, float] = {}
    for rows, columns in _blocks(matrix):
        found |= _fallen_columns(matrix[np.ix_(rows, columns)], values[rows], columns)
    return {atom: (round(found[at[atom]], 6),) * 2 for atom in secrets if at[atom] in found}


def _blocks(matrix: np.ndarray) -> Iterable[tuple[np.ndarray, np.ndarray]]:
    """Rows and columns of each part of a matrix that nothing connects with the others."""
    joined = csr_array(np.abs(matrix))
    number, block = connected_components(joined.T @ joined, directed=False)
    of_row = block[np.abs(matrix).argmax(axis=1)] if len(matrix) else block[:0]
    for one in range(number):
        rows = np.flatnonzero(of_row == one)
        if len(rows):
            yield rows, np.flatnonzero(block == one)


def _fallen_columns(
    matrix: np.ndarray, values: np.ndarray, columns: np.ndarray
) -> dict[int, float]:
    """Columns whose unit vector lies in the row space, and their value."""
    left, size, axes = np.linalg.svd(matrix, full_matrices=False)
    rank = int((size > 1e-9 * max(size[0], 1)).sum())
    axes = axes[:rank]
    point = axes.T @ ((left[:, :rank].T @ values) / size[:rank])
    falls = np.abs((axes**2).sum(axis=0) - 1) < EXACT
    return {int(columns[i]): float(point[i]) for i in np.flatnonzero(falls)}


def _known_by_words(at: Mapping[Atom, int]) -> list[Sums]:
    """Sums that are at most nothing, by what the quantities mean."""
    found: list[Sums] = []
    for group, period in {(g, t) for _, g, t in at}:
        one = {q: (q, group, period) for q in {q for pair in WHAT.values() for q in pair}}
        found += [{one[a]: 1.0, one[b]: -1.0} for a, b in AT_MOST]
        found.append({one["active"]: 1, one["before"]: 1, one["licensed"]: -1, one["again"]: -1})
        for sign in (1.0, -1.0):
            found.append({one["wrote"]: sign, one["read"]: sign, one["active"]: -sign})
    return [sums for sums in found if set(sums) <= set(at)]


def _months_of_weeks(at: Mapping[Atom, int], periods: set[str]) -> list[Sums]:
    """Sums that are at most nothing where nobody joins or leaves a group within the month."""
    weeks, found = [t for t in periods if len(t) > len("2026-01")], []
    for group, month in itertools.product({g for _, g, _ in at}, periods - set(weeks)):
        whole, parts = {q: (q, group, month) for q, _, _ in at}, list[Sums]()
        for q in ("active", "wrote", "kinds"):
            parts += [{(q, group, t): 1.0, whole.get(q, ("", "", "")): -1.0} for t in weeks]
        for q in ("active", "kinds", "actions", "days"):
            sums = {(q, group, t): -1.0 for t in weeks}
            parts.append({whole.get(q, ("", "", "")): 1.0, **sums})
        for q in ("actions", "days"):
            sums = {(q, group, t): 1.0 for t in weeks}
            parts.append({whole.get(q, ("", "", "")): -1.0, **sums})
        found += parts
    return [sums for sums in found if set(sums) <= set(at)]


def _extreme(
    position: int, many: int, upper: _System, equal: _System, sign: float
) -> np.ndarray | None:
    """A point that agrees with everything, one value as small (or large) as can be; None: none."""
    cost = np.zeros(many)
    cost[position] = sign
    has_upper = upper[0].shape[0] > 0
    answer = linprog(
        cost,
        A_ub=upper[0] if has_upper else None,
        b_ub=upper[1] if has_upper else None,
        A_eq=equal[0],
        b_eq=equal[1],
        bounds=(0, MOST),
        method="highs",
    )
    return None if answer.status else np.asarray(answer.x)
