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


def blocks(people: Floats, labels: Ints, minimum: int) -> Ints:
    """Pool units into blocks of at least `minimum` people; (units,) number of each unit's block.

    `people` is (units,), `labels` (tables, units): what each unit is counted under in each table.
    The smallest block is joined first, to the one it shares most tables with, if possible one
    that is hidden anyway, else the smallest. Units without people stay alone. Only if all together
    are too few is one block left under the minimum.
    """
    block = np.arange(len(people))
    sizes, shared = people.astype(float), labels.copy()
    hidden = sizes < minimum
    while True:
        small = np.flatnonzero((sizes > 0) & (sizes < minimum))
        if not small.size:
            return block
        one = int(small[np.argmin(sizes[small])])
        others = np.flatnonzero(sizes > 0)
        others = others[others != one]
        if not others.size:
            return block
        near = ((shared[:, others] == shared[:, [one]]) & (shared[:, [one]] != MIXED)).sum(axis=0)
        to = int(others[np.lexsort((sizes[others], ~hidden[others], -near))[0]])
        shared[:, to] = np.where(shared[:, to] == shared[:, one], shared[:, to], MIXED)
        sizes[to], sizes[one], hidden[to] = sizes[to] + sizes[one], 0.0, True
        block[block == one] = to


def visible(block: Ints, label: Ints, people: Floats, minimum: int) -> Ints:
    """Labels of one table that may be shown: made of whole blocks, none under the minimum.

    All arguments are (units,); a label without any people may be shown.
    """
    full = people > 0
    sizes = np.bincount(block, weights=people, minlength=len(block))
    names = np.unique(label)
    pairs = np.unique(np.stack([block[full], label[full]]), axis=1)
    torn = np.bincount(pairs[0], minlength=len(block)) > 1
    unsafe = pairs[1][torn[pairs[0]] | (sizes[pairs[0]] < minimum)]
    return names[~np.isin(names, unsafe)]


def protect(
    units: pd.DataFrame, tables: Sequence[str], figures: Sequence[str], *, minimum: int
) -> dict[str, pd.DataFrame]:
    """Add units up into every table at once and withhold what would give a small group away.

    `units` has one row per period and smallest unit: column `period`, one label column per table
    (the units' own name is one of them), `people` (how many the figures are about) and the additive
    `figures`. Answer: table -> frame of period, label, people, figures, withheld; withheld figures
    are NaN. Always pass every unit and table there is and filter afterwards: what is withheld must
    not depend on what was asked.
    """
    minimum = allowed_minimum(minimum)
    safe: dict[str, list[pd.DataFrame]] = {table: [] for table in tables}
    for period, rows in units.groupby("period", sort=True):
        people = rows["people"].to_numpy(float)
        labels = np.stack([pd.factorize(rows[table])[0] for table in tables])
        block = blocks(people, labels, minimum)
        for number, table in enumerate(tables):
            shown = visible(block, labels[number], people, minimum)
            names = pd.unique(rows[table])[shown]
            safe[table].append(pd.DataFrame({"period": period, table: names, "withheld": False}))
    return {table: _withhold(_total(units, table, figures), safe[table]) for table in tables}


def _total(units: pd.DataFrame, table: str, figures: Sequence[str]) -> pd.DataFrame:
    columns = ["people", *figures]
    # min_count: a sum over nothing known is not known.
    return units.groupby(["period", table])[columns].sum(min_count=1).reset_index()


def _withhold(totals: pd.DataFrame, shown: list[pd.DataFrame]) -> pd.DataFrame:
    keys = [c for c in totals.columns if c in {"period", *(f.columns[1] for f in shown)}]
    numbers = [c for c in totals.columns if c not in keys]
    if not shown:
        return totals.assign(withheld=pd.Series(dtype=bool))
    found = totals.merge(pd.concat(shown), on=keys, how="left")
    withheld = found["withheld"].isna()
    return found.assign(
        withheld=withheld, **{n: found[n].astype(float).mask(withheld) for n in numbers}
    )
