"""``python -m benchmarks.verdicts``: a verdict with all its checks, against plain regressions.

The reference is what an analyst would run for one number without any check: ordinary least squares
with a column per group and period, errors clustered by group (statsmodels), three times over; and
the same with the means of groups and periods taken out first, which large panels need.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict

import numpy as np
import statsmodels.api as sm

from benchmarks import written
from benchmarks.measure import Cost, Line, compare, isolated, print_lines
from benchmarks.truth.worlds import Recipe, make, seeded
from signpost.metrics.causal.analysis import analyse
from signpost.metrics.causal.verdict import judge
from signpost.metrics.model.types import Floats, Panel

SIZES = ((200, 104, (40, 52, 64, 76)), (5000, 156, (60, 78, 96, 110, 124)))
REGRESSIONS = 3
QUICK = {200: 100, 5000: 3}
"""Regressions with means taken out beforehand: of a small panel, three take no time to speak of."""
GOAL = 2.0


def panel_of(groups: int, periods: int, waves: tuple[int, ...]) -> Panel:
    """Return a panel with an effect in it."""
    recipe = Recipe(groups=groups, periods=periods, waves=waves, effect=-0.3)
    return make(seeded("verdicts", groups), recipe).panel


def generate(size: tuple[int, int, tuple[int, ...]]) -> None:
    """Make the panel only: a cost of both sides of the comparison."""
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
        [panel.exposed.ravel().astype(float), np.eye(groups)[group], np.eye(periods)[period][:, 1:]]
    )
    for _ in range(REGRESSIONS):
        model = sm.OLS(panel.outcome.ravel(), design)
        model.fit(cov_type="cluster", cov_kwds={"groups": group})


def less(cost: Cost, fixed: Cost) -> Cost:
    """Return a cost less that of making the panel and starting a process."""
    return Cost(cost.wall - fixed.wall, max(cost.cpu - fixed.cpu, 0.01), cost.peak_mb)


def within(size: tuple[int, int, tuple[int, ...]]) -> None:
    """Regress with group and period means taken out beforehand: quicker, no dummies."""
    panel = panel_of(*size)
    group = np.repeat(np.arange(size[0]), size[1])
    for _ in range(QUICK[size[0]]):
        outcome, exposed = (
            _demeaned(values) for values in (panel.outcome, panel.exposed.astype(float))
        )
        model = sm.OLS(outcome.ravel(), exposed.ravel())
        model.fit(cov_type="cluster", cov_kwds={"groups": group})


def _demeaned(values: Floats) -> Floats:
    """(G, T) without the means of its groups and of its periods; for a panel without gaps."""
    means = values.mean(axis=1, keepdims=True) + values.mean(axis=0, keepdims=True)
    return values - means + values.mean()


def lines() -> list[Line]:
    """Return the lines of both sizes against regressions; with dummies only for the usual size."""
    measured = []
    for size in SIZES:
        fixed, full, quick = (isolated(work, size) for work in (generate, verdict, within))
        what = f"a verdict with all checks, {size[0]} groups x {size[1]} periods"
        cost = less(full, fixed)
        if size == SIZES[0]:
            dummies = less(isolated(regressions, size), fixed)
            reference = f"{REGRESSIONS} plain regressions with dummies, no checks"
            measured.append(compare(what, cost, reference, dummies, GOAL))
        reference = f"{QUICK[size[0]]} regressions with means taken out first, no checks"
        measured.append(compare(what, cost, reference, less(quick, fixed)))
        measured.append(Line(f"{what}, peak memory", round(cost.peak_mb), "MB"))
    return measured


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.verdicts", description=__doc__)
    parser.add_argument("--record", action="store_true", help="for docs/performance.md")
    options = parser.parse_args()
    measured = lines()
    print_lines(measured)
    if options.record:
        written.write("verdicts-1", [asdict(line) for line in measured])
    return 0


if __name__ == "__main__":
    sys.exit(main())
