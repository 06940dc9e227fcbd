"""Suppression: small groups are never published, nor can they be computed from what is published.

Groups under the minimum are pooled, each with the group nearest to it, until every pool (block)
holds at least the minimum number of people. A figure is published only if it is about whole blocks.
Whatever totals, drill-downs or tables are then added to or taken from each other, the result is
about whole blocks again, so never about fewer people than the minimum: the indicator of a set of
people that is a combination of unions of blocks is itself a union of blocks. This is cell
suppression with complementary suppression (Hundepool et al., Statistical Disclosure Control, 2012,
chapter 4) in its strictest form: it does not rest on which tables a reader has seen.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from signpost.metrics.model.types import Floats, Ints

FLOOR = 5
"""No setting goes below this."""
MIXED = -1
"""The label of a block whose groups do not share one."""


def allowed_minimum(minimum: int) -> int:
    """Return the minimum group size to use; ValueError below the floor."""
    if minimum < FLOOR:
        raise ValueError(f"minimum group size == {minimum}, must be >= {FLOOR}.")
    return minimum


def suppression_blocks(
    people: Floats, near: Ints, minimum: int, within: Ints | None = None
) -> Ints:
    """Pool units into blocks of at least `minimum` people; (units,) number of each unit's block.

    `people` is (units,), `near` (tables, units): what each unit is counted under. The smallest
    block is joined first, to the one it shares most tables with, if possible one that is hidden
    anyway, else one of about the smallest size (within a factor of two), the first in order: so the
    choice hardly moves from period to period, or when a number is corrected. Units without people
    stay alone. Only units that are alike in `within` (units,) are joined. Where all of those
    together are too few, their block stays under the minimum.
    """
    block, alone = np.arange(len(people)), np.zeros(len(people), dtype=bool)
    inside = np.zeros(len(people), dtype=np.int64) if within is None else within
    sizes, shared = people.astype(float), near.copy()
    scale, hidden = np.floor(np.log2(np.maximum(sizes, 1.0))), sizes < minimum
    while (small := np.flatnonzero((sizes > 0) & (sizes < minimum) & ~alone)).size:
        smallest = int(small[np.argmin(sizes[small])])
        others = np.flatnonzero((sizes > 0) & (inside == inside[smallest]))
        others = others[others != smallest]
        if not others.size:
            alone[smallest] = True
            continue
        same = (
            (shared[:, others] == shared[:, [smallest]]) & (shared[:, [smallest]] != MIXED)
        ).sum(axis=0)
        to = int(others[np.lexsort((others, scale[others], ~hidden[others], -same))[0]])
        shared[:, to] = np.where(shared[:, to] == shared[:, smallest], shared[:, to], MIXED)
        sizes[to], sizes[smallest], hidden[to] = sizes[to] + sizes[smallest], 0.0, True
        block[block == smallest] = to
    return block


def suppression_pools(
    units: pd.DataFrame, near: Sequence[str], *, minimum: int, within: str = "", joined: str = ""
) -> Ints:
    """(units,) the block of each row, named by one of its rows; no block spans two periods.

    A period's blocks depend on that period's rows alone, so that they stay when others are added.
    With `within`, a column of blocks published before, the new blocks are parts of those, so that
    both publications together give nothing away. Units alike in `joined` stay together.
    """
    minimum = allowed_minimum(minimum)
    if joined:
        return _joined_pools(units, near, minimum, joined)
    blocks, order = np.arange(len(units)), units[near[0]].argsort(kind="stable").to_numpy()
    people = units["people"].to_numpy(float)
    labels = np.stack([pd.factorize(units[table])[0] for table in near])
    before = units[within].to_numpy() if within else None
    for positions in units.iloc[order].groupby("period", sort=True).indices.values():
        rows = order[positions]
        if not ((people[rows] > 0) & (people[rows] < minimum)).any():
            continue
        inside = None if before is None else before[rows]
        blocks[rows] = rows[suppression_blocks(people[rows], labels[:, rows], minimum, inside)]
    return blocks


def _joined_pools(units: pd.DataFrame, near: Sequence[str], minimum: int, joined: str) -> Ints:
    """Return (units,) the pool of each row where units that are joined are one unit."""
    keys = pd.MultiIndex.from_frame(units[["period", joined]])
    number, first = pd.factorize(keys)[0], ~keys.duplicated()
    whole = units[first].assign(people=np.bincount(number, units["people"].to_numpy(float)))
    pool = suppression_pools(whole.reset_index(drop=True), near, minimum=minimum)
    return np.flatnonzero(first)[pool[number]]


def protect(
    units: pd.DataFrame,
    tables: Sequence[str],
    figures: Sequence[str],
    *,
    minimum: int,
    near: Sequence[str] = (),
    within: str = "",
    joined: str = "",
) -> dict[str, pd.DataFrame]:
    """Return every table of the units at once, withholding what would give a small group away.

    `units` has one row per period and smallest unit: column `period`, one label column per table
    (the units' own name is one of them), `people` (how many the figures are about) and the additive
    `figures`. Answer: table -> frame of period, label, people, figures, withheld; withheld figures
    are NaN. Always pass every unit and table there is and filter afterwards: what is withheld must
    not depend on what was asked. `near` names the columns that say which units are near each other
    (default: the tables); where those never change, tables may. `within` and `joined` as in
    `suppression_pools`.
    """
    units = units.reset_index(drop=True)
    near = near or tables
    block = suppression_pools(units, near, minimum=minimum, within=within, joined=joined)
    return {table: _table(units, block, table, figures, minimum) for table in tables}


def _table(
    units: pd.DataFrame, block: Ints, table: str, figures: Sequence[str], minimum: int
) -> pd.DataFrame:
    cell, keys = label_cells(units, table)
    withheld = np.zeros(len(keys), dtype=bool)
    withheld[_unsafe_cells(block, cell, units["people"].to_numpy(float), minimum)] = True
    for column in ("people", *figures):
        total = _total(units[column].to_numpy(float), cell, len(keys))
        keys[column] = np.where(withheld, np.nan, total)
    return keys.assign(withheld=withheld)


def label_cells(units: pd.DataFrame, table: str) -> tuple[Ints, pd.DataFrame]:
    """Return (units,) each unit's cell of a table, and the cells' period and label, in order."""
    period, periods = pd.factorize(units["period"], sort=True)
    label, labels = pd.factorize(units[table], sort=True)
    if min(period.min(initial=0), label.min(initial=0)) < 0:
        raise ValueError(f"a unit has no period or no {table}.")
    number, cell = np.unique(period * len(labels) + label, return_inverse=True)
    at = np.divmod(number, max(len(labels), 1))
    return cell, pd.DataFrame({"period": periods[at[0]], table: labels[at[1]]})


def _unsafe_cells(block: Ints, cell: Ints, people: Floats, minimum: int) -> Ints:
    """Cells that cut a block in two, or are of a block under the minimum."""
    has_people = people > 0
    block, cell, people = block[has_people], cell[has_people], people[has_people]
    pairs = np.unique(np.stack([block, cell]), axis=1)
    torn = np.bincount(pairs[0]) > 1
    small = np.bincount(block, people) < minimum
    return cell[(torn | small)[block]]


def _total(values: Floats, cell: Ints, cells: int) -> Floats:
    """Return (cells,) sums; NaN where nothing is measured."""
    is_measured = np.isfinite(values)
    total = np.bincount(cell, np.where(is_measured, values, 0.0), cells)
    return np.where(np.bincount(cell, is_measured, cells) > 0, total, np.nan)
