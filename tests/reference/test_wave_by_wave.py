"""Callaway and Sant'Anna's minimum wage, wave by wave: the engine asked about parts of the panel.

Numbers: README of `did`; by calendar year the agreement of two Python libraries.
"""

from collections.abc import Callable

import pandas as pd
import pytest

from signpost.metrics.causal.analysis import analyse
from signpost.metrics.model.types import Estimate
from signpost.metrics.panel.from_frame import panel_from_frame

POINT = 5e-5
CELLS = {
    (2004, 2004): -0.0105,
    (2004, 2005): -0.0704,
    (2004, 2006): -0.1373,
    (2004, 2007): -0.1008,
    (2006, 2004): 0.0065,
    (2006, 2005): -0.0028,
    (2006, 2006): -0.0046,
    (2006, 2007): -0.0412,
    (2007, 2004): 0.0305,
    (2007, 2005): -0.0027,
    (2007, 2006): -0.0311,
    (2007, 2007): -0.0261,
}
WAVES = {2004: (-0.0797, 0.0291), 2006: (-0.0229, 0.0176), 2007: (-0.0261, 0.0175)}
SINCE = {-3: 0.0305, -2: -0.0006, -1: -0.0245, 0: -0.0199, 1: -0.0510, 2: -0.1373, 3: -0.1008}
CALENDAR = {2004: -0.010503, 2005: -0.070423, 2006: -0.048816, 2007: -0.037059}


@pytest.fixture(scope="module")
def counties(published: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    frame = published("mpdta")
    wave = frame["first.treat"].where(frame["first.treat"] > 0)
    names = {"countyreal": "group", "year": "period", "lemp": "outcome"}
    return frame.rename(columns=names).assign(wave=wave, start=wave)


def estimated(frame: pd.DataFrame) -> Estimate:
    evidence = analyse(panel_from_frame(frame, better="higher", worthwhile=0.01))
    return next(one for one in evidence.estimates if one.method == "callaway_santanna")


def beside_never(counties: pd.DataFrame, wave: int) -> pd.DataFrame:
    return counties[counties["wave"].isna() | (counties["wave"] == wave)]


@pytest.fixture(scope="module")
def cells(counties: pd.DataFrame) -> dict[tuple[int, int], float]:
    """Wave and year -> effect: that year against the last one before the start, or the one before.

    Two years make a panel, and the later one is given as the start.
    """
    found = {}
    for wave, year in CELLS:
        frame = beside_never(counties, wave)
        frame = frame[frame["period"].isin([min(wave, year) - 1, year])]
        frame = frame.assign(start=frame["wave"].where(frame["wave"].isna(), year))
        found[wave, year] = estimated(frame).point
    return found


def together(
    cells: dict[tuple[int, int], float], counties: pd.DataFrame, kept: Callable[[int, int], bool]
) -> float:
    sizes = counties.groupby("wave")["group"].nunique()
    chosen = [(sizes[wave], cells[wave, year]) for wave, year in cells if kept(wave, year)]
    return float(sum(n * effect for n, effect in chosen) / sum(n for n, _ in chosen))


@pytest.mark.parametrize("cell", CELLS)
def test_each_wave_in_each_year(cells: dict[tuple[int, int], float], cell: tuple[int, int]) -> None:
    assert cells[cell] == pytest.approx(CELLS[cell], abs=POINT)


@pytest.mark.parametrize("wave", WAVES)
def test_each_wave(counties: pd.DataFrame, wave: int) -> None:
    found, (point, error) = estimated(beside_never(counties, wave)), WAVES[wave]
    assert found.point == pytest.approx(point, abs=POINT)
    # The published error is a multiplier bootstrap's.
    assert found.standard_error == pytest.approx(error, rel=0.12)


@pytest.mark.parametrize("since", SINCE)
def test_each_year_since_the_start(
    cells: dict[tuple[int, int], float], counties: pd.DataFrame, since: int
) -> None:
    found = together(cells, counties, lambda wave, year: year - wave == since)
    assert found == pytest.approx(SINCE[since], abs=1.01 * POINT)


@pytest.mark.parametrize("year", CALENDAR)
def test_each_calendar_year(
    cells: dict[tuple[int, int], float], counties: pd.DataFrame, year: int
) -> None:
    found = together(cells, counties, lambda wave, when: when == year >= wave)
    assert found == pytest.approx(CALENDAR[year], abs=1e-6)


def test_all_waves_weighed_by_their_size(
    cells: dict[tuple[int, int], float], counties: pd.DataFrame
) -> None:
    waves = {wave: estimated(beside_never(counties, wave)).point for wave in WAVES}
    sizes = counties.groupby("wave")["group"].nunique()
    whole = sum(sizes[wave] * effect for wave, effect in waves.items()) / sizes.sum()
    assert whole == pytest.approx(-0.031, abs=POINT)
