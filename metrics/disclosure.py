"""Small groups are never shown, nor can they be computed from what is shown.

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

from metrics.evidence import Floats, Ints

FLOOR = 5
"""No setting goes below this."""
MIXED = -1
"""The label of a block whose groups do not share one."""


def allowed_minimum(asked: int) -> int:
    """Return the minimum group size to use; ValueError below the floor."""
    if asked < FLOOR:
        raise ValueError(f"minimum group size == {asked}, must be >= {FLOOR}.")
    return asked


def blocks(people: Floats, labels: Ints, minimum: int, within: Ints | None = None) -> Ints:
    """Pool units into blocks of at least `minimum` people; (units,) number of each unit's block.

    `people` is (units,), `labels` (tables, units): what each unit is counted under in each table.
    The smallest block is joined first, to the one it shares most tables with, if possible one
    that is hidden anyway, else the smallest. Units without people stay alone. Only units that are
    alike in `within` (units,) are joined. Where all of those together are too few, their block
    stays under the minimum.
    """
    block, alone = np.arange(len(people)), np.zeros(len(people), dtype=bool)
    inside = np.zeros(len(people), dtype=np.int64) if within is None else within
    sizes, shared = people.astype(float), labels.copy()
    hidden = sizes < minimum
    while (small := np.flatnonzero((sizes > 0) & (sizes < minimum) & ~alone)).size:
        one = int(small[np.argmin(sizes[small])])
        others = np.flatnonzero((sizes > 0) & (inside == inside[one]))
        others = others[others != one]
        if not others.size:
            alone[one] = True
            continue
        near = ((shared[:, others] == shared[:, [one]]) & (shared[:, [one]] != MIXED)).sum(axis=0)
        to = int(others[np.lexsort((sizes[others], ~hidden[others], -near))[0]])
        shared[:, to] = np.where(shared[:, to] == shared[:, one], shared[:, to], MIXED)
        sizes[to], sizes[one], hidden[to] = sizes[to] + sizes[one], 0.0, True
        block[block == one] = to
    return block


def pools(units: pd.DataFrame, tables: Sequence[str], *, minimum: int, within: str = "") -> Ints:
    """(units,) the block of each row, named by one of its rows; no block spans two periods.

    With `within`, a column of blocks published before, the new blocks are parts of those, so that
    both publications together give nothing away.
    """
    minimum = allowed_minimum(minimum)
    found = np.zeros(len(units), dtype=np.int64)
    for rows in units.groupby("period", sort=True).indices.values():
        some = units.iloc[rows]
        labels = np.stack([pd.factorize(some[table])[0] for table in tables])
        inside = some[within].to_numpy() if within else None
        block = blocks(some["people"].to_numpy(float), labels, minimum, inside)
        found[rows] = rows[block]
    return found


def protect(
    units: pd.DataFrame,
    tables: Sequence[str],
    figures: Sequence[str],
    *,
    minimum: int,
    within: str = "",
) -> dict[str, pd.DataFrame]:
    """Add units up into every table at once and withhold what would give a small group away.

    `units` has one row per period and smallest unit: column `period`, one label column per table
    (the units' own name is one of them), `people` (how many the figures are about) and the additive
    `figures`. Answer: table -> frame of period, label, people, figures, withheld; withheld figures
    are NaN. Always pass every unit and table there is and filter afterwards: what is withheld must
    not depend on what was asked. `within` as in `pools`.
    """
    units = units.reset_index(drop=True)
    block = pools(units, tables, minimum=minimum, within=within)
    full = units.assign(block=block)[units["people"] > 0]
    size = full.groupby("block")["people"].transform("sum")
    return {
        table: _withhold(_total(units, table, figures), _unsafe(full, table, size < minimum), table)
        for table in tables
    }


def _unsafe(full: pd.DataFrame, table: str, small: pd.Series) -> pd.DataFrame:
    """(period, label) that cut a block in two, or are of a block under the minimum."""
    torn = full.groupby("block")[table].transform("nunique") > 1
    return full.loc[torn | small, ["period", table]].drop_duplicates()


def _total(units: pd.DataFrame, table: str, figures: Sequence[str]) -> pd.DataFrame:
    # min_count: a sum over nothing known is not known.
    columns = units.groupby(["period", table])[["people", *figures]]
    return columns.sum(min_count=1).astype(float).reset_index()


def _withhold(totals: pd.DataFrame, unsafe: pd.DataFrame, table: str) -> pd.DataFrame:
    found = totals.merge(unsafe, on=["period", table], how="left", indicator="withheld")
    withheld = found["withheld"] == "both"
    numbers = [c for c in totals.columns if c not in ("period", table)]
    return found.assign(withheld=withheld, **{n: found[n].mask(withheld) for n in numbers})
