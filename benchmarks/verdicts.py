"""``python -m benchmarks.verdicts``: a verdict with all its checks, beside plain regressions.

The reference is what an analyst would run for one number without any check: ordinary least squares
with a column per group and period, errors clustered by group (statsmodels), three times over.
"""

from __future__ import annotations

import numpy as np
import statsmodels.api as sm

from benchmarks.measure import Cost, Line, compare, isolated, say
from benchmarks.truth.worlds import Recipe, make, seeded
from metrics.analysis import analyse
from metrics.evidence import Panel
from metrics.verdict import judge

SIZES = ((200, 104, (40, 52, 64, 76)), (5000, 156, (60, 78, 96, 110, 124)))
REGRESSIONS = 3
GOAL = 2.0


def panel_of(groups: int, periods: int, waves: tuple[int, ...]) -> Panel:
    """Make a panel with an effect in it."""
    recipe = Recipe(groups=groups, periods=periods, waves=waves, effect=-0.3)
    return make(seeded("verdicts", groups), recipe).panel


def generate(size: tuple[int, int, tuple[int, ...]]) -> None:
    """Make the panel only: what both sides of the comparison also pay."""
    panel_of(*size)


def verdict(size: tuple[int, int, tuple[int, ...]]) -> None:
    """Estimate, check and grade."""
    judge(analyse(panel_of(*size)))


def regressions(size: tuple[int, int, tuple[int, ...]]) -> None:
    """Regress with dummies, three times."""
    panel = panel_of(*size)
    groups, periods = panel.outcome.shape
    group, period = np.repeat(np.arange(groups), periods), np.tile(np.arange(periods), groups)
    design = np.column_stack(
        [
            panel.exposed.ravel().astype(float),
            np.eye(groups)[group],
            np.eye(periods)[period][:, 1:],
        ]
    )
    for _ in range(REGRESSIONS):
        model = sm.OLS(panel.outcome.ravel(), design)
        model.fit(cov_type="cluster", cov_kwds={"groups": group})


def less(cost: Cost, fixed: Cost) -> Cost:
    """Take out what making the panel and starting a process cost."""
    return Cost(cost.wall - fixed.wall, max(cost.cpu - fixed.cpu, 0.01), cost.peak_mb)


def lines() -> list[Line]:
    """Measure the usual size beside regressions, and the largest by itself."""
    usual, largest = SIZES
    fixed, mine, plain = (isolated(work, usual) for work in (generate, verdict, regressions))
    what = f"a verdict with all checks, {usual[0]} groups x {usual[1]} periods"
    reference = f"{REGRESSIONS} plain regressions with dummies, no checks"
    found = [compare(what, less(mine, fixed), reference, less(plain, fixed), GOAL)]
    big = less(isolated(verdict, largest), isolated(generate, largest))
    what = f"the same, {largest[0]} groups x {largest[1]} periods"
    return [
        *found,
        Line(what, round(big.cpu, 1), "CPU s"),
        Line(f"{what}, peak memory", round(big.peak_mb), "MB"),
    ]


def main() -> None:
    """Measure and print one line of JSON per figure."""
    say(lines())


if __name__ == "__main__":
    main()
