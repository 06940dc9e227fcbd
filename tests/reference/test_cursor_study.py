"""He et al. (2026): an assistant in 798 of 1,970 repositories; pace fades and its cost stays.

With five covariates they find lines up by 281 % in the first month, by 48 % in the second, by
nothing from the third on. Without covariates the month counts are the same story; the arithmetic
is checked against a sparse least-squares solver.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import lsqr

from signpost.metrics.causal.analysis import analyse
from signpost.metrics.causal.verdict import judge
from signpost.metrics.model.types import EffectOverTime, Evidence
from signpost.metrics.panel.from_frame import panel_from_frame

pytestmark = pytest.mark.slow
Published = Callable[[str], pd.DataFrame]


@pytest.fixture(scope="module")
def repositories(published: Published) -> pd.DataFrame:
    return published("cursor_study")


def of(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    logs = frame.assign(outcome=np.log1p(frame[column]))
    return logs[["group", "period", "start", "outcome"]].dropna(subset=["outcome"])


def answered(frame: pd.DataFrame) -> Evidence:
    return analyse(panel_from_frame(frame, better="higher", worthwhile=0.1))


def imputed(frame: pd.DataFrame) -> pd.Series:
    """Return the mean of effects by months since the start, "all" of them too, by least squares."""
    period = pd.PeriodIndex(frame["period"], freq="M").asi8
    start = pd.PeriodIndex(frame["start"].fillna("2999-01"), freq="M").asi8
    columns = np.column_stack([pd.factorize(frame["group"])[0], period - period.min()])
    columns[:, 1] += columns[:, 0].max() + 1
    rows = np.repeat(np.arange(len(frame)), 2)
    effects = csr_matrix((np.ones(2 * len(frame)), (rows, columns.ravel())))
    outcome, before = frame["outcome"].to_numpy(), period < start
    found = lsqr(effects[before], outcome[before], atol=1e-12, btol=1e-12, iter_lim=5000)[0]
    known = np.isin(columns[:, 0], columns[before, 0])
    after = ~before & known
    gap = pd.Series((outcome - effects @ found)[after])
    by_month = gap.groupby((period - start)[after]).mean()
    return pd.concat([pd.Series({"all": gap.mean()}), by_month])


@pytest.mark.parametrize("column", ["commits", "lines_added", "warnings"])
def test_the_effect_is_that_of_a_sparse_solver(repositories: pd.DataFrame, column: str) -> None:
    rows = of(repositories, column)
    headline = next(each for each in answered(rows).estimates if each.method == "imputation")
    assert headline.point == pytest.approx(imputed(rows)["all"], abs=1e-6)


def test_the_pattern_is_the_published_one(repositories: pd.DataFrame) -> None:
    by_month = imputed(of(repositories, "lines_added"))
    assert by_month[0] > 2.5
    assert 0.9 < by_month[1] < 1.1
    assert abs(by_month[6]) < 0.2


@pytest.mark.parametrize("column", ["commits", "lines_added"])
@pytest.mark.parametrize("numbered", [False, True], ids=["months", "numbered"])
def test_pace_that_is_gone_is_not_said_to_work(
    repositories: pd.DataFrame, column: str, numbered: bool
) -> None:
    """As months and as whole numbers, of which nobody says what they count."""
    rows = of(repositories, column)
    if numbered:
        months = {name: at + 1 for at, name in enumerate(sorted(rows["period"].unique()))}
        rows = rows.assign(period=rows["period"].map(months), start=rows["start"].map(months))
    evidence = answered(rows)
    verdict = judge(evidence)
    assert (verdict.grade, verdict.durability) == ("cannot_tell", "gone")
    over_time = evidence.over_time
    assert isinstance(over_time, EffectOverTime)
    assert over_time.early.low > 0.5
    assert over_time.recent.low < 0 < over_time.recent.high


def test_what_began_before_the_start_is_not_credited(repositories: pd.DataFrame) -> None:
    """Warnings rise with the burst of work that comes before the assistant."""
    verdict = judge(answered(of(repositories, "warnings")))
    assert verdict.grade == "cannot_tell"
    assert "anticipation.unusual" in {finding.code for finding in verdict.because}
